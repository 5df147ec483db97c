package sqlite_test

import (
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/store"
	"github.com/rasad-project/rasad/kit/store/sqlite"
	"github.com/rasad-project/rasad/kit/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store { return open(t, newPath(t)) })
}

// TestReadOnlyBesideAWriter reads what a river that goes on has put so far.
func TestReadOnlyBesideAWriter(t *testing.T) {
	path := newPath(t)
	w := open(t, path)
	r := openReadOnly(t, path)
	for n := range 3 {
		if err := w.Put(t.Context(), []*news.Verdict{storetest.Verdict(n)}); err != nil {
			t.Fatal(err)
		}
		if got := all(t, r); len(got) != n+1 {
			t.Errorf("after %d puts: read %d", n+1, len(got))
		}
	}
}

func TestReadOnlyAfterTheWriter(t *testing.T) {
	path := newPath(t)
	w, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Put(t.Context(), []*news.Verdict{storetest.Verdict(1)}), w.Close()); err != nil {
		t.Fatal(err)
	}
	before := contents(t, path)
	r := openReadOnly(t, path)
	if got := all(t, r); len(got) != 1 {
		t.Errorf("read %d", len(got))
	}
	if err := r.Put(t.Context(), []*news.Verdict{storetest.Verdict(2)}); err == nil || !strings.Contains(err.Error(), "reading only") {
		t.Errorf("put: got %v", err)
	}
	if _, err := r.Prune(t.Context(), time.Now()); err == nil {
		t.Error("prune: no error")
	}
	if contents(t, path) != before {
		t.Error("reading changed the file")
	}
}

func TestReadOnlyMakesNoFile(t *testing.T) {
	path := newPath(t)
	if _, err := sqlite.OpenReadOnly(t.Context(), path); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), path) {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("there is a file now")
	}
}

func TestSchemaOfAnotherVersion(t *testing.T) {
	for _, c := range []struct {
		name, change      string
		writable, reading string // what the errors say; "" for none
	}{
		{"newer", "PRAGMA user_version = 99", "99 is newer", "99 is newer"},
		{"older", "PRAGMA user_version = 0; DROP VIEW latest; DROP TABLE words; DROP TABLE places; DROP TABLE actors; DROP TABLE evidence; DROP TABLE events; DROP TABLE verdicts", "", "lacks 0001"},
		{"a step that fails", "PRAGMA user_version = 0", "migration 0001-verdicts.sql", "lacks 0001"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := newPath(t)
			w, err := sqlite.Open(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			execute(t, path, c.change)
			_, err = sqlite.OpenReadOnly(t.Context(), path)
			wantError(t, err, path, c.reading)
			w, err = sqlite.Open(t.Context(), path)
			wantError(t, err, path, c.writable)
			if err == nil {
				w.Close()
			}
		})
	}
}

// TestPlainSQL asks as an analyst would, with any SQLite tool.
func TestPlainSQL(t *testing.T) {
	path := newPath(t)
	s := open(t, path)
	undated := storetest.Verdict(2)
	undated.Article.Published = news.Date{}
	if err := s.Put(t.Context(), []*news.Verdict{storetest.Verdict(1), undated, storetest.Dropped(3, "empty")}); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		"SELECT group_concat(seen || ' ' || coalesce(published, '?') || ' ' || site || ' ' || tone, ', ') FROM latest WHERE relevant":                            "2024-01-18T06:01:00.000000Z 2024-01-18T05:01:00Z news.example cooperative, 2024-01-18T06:02:00.000000Z ? news.example cooperative",
		"SELECT group_concat(value || n, ' ') FROM (SELECT value, count(*) n FROM latest, json_each(topics) GROUP BY value)":                                     "border2 trade2",
		"SELECT source || ' ' || action || ' ' || target FROM events JOIN verdicts ON verdict = key WHERE title LIKE '%number 1'":                                "IRN AGREE PAK",
		"SELECT group_concat(quote, '; ') FROM events e, json_each(e.evidence) i JOIN evidence v ON v.verdict = e.verdict AND v.n = i.value WHERE e.verdict = 1": "Iran and Pakistan; Officials of the two countries",
		"SELECT group_concat(DISTINCT name) FROM places":         "Mirjaveh",
		"SELECT dropped FROM verdicts WHERE dropped <> ''":       "empty",
		"SELECT count(*) FROM words WHERE words MATCH 'lorries'": "2",
		"PRAGMA journal_mode":                                    "wal",
	} {
		if got := ask(t, path, query); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", query, got, want)
		}
	}
}

// TestBackup restores a backup that was made while the river went on.
func TestBackup(t *testing.T) {
	dir := t.TempDir()
	s := open(t, filepath.Join(dir, "verdicts.db"))
	put := func(n int) {
		if err := s.Put(t.Context(), []*news.Verdict{storetest.Verdict(n)}); err != nil {
			t.Fatal(err)
		}
	}
	put(1)
	put(2)
	backup := filepath.Join(dir, "backup.db")
	if err := s.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	want := all(t, s)
	put(3)

	restored := open(t, backup)
	if diff := cmp.Diff(want, all(t, restored), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if err := restored.Put(t.Context(), []*news.Verdict{storetest.Verdict(4)}); err != nil {
		t.Error(err)
	}
	if got := ask(t, backup, "SELECT count(*) FROM words WHERE words MATCH 'crossing'"); got != "3" {
		t.Errorf("words of %s verdicts are found, want 3", got)
	}

	err := s.Backup(t.Context(), backup)
	if !errors.Is(err, fs.ErrExist) {
		t.Errorf("over another file: got %v", err)
	}
	if err := s.Backup(t.Context(), filepath.Join(dir, "none", "backup.db")); err == nil {
		t.Error("into no folder: no error")
	}
	if parts, _ := filepath.Glob(filepath.Join(dir, "*.part")); len(parts) > 0 {
		t.Errorf("left %v", parts)
	}
}

func TestAPathMayHaveAnyName(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a b?c#d%41&mode=ro.db")
	s := open(t, path)
	if err := s.Put(t.Context(), []*news.Verdict{storetest.Verdict(1)}); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

func newPath(t *testing.T) string { return filepath.Join(t.TempDir(), "verdicts.db") }

func open(t *testing.T, path string) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	closeAfter(t, s)
	return s
}

func openReadOnly(t *testing.T, path string) *sqlite.Store {
	t.Helper()
	s, err := sqlite.OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	closeAfter(t, s)
	return s
}

func closeAfter(t *testing.T, s *sqlite.Store) {
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}

func all(t *testing.T, s *sqlite.Store) []*news.Verdict {
	t.Helper()
	var vs []*news.Verdict
	for v, err := range s.Verdicts(t.Context(), store.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		vs = append(vs, v)
	}
	return vs
}

func execute(t *testing.T, path, statements string) {
	t.Helper()
	db := plain(t, path)
	if _, err := db.ExecContext(t.Context(), statements); err != nil {
		t.Fatal(err)
	}
}

func ask(t *testing.T, path, query string) (answer string) {
	t.Helper()
	if err := plain(t, path).QueryRowContext(t.Context(), query).Scan(&answer); err != nil {
		t.Errorf("%s: %v", query, err)
	}
	return answer
}

// plain opens the file as another tool would.
func plain(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func contents(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func wantError(t *testing.T, err error, path, want string) {
	t.Helper()
	switch {
	case want == "":
		if err != nil {
			t.Error(err)
		}
	case err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path):
		t.Errorf("got %v, want %q and the path", err, want)
	}
}
