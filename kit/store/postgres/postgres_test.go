package postgres_test

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/store"
	"github.com/rasad-project/rasad/kit/store/postgres"
	"github.com/rasad-project/rasad/kit/store/sqlite"
	"github.com/rasad-project/rasad/kit/store/storetest"
)

const variable = "RASAD_TEST_POSTGRES"

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store { return open(t, schema(t)) })
}

// TestThereAndBack copies a store into a file and the file into an empty store, as
// a backup and a restore do: nothing may differ, down to what is not understood.
func TestThereAndBack(t *testing.T) {
	s := open(t, schema(t))
	unknown, again := storetest.Verdict(1), storetest.Verdict(2)
	unknown.Unknown = []byte{0xa0, 0x1f, 0x01} // field 500, a varint
	again.Article.Entry.Revision = "2222222222222222"
	vs := []*news.Verdict{unknown, storetest.Verdict(2), again, storetest.Dropped(3, "empty")}
	if err := s.Put(t.Context(), vs); err != nil {
		t.Fatal(err)
	}
	file, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "backup.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	restored := open(t, schema(t))
	for _, step := range []struct {
		to   store.Putter
		from store.Store
	}{{file, s}, {restored, file}} {
		if n, err := store.Copy(t.Context(), step.to, step.from); err != nil || n != len(vs) {
			t.Fatalf("copied %d, %v", n, err)
		}
	}
	for _, q := range []store.Query{{Revisions: true}, {Revisions: true, Dropped: true}} {
		if diff := cmp.Diff(all(t, s, q), all(t, restored, q), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
}

func all(t *testing.T, s store.Store, q store.Query) (vs []*news.Verdict) {
	t.Helper()
	for v, err := range s.Verdicts(t.Context(), q) {
		if err != nil {
			t.Fatal(err)
		}
		vs = append(vs, v)
	}
	return vs
}

// TestOpenAtOnce opens a new store in several processes, as Deployments do.
func TestOpenAtOnce(t *testing.T) {
	dsn := schema(t)
	var done sync.WaitGroup
	for range 4 {
		done.Go(func() {
			s, err := postgres.Open(t.Context(), dsn)
			if err != nil {
				t.Error(err)
				return
			}
			defer s.Close()
			if _, err := s.Counts(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	done.Wait()
}

// TestPutAtOnce puts the same verdicts through two stores, in opposite orders and
// with different answers: neither waits for the other for ever.
func TestPutAtOnce(t *testing.T) {
	dsn := schema(t)
	var done sync.WaitGroup
	for w := range 2 {
		s := open(t, dsn)
		done.Go(func() {
			for round := range 10 {
				vs := make([]*news.Verdict, 20)
				for i := range vs {
					vs[i] = storetest.Verdict(i)
					vs[i].Why = fmt.Sprint(w, round)
				}
				if w == 1 {
					slices.Reverse(vs)
				}
				if err := s.Put(t.Context(), vs); err != nil {
					t.Error(err)
				}
			}
		})
	}
	done.Wait()
	for table, want := range map[string]int{"verdicts": 20, "events": 20, "evidence": 40} {
		if got := count(t, dsn, table); got != want {
			t.Errorf("%s: got %d rows, want %d", table, got, want)
		}
	}
}

func TestSchemaOfAnotherVersion(t *testing.T) {
	dsn := schema(t)
	readOnly := func() (*postgres.Store, error) { return postgres.OpenReadOnly(t.Context(), dsn) }
	if _, err := readOnly(); err == nil || !strings.Contains(err.Error(), "lacks 0001") {
		t.Errorf("read an empty schema: got %v", err)
	}
	open(t, dsn)
	run(t, dsn, "UPDATE schema_version SET version = 99")
	if _, err := readOnly(); err == nil || !strings.Contains(err.Error(), "99 is newer") {
		t.Errorf("read: got %v", err)
	}
	if _, err := postgres.Open(t.Context(), dsn); err == nil || !strings.Contains(err.Error(), "99 is newer") {
		t.Errorf("write: got %v", err)
	}
}

func TestReadOnly(t *testing.T) {
	dsn := schema(t)
	w := open(t, dsn)
	r, err := postgres.OpenReadOnly(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if err := w.Put(t.Context(), []*news.Verdict{storetest.Verdict(1)}); err != nil {
		t.Fatal(err)
	}
	if counts, err := r.Counts(t.Context()); err != nil || counts.Total.Stored != 1 {
		t.Errorf("got %+v, %v", counts, err)
	}
	if err := r.Put(t.Context(), []*news.Verdict{storetest.Verdict(2)}); err == nil || !strings.Contains(err.Error(), "read-only") {
		t.Errorf("put: got %v", err)
	}
}

// TestPlainSQL asks as an analyst would.
func TestPlainSQL(t *testing.T) {
	dsn := schema(t)
	s := open(t, dsn)
	undated := storetest.Verdict(2)
	undated.Article.Published = news.Date{}
	if err := s.Put(t.Context(), []*news.Verdict{storetest.Verdict(1), undated, storetest.Dropped(3, "empty")}); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		"SELECT string_agg(to_char(seen AT TIME ZONE 'UTC', 'HH24:MI') || ' ' || coalesce(to_char(published::timestamptz AT TIME ZONE 'UTC', 'HH24:MI'), '?'), ', ' ORDER BY seen) FROM latest WHERE relevant": "06:01 05:01, 06:02 ?",
		"SELECT string_agg(topic || n, ' ' ORDER BY topic) FROM (SELECT unnest(topics) AS topic, count(*) AS n FROM latest GROUP BY 1) AS t":                                                                   "border2 trade2",
		"SELECT source || ' ' || action || ' ' || target FROM events JOIN verdicts ON verdict = key WHERE title LIKE '%number 1'":                                                                              "IRN AGREE PAK",
		"SELECT string_agg(quote, '; ' ORDER BY v.n) FROM events e JOIN evidence v ON v.verdict = e.verdict AND v.n = ANY (e.evidence) JOIN verdicts ON key = e.verdict WHERE title LIKE '%number 1'":          "Iran and Pakistan; Officials of the two countries",
		"SELECT dropped FROM verdicts WHERE dropped <> ''": "empty",
	} {
		if got := ask(t, dsn, query); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", query, got, want)
		}
	}
}

func open(t *testing.T, dsn string) *postgres.Store {
	t.Helper()
	s, err := postgres.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

var schemas atomic.Int64

// schema makes an empty schema for the test and returns a DSN that works in it.
func schema(t *testing.T) string {
	t.Helper()
	dsn := os.Getenv(variable)
	if dsn == "" {
		t.Skipf("needs a PostgreSQL server: set %s to its DSN", variable)
	}
	name := fmt.Sprintf("rasad_test_%d_%d", os.Getpid(), schemas.Add(1))
	run(t, dsn, "CREATE SCHEMA "+name)
	t.Cleanup(func() { run(t, dsn, "DROP SCHEMA "+name+" CASCADE") })
	if strings.Contains(dsn, "://") {
		u, err := url.Parse(dsn)
		if err != nil {
			t.Fatal(err)
		}
		values := u.Query()
		values.Set("search_path", name)
		u.RawQuery = values.Encode()
		return u.String()
	}
	return dsn + " search_path=" + name
}

// run runs statements, after the test's own context has ended too.
func run(t *testing.T, dsn, statements string) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, statements); err != nil {
		t.Fatal(err)
	}
}

func ask(t *testing.T, dsn, query string) (answer string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if err := conn.QueryRow(t.Context(), query).Scan(&answer); err != nil {
		t.Errorf("%s: %v", query, err)
	}
	return answer
}

func count(t *testing.T, dsn, table string) int {
	t.Helper()
	n, err := strconv.Atoi(ask(t, dsn, "SELECT count(*)::text FROM "+table))
	if err != nil {
		t.Error(err)
	}
	return n
}
