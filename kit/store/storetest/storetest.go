// Package storetest is what every store must do, as tests.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/store"
)

// Run tests the stores that open makes: each call an empty one of its own, closed
// by the test's cleanup.
func Run(t *testing.T, open func(t *testing.T) store.Store) {
	for _, c := range []struct {
		name string
		test func(*testing.T, store.Store)
	}{
		{"what comes out is what went in", testLossless},
		{"what was put twice is there once", testTwice},
		{"a new answer replaces the old one", testReplace},
		{"of one key the last in a batch stays", testBatchTwice},
		{"a batch is kept whole or not at all", testAllOrNothing},
		{"the latest revision is the one that was seen last", testRevisions},
		{"a query finds what it asks for", testQueries},
		{"words are found however they are written", testWords},
		{"a replaced text is found no more", testWordsReplaced},
		{"the ledger knows where every item went", testCounts},
		{"its size is more than what was put", testSize},
		{"a prune deletes what is older", testPrune},
		{"a copy has everything", testCopy},
		{"a reader sees one moment and holds up nobody", testReadWhileWriting},
		{"many workers share transactions", testSink},
		{"an ended context is an error", testContext},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open(t)) })
	}
}

func testLossless(t *testing.T, s store.Store) {
	unknown := Verdict(2)
	unknown.Unknown = []byte{0xa0, 0x1f, 0x01} // field 500, a varint
	unknown.Article.Entry.Page = &news.Page{URL: "https://news.example/2", Fetched: Start, Hash: "00ff"}
	nul := Verdict(3)
	nul.Article.Title, nul.Topics = "before\x00after", nil
	long := Verdict(5)
	long.Article.Blocks = []news.Block{{Text: manyWords(300_000)}}
	undated := Verdict(6)
	undated.Article.Published, undated.Article.Entry.Seen, undated.Tagged = news.Date{}, time.Time{}, time.Time{}
	for _, want := range []*news.Verdict{Verdict(1), unknown, nul, long, undated} {
		put(t, s, want)
		same(t, all(t, s, store.Query{ID: want.Article.Entry.ID}), want)
	}
	dropped := Dropped(4, "consent wall")
	put(t, s, dropped)
	same(t, all(t, s, store.Query{ID: dropped.Article.Entry.ID, Dropped: true}), dropped)
}

// manyWords returns a text of n different words.
func manyWords(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "w%d ", i)
	}
	return b.String()
}

func testTwice(t *testing.T, s store.Store) {
	put(t, s, Verdict(1), Verdict(2))
	again := Verdict(1)
	again.Tagged = again.Tagged.Add(time.Hour) // the same answer, given later
	put(t, s, again, Verdict(3))
	same(t, all(t, s, store.Query{}), Verdict(3), Verdict(2), Verdict(1))
}

func testReplace(t *testing.T, s store.Store) {
	put(t, s, Verdict(1), Verdict(2))
	changed := Verdict(1)
	changed.Topics, changed.Events, changed.Evidence[1].Rule = []string{"sport"}, nil, "other"
	changed.Tagged = changed.Tagged.Add(time.Hour)
	put(t, s, changed)
	same(t, all(t, s, store.Query{}), Verdict(2), changed)
	same(t, all(t, s, store.Query{Topic: "border"}), Verdict(2))
}

func testBatchTwice(t *testing.T, s store.Store) {
	last := Verdict(1)
	last.Why = "The last one."
	put(t, s, Verdict(1), Verdict(2), last)
	same(t, all(t, s, store.Query{}), Verdict(2), last)
}

func testAllOrNothing(t *testing.T, s store.Store) {
	bad := Verdict(2)
	bad.Why = "not UTF-8: \xff"
	if err := s.Put(t.Context(), []*news.Verdict{Verdict(1), bad, Verdict(3)}); !errors.Is(err, store.ErrRefused) {
		t.Errorf("got %v, want a refusal", err)
	}
	same(t, all(t, s, store.Query{}))
	put(t, s)
}

func testRevisions(t *testing.T, s store.Store) {
	revision := func(n, at int) *news.Verdict {
		v := Verdict(1)
		v.Article.Entry.Revision = fmt.Sprintf("%016x", n)
		v.Article.Entry.Seen = Start.Add(time.Duration(at) * time.Hour)
		return v
	}
	first, second, third := revision(7, 1), revision(3, 2), revision(5, 3)
	put(t, s, second)
	put(t, s, third, Verdict(2))
	put(t, s, first) // arrives late
	same(t, all(t, s, store.Query{}), third, Verdict(2))
	same(t, all(t, s, store.Query{ID: first.Article.Entry.ID, Revisions: true}), third, second, first)

	third.Article.Dropped = "gone"
	put(t, s, third)
	same(t, all(t, s, store.Query{}), Verdict(2))
	same(t, all(t, s, store.Query{Dropped: true}), third)
}

