package open_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/store"
	"github.com/rasad-project/rasad/kit/store/open"
	"github.com/rasad-project/rasad/kit/store/storetest"
)

func TestAPathIsASQLiteFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "with=sign.db")
	s, err := open.Store(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Put(t.Context(), []*news.Verdict{storetest.Verdict(1)}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
	r, err := open.ReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	counts, err := r.Counts(t.Context())
	if err != nil || counts.Total.Stored != 1 {
		t.Errorf("got %+v, %v", counts, err)
	}
}

// TestADSNIsPostgreSQL sees that a DSN goes to a server, here to one that is not
// there, and that its password stays out of the error.
func TestADSNIsPostgreSQL(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, dsn := range []string{
		"postgres://me:secret@127.0.0.1:1/news", "postgresql://me:secret@127.0.0.1:1/news",
		"host=127.0.0.1 port=1 user=me password=secret dbname=news", "user=me password=secret host=127.0.0.1 port=1",
		"postgres://me:secret@127.0.0.1:none/news",
	} {
		s, err := open.Store(t.Context(), dsn)
		refused(t, dsn, s, err)
		s, err = open.ReadOnly(t.Context(), dsn)
		refused(t, dsn, s, err)
	}
	if files, _ := os.ReadDir("."); len(files) > 0 {
		t.Errorf("made %v", files)
	}
}

func refused(t *testing.T, dsn string, s store.Store, err error) {
	t.Helper()
	if err == nil || s != nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("%s: got %v, %v", dsn, s, err)
	}
}
