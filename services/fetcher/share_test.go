package fetcher

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rasad-project/rasad/kit/host"
	"github.com/rasad-project/rasad/kit/host/hosttest"
	"github.com/rasad-project/rasad/kit/news"
)

// TestTwoServicesShareTheFeeds runs two whole fetchers on one server, on a clock
// that the test moves: each feed is polled once an interval, by either, and by
// the one that is left when the other stops.
func TestTwoServicesShareTheFeeds(t *testing.T) {
	web, on := newSite(t), hosttest.Broker(t)
	var feeds []news.Feed
	for i := range 40 {
		path := fmt.Sprintf("/feed%d", i)
		web.serve(path, "text/xml", rss(article(i)))
		feeds = append(feeds, feedAt("http://outlet.test"+path))
	}
	var ahead atomic.Int64
	c := config(web, feeds...)
	c.Once = false
	run := func() (stop func()) {
		s, err := New(t.Context(), hosttest.Open(t, host.Fetcher, on), c)
		if err != nil {
			t.Fatal(err)
		}
		s.now = func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- s.Run(ctx) }()
		return sync.OnceFunc(func() {
			cancel()
			if err := <-ended; err != nil {
				t.Error(err)
			}
		})
	}
	ahead.Store(int64(spread)) // every first poll is due
	a, b := run(), run()
	defer b()
	defer a()
	polled := func(times int) bool {
		for i := range feeds {
			if web.times(fmt.Sprintf("/feed%d", i)) < times {
				return false
			}
		}
		return true
	}
	until(t, func() bool { return polled(1) })
	a()
	ahead.Add(int64(time.Hour))
	until(t, func() bool { return polled(2) })
	b()
	for i := range feeds {
		if n := web.times(fmt.Sprintf("/feed%d", i)); n != 2 {
			t.Errorf("feed %d was polled %d times, want 2", i, n)
		}
	}
}

// until waits for a condition, which a test's other parts bring about.
func until(t *testing.T, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(60 * time.Second); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it does not come about")
		}
	}
}

func TestPollingPausesWhileTheCleanerLags(t *testing.T) {
	o := newOutlet(t, func(c *Config) { c.MaxLag = 3 })
	s, ctx := o.service, t.Context()
	s.now = func() time.Time { return time.Now().Add(time.Hour) }
	all := everyShard()
	s.shards.Store(&all)
	o.serve("/feed", "text/xml", rss(article(5), article(4), article(3), article(2), article(1)))
	o.want(readAll)
	until(t, func() bool { s.lookAtLag(ctx); return s.paused.Load() }) // the broker counts what waits a moment later
	if got := s.claim(ctx); len(got) != 0 {
		t.Errorf("with 5 entries waiting, 3 at most, %d feeds are claimed", len(got))
	}
	s.weigh(2)
	if got := s.claim(ctx); len(got) != 0 {
		t.Errorf("with 2 entries still waiting %d feeds are claimed", len(got))
	}
	entries(t, o.host, 5)
	until(t, func() bool { s.lookAtLag(ctx); return !s.paused.Load() })
	if got := s.claim(ctx); len(got) != 1 {
		t.Errorf("with none waiting %d feeds are claimed", len(got))
	}
}

// TestStoppingLosesNothing stops a fetcher in the middle of a document's pages and
// starts another: every item is in the river, once.
func TestStoppingLosesNothing(t *testing.T) {
	web, on := newSite(t), hosttest.Broker(t)
	var items []string
	for n := 20; n > 0; n-- {
		items = append(items, teaserOf(n))
		web.serve(fmt.Sprintf("/%d", n), "text/html", "<p>page</p>")
	}
	web.serve("/feed", "text/xml", rss(items...))
	c := config(web, feedAt(outletFeed))
	c.Rate = 20
	first, err := New(t.Context(), hosttest.Open(t, host.Fetcher, on), c)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- first.Run(ctx) }()
	until(t, func() bool { return web.times("/10") > 0 })
	cancel()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	early := first.Counts().New
	if early == 0 || early == 20 {
		t.Fatalf("%d of 20 items were put before it stopped: nothing is shown", early)
	}
	c.Rate = 1000
	h := hosttest.Open(t, host.Fetcher, on)
	if got := pollOnce(t, h, c); got.New+early != 20 {
		t.Errorf("%d items before, %d after, want 20", early, got.New)
	}
	seen := map[string]bool{}
	for _, e := range entries(t, h, 20) {
		if seen[e.ID] || e.Page == nil {
			t.Errorf("%s: seen %v, page %v", e.Title, seen[e.ID], e.Page)
		}
		seen[e.ID] = true
	}
}