func testQueries(t *testing.T, s store.Store) {
	other := Verdict(3)
	other.Relevant, other.Topics = false, []string{"sport"}
	put(t, s, Verdict(1), Verdict(2), other, Dropped(4, "empty"), Verdict(5))
	at := func(n int) time.Time { return Verdict(n).Article.Entry.Seen }
	for _, c := range []struct {
		name  string
		query store.Query
		want  []*news.Verdict
	}{
		{"everything but the dropped", store.Query{}, []*news.Verdict{Verdict(5), other, Verdict(2), Verdict(1)}},
		{"the dropped", store.Query{Dropped: true}, []*news.Verdict{Dropped(4, "empty")}},
		{"one entry", store.Query{ID: Verdict(2).Article.Entry.ID}, []*news.Verdict{Verdict(2)}},
		{"no entry", store.Query{ID: "none"}, nil},
		{"from on", store.Query{Since: at(3)}, []*news.Verdict{Verdict(5), other}},
		{"before", store.Query{Until: at(3)}, []*news.Verdict{Verdict(2), Verdict(1)}},
		{"between, in another zone", store.Query{Since: at(2).In(time.FixedZone("", 18000)), Until: at(5)}, []*news.Verdict{other, Verdict(2)}},
		{"relevant", store.Query{Relevant: true}, []*news.Verdict{Verdict(5), Verdict(2), Verdict(1)}},
		{"topic", store.Query{Topic: "sport"}, []*news.Verdict{other}},
		{"part of a topic", store.Query{Topic: "spo"}, nil},
		{"limit", store.Query{Limit: 2}, []*news.Verdict{Verdict(5), other}},
		{"all at once", store.Query{Since: at(1), Until: at(5), Relevant: true, Topic: "trade", Words: "crossing 2", Limit: 5}, []*news.Verdict{Verdict(2)}},
	} {
		t.Run(c.name, func(t *testing.T) { same(t, all(t, s, c.query), c.want...) })
	}
}

func testWords(t *testing.T, s store.Store) {
	english, persian := Verdict(1), Verdict(2)
	english.Article.Title, english.Article.Blocks = "Téhéran and Islamabad", []news.Block{{Text: "Talks in Sistan-Baluchestan: Iran/Pakistan"}, {Text: "Cricket", Cut: "related"}}
	persian.Article.Title, persian.Article.Blocks = "وزير خارجه پاكستان", []news.Block{{Text: "در سال ۱۴۰۲ می\u200cگوید"}}
	put(t, s, english, persian, Verdict(3))
	for words, want := range map[string][]*news.Verdict{
		"teheran": {english}, "TÉHÉRAN islamabad": {english}, "islamabad talks": {english}, "baluchestan": {english},
		"sistan-baluchestan": {english}, "iran/pakistan, talks!": {english}, `"talks`: {english},
		"وزیر پاکستان": {persian}, "وزير خارجه": {persian}, "1402": {persian}, "میگوید": {persian},
		"talk": nil, "tal*": nil, "talks OR nothing": nil, "cricket": nil, "islamabad وزیر": nil,
		" ?! ": {Verdict(3), persian, english},
	} {
		t.Run(words, func(t *testing.T) { same(t, all(t, s, store.Query{Words: words}), want...) })
	}
}

func testWordsReplaced(t *testing.T, s store.Store) {
	put(t, s, Verdict(1))
	changed := Verdict(1)
	changed.Article.Title = "Another headline"
	put(t, s, changed)
	same(t, all(t, s, store.Query{Words: "pakistan"}))
	same(t, all(t, s, store.Query{Words: "headline"}), changed)
}

func testCounts(t *testing.T, s store.Store) {
	idle := Verdict(3)
	idle.Relevant, idle.Article.Entry.Feed.ID = false, "other-example-00000000"
	later := Verdict(1)
	later.Article.Entry.Revision = "2222222222222222"
	put(t, s, Verdict(1), Verdict(2), later, idle, Dropped(4, "empty"), Dropped(5, "empty"), Dropped(6, "consent wall"))
	put(t, s, Verdict(1), Dropped(4, "empty"))
	feed := store.Count{Stored: 3, Relevant: 3, Dropped: map[string]int{"empty": 2, "consent wall": 1}}
	want := &store.Ledger{
		Total: store.Count{Stored: 4, Relevant: 3, Dropped: feed.Dropped},
		Feeds: map[string]store.Count{Verdict(1).Article.Entry.Feed.ID: feed, "other-example-00000000": {Stored: 1}},
	}
	got, err := s.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if n := got.Total.Items(); n != 7 {
		t.Errorf("items: got %d, want 7", n)
	}
}

