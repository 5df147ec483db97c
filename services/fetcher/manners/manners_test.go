package manners

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestDomain(t *testing.T) {
	for host, want := range map[string]string{
		"www.example.com":  "example.com",
		"a.b.example.com.": "example.com",
		"news.bbc.co.uk":   "bbc.co.uk",
		"WWW.IRNA.IR":      "irna.ir",
		"urdu.dawn.com.pk": "dawn.com.pk",
		"localhost":        "localhost",
		"192.0.2.7":        "192.0.2.7",
		"feed7.test":       "feed7.test",
		"example.com:8080": "example.com",
	} {
		if got := Domain(host); got != want {
			t.Errorf("%s: got %q, want %q", host, got, want)
		}
	}
}

// ask makes one request through k and answers it with a status.
func ask(ctx context.Context, k *Keeper, host string, status int, header http.Header) error {
	leave, err := k.Enter(ctx, host)
	if err != nil {
		return err
	}
	leave(status, header)
	return nil
}

func TestADomainIsAskedAtItsPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := NewKeeper(Limits{Domain: Pace{Rate: 2, Burst: 1}})
		start := time.Now()
		for i := range 11 {
			host := []string{"www.example.org", "example.org", "rss.example.org"}[i%3]
			if err := ask(t.Context(), k, host, 200, nil); err != nil {
				t.Fatal(err)
			}
		}
		if got := time.Since(start); got != 5*time.Second {
			t.Errorf("11 requests at 2 a second took %s, want 5s", got)
		}
		if err := ask(t.Context(), k, "example.net", 200, nil); err != nil || time.Since(start) != 5*time.Second {
			t.Errorf("another domain had to wait: %v", err)
		}
	})
}

func TestPlacesAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := NewKeeper(Limits{Domain: Pace{Rate: 1000, Burst: 1000, AtOnce: 3}, Address: Pace{Rate: 1000, Burst: 1000, AtOnce: 2}})
		var now, most, nowThere, mostThere atomic.Int64
		visit := func(n, top *atomic.Int64, leave func()) {
			for m := n.Add(1); ; {
				old := top.Load()
				if m <= old || top.CompareAndSwap(old, m) {
					break
				}
			}
			time.Sleep(time.Second)
			n.Add(-1)
			leave()
		}
		var all sync.WaitGroup
		for range 12 {
			all.Go(func() {
				leave, err := k.Enter(t.Context(), "example.org")
				if err == nil {
					visit(&now, &most, func() { leave(200, nil) })
				}
			})
			all.Go(func() {
				if leave, err := k.EnterAddress(t.Context(), netip.MustParseAddr("192.0.2.1")); err == nil {
					visit(&nowThere, &mostThere, leave)
				}
			})
		}
		all.Wait()
		if most.Load() != 3 || mostThere.Load() != 2 {
			t.Errorf("%d requests at once to the domain, %d to the address; want 3 and 2", most.Load(), mostThere.Load())
		}
	})
}

func TestAHostThatAsksForLessGetsLess(t *testing.T) {
	for _, status := range []int{429, 403, 503} {
		synctest.Test(t, func(t *testing.T) {
			k := NewKeeper(Limits{Domain: Pace{Rate: 8, Burst: 1}, Patience: 45 * time.Second})
			must := func(err error) {
				t.Helper()
				if err != nil {
					t.Fatal(err)
				}
			}
			must(ask(t.Context(), k, "a.example.org", status, nil))
			start := time.Now()
			must(ask(t.Context(), k, "b.example.org", 200, nil))
			if got := time.Since(start); got != firstPause {
				t.Errorf("%d: the whole domain is left alone for %s, want %s", status, got, firstPause)
			}
			must(ask(t.Context(), k, "b.example.org", status, nil))
			must(ask(t.Context(), k, "b.example.org", status, nil))
			err := ask(t.Context(), k, "b.example.org", 200, nil)
			asked, ok := errors.AsType[*Asked](err)
			if !ok {
				t.Fatalf("%d: a pause longer than the patience ends with %v", status, err)
			}
			if got := time.Until(asked.Until); got != 2*firstPause {
				t.Errorf("%d: the second pause lasts %s, want %s", status, got, 2*firstPause)
			}
			if got := k.PausedUntil("example.org"); !got.Equal(asked.Until) {
				t.Errorf("%d: paused until %s, want %s", status, got, asked.Until)
			}
			if slowed, paused := k.Slowed(); slowed != 1 || paused != 1 {
				t.Errorf("%d: %d domains slowed, %d paused; want 1, 1", status, slowed, paused)
			}
			time.Sleep(2 * firstPause)
			if slowed, paused := k.Slowed(); slowed != 1 || paused != 0 {
				t.Errorf("%d: after the pause %d domains slowed, %d paused; want 1, 0", status, slowed, paused)
			}
			for range 3 { // each good answer takes back one step
				must(ask(t.Context(), k, "b.example.org", 200, nil))
			}
			if slowed, paused := k.Slowed(); slowed != 0 || paused != 0 {
				t.Errorf("%d: all is well and %d domains are slowed, %d paused", status, slowed, paused)
			}
			time.Sleep(time.Minute)
			start = time.Now()
			for range 9 {
				must(ask(t.Context(), k, "b.example.org", 200, nil))
			}
			if got := time.Since(start); got != time.Second {
				t.Errorf("%d: 8 more requests took %s when all is well again, want 1s", status, got)
			}
		})
	}
}

func TestRetryAfterPausesTheHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := NewKeeper(Limits{Patience: time.Hour})
		start := time.Now()
		if err := ask(t.Context(), k, "example.org", 500, http.Header{"Retry-After": {"120"}}); err != nil {
			t.Fatal(err)
		}
		if err := ask(t.Context(), k, "example.org", 200, nil); err != nil || time.Since(start) != 2*time.Minute {
			t.Errorf("asked again after %s, %v; want 2m", time.Since(start), err)
		}
	})
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		value, date string
		want        time.Duration
	}{
		{"", "", 0},
		{"0", "", 0},
		{"120", "", 2 * time.Minute},
		{" 1.5 ", "", 1500 * time.Millisecond},
		{"-5", "", 0},
		{"99999999999999999999", "", maxRetry},
		{"Tue, 24 Nov 2026 12:05:00 GMT", "", 5 * time.Minute},
		{"Tue, 24 Nov 2026 12:05:00 GMT", "Tue, 24 Nov 2026 12:04:00 GMT", time.Minute},
		{"Tue, 24 Nov 2026 11:00:00 GMT", "", 0},
		{"Tuesday, 24-Nov-26 12:05:00 GMT", "", 5 * time.Minute},
		{"soon", "", 0},
	} {
		h := http.Header{"Retry-After": {c.value}, "Date": {c.date}}
		if got := RetryAfter(h, now); got != c.want {
			t.Errorf("%q served at %q: got %s, want %s", c.value, c.date, got, c.want)
		}
	}
}

func TestCrawlDelayMakesRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := NewKeeper(Limits{Domain: Pace{Rate: 100, Burst: 10}})
		k.Crawl("www.example.org", 7*time.Second)
		start := time.Now()
		for range 3 {
			if err := ask(t.Context(), k, "example.org", 200, nil); err != nil {
				t.Fatal(err)
			}
		}
		if got := time.Since(start); got < 14*time.Second || got > 15*time.Second {
			t.Errorf("3 requests took %s, want 14s", got)
		}
	})
}

func TestWaitingEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := NewKeeper(Limits{Domain: Pace{Rate: 0.001, Burst: 1, AtOnce: 1}})
		if err := ask(t.Context(), k, "example.org", 200, nil); err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		if err := ask(ctx, k, "example.org", 200, nil); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want the deadline", err)
		}
	})
}

func TestQueuesAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := NewKeeper(Limits{})
		for _, host := range []string{"a.example", "b.example", "c.example"} {
			if err := ask(t.Context(), k, host, 200, nil); err != nil {
				t.Fatal(err)
			}
		}
		if err := ask(t.Context(), k, "slow.example", 503, http.Header{"Retry-After": {"86400"}}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(3 * sweepEvery)
		if err := ask(t.Context(), k, "d.example", 200, nil); err != nil {
			t.Fatal(err)
		}
		if len(k.domains) != 2 {
			t.Errorf("%d queues are kept, want the new one and the one that is paused", len(k.domains))
		}
	})
}
