package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
)

// Backup writes a copy of the store, as it is at one moment, to a new file: a store
// of its own, without the room that deleted rows left. The river goes on meanwhile.
// The file appears under its name only when it is whole and on disk.
func (s *Store) Backup(ctx context.Context, path string) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("backup %s: %w", path, os.ErrExist)
	}
	part := path + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("backup: %w", err)
	}
	if err := s.copyTo(ctx, part); err != nil {
		return fmt.Errorf("backup %s: %w", path, errors.Join(err, os.Remove(part)))
	}
	return os.Rename(part, path)
}

// copyTo copies the store with a connection of its own: those of the pool may not
// write, not even another file.
func (s *Store) copyTo(ctx context.Context, path string) error {
	db, err := connect(s.path, 1, "mode", "ro")
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", path); err != nil {
		return err
	}
	return syncFile(path)
}

func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