func testSize(t *testing.T, s store.Store) {
	big := Verdict(1)
	big.Article.Blocks = []news.Block{{Text: manyWords(20_000)}}
	put(t, s, big)
	size, err := s.Size(t.Context())
	if err != nil || size.Bytes < 100_000 {
		t.Errorf("got %+v, %v, want 100,000 bytes at least", size, err)
	}
	if size.Free > size.Disk || size.Free < 0 {
		t.Errorf("%d of %d bytes are free", size.Free, size.Disk)
	}
}

func testPrune(t *testing.T, s store.Store) {
	const many = 1203 // more than one step of any store
	var vs []*news.Verdict
	for n := range many {
		vs = append(vs, Dropped(n, "old"))
	}
	put(t, s, vs...)
	put(t, s, Verdict(many), Verdict(many+1))
	n, err := s.Prune(t.Context(), Verdict(many).Article.Entry.Seen)
	if err != nil || n != many {
		t.Errorf("got %d, %v, want %d", n, err, many)
	}
	same(t, all(t, s, store.Query{Dropped: true}))
	same(t, all(t, s, store.Query{Words: "pakistan"}), Verdict(many+1), Verdict(many))
	if n, err := s.Prune(t.Context(), Start); err != nil || n != 0 {
		t.Errorf("again: got %d, %v, want 0", n, err)
	}
}

// testCopy copies the store into a list that keeps what it is given.
func testCopy(t *testing.T, s store.Store) {
	const many = 450 // more than two steps
	var want []*news.Verdict
	for n := range many {
		want = append(want, Verdict(n))
	}
	later := Verdict(0)
	later.Article.Entry.Revision, later.Article.Entry.Seen = "2222222222222222", Verdict(many).Article.Entry.Seen
	want = append(want, later, Dropped(many+1, "empty"))
	put(t, s, want...)
	got := map[string]*news.Verdict{}
	n, err := store.Copy(t.Context(), putterFunc(func(vs []*news.Verdict) {
		for _, v := range vs {
			got[v.Article.Entry.ID+":"+v.Article.Entry.Revision] = v
		}
	}), s)
	if err != nil || n != len(want) || len(got) != len(want) {
		t.Errorf("copied %d, %v: %d different, want %d", n, err, len(got), len(want))
	}
	for _, v := range want {
		same(t, []*news.Verdict{got[v.Article.Entry.ID+":"+v.Article.Entry.Revision]}, v)
	}
}

// putterFunc is a store.Putter that never fails.
type putterFunc func([]*news.Verdict)

func (f putterFunc) Put(_ context.Context, vs []*news.Verdict) error {
	f(vs)
	return nil
}

func testReadWhileWriting(t *testing.T, s store.Store) {
	put(t, s, Verdict(1), Verdict(2))
	var got []*news.Verdict
	for v, err := range s.Verdicts(t.Context(), store.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		put(t, s, Verdict(3+len(got)))
		got = append(got, v)
	}
	same(t, got, Verdict(2), Verdict(1))
	for range 20 { // more than there are connections: one that stops early gives its own back
		for range s.Verdicts(t.Context(), store.Query{}) {
			break
		}
	}
	same(t, all(t, s, store.Query{}), Verdict(4), Verdict(3), Verdict(2), Verdict(1))
}

func testSink(t *testing.T, s store.Store) {
	const workers, each = 8, 10
	sink := store.NewSink(s)
	var done sync.WaitGroup
	for w := range workers {
		done.Go(func() {
			for i := range each {
				n := w*each + i
				if err := sink.Put(t.Context(), "id", []*news.Verdict{Verdict(n), Verdict(n + 1)}); err != nil {
					t.Error(err)
				}
				if found := all(t, s, store.Query{ID: Verdict(n).Article.Entry.ID}); len(found) != 1 {
					t.Errorf("verdict %d was put and is not there", n)
				}
			}
		})
	}
	done.Wait()
	if got := all(t, s, store.Query{}); len(got) != workers*each+1 {
		t.Errorf("got %d verdicts, want %d", len(got), workers*each+1)
	}
}

func testContext(t *testing.T, s store.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Put(ctx, []*news.Verdict{Verdict(1)}); !errors.Is(err, context.Canceled) {
		t.Errorf("put: got %v", err)
	}
	for _, err := range s.Verdicts(ctx, store.Query{}) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("verdicts: got %v", err)
		}
	}
	if _, err := s.Counts(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("counts: got %v", err)
	}
}

func put(t *testing.T, s store.Store, vs ...*news.Verdict) {
	t.Helper()
	if err := s.Put(t.Context(), vs); err != nil {
		t.Fatal(err)
	}
}

func all(t *testing.T, s store.Store, q store.Query) []*news.Verdict {
	t.Helper()
	var vs []*news.Verdict
	for v, err := range s.Verdicts(t.Context(), q) {
		if err != nil {
			t.Error(err)
			return nil
		}
		vs = append(vs, v)
	}
	return slices.Clip(vs)
}

func same(t *testing.T, got []*news.Verdict, want ...*news.Verdict) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
