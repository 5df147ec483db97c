package fetcher

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/rasad-project/rasad/kit/host"
	"github.com/rasad-project/rasad/kit/host/hosttest"
	"github.com/rasad-project/rasad/kit/news"
)

// The bench of issue marks: so many feeds of so many items, a document of about
// 55 kB each.
const (
	benchFeeds = 2000
	benchItems = 30
)

// newsroom serves the feeds of the bench: every document is made of the number of
// its newest item.
type newsroom struct {
	newest      atomic.Int64
	conditional bool // answer 304 to whoever has the newest

	mu   sync.Mutex
	of   int // what made is made of: it is made once
	made []byte
}

func (n *newsroom) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	newest := int(n.newest.Load())
	tag := fmt.Sprintf(`"%d"`, newest)
	if n.conditional {
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header()["Etag"] = []string{tag}
	}
	w.Header()["Content-Type"] = []string{"application/rss+xml"}
	_, _ = w.Write(n.document(newest))
}

var sentence = strings.Repeat("The two sides discussed border markets, transit and the pipeline. ", 26)

func (n *newsroom) document(newest int) []byte {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.of != newest {
		n.of, n.made = newest, benchDocument(newest)
	}
	return n.made
}

func benchDocument(newest int) []byte {
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Outlet</title><link>http://outlet.test/</link>`)
	start := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	for i := newest; i > newest-benchItems; i-- {
		fmt.Fprintf(&b, "<item><guid isPermaLink=\"false\">story-%d</guid><link>http://outlet.test/news/%d</link><title>Story number %d</title><pubDate>%s</pubDate><description>%d %s</description></item>",
			i, i, i, start.Add(time.Duration(i)*time.Minute).Format(time.RFC1123Z), i, sentence)
	}
	b.WriteString("</channel></rss>")
	return b.Bytes()
}

// cpu is the processor time this process has used.
func cpu() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// benchPoll polls benchFeeds feeds in every round and reports the processor time
// of a poll, server and JetStream in the same process included, and the heap
// after the first and the last round. advance is how many new items a round
// brings each feed.
func benchPoll(b *testing.B, conditional bool, advance int64) {
	room := &newsroom{conditional: conditional}
	room.newest.Store(1000)
	web := httptest.NewServer(room)
	defer web.Close()
	h, err := host.Open(context.Background(), host.Fetcher, "bench", host.Config{LogFormat: "text", LogLevel: slog.LevelError}, hosttest.Broker(b), io.Discard)
	if err != nil {
		b.Fatal(err)
	}
	defer h.Close()
	feeds := make([]news.Feed, benchFeeds)
	for i := range feeds {
		feeds[i] = feedAt(fmt.Sprintf("http://outlet%d.test/feed", i))
	}
	dialer := net.Dialer{}
	s, err := New(context.Background(), h, Config{
		Feeds: feeds, Rate: 1e9, AtOnce: 64, Workers: 32, Teaser: -1, PollMin: 5 * time.Minute, PollMax: 5 * time.Minute,
		Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return dialer.DialContext(ctx, "tcp", web.Listener.Addr().String())
		},
	})
	if err != nil {
		b.Fatal(err)
	}
	defer s.web.Close()
	now := time.Now().Add(time.Hour)
	s.now = func() time.Time { return now }
	benchRound(b, s, &now) // the first: everything is new
	var used time.Duration
	var before, after runtime.MemStats
	rounds := 0
	for b.Loop() {
		room.newest.Add(advance)
		start := cpu()
		benchRound(b, s, &now)
		used += cpu() - start
		if rounds++; rounds == 1 {
			runtime.GC()
			runtime.ReadMemStats(&before)
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(used.Microseconds())/float64(rounds*benchFeeds)/1000, "cpu-ms/poll")
	b.ReportMetric(float64(before.HeapAlloc)/(1<<20), "MB-heap-first")
	b.ReportMetric(float64(after.HeapAlloc)/(1<<20), "MB-heap-last")
	b.ReportMetric(float64(s.Counts().New)/benchFeeds, "items-new/feed")
}

// benchRound claims and visits every feed once.
func benchRound(b *testing.B, s *Service, now *time.Time) {
	*now = now.Add(6 * time.Minute)
	for claimed := 0; claimed < benchFeeds; {
		states, err := s.book.Claim(b.Context(), everyShard(), *now, 5*time.Minute, cap(s.places), s.busy)
		if err != nil {
			b.Fatal(err)
		}
		claimed += len(states)
		s.begin(b.Context(), b.Context(), states)
	}
	s.visits.Wait()
	if failed := s.Counts().Failed; failed > 0 {
		b.Fatalf("%d polls failed", failed)
	}
}

func BenchmarkPollNotModified(b *testing.B) { benchPoll(b, true, 0) }
func BenchmarkPollUnchanged(b *testing.B)   { benchPoll(b, false, 0) }
func BenchmarkPollTwoNew(b *testing.B)      { benchPoll(b, true, 2) }

// BenchmarkBare is the measure for the others: the same requests by net/http
// alone, to the same server, with nothing kept and nothing read but the body.
func BenchmarkBare(b *testing.B) {
	for _, conditional := range []bool{true, false} {
		b.Run(fmt.Sprintf("conditional=%v", conditional), func(b *testing.B) {
			room := &newsroom{conditional: conditional}
			room.newest.Store(1000)
			web := httptest.NewServer(room)
			defer web.Close()
			dialer := net.Dialer{}
			client := &http.Client{Transport: &http.Transport{
				MaxIdleConnsPerHost: 2, DisableCompression: true,
				DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
					return dialer.DialContext(ctx, "tcp", web.Listener.Addr().String())
				},
			}}
			defer client.CloseIdleConnections()
			round := func() {
				var all errgroup.Group
				all.SetLimit(32)
				for i := range benchFeeds {
					all.Go(func() error {
						r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, fmt.Sprintf("http://outlet%d.test/feed", i), nil)
						if err != nil {
							return err
						}
						r.Header.Set("If-None-Match", `"1000"`)
						resp, err := client.Do(r)
						if err != nil {
							return err
						}
						defer resp.Body.Close()
						_, err = io.Copy(io.Discard, resp.Body)
						return err
					})
				}
				if err := all.Wait(); err != nil {
					b.Fatal(err)
				}
			}
			round()
			start, rounds := cpu(), 0
			for b.Loop() {
				round()
				rounds++
			}
			b.ReportMetric(float64((cpu()-start).Microseconds())/float64(rounds*benchFeeds)/1000, "cpu-ms/poll")
		})
	}
}
