// Package open opens a store by its address.
package open

import (
	"context"

	"github.com/rasad-project/rasad/kit/store"
	"github.com/rasad-project/rasad/kit/store/sqlite"
)

// Store opens the store at an address for reading and writing, and brings it to
// this version's schema: the path of a SQLite file.
func Store(ctx context.Context, address string) (store.Store, error) {
	return sqlite.Open(ctx, address)
}

// ReadOnly opens the store at an address for reading only.
func ReadOnly(ctx context.Context, address string) (store.Store, error) {
	return sqlite.OpenReadOnly(ctx, address)
}
