package schedule

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/rasad-project/rasad/kit/host/hosttest"
	"github.com/rasad-project/rasad/kit/news"
)

// bucket is a bucket of an embedded server; connect opens it again, over a
// connection of its own.
func bucket(t testing.TB) (connect func() jetstream.KeyValue) {
	t.Helper()
	s := hosttest.Broker(t)
	return func() jetstream.KeyValue {
		t.Helper()
		nc, err := nats.Connect("", nats.InProcessServer(s))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(nc.Close)
		js, err := jetstream.New(nc)
		if err != nil {
			t.Fatal(err)
		}
		kv, err := js.CreateOrUpdateKeyValue(t.Context(), jetstream.KeyValueConfig{Bucket: "feeds", History: 1})
		if err != nil {
			t.Fatal(err)
		}
		return kv
	}
}

func feedsOf(n int) []news.Feed {
	all := make([]news.Feed, n)
	for i := range all {
		url := fmt.Sprintf("https://outlet%d.example/rss", i)
		all[i] = news.Feed{ID: news.FeedID(url), URL: url}
	}
	return all
}

// every is all shards.
var every = func() (all []int) {
	for i := range Shards {
		all = append(all, i)
	}
	return all
}()

func none(string) bool { return false }

func claim(t testing.TB, b *Book, now time.Time, most int) []State {
	t.Helper()
	states, err := b.Claim(t.Context(), every, now, time.Minute, most, none)
	if err != nil {
		t.Fatal(err)
	}
	return states
}

func TestBookRemembers(t *testing.T) {
	connect := bucket(t)
	b := NewBook(connect(), "one")
	if n, err := b.Add(t.Context(), feedsOf(100), Configured, noon, time.Hour); n != 100 || err != nil {
		t.Fatal(n, err)
	}
	if n, err := b.Add(t.Context(), feedsOf(101), Imported, noon, time.Hour); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	now := noon.Add(time.Hour)
	states := claim(t, b, now, 1000)
	if len(states) != 101 {
		t.Fatalf("claimed %d feeds", len(states))
	}
	for _, st := range states {
		st.ETag, st.Cadence = `"`+st.Feed.ID+`"`, time.Hour
		st.Plan(Bounds{}, 0, now)
		b.Settle(st)
	}
	if err := b.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	again := NewBook(connect(), "two")
	if got := claim(t, again, now.Add(29*time.Minute), 1000); len(got) != 0 {
		t.Errorf("a restart polls %d feeds early", len(got))
	}
	all, err := again.All(t.Context())
	if err != nil || len(all) != 101 {
		t.Fatal(len(all), err)
	}
	for _, st := range all {
		if st.ETag != `"`+st.Feed.ID+`"` || st.Next.Before(now.Add(30*time.Minute)) {
			t.Fatalf("remembered %+v", st)
		}
	}
}

func TestFirstPollsAreSpread(t *testing.T) {
	b := NewBook(bucket(t)(), "one")
	if _, err := b.Add(t.Context(), feedsOf(200), Configured, noon, 100*time.Second); err != nil {
		t.Fatal(err)
	}
	for second := range 100 {
		n := len(claim(t, b, noon.Add(time.Duration(second)*time.Second), 1000))
		if n > 15 {
			t.Errorf("%d feeds of 200 are first polled in second %d of 100", n, second)
		}
	}
}

func TestAddTakesOverNames(t *testing.T) {
	b := NewBook(bucket(t)(), "one")
	f := feedsOf(1)
	_, err := b.Add(t.Context(), f, Imported, noon, 0)
	st := claim(t, b, noon, 1)[0]
	st.ETag = "kept"
	b.Settle(st)
	f[0].Title, f[0].Folder = "A name", []string{"A", "folder"}
	n, err2 := b.Add(t.Context(), f, Imported, noon, 0)
	got, ok, err3 := b.Get(t.Context(), f[0].ID)
	if n != 0 || !ok || errors.Join(err, err2, err3) != nil || got.Feed.Title != "A name" || got.ETag != "kept" {
		t.Errorf("got %d, %v, %+v", n, errors.Join(err, err2, err3), got)
	}
}

