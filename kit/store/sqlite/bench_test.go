//go:build unix

package sqlite_test

import (
	"database/sql"
	"syscall"
	"testing"
	"time"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/store/sqlite"
	"github.com/rasad-project/rasad/kit/store/storetest"
)

// batch is how many verdicts the benchmarks put in one transaction; the figures
// are for one verdict.
const batch = 20

// BenchmarkPut puts new verdicts on articles of 3 KB.
func BenchmarkPut(b *testing.B) {
	s := benchStore(b)
	n := 0
	perVerdict(b, func() {
		vs := make([]*news.Verdict, batch)
		for i := range vs {
			vs[i] = storetest.Verdict(n)
			n++
		}
		put(b, s, vs)
	})
}

// BenchmarkPutIrrelevant puts what most of the river is: verdicts with no events
// and no evidence.
func BenchmarkPutIrrelevant(b *testing.B) {
	s := benchStore(b)
	n := 0
	perVerdict(b, func() {
		vs := make([]*news.Verdict, batch)
		for i := range vs {
			vs[i] = &news.Verdict{Article: storetest.Verdict(n).Article}
			n++
		}
		put(b, s, vs)
	})
}

// BenchmarkPutAgain puts verdicts that are there.
func BenchmarkPutAgain(b *testing.B) {
	s := benchStore(b)
	vs := make([]*news.Verdict, batch)
	for i := range vs {
		vs[i] = storetest.Verdict(i)
	}
	put(b, s, vs)
	perVerdict(b, func() { put(b, s, vs) })
}

// BenchmarkBareInsert inserts the same texts into the least that could hold them
// and search them: a table and an FTS5 index, with the same settings. It is what
// BenchmarkPut is measured by.
func BenchmarkBareInsert(b *testing.B) {
	db, err := sql.Open("sqlite", b.TempDir()+"/bare.db?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	const schema = `CREATE TABLE texts (id TEXT PRIMARY KEY, title TEXT, text TEXT);
		CREATE VIRTUAL TABLE words USING fts5 (title, text, content = 'texts')`
	if _, err := db.Exec(schema); err != nil {
		b.Fatal(err)
	}
	n := 0
	perVerdict(b, func() {
		tx, err := db.Begin()
		if err != nil {
			b.Fatal(err)
		}
		for range batch {
			a := storetest.Verdict(n).Article
			text := a.Text()
			n++
			if _, err := tx.Exec("INSERT INTO texts VALUES (?, ?, ?)", a.Entry.ID, a.Title, text); err != nil {
				b.Fatal(err)
			}
			if _, err := tx.Exec("INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", n, a.Title, text); err != nil {
				b.Fatal(err)
			}
		}
		if err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
	})
}

// perVerdict measures do, which works on a batch. CPU time is the figure to compare
// where others use the machine too.
func perVerdict(b *testing.B, do func()) {
	b.ReportAllocs()
	batches, begun := 0, cpu()
	for b.Loop() {
		do()
		batches++
	}
	b.ReportMetric(float64((cpu()-begun).Microseconds())/float64(batches*batch), "cpu-us/verdict")
}

// cpu returns the CPU time this process has had.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func benchStore(b *testing.B) *sqlite.Store {
	b.Helper()
	s, err := sqlite.Open(b.Context(), b.TempDir()+"/verdicts.db")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return s
}

func put(b *testing.B, s *sqlite.Store, vs []*news.Verdict) {
	b.Helper()
	if err := s.Put(b.Context(), vs); err != nil {
		b.Fatal(err)
	}
}
