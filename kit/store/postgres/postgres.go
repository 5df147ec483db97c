// Package postgres keeps verdicts in PostgreSQL, where many processes write and
// many analysts read.
package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/rasad-project/rasad/kit/store"
)

// Store is a [store.Store] in a PostgreSQL database, in the schema that the
// connection's search_path names first.
type Store struct {
	pool *pgxpool.Pool
}

var _ store.Store = (*Store)(nil)

// Open opens the store that dsn names, a URL or a list of key=value, and brings it
// to this version's schema. What is put survives a crash of the server even where
// the server is set to be lax about it, unless dsn itself sets synchronous_commit.
func Open(ctx context.Context, dsn string) (*Store, error) {
	return open(ctx, dsn, migrateSchema, map[string]string{"synchronous_commit": "on"})
}

// OpenReadOnly opens the store that dsn names for reading. It changes nothing: a
// store of an older schema is an error, and so is a Put.
func OpenReadOnly(ctx context.Context, dsn string) (*Store, error) {
	return open(ctx, dsn, checkSchema, map[string]string{"default_transaction_read_only": "on"})
}

// open connects with the given settings where dsn does not have its own.
func open(ctx context.Context, dsn string, prepare func(context.Context, *pgx.Conn) error, settings map[string]string) (*Store, error) {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err) // hides the password
	}
	for name, value := range settings {
		if _, set := config.ConnConfig.RuntimeParams[name]; !set {
			config.ConnConfig.RuntimeParams[name] = value
		}
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	s := &Store{pool: pool}
	if err := s.withConn(ctx, prepare); err != nil {
		pool.Close()
		return nil, fmt.Errorf("store %s: %w", where(config.ConnConfig), err)
	}
	return s, nil
}

func (s *Store) withConn(ctx context.Context, do func(context.Context, *pgx.Conn) error) error {
	return s.pool.AcquireFunc(ctx, func(c *pgxpool.Conn) error { return do(ctx, c.Conn()) })
}

// where names a database, without secrets.
func where(c *pgx.ConnConfig) string { return fmt.Sprintf("%s at %s:%d", c.Database, c.Host, c.Port) }

// Close waits for what is under way and closes all connections.
func (s *Store) Close() error {
	s.pool.Close()
	return nil
}
