package sqlite

import (
	"context"
	"database/sql"
	"iter"
	"strings"
	"time"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/store"
	"github.com/rasad-project/rasad/kit/store/internal/ask"
	"github.com/rasad-project/rasad/kit/wire"
)

var dialect = ask.Dialect{
	Topic: "EXISTS (SELECT 1 FROM json_each(v.topics) WHERE value = @topic)",
	Words: "v.key IN (SELECT rowid FROM words WHERE words MATCH @words)",
	// FTS5's query language: quoted words, all of which must occur.
	Match: func(folded string) string { return `"` + strings.ReplaceAll(folded, " ", `" "`) + `"` },
	Time:  func(t time.Time) any { return t.Format(timeLayout) },
}

// Verdicts yields what q asks for.
func (s *Store) Verdicts(ctx context.Context, q store.Query) iter.Seq2[*news.Verdict, error] {
	return func(yield func(*news.Verdict, error) bool) {
		stmt, named := dialect.Select(q)
		rows, err := s.read.QueryContext(ctx, stmt, arguments(named)...)
		if err != nil {
			yield(nil, err)
			return
		}
		defer rows.Close()
		for rows.Next() {
			v, err := scan(rows)
			if !yield(v, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(nil, err)
		}
	}
}

func scan(rows *sql.Rows) (*news.Verdict, error) {
	var message sql.RawBytes
	if err := rows.Scan(&message); err != nil {
		return nil, err
	}
	return wire.UnmarshalVerdict(message)
}

func arguments(named map[string]any) []any {
	args := make([]any, 0, len(named))
	for name, value := range named {
		args = append(args, sql.Named(name, value))
	}
	return args
}

// Counts adds up the whole store.
func (s *Store) Counts(ctx context.Context) (*store.Ledger, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT feed, dropped, count(*), sum(relevant) FROM verdicts GROUP BY feed, dropped")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var ledger store.Ledger
	for rows.Next() {
		var feed, dropped string
		var n, relevant int
		if err := rows.Scan(&feed, &dropped, &n, &relevant); err != nil {
			return nil, err
		}
		ledger.Add(feed, dropped, n, relevant)
	}
	return &ledger, rows.Err()
}
