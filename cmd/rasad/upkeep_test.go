package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rasad-project/rasad/kit/store"
)

// TestABackupIsTheWholeStore loses a river's folder and has everything again from
// its backup, in another folder.
func TestABackupIsTheWholeStore(t *testing.T) {
	dir := t.TempDir()
	river, copies := filepath.Join(dir, "river"), filepath.Join(dir, "copies")
	must(t, "demo", "--data", river)
	want := exported(t, river)
	if err := os.Mkdir(copies, 0o700); err != nil {
		t.Fatal(err)
	}
	file := must(t, "backup", "--data", river, copies)
	if err := os.RemoveAll(river); err != nil {
		t.Fatal(err)
	}
	restored := filepath.Join(dir, "restored")
	if err := os.Mkdir(restored, 0o700); err != nil {
		t.Fatal(err)
	}
	must(t, "restore", "--data", restored, file)
	if diff := cmp.Diff(want, exported(t, restored)); diff != "" {
		t.Errorf("restored, -want +got:\n%s", diff)
	}

	// As from a store that is no file. kit/store/postgres has the round trip.
	kept, err := (&storeAt{data: restored}).readOnly(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	again := filepath.Join(dir, "again")
	if err := errors.Join(os.Mkdir(again, 0o700), backup(t.Context(), struct{ store.Store }{kept}, databaseIn(again))); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, exported(t, again)); diff != "" {
		t.Errorf("copied, -want +got:\n%s", diff)
	}
	if left, _ := filepath.Glob(filepath.Join(again, "*.part*")); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

// TestOldBackupsGo: as many as are wanted stay, the newest, and nothing else is
// touched.
func TestOldBackupsGo(t *testing.T) {
	dir := t.TempDir()
	river, copies := filepath.Join(dir, "river"), filepath.Join(dir, "copies")
	must(t, "demo", "--data", river)
	others := []string{"rasad-20200101T000000Z.db", "rasad-20210101T000000Z.db", "notes.db", "rasad-mine.db"}
	if err := os.Mkdir(copies, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range others {
		if err := os.WriteFile(filepath.Join(copies, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	file := must(t, "backup", "--data", river, "--keep", "2", copies)
	left, err := filepath.Glob(filepath.Join(copies, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range left {
		left[i] = filepath.Base(left[i])
	}
	if diff := cmp.Diff([]string{"notes.db", "rasad-20210101T000000Z.db", filepath.Base(file), "rasad-mine.db"}, left); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestPruneForgets: what is younger stays, and a store that is not there is not
// made.
func TestPruneForgets(t *testing.T) {
	dir := t.TempDir()
	river := filepath.Join(dir, "river")
	must(t, "demo", "--data", river)
	all := exported(t, river)
	must(t, "prune", "--data", river, "--older-than", "1h")
	if diff := cmp.Diff(all, exported(t, river)); diff != "" {
		t.Errorf("older than an hour, -want +got:\n%s", diff)
	}
	must(t, "prune", "--data", river, "--older-than", "1ns")
	if left := exported(t, river); len(left) != 1 || left[0] != "" {
		t.Errorf("left: %q", left)
	}
	for _, c := range []struct {
		args []string
		code int
	}{
		{[]string{"prune", "--data", river}, 2},
		{[]string{"prune", "--data", river, "--older-than", "-1h"}, 2},
		{[]string{"prune", "--data", dir, "--older-than", "1h"}, 1},
		{[]string{"backup", "--data", dir, dir}, 1},
		{[]string{"backup", "--data", river}, 2},
		{[]string{"restore", "--data", river, filepath.Join(dir, "none.db")}, 1},
	} {
		if code, _, errs := rasad(t, "", c.args...); code != c.code {
			t.Errorf("%v: got code %d, %q; want %d", c.args, code, errs, c.code)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "rasad.db")); err == nil {
		t.Error("prune made a store")
	}
}

// must runs the program and returns what it printed, without the last line's end.
func must(t *testing.T, args ...string) string {
	t.Helper()
	code, out, errs := rasad(t, "", args...)
	if code != 0 {
		t.Fatalf("%v: code %d, %s", args, code, errs)
	}
	return strings.TrimSpace(out)
}
