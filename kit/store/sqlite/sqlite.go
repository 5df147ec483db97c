// Package sqlite keeps verdicts in one SQLite file, in pure Go. The file is in WAL
// mode: others read it, with [OpenReadOnly] or any SQLite tool, while a river
// writes. What was put survives a loss of power (synchronous=FULL; with NORMAL a
// WAL may lose its last transactions).
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"github.com/rasad-project/rasad/kit/store"
)

// readers is how many queries run at once; each holds a connection while it is
// read.
const readers = 4

// Store is a [store.Store] in a file.
type Store struct {
	path  string
	read  *sql.DB
	write *writer // nil when the store was opened for reading only
}

var _ store.Store = (*Store)(nil)

// Open opens the store in the file path, makes it if there is none, and brings it
// to this version's schema. Several processes that write take turns.
func Open(ctx context.Context, path string) (*Store, error) {
	w, err := openWriter(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("store %s: %w", path, err)
	}
	r, err := connect(path, readers, "_pragma", "query_only(1)")
	if err != nil {
		return nil, fmt.Errorf("store %s: %w", path, errors.Join(err, w.close()))
	}
	return &Store{path: path, read: r, write: w}, nil
}

// OpenReadOnly opens the store in the file path, beside a process that writes it
// or after one. It never changes the file: a store of an older schema is an error,
// and so is a Put.
func OpenReadOnly(ctx context.Context, path string) (*Store, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("store: %w", err) // names the path
	}
	r, err := connect(path, readers, "mode", "ro")
	if err != nil {
		return nil, fmt.Errorf("store %s: %w", path, err)
	}
	if err := checkSchema(ctx, r); err != nil {
		return nil, fmt.Errorf("store %s: %w", path, errors.Join(err, r.Close()))
	}
	return &Store{path: path, read: r}, nil
}

// Close closes the file.
func (s *Store) Close() error {
	err := s.read.Close()
	if s.write != nil {
		err = errors.Join(err, s.write.close())
	}
	return err
}

// connect opens a pool of up to n connections to the file path, with the
// parameters of SQLite's URI and of the driver given in pairs.
func connect(path string, n int, pairs ...string) (*sql.DB, error) {
	params := url.Values{"_pragma": {"busy_timeout(10000)", "foreign_keys(1)"}}
	for i := 0; i < len(pairs); i += 2 {
		params.Add(pairs[i], pairs[i+1])
	}
	file := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(filepath.Clean(path))}).EscapedPath(), RawQuery: params.Encode()}
	db, err := sql.Open("sqlite", file.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(n)
	return db, nil
}