func TestConfiguredFeedsLeave(t *testing.T) {
	b := NewBook(bucket(t)(), "one")
	all := feedsOf(30)
	_, err := b.Add(t.Context(), all[:20], Configured, noon, 0)
	_, err2 := b.Add(t.Context(), all[20:], Imported, noon, 0)
	n, err3 := b.Keep(t.Context(), all[:5])
	left, err4 := b.All(t.Context())
	if n != 15 || len(left) != 15 || errors.Join(err, err2, err3, err4) != nil {
		t.Errorf("removed %d, left %d, %v", n, len(left), errors.Join(err, err2, err3, err4))
	}
}

func TestChangeWinsOverAPollUnderWay(t *testing.T) {
	connect := bucket(t)
	b := NewBook(connect(), "one")
	if _, err := b.Add(t.Context(), feedsOf(1), Imported, noon, 0); err != nil {
		t.Fatal(err)
	}
	st := claim(t, b, noon, 1)[0]
	person := NewBook(connect(), "two")
	if err := person.Change(t.Context(), st.Feed.ID, func(s *State) { s.Resume(noon) }); err != nil {
		t.Fatal(err)
	}
	st.Gone = noon
	b.Settle(st)
	if err := b.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, _, err := person.Get(t.Context(), st.Feed.ID); err != nil || !got.Gone.IsZero() {
		t.Errorf("the poll undid what a person did: %+v, %v", got, err)
	}
	if err := person.Change(t.Context(), "none", func(*State) {}); !errors.Is(err, ErrUnknown) {
		t.Errorf("a feed that is not there: %v", err)
	}
	if err := person.Remove(t.Context(), st.Feed.ID); err != nil {
		t.Fatal(err)
	}
	if err := person.Remove(t.Context(), st.Feed.ID); !errors.Is(err, ErrUnknown) {
		t.Errorf("removed twice: %v", err)
	}
}

