package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	driver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/store"
	"github.com/rasad-project/rasad/kit/store/internal/row"
)

// pruneStep is how many rows one transaction of a prune deletes, so that it never
// holds up the river for long.
const pruneStep = 500

var errReadOnly = errors.New("the store is open for reading only")

// writer is the one connection that writes, with its statements.
type writer struct {
	db *sql.DB
	statements
	prune *sql.Stmt
}

// statements are what a row is put with.
type statements struct {
	find, remove, insert, words *sql.Stmt
	parts                       []*sql.Stmt // as row.Parts
}

// in returns the statements as part of a transaction.
func (s statements) in(ctx context.Context, tx *sql.Tx) statements {
	bound := statements{
		find: tx.StmtContext(ctx, s.find), remove: tx.StmtContext(ctx, s.remove),
		insert: tx.StmtContext(ctx, s.insert), words: tx.StmtContext(ctx, s.words),
	}
	for _, p := range s.parts {
		bound.parts = append(bound.parts, tx.StmtContext(ctx, p))
	}
	return bound
}

func openWriter(ctx context.Context, path string) (*writer, error) {
	db, err := connect(path, 1, "_txlock", "immediate", "_pragma", "journal_mode(WAL)", "_pragma", "synchronous(FULL)")
	if err != nil {
		return nil, err
	}
	w := &writer{db: db}
	if err := migrateSchema(ctx, db); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if err := w.prepare(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return w, nil
}

func (w *writer) prepare(ctx context.Context) error {
	var errs []error
	prepare := func(query string) *sql.Stmt {
		stmt, err := w.db.PrepareContext(ctx, query)
		errs = append(errs, err)
		return stmt
	}
	w.find = prepare("SELECT key, hash FROM verdicts WHERE id = ? AND revision = ?")
	w.remove = prepare("DELETE FROM verdicts WHERE key = ?")
	w.insert = prepare(insertInto("verdicts", row.Columns))
	w.words = prepare(insertInto("words", []string{"rowid", "title", "text"}))
	w.prune = prepare("DELETE FROM verdicts WHERE key IN (SELECT key FROM verdicts WHERE seen < ? LIMIT ?)")
	for _, p := range row.Parts {
		w.parts = append(w.parts, prepare(insertInto(p.Table, append([]string{"verdict", "n"}, p.Columns...))))
	}
	return errors.Join(errs...)
}

func insertInto(table string, columns []string) string {
	return fmt.Sprintf("INSERT INTO %s (%s) VALUES (?%s)", table, strings.Join(columns, ", "), strings.Repeat(", ?", len(columns)-1))
}

func (w *writer) close() error { return w.db.Close() }

// Put keeps vs in one transaction. When ctx ends, the transaction does so after the
// statement at work: to cut that short the driver would start a goroutine for each.
func (s *Store) Put(ctx context.Context, vs []*news.Verdict) error {
	if s.write == nil {
		return errReadOnly
	}
	rows, err := row.Rows(vs)
	if err != nil {
		return err
	}
	tx, err := s.write.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	each := context.WithoutCancel(ctx)
	write := s.write.in(each, tx)
	for _, r := range rows {
		if err := write.put(each, r); err != nil {
			return errors.Join(fmt.Errorf("verdict %s revision %s: %w", r.ID, r.Revision, judge(err)), tx.Rollback())
		}
	}
	return tx.Commit()
}

// judge tells what SQLite says of a value from what it says of itself.
func judge(err error) error {
	if e, ok := errors.AsType[*driver.Error](err); ok {
		switch e.Code() & 0xff { // the rest tells why, which the message does too
		case sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_TOOBIG:
			return store.Refused(err)
		}
	}
	return err
}

// put keeps one row, in place of the one with its key.
func (s statements) put(ctx context.Context, r row.Row) error {
	var key int64
	var hash []byte
	err := s.find.QueryRowContext(ctx, r.ID, r.Revision).Scan(&key, &hash)
	switch {
	case errors.Is(err, sql.ErrNoRows):
	case err != nil:
		return err
	case r.Is(hash):
		return nil
	default:
		if _, err := s.remove.ExecContext(ctx, key); err != nil {
			return err
		}
	}
	return s.add(ctx, r)
}

// add inserts a row with its words and its parts.
func (s statements) add(ctx context.Context, r row.Row) error {
	values, err := r.Values()
	if err != nil {
		return err
	}
	result, err := s.insert.ExecContext(ctx, adapt(values)...)
	if err != nil {
		return err
	}
	key, err := result.LastInsertId()
	if err != nil {
		return err
	}
	title, text := r.Words()
	if _, err := s.words.ExecContext(ctx, key, title, text); err != nil {
		return err
	}
	for i, p := range row.Parts {
		for n, values := range p.Values(r.Verdict) {
			if _, err := s.parts[i].ExecContext(ctx, append([]any{key, n}, adapt(values)...)...); err != nil {
				return fmt.Errorf("%s %d: %w", p.Table, n, err)
			}
		}
	}
	return nil
}

// adapt turns values, in place, into ones that SQLite has a type for.
func adapt(values []any) []any {
	for i, v := range values {
		switch v := v.(type) {
		case time.Time:
			values[i] = v.Format(timeLayout)
		case []string, []int:
			list, _ := json.Marshal(v) // of strings and numbers: never fails
			values[i] = string(list)
		}
	}
	return values
}

// timeLayout is how times of UTC are written, so that they sort as text.
const timeLayout = "2006-01-02T15:04:05.000000Z"

// Prune deletes what was seen before a time, in many small transactions, so that
// puts get their turn in between. The file keeps its size; what is put later fills
// the room.
func (s *Store) Prune(ctx context.Context, before time.Time) (int, error) {
	if s.write == nil {
		return 0, errReadOnly
	}
	total := 0
	for {
		result, err := s.write.prune.ExecContext(ctx, row.Time(before).Format(timeLayout), pruneStep)
		if err != nil {
			return total, err
		}
		n, err := result.RowsAffected()
		total += int(n)
		if err != nil || n < pruneStep {
			return total, err
		}
	}
}
