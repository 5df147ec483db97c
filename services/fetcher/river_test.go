package fetcher

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rasad-project/rasad/kit/host"
	"github.com/rasad-project/rasad/kit/host/hosttest"
	"github.com/rasad-project/rasad/kit/news"
)

// site is an outlet on loopback that a test tells what to serve.
type site struct {
	*httptest.Server
	mu    sync.Mutex
	pages map[string]http.HandlerFunc
	asked []string // method-less request lines, in order
}

func newSite(t testing.TB) *site {
	t.Helper()
	s := &site{pages: map[string]http.HandlerFunc{}}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	h, ok := s.pages[r.URL.Path]
	s.asked = append(s.asked, r.URL.RequestURI())
	s.mu.Unlock()
	if !ok {
		http.NotFound(w, r)
		return
	}
	h(w, r)
}

func (s *site) handle(path string, h http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pages[path] = h
}

// serve answers a path with a text.
func (s *site) serve(path, contentType, text string) {
	s.handle(path, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		fmt.Fprint(w, text)
	})
}

func (s *site) times(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(slices.DeleteFunc(slices.Clone(s.asked), func(p string) bool { return p != path }))
}

// dial leads every name to the site.
func (s *site) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	var d net.Dialer
	return d.DialContext(ctx, "tcp", s.Listener.Addr().String())
}

// rss is a feed of items given as "guid|link|title|description".
func rss(items ...string) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><rss version="2.0"><channel><title>Outlet</title><link>http://outlet.test/</link>`)
	for _, it := range items {
		f := strings.SplitN(it, "|", 4)
		fmt.Fprintf(&b, "<item><guid isPermaLink=\"false\">%s</guid><link>%s</link><title>%s</title><description>%s</description></item>", f[0], f[1], f[2], f[3])
	}
	b.WriteString("</channel></rss>")
	return b.String()
}

func feedAt(address string) news.Feed { return news.Feed{ID: news.FeedID(address), URL: address} }

// config is a fetcher's that is in no hurry to be polite to the site.
func config(s *site, feeds ...news.Feed) Config {
	return Config{Feeds: feeds, Dial: s.dial, Rate: 10_000, AtOnce: 64, Once: true}
}

// pollOnce runs a fetcher over the feeds once.
func pollOnce(t testing.TB, h *host.Host, c Config) Counts {
	t.Helper()
	s, err := New(t.Context(), h, c)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s.Counts()
}

// entries takes every entry out of the river.
func entries(t testing.TB, h *host.Host, n int) []*news.Entry {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	defer stop()
	from := h.TakeEntries()
	defer func() {
		if c, ok := from.(io.Closer); ok {
			_ = c.Close()
		}
	}()
	var out []*news.Entry
	for len(out) < n {
		d, err := from.Next(ctx)
		if err != nil {
			t.Fatalf("after %d of %d entries: %v", len(out), n, err)
		}
		if d.Err != nil {
			t.Fatal(d.Err)
		}
		out = append(out, d.Value)
		if err := d.Ack(ctx); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func TestOnce(t *testing.T) {
	web, h := newSite(t), hosttest.Open(t, host.Fetcher, hosttest.Broker(t))
	full := strings.Repeat("A whole paragraph of the article. ", 60)
	web.serve("/feed", "application/rss+xml", rss("1|http://outlet.test/a|A &amp;amp; B|short", "2|http://outlet.test/b?utm_source=rss|Two|"+full))
	web.serve("/a", "text/html; charset=utf-8", "<html><p>The page of A.</p></html>")
	got := pollOnce(t, h, config(web, feedAt("http://outlet.test/feed")))
	if want := (Counts{Feeds: 1, Polls: 1, New: 2, Pages: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	all := entries(t, h, 2)
	b, a := all[0], all[1]
	if a.Title != "A & B" || a.Page == nil || !strings.Contains(string(a.Page.Body), "The page of A.") || a.Page.URL != "http://outlet.test/a" {
		t.Errorf("the teaser's entry is %+v", a)
	}
	if b.Page != nil || b.URL != "http://outlet.test/b" || !strings.Contains(b.Summary, "A whole paragraph") {
		t.Errorf("the whole item's entry is %+v", b)
	}
	if a.Seen.IsZero() || a.Published.Known() || a.Feed.Title != "Outlet" {
		t.Errorf("dates and feed: %+v", a)
	}
}
