package postgres

import (
	"context"

	"github.com/rasad-project/rasad/kit/store"
)

// Size asks the server what the database takes up; of its disk it does not tell.
func (s *Store) Size(ctx context.Context) (store.Size, error) {
	var size store.Size
	err := s.pool.QueryRow(ctx, "SELECT pg_database_size(current_database())").Scan(&size.Bytes)
	return size, err
}
