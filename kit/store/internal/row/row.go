// Package row lays a verdict out for a table, the same for every database.
package row

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/store"
	"github.com/rasad-project/rasad/kit/store/internal/words"
	"github.com/rasad-project/rasad/kit/wire"
)

// Key is what a verdict is filed under.
type Key struct {
	ID, Revision string // of the entry
}

// Row is a verdict that is to be put.
type Row struct {
	Key
	// Hash is over the whole verdict but its time of tagging, so that the same
	// answer given again is the same row.
	Hash    []byte
	Verdict *news.Verdict
}

func keyOf(e *news.Entry) Key { return Key{Text(e.ID), Text(e.Revision)} }

// Rows returns the rows of vs in the order of their keys, so that two
// transactions never wait for each other. Of several with one key the last one
// stays.
func Rows(vs []*news.Verdict) ([]Row, error) {
	rows := make([]Row, len(vs))
	for i, v := range vs {
		e := &v.Article.Entry
		hash, err := hash(v)
		if err != nil {
			return nil, store.Refused(fmt.Errorf("verdict %s revision %s: %w", e.ID, e.Revision, err))
		}
		rows[i] = Row{keyOf(e), hash, v}
	}
	slices.SortStableFunc(rows, compare)
	return lastOfEach(rows), nil
}

func compare(a, b Row) int {
	if c := strings.Compare(a.ID, b.ID); c != 0 {
		return c
	}
	return strings.Compare(a.Revision, b.Revision)
}

func lastOfEach(rows []Row) []Row {
	kept := rows[:0]
	for i, r := range rows {
		if i+1 == len(rows) || rows[i+1].Key != r.Key {
			kept = append(kept, r)
		}
	}
	return kept
}

func hash(v *news.Verdict) ([]byte, error) {
	untimed := *v
	untimed.Tagged = time.Time{}
	b, err := wire.MarshalVerdict(&untimed)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(b)
	return sum[:16], nil
}

// Is reports whether r is what a hash was taken of.
func (r Row) Is(hash []byte) bool { return bytes.Equal(r.Hash, hash) }

// Columns are the columns of table verdicts that Values fills.
var Columns = []string{
	"id", "revision", "hash", "change", "feed", "feed_title", "site", "url", "title", "text", "language",
	"seen", "published", "published_precision", "published_from",
	"relevant", "score", "level", "topics", "tone", "why", "dropped", "watch", "tagged", "message",
}

// Values returns what goes into [Columns]: values of type string, []byte, bool,
// int, float64, []string and time.Time, or nil for a date that is not known.
func (r Row) Values() ([]any, error) {
	v := r.Verdict
	a := &v.Article
	message, err := wire.MarshalVerdict(v)
	if err != nil {
		return nil, err
	}
	published, precision, from := date(a.Published)
	return []any{
		r.ID, r.Revision, r.Hash, a.Entry.Change, Text(a.Entry.Feed.ID), Text(a.Entry.Feed.Title), Text(a.Site), Text(a.URL),
		Text(a.Title), Text(a.Text()), Text(a.Language), Time(a.Entry.Seen), published, precision, from,
		v.Relevant, v.Score, v.Level, texts(v.Topics), Text(v.Tone), Text(v.Why), Text(a.Dropped), Text(v.Watch), Time(v.Tagged), message,
	}, nil
}

// Words returns the words of the title and of the text, for the full-text index;
// only the first of a text that no reporter wrote.
func (r Row) Words() (title, text string) {
	return words.Fold(r.Verdict.Article.Title), words.Fold(head(r.Verdict.Article.Text(), longestIndexed))
}

// longestIndexed is the bytes of a text that are indexed: PostgreSQL's tsvector
// holds at most 1 MB of words and places.
const longestIndexed = 256 << 10

func head(s string, n int) string { return s[:min(n, len(s))] }

// date returns a date no more precisely than it is known.
func date(d news.Date) (at, precision, from any) {
	if !d.Known() {
		return nil, nil, nil
	}
	return d.String(), Text(string(d.Precision)), Text(string(d.From))
}

func texts(ss []string) []string {
	out := make([]string, len(ss))
	for i, s := range ss {
		out[i] = Text(s)
	}
	return out
}

// Text returns s as every database can hold it.
func Text(s string) string { return strings.ReplaceAll(s, "\x00", "\uFFFD") }

// Time returns t as every database can hold and compare it.
func Time(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
