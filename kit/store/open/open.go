// Package open opens a store by its address: the path of a SQLite file, or the DSN
// of a PostgreSQL database as a URL ("postgres://user@host/name") or as a list of
// key=value ("host=db user=rasad dbname=news").
package open

import (
	"context"
	"slices"
	"strings"

	"github.com/rasad-project/rasad/kit/store"
	"github.com/rasad-project/rasad/kit/store/postgres"
	"github.com/rasad-project/rasad/kit/store/sqlite"
)

// Store opens the store at an address for reading and writing, and brings it to
// this version's schema.
func Store(ctx context.Context, address string) (store.Store, error) {
	if isPostgres(address) {
		return orNil(postgres.Open(ctx, address))
	}
	return orNil(sqlite.Open(ctx, address))
}

// ReadOnly opens the store at an address, beside a river that writes it.
func ReadOnly(ctx context.Context, address string) (store.Store, error) {
	if isPostgres(address) {
		return orNil(postgres.OpenReadOnly(ctx, address))
	}
	return orNil(sqlite.OpenReadOnly(ctx, address))
}

// orNil keeps a nil pointer from becoming a store that is not nil.
func orNil[S store.Store](s S, err error) (store.Store, error) {
	if err != nil {
		return nil, err
	}
	return s, nil
}

// isPostgres reports whether address is a DSN of PostgreSQL. A list is known by its
// first key (PostgreSQL's manual, section 34.1.2): a file may have "=" in its name.
func isPostgres(address string) bool {
	if strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://") {
		return true
	}
	key, _, found := strings.Cut(address, "=")
	return found && slices.Contains([]string{
		"host", "hostaddr", "port", "dbname", "user", "password", "passfile", "service", "servicefile",
		"sslmode", "connect_timeout", "application_name", "options", "target_session_attrs", "search_path",
	}, strings.TrimSpace(key))
}
