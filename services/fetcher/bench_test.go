package fetcher

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"runtime"
	"strconv"
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
// its newest item, which a POST sets.
type newsroom struct {
	newest      atomic.Int64
	conditional bool // answer 304 to whoever has the newest

	mu   sync.Mutex
	of   int // what made is made of: it is made once
	made []byte
}

func (n *newsroom) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPost {
		newest, _ := strconv.ParseInt(r.URL.Query().Get("newest"), 10, 64)
		n.newest.Store(newest)
		return
	}
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

// benchServer in the environment makes of the test binary a newsroom in a process
// of its own, so that what a poll costs is the fetcher's alone. Its value is
// whether the room answers 304.
const benchServer = "RASAD_BENCH_NEWSROOM"

func TestMain(m *testing.M) {
	conditional, ok := os.LookupEnv(benchServer)
	if !ok {
		os.Exit(m.Run())
	}
	web := httptest.NewServer(&newsroom{conditional: conditional == "true"})
	fmt.Println(web.Listener.Addr())
	_, _ = io.Copy(io.Discard, os.Stdin) // until the bench ends
}

// openNewsroom starts a newsroom and returns its address and what sets its newest
// item.
func openNewsroom(b *testing.B, conditional bool) (address string, publish func(newest int64)) {
	b.Helper()
	exe, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	room := exec.CommandContext(b.Context(), exe)
	room.Env = append(os.Environ(), benchServer+"="+strconv.FormatBool(conditional))
	room.Stderr = os.Stderr
	in, err := room.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := room.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := room.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = in.Close()
		_ = room.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	address = strings.TrimSpace(line)
	return address, func(newest int64) {
		resp, err := http.Post(fmt.Sprintf("http://%s/?newest=%d", address, newest), "", nil)
		if err != nil {
			b.Fatal(err)
		}
		_ = resp.Body.Close()
	}
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

// firstItem is the number of the newest item before the first round.
const firstItem = 1000

// benchPoll polls benchFeeds feeds in every round and reports the processor time
// of a poll, JetStream in the same process included and the server not, and the
// heap after the first round and after the last. advance is how many new items a
// round brings each feed.
func benchPoll(b *testing.B, conditional bool, advance int64) {
	address, publish := openNewsroom(b, conditional)
	publish(firstItem)
	h, err := host.Open(context.Background(), host.Fetcher, "bench", host.Config{LogFormat: "text", LogLevel: slog.LevelError}, hosttest.Broker(b), io.Discard)
	if err != nil {
		b.Fatal(err)
	}
	defer h.Close()
	feeds := make([]news.Feed, benchFeeds)
	for i := range feeds {
		feeds[i] = feedAt(fmt.Sprintf("http://outlet%d.test/feed", i))
	}
	s, err := New(context.Background(), h, Config{
		Feeds: feeds, Rate: 1e9, AtOnce: 64, Workers: 32, Teaser: -1, PollMin: 5 * time.Minute, PollMax: 5 * time.Minute,
		Dial: dialTo(address),
	})
	if err != nil {
		b.Fatal(err)
	}
	defer s.web.Close()
	now := time.Now().Add(time.Hour)
	s.now = func() time.Time { return now }
	for range 2 { // everything is new in the first; in the second its states are written
		benchRound(b, s, &now)
	}
	before := heap()
	var used time.Duration
	rounds := int64(0)
	for b.Loop() {
		rounds++
		publish(firstItem + rounds*advance)
		start := cpu()
		benchRound(b, s, &now)
		used += cpu() - start
	}
	b.ReportMetric(float64(used.Microseconds())/float64(rounds*benchFeeds)/1000, "cpu-ms/poll")
	b.ReportMetric(before, "MB-heap-first")
	b.ReportMetric(heap(), "MB-heap-last")
	b.ReportMetric(float64(s.Counts().New)/benchFeeds, "items-new/feed")
}

// heap is what lives, in MiB.
func heap() float64 {
	var m runtime.MemStats
	for range 2 { // what a pool held is free after the second
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / (1 << 20)
}

// dialTo connects to address, whoever is asked for.
func dialTo(address string) func(ctx context.Context, _, _ string) (net.Conn, error) {
	dialer := net.Dialer{}
	return func(ctx context.Context, _, _ string) (net.Conn, error) {
		return dialer.DialContext(ctx, "tcp", address)
	}
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
			address, publish := openNewsroom(b, conditional)
			publish(firstItem)
			client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 2, DisableCompression: true, DialContext: dialTo(address)}}
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
						r.Header.Set("If-None-Match", fmt.Sprintf(`"%d"`, firstItem))
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
