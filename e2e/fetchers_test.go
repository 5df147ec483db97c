package e2e

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rasad-project/rasad/kit/bus"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/wire"
)

const (
	sharedFeeds = 16
	interval    = 3 * time.Second // between two polls of a feed, as the fetchers are told
)

// TestAFetcherThatIsKilledLeavesNothingBehind runs two fetchers as processes of
// their own on one broker and kills one of them as it works, without a word. Every
// feed goes on being polled, none twice within its interval, and every item comes
// into the river once.
func TestAFetcherThatIsKilledLeavesNothingBehind(t *testing.T) {
	outlets := make([]*outlet, sharedFeeds)
	opml := &strings.Builder{}
	opml.WriteString(`<opml version="2.0"><body>`)
	for i := range outlets {
		outlets[i] = &outlet{number: i}
		fmt.Fprintf(opml, `<outline type="rss" text="Outlet %d" xmlUrl="%s/feed"/>`, i, outlets[i].open(t))
	}
	opml.WriteString(`</body></opml>`)
	file := filepath.Join(t.TempDir(), "feeds.opml")
	if err := os.WriteFile(file, []byte(opml.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	broker := listen(t)
	args := []string{
		"--nats", broker, "--feeds", file, "--allow", "127.0.0.0/8", "--log-level", "error", "--teaser", "-1",
		"--poll-min", interval.String(), "--poll-max", interval.String(),
	}
	victim := start(t, "fetcher", args...)
	start(t, "fetcher", args...)

	polled := func(since time.Time, times int) func() bool {
		return func() bool {
			return !slices.ContainsFunc(outlets, func(o *outlet) bool { return o.pollsSince(since) < times })
		}
	}
	eventually(t, "every feed is polled twice", polled(time.Time{}, 2))
	kill(t, victim)
	eventually(t, "every feed is polled twice more", polled(time.Now(), 2))

	got := entryTitles(t, broker)
	for i, o := range outlets {
		for n, gap := range o.gaps() {
			if gap < interval/2 { // a request can be late, never early by so much
				t.Errorf("outlet %d: poll %d came %s after the one before", i, n+1, gap)
			}
		}
		for n := range o.pollsSince(time.Time{}) - 1 { // the last may still be under way
			if title := o.title(n); got[title] != 1 {
				t.Errorf("%s is in the river %d times", title, got[title])
			}
		}
	}
}

// outlet serves a feed that has one item more at every poll.
type outlet struct {
	number int
	mu     sync.Mutex
	polls  []time.Time
}

// open serves the outlet at an address of its own, as hosts are polled one by one.
func (o *outlet) open(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.%d:0", o.number+2))
	if err != nil {
		t.Skipf("needs a network 127.0.0.0/8: %v", err)
	}
	s := &httptest.Server{Listener: l, Config: &http.Server{Handler: http.HandlerFunc(o.serve)}}
	s.Start()
	t.Cleanup(s.Close)
	return s.URL
}

func (o *outlet) title(n int) string { return fmt.Sprintf("Outlet %d, item %d", o.number, n) }

func (o *outlet) serve(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/feed" {
		http.NotFound(w, r)
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.polls = append(o.polls, time.Now())
	w.Header().Set("Content-Type", "application/rss+xml")
	fmt.Fprintf(w, `<rss version="2.0"><channel><title>Outlet %d</title>`, o.number)
	for n := len(o.polls) - 1; n >= 0; n-- {
		fmt.Fprintf(w, `<item><guid isPermaLink="false">%d-%d</guid><title>%s</title></item>`, o.number, n, o.title(n))
	}
	fmt.Fprint(w, `</channel></rss>`)
}

func (o *outlet) pollsSince(at time.Time) (n int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, p := range o.polls {
		if p.After(at) {
			n++
		}
	}
	return n
}

func (o *outlet) gaps() (all []time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i := 1; i < len(o.polls); i++ {
		all = append(all, o.polls[i].Sub(o.polls[i-1]))
	}
	return all
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(2 * time.Minute); !ok(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("it never came about that %s", what)
		}
	}
}

// entryTitles counts the titles of the entries that are in the river.
func entryTitles(t *testing.T, broker string) map[string]int {
	t.Helper()
	c, err := bus.Connect(t.Context(), bus.Options{URL: broker})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	river := bus.River(bus.Settings{})
	stats, err := c.Stats(t.Context(), river.Of(bus.Entries))
	if err != nil {
		t.Fatal(err)
	}
	from := bus.NewSource(c, bus.In[*news.Entry]{Consumer: river.Consumer("cleaner"), Decode: wire.UnmarshalEntry})
	defer from.Close()
	titles := map[string]int{}
	for range stats.Streams[0].Messages {
		d, err := from.Next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		titles[d.Value.Title]++
	}
	return titles
}