func TestAClaimIsNotShared(t *testing.T) {
	connect := bucket(t)
	first := NewBook(connect(), "first")
	if _, err := first.Add(t.Context(), feedsOf(300), Imported, noon, 0); err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	claimed := map[string]string{}
	var all sync.WaitGroup
	for i := range 4 {
		name := fmt.Sprint("fetcher", i)
		b := NewBook(connect(), name)
		all.Go(func() {
			for range 10 {
				states, err := b.Claim(t.Context(), every, noon, time.Minute, 20, none)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				for _, st := range states {
					if by, twice := claimed[st.Feed.ID]; twice {
						t.Errorf("%s is claimed by %s and by %s", st.Feed.ID, by, name)
					}
					claimed[st.Feed.ID] = name
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if len(claimed) != 300 {
		t.Errorf("%d feeds of 300 were claimed", len(claimed))
	}
}

// fetcher is one of several that share a book, on a clock of the test's.
type fetcher struct {
	name   string
	book   *Book
	roster *Roster
	dead   bool
}

// TestTwoFetchersShareTheFeeds runs an hour of schedule through two fetchers
// that claim at the same time, kills one at a random moment between claim and
// settling, and later starts a third: no feed is polled twice within its
// interval, and none is forgotten.
func TestTwoFetchersShareTheFeeds(t *testing.T) {
	const n, interval, step = 200, 10 * time.Minute, 30 * time.Second
	connect := bucket(t)
	seeder := NewBook(connect(), "seeder")
	if _, err := seeder.Add(t.Context(), feedsOf(n), Imported, noon, interval); err != nil {
		t.Fatal(err)
	}
	newFetcher := func(name string) *fetcher {
		kv := connect()
		return &fetcher{name: name, book: NewBook(kv, name), roster: NewRoster(kv, name)}
	}
	fetchers := []*fetcher{newFetcher("a"), newFetcher("b")}
	rng := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
	dies, joins := noon.Add(time.Duration(rng.IntN(60))*step), noon.Add(100*step)
	var mu sync.Mutex
	last, polls := map[string]time.Time{}, map[string]int{}
	end := noon.Add(120 * step)
	for now := noon; now.Before(end); now = now.Add(step) {
		if now.Equal(joins) {
			fetchers = append(fetchers, newFetcher("c"))
		}
		var round sync.WaitGroup
		for _, f := range fetchers {
			if f.dead {
				continue
			}
			kill := f.name == "a" && !now.Before(dies)
			round.Go(func() {
				mine, err := f.roster.Beat(t.Context(), now)
				if err != nil {
					t.Error(err)
				}
				states, err := f.book.Claim(t.Context(), mine, now, interval, 1000, none)
				if err != nil {
					t.Error(err)
				}
				for _, st := range states {
					mu.Lock()
					if since := now.Sub(last[st.Feed.ID]); since < interval {
						t.Errorf("%s polled again by %s after %s", st.Feed.ID, f.name, since)
					}
					last[st.Feed.ID] = now
					polls[st.Feed.ID]++
					mu.Unlock()
					if kill { // it polled and dies before it settles
						continue
					}
					st.Cadence = 2 * interval
					st.Plan(Bounds{Min: interval, Max: interval}, 0, now)
					f.book.Settle(st)
				}
				f.dead = kill
			})
		}
		round.Wait()
	}
	if !fetchers[0].dead {
		t.Error("nobody died")
	}
	for _, f := range feedsOf(n) {
		if polls[f.ID] < 4 || end.Sub(last[f.ID]) > 2*interval {
			t.Errorf("%s was polled %d times in an hour, last %s ago", f.ID, polls[f.ID], end.Sub(last[f.ID]))
		}
	}
}

func TestRoster(t *testing.T) {
	connect := bucket(t)
	a, b := NewRoster(connect(), "a"), NewRoster(connect(), "b")
	beat := func(r *Roster, now time.Time) []int {
		t.Helper()
		mine, err := r.Beat(t.Context(), now)
		if err != nil {
			t.Fatal(err)
		}
		return mine
	}
	if got := beat(a, noon); len(got) != Shards {
		t.Errorf("alone it looks after %d shards", len(got))
	}
	bs, as := beat(b, noon), beat(a, noon)
	both := append(slices.Clone(as), bs...)
	slices.Sort(both)
	if !slices.Equal(both, every) || len(as) < Shards/4 || len(bs) < Shards/4 {
		t.Errorf("two look after %v and %v", as, bs)
	}
	if got := beat(a, noon.Add(Alive+time.Second)); len(got) != Shards {
		t.Errorf("after the other's death it looks after %d shards", len(got))
	}
	beat(b, noon.Add(Alive))
	if err := b.Leave(t.Context(), noon.Add(Alive)); err != nil {
		t.Fatal(err)
	}
	if got := beat(a, noon.Add(Alive)); len(got) != Shards {
		t.Errorf("after the other left it looks after %d shards", len(got))
	}
}

func TestWatchSeesWhatOthersWrite(t *testing.T) {
	connect := bucket(t)
	b, other := NewBook(connect(), "one"), NewBook(connect(), "two")
	if _, err := b.Add(t.Context(), feedsOf(1), Imported, noon, 0); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	woken, ended := make(chan struct{}, 100), make(chan error, 1)
	go func() { ended <- b.Watch(ctx, func() { woken <- struct{}{} }) }()
	if _, err := other.Add(t.Context(), feedsOf(2), Imported, noon, 0); err != nil {
		t.Fatal(err)
	}
	select {
	case <-woken:
	case <-time.After(10 * time.Second):
		t.Fatal("nobody was woken")
	}
	if got := claim(t, b, noon, 10); len(got) != 2 {
		t.Errorf("%d feeds are claimed, want 2", len(got))
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestABookThatCannotBeRead(t *testing.T) {
	kv := bucket(t)()
	if _, err := kv.Put(t.Context(), shardKey+"0", []byte("{broken")); err != nil {
		t.Fatal(err)
	}
	_, err := NewBook(kv, "one").All(t.Context())
	if err == nil || !strings.Contains(err.Error(), "shard.0") {
		t.Errorf("got %v, want it to name the shard", err)
	}
}
