package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/store"
	"github.com/rasad-project/rasad/kit/store/internal/row"
)

// pruneStep is how many rows one transaction of a prune deletes.
const pruneStep = 1000

// incoming is the table in which a batch arrives.
const incoming = `CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS
SELECT %s, '' AS folded FROM verdicts LIMIT 0`

// merge files a batch.
const merge = `INSERT INTO verdicts (%[1]s, words)
SELECT %[1]s, to_tsvector('simple', folded) FROM incoming ORDER BY id, revision
ON CONFLICT (id, revision) DO UPDATE SET %[2]s, words = excluded.words
RETURNING key, id, revision`

// Put keeps vs in one transaction: a COPY into a temporary table, an upsert from
// there, and a COPY for each table of parts.
func (s *Store) Put(ctx context.Context, vs []*news.Verdict) error {
	rows, err := row.Rows(vs)
	if err != nil {
		return err
	}
	rows, err = s.unlessThere(ctx, rows)
	if err != nil || len(rows) == 0 {
		return err
	}
	return judge(pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		keys, err := mergeRows(ctx, tx, rows)
		if err != nil {
			return err
		}
		return replaceParts(ctx, tx, rows, keys)
	}))
}

// judge tells what PostgreSQL says of a value from what it says of itself, by the
// class of its SQLSTATE (appendix A of its manual).
func judge(err error) error {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch e.Code[:min(2, len(e.Code))] {
		case "22", "23", "54": // data exception, integrity constraint, program limit
			return store.Refused(err)
		}
	}
	return err
}

// unlessThere returns the rows that the store does not have as they are.
func (s *Store) unlessThere(ctx context.Context, rows []row.Row) ([]row.Row, error) {
	ids, revisions := make([]string, len(rows)), make([]string, len(rows))
	for i, r := range rows {
		ids[i], revisions[i] = r.ID, r.Revision
	}
	const query = "SELECT id, revision, hash FROM verdicts JOIN unnest($1::text[], $2::text[]) AS asked (id, revision) USING (id, revision)"
	found, err := s.pool.Query(ctx, query, ids, revisions)
	if err != nil {
		return nil, err
	}
	hashes := map[row.Key][]byte{}
	var key row.Key
	var hash []byte
	_, err = pgx.ForEachRow(found, []any{&key.ID, &key.Revision, &hash}, func() error {
		hashes[key] = append([]byte{}, hash...)
		return nil
	})
	if err != nil {
		return nil, err
	}
	wanted := rows[:0]
	for _, r := range rows {
		if !r.Is(hashes[r.Key]) {
			wanted = append(wanted, r)
		}
	}
	return wanted, nil
}

// mergeRows files rows and returns the key of each.
func mergeRows(ctx context.Context, tx pgx.Tx, rows []row.Row) (map[row.Key]int64, error) {
	list := strings.Join(row.Columns, ", ")
	if _, err := tx.Exec(ctx, fmt.Sprintf(incoming, list)); err != nil {
		return nil, err
	}
	columns := append(append([]string{}, row.Columns...), "folded")
	source := pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
		values, err := rows[i].Values()
		title, text := rows[i].Words()
		return append(values, title+" "+text), err
	})
	if _, err := tx.CopyFrom(ctx, pgx.Identifier{"incoming"}, columns, source); err != nil {
		return nil, err
	}
	merged, err := tx.Query(ctx, fmt.Sprintf(merge, list, excluded(row.Columns)))
	if err != nil {
		return nil, err
	}
	keys := make(map[row.Key]int64, len(rows))
	var key int64
	var of row.Key
	_, err = pgx.ForEachRow(merged, []any{&key, &of.ID, &of.Revision}, func() error {
		keys[of] = key
		return nil
	})
	return keys, err
}

// excluded sets columns to the values that an INSERT could not insert.
func excluded(columns []string) string {
	sets := make([]string, len(columns))
	for i, c := range columns {
		sets[i] = c + " = excluded." + c
	}
	return strings.Join(sets, ", ")
}

// replaceParts writes the parts of rows in place of those that are there.
func replaceParts(ctx context.Context, tx pgx.Tx, rows []row.Row, keys map[row.Key]int64) error {
	all := make([]int64, 0, len(keys))
	for _, key := range keys {
		all = append(all, key)
	}
	var deletes pgx.Batch
	for _, p := range row.Parts {
		deletes.Queue("DELETE FROM "+p.Table+" WHERE verdict = ANY ($1)", all)
	}
	if err := tx.SendBatch(ctx, &deletes).Close(); err != nil {
		return fmt.Errorf("old parts: %w", err)
	}
	for _, p := range row.Parts {
		if err := copyPart(ctx, tx, p, rows, keys); err != nil {
			return fmt.Errorf("%s: %w", p.Table, err)
		}
	}
	return nil
}

func copyPart(ctx context.Context, tx pgx.Tx, p row.Part, rows []row.Row, keys map[row.Key]int64) error {
	var parts [][]any
	for _, r := range rows {
		for n, values := range p.Values(r.Verdict) {
			parts = append(parts, append([]any{keys[r.Key], n}, values...))
		}
	}
	if len(parts) == 0 {
		return nil
	}
	columns := append([]string{"verdict", "n"}, p.Columns...)
	_, err := tx.CopyFrom(ctx, pgx.Identifier{p.Table}, columns, pgx.CopyFromRows(parts))
	return err
}

// Prune deletes what was seen before a time, in many small transactions.
func (s *Store) Prune(ctx context.Context, before time.Time) (int, error) {
	const query = "DELETE FROM verdicts WHERE key IN (SELECT key FROM verdicts WHERE seen < $1 LIMIT $2)"
	total := 0
	for {
		tag, err := s.pool.Exec(ctx, query, row.Time(before), pruneStep)
		if err != nil {
			return total, err
		}
		total += int(tag.RowsAffected())
		if tag.RowsAffected() < pruneStep {
			return total, nil
		}
	}
}
