// Package ask turns a query into SQL.
package ask

import (
	"strings"
	"time"

	"github.com/rasad-project/rasad/kit/store"
	"github.com/rasad-project/rasad/kit/store/internal/row"
	"github.com/rasad-project/rasad/kit/store/internal/words"
)

// Dialect is what databases write differently.
type Dialect struct {
	Topic string // condition: v.topics has @topic
	Words string // condition: the verdict has all the words in @words
	// Match turns folded words, with a space between them, into @words.
	Match func(folded string) string
	// Time turns a bound into @since and @until.
	Time func(time.Time) any
}

// Select returns the statement that reads the messages of the verdicts q asks
// for, and its named arguments.
func (d Dialect) Select(q store.Query) (stmt string, args map[string]any) {
	args = map[string]any{}
	conds := d.conditions(q, args)
	stmt = "SELECT v.message FROM verdicts v WHERE " + strings.Join(conds, " AND ") + " ORDER BY v.seen DESC, v.id, v.revision DESC"
	if q.Limit > 0 {
		args["limit"] = q.Limit
		stmt += " LIMIT @limit"
	}
	return stmt, args
}

func (d Dialect) conditions(q store.Query, args map[string]any) []string {
	var conds []string
	when := func(asked bool, cond, name string, arg any) {
		if !asked {
			return
		}
		conds = append(conds, cond)
		if name != "" {
			args[name] = arg
		}
	}
	folded := words.Fold(q.Words)
	when(!q.Dropped, "v.dropped = ''", "", nil)
	when(q.Dropped, "v.dropped <> ''", "", nil)
	when(!q.Revisions, latest, "", nil)
	when(q.Relevant, "v.relevant", "", nil)
	when(q.ID != "", "v.id = @id", "id", row.Text(q.ID))
	when(!q.Since.IsZero(), "v.seen >= @since", "since", d.Time(row.Time(q.Since)))
	when(!q.Until.IsZero(), "v.seen < @until", "until", d.Time(row.Time(q.Until)))
	when(q.Topic != "", d.Topic, "topic", row.Text(q.Topic))
	when(folded != "", d.Words, "words", d.Match(folded))
	return conds
}

// latest holds for the revision of an entry that was seen last.
const latest = `NOT EXISTS (SELECT 1 FROM verdicts n WHERE n.id = v.id AND (n.seen, n.revision) > (v.seen, v.revision))`
