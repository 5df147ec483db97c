package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/store"
	"github.com/rasad-project/rasad/kit/store/open"
	"github.com/rasad-project/rasad/kit/store/sqlite"
)

// storeAt says where a store is.
type storeAt struct{ data, store string }

// Flags adds the settings that say so.
func (s *storeAt) Flags(fs *flag.FlagSet) {
	dataFlag(fs, &s.data)
	fs.StringVar(&s.store, "store", "", "`PLACE` of the store: FILE.db or postgres://… (default: rasad.db in the data folder)")
}

func (s *storeAt) place() string {
	if s.store == "" {
		return databaseIn(s.data)
	}
	return s.store
}

// readOnly opens the store for reading, also beside a river that writes it.
func (s *storeAt) readOnly(ctx context.Context) (store.Store, error) {
	opened, err := open.ReadOnly(ctx, s.place())
	if err != nil {
		return nil, fmt.Errorf("%w; name the river's folder with --data or its store with --store", err)
	}
	return opened, nil
}

// pruneCommand is how a store forgets.
func pruneCommand() *cli.Command {
	var at storeAt
	var older time.Duration
	return &cli.Command{
		Name: "prune", Brief: "delete the verdicts on what was seen longer ago than a time",
		Help:    "Deletes what is stored about items that were seen longer ago than --older-than, a little at a time, also while the river runs.",
		Example: "rasad prune --older-than 8760h --data rasad-data",
		Flags: func(fs *flag.FlagSet) {
			at.Flags(fs)
			fs.DurationVar(&older, "older-than", 0, "a `TIME` such as 8760h, which is a year")
		},
		Run: func(ctx context.Context, std cli.IO, args []string) error {
			if len(args) > 0 || older <= 0 {
				return cli.Usage("--older-than is wanted, above 0, and nothing else")
			}
			s, err := at.readOnly(ctx) // prune makes no store
			if err != nil {
				return err
			}
			if err := s.Close(); err != nil {
				return err
			}
			if s, err = open.Store(ctx, at.place()); err != nil {
				return err
			}
			n, err := s.Prune(ctx, time.Now().Add(-older))
			fmt.Fprintf(std.Err, "%d verdicts deleted\n", n)
			return errors.Join(err, s.Close())
		},
	}
}

// backupCommand copies a store of any kind into a SQLite file: a store of its own,
// which every command reads and rasad restore takes back.
func backupCommand() *cli.Command {
	var at storeAt
	var keep int
	return &cli.Command{
		Name: "backup", Args: "FOLDER", Brief: "copy a store into a new file in a folder, and delete old copies there",
		Help: "Writes rasad-TIME.db, a SQLite store with all verdicts, and prints its path; then deletes the oldest of these files but for the last --keep. The file\n" +
			"appears when it is whole. The river may run meanwhile. rasad restore puts it back, into a store of either kind.",
		Example: "rasad backup --data rasad-data --keep 7 backups",
		Flags: func(fs *flag.FlagSet) {
			at.Flags(fs)
			fs.IntVar(&keep, "keep", 7, "how many copies stay in the folder; 0 is all")
		},
		Run: func(ctx context.Context, std cli.IO, args []string) error {
			if len(args) != 1 || keep < 0 {
				return cli.Usage("want one FOLDER, and --keep 0 or more")
			}
			s, err := at.readOnly(ctx)
			if err != nil {
				return err
			}
			path := filepath.Join(args[0], "rasad-"+time.Now().UTC().Format("20060102T150405Z")+".db")
			if err := errors.Join(backup(ctx, s, path), s.Close()); err != nil {
				return err
			}
			if _, err := fmt.Fprintln(std.Out, path); err != nil {
				return err
			}
			return deleteOld(args[0], keep)
		},
	}
}

// backup copies s to a new file.
func backup(ctx context.Context, s store.Store, path string) error {
	if file, ok := s.(*sqlite.Store); ok {
		return file.Backup(ctx, path)
	}
	part := path + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("backup: %w", err)
	}
	to, err := sqlite.Open(ctx, part)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	_, err = store.Copy(ctx, to, s)
	if err := errors.Join(err, to.Close()); err != nil {
		return fmt.Errorf("backup %s: %w", path, errors.Join(err, os.Remove(part)))
	}
	return os.Rename(part, path)
}

// deleteOld deletes the copies in a folder but for the last keep of them. Their
// names sort by their time.
func deleteOld(folder string, keep int) error {
	copies, err := filepath.Glob(filepath.Join(folder, "rasad-????????T??????Z.db"))
	if err != nil || keep == 0 {
		return err
	}
	slices.Sort(copies)
	var errs []error
	for _, old := range copies[:max(len(copies)-keep, 0)] {
		errs = append(errs, os.Remove(old))
	}
	return errors.Join(errs...)
}

// restoreCommand is the way back.
func restoreCommand() *cli.Command {
	var at storeAt
	return &cli.Command{
		Name: "restore", Args: "FILE", Brief: "put what rasad backup wrote into a store",
		Help:    "Puts all verdicts of a backup into a store, beside what is there: of the same item and revision the backup's stays. It may be done again.",
		Example: "rasad restore --store postgres://rasad@db/rasad backups/rasad-20261128T022000Z.db",
		Flags:   at.Flags,
		Run: func(ctx context.Context, std cli.IO, args []string) error {
			if len(args) != 1 {
				return cli.Usage("want one FILE")
			}
			from, err := sqlite.OpenReadOnly(ctx, args[0])
			if err != nil {
				return err
			}
			to, err := open.Store(ctx, at.place())
			if err != nil {
				return errors.Join(err, from.Close())
			}
			n, err := store.Copy(ctx, to, from)
			fmt.Fprintf(std.Err, "%d verdicts restored\n", n)
			return errors.Join(err, to.Close(), from.Close())
		},
	}
}
