package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"github.com/rasad-project/rasad/kit/store"
)

// Size adds up the file and the log beside it, and asks the disk under them.
func (s *Store) Size(context.Context) (store.Size, error) {
	var size store.Size
	for _, path := range []string{s.path, s.path + "-wal"} {
		info, err := os.Stat(path)
		switch {
		case err == nil:
			size.Bytes += info.Size()
		case path == s.path || !errors.Is(err, os.ErrNotExist):
			return store.Size{}, fmt.Errorf("store: %w", err) // names the path
		}
	}
	var disk syscall.Statfs_t
	folder := filepath.Dir(s.path)
	if err := syscall.Statfs(folder, &disk); err != nil {
		return store.Size{}, fmt.Errorf("store: disk of %s: %w", folder, err)
	}
	block := int64(disk.Bsize)
	size.Disk, size.Free = int64(disk.Blocks)*block, int64(disk.Bavail)*block
	return size, nil
}
