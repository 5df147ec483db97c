package postgres

import (
	"context"
	"iter"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/store"
	"github.com/rasad-project/rasad/kit/store/internal/ask"
	"github.com/rasad-project/rasad/kit/wire"
)

var dialect = ask.Dialect{
	Topic: "@topic = ANY (v.topics)",
	Words: "v.words @@ plainto_tsquery('simple', @words)",
	Match: func(folded string) string { return folded },
	Time:  func(t time.Time) any { return t },
}

// Verdicts yields what q asks for.
func (s *Store) Verdicts(ctx context.Context, q store.Query) iter.Seq2[*news.Verdict, error] {
	return func(yield func(*news.Verdict, error) bool) {
		stmt, named := dialect.Select(q)
		rows, err := s.pool.Query(ctx, stmt, pgx.NamedArgs(named))
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

func scan(rows pgx.Rows) (*news.Verdict, error) {
	var message []byte
	if err := rows.Scan(&message); err != nil {
		return nil, err
	}
	return wire.UnmarshalVerdict(message)
}

// Counts adds up the whole store.
func (s *Store) Counts(ctx context.Context) (*store.Ledger, error) {
	rows, err := s.pool.Query(ctx, "SELECT feed, dropped, count(*), count(*) FILTER (WHERE relevant) FROM verdicts GROUP BY feed, dropped")
	if err != nil {
		return nil, err
	}
	var ledger store.Ledger
	var feed, dropped string
	var n, relevant int
	_, err = pgx.ForEachRow(rows, []any{&feed, &dropped, &n, &relevant}, func() error {
		ledger.Add(feed, dropped, n, relevant)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &ledger, nil
}
