package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rasad-project/rasad/corpus"
	"github.com/rasad-project/rasad/kit/cli"
)

// TestBackupDrillOnSQLite is docs/OPERATIONS.md's drill: a copy is made of the store
// while the river flows, the store is destroyed when it has gone on, the copy is put
// in its place, and the streams give what came after it.
func TestBackupDrillOnSQLite(t *testing.T) {
	dir, folder := t.TempDir(), t.TempDir()
	var backup string
	command := func(args ...string) (string, error) {
		code, out, errs := rasad(t, "", append(args, "--data", dir)...)
		if code != 0 {
			return "", fmt.Errorf("%v: code %d\n%s", args, code, errs)
		}
		return strings.TrimSpace(out), nil
	}
	drill(t, dir, "", drilled{
		backup: func() (err error) {
			backup, err = command("backup", folder)
			return err
		},
		destroy: func() error {
			var errs []error
			for _, suffix := range []string{"", "-wal", "-shm"} {
				if err := os.Remove(databaseIn(dir) + suffix); !errors.Is(err, os.ErrNotExist) {
					errs = append(errs, err)
				}
			}
			return errors.Join(errs...)
		},
		restore: func() error {
			_, err := command("restore", backup)
			return err
		},
	})
}

// TestBackupDrillOnPostgreSQL is the same with pg_dump and pg_restore.
func TestBackupDrillOnPostgreSQL(t *testing.T) {
	server := os.Getenv("RASAD_TEST_POSTGRES")
	if server == "" {
		t.Skip("RASAD_TEST_POSTGRES is not set: a DSN like \"host=/tmp user=postgres dbname=postgres\"")
	}
	if _, err := exec.LookPath("pg_dump"); err != nil {
		t.Skip("RASAD_TEST_POSTGRES is set, and pg_dump is not in PATH: install PostgreSQL's client")
	}
	name := fmt.Sprintf("rasad_drill_%d", os.Getpid())
	database, dump := server+" dbname="+name, filepath.Join(t.TempDir(), "rasad.dump")
	t.Cleanup(func() {
		if err := pg("psql", "-qc", "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)", server); err != nil {
			t.Error(err)
		}
	})
	create := func() error { return pg("psql", "-qc", "CREATE DATABASE "+name, server) }
	if err := create(); err != nil {
		t.Fatal(err)
	}
	drill(t, t.TempDir(), database, drilled{
		backup:  func() error { return pg("pg_dump", "--format=custom", "--file", dump, "--dbname", database) },
		destroy: func() error { return pg("psql", "-qc", "DROP DATABASE "+name+" WITH (FORCE)", server) },
		restore: func() error {
			return errors.Join(create(), pg("pg_restore", "--exit-on-error", "--dbname", database, dump))
		},
	})
}

func pg(command string, args ...string) error {
	if out, err := exec.Command(command, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", command, err, out)
	}
	return nil
}

// drilled is what a drill does to a store.
type drilled struct{ backup, destroy, restore func() error }

// drill runs a river on the whole corpus into a store ("" is the one in dir), backs
// up in the middle, destroys and restores the store when it has come to its end, and
// sees everything there again once the store's stage was rewound, and not before.
func drill(t *testing.T, dir, store string, d drilled) {
	t.Helper()
	texts, err := corpus.Texts()
	if err != nil {
		t.Fatal(err)
	}
	saved := errors.New("no backup was made")
	flow(t, dir, store, &after{len(texts) / 3, func() { saved = d.backup() }})
	want := all(t, dir, store)
	if saved != nil || len(want) != len(texts) {
		t.Fatalf("%d stored of %d texts; backup: %v", len(want), len(texts), saved)
	}
	if err := errors.Join(d.destroy(), d.restore()); err != nil {
		t.Fatal(err)
	}
	flow(t, dir, store, &bytes.Buffer{})
	if n := len(all(t, dir, store)); n == 0 || n >= len(texts) {
		t.Fatalf("%d of %d after the backup was put back: want what was there in the middle", n, len(texts))
	}
	if code, _, errs := rasad(t, "", "rewind", "store", "--data", dir); code != 0 || !strings.Contains(errs, fmt.Sprint("takes ", len(texts), " messages of VERDICTS")) {
		t.Fatalf("rewind: code %d, %s", code, errs)
	}
	flow(t, dir, store, &bytes.Buffer{})
	if diff := cmp.Diff(want, all(t, dir, store)); diff != "" {
		t.Errorf("-before +restored:\n%s", diff)
	}
}

// flow runs the corpus through a river in dir until nothing is left in it.
func flow(t *testing.T, dir, store string, out io.Writer) {
	t.Helper()
	d, err := newDemo(riverConfig{Data: dir, Store: store}, true, false)
	if err != nil {
		t.Fatal(err)
	}
	var errs bytes.Buffer
	if err := d.run(context.WithoutCancel(t.Context()), cli.IO{Getenv: func(string) string { return "" }, Out: out, Err: &errs}); err != nil {
		t.Fatalf("%v\n%s", err, errs.String())
	}
}

// all is what is in a store, "" for the one in dir.
func all(t *testing.T, dir, store string) []string {
	t.Helper()
	if store == "" {
		return exported(t, dir)
	}
	return exported(t, dir, "--store", store)
}
