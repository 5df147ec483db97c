package e2e

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/nats-io/nats-server/v2/server"
	commonpb "go.opentelemetry.io/proto/otlp/common/v1"
	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"

	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/services/cleaner"
	"github.com/rasad-project/rasad/services/fetcher"
	"github.com/rasad-project/rasad/services/tagger"
)

// partEnv names the service that this binary is to be, in place of its tests.
const partEnv = "RASAD_E2E_PART"

func TestMain(m *testing.M) {
	part := map[string]func(string) *cli.Command{"fetcher": fetcher.Command, "cleaner": cleaner.Command, "tagger": tagger.Command}[os.Getenv(partEnv)]
	if part == nil {
		os.Exit(m.Run())
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	code := cli.Main(ctx, part("test"), os.Args[1:], cli.IO{Getenv: os.Getenv, In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
	stop()
	os.Exit(code)
}

const article = "The foreign ministers of Iran and Pakistan met in Islamabad on Monday and agreed that the ambassadors of both countries would return to their posts."

// TestOneArticleIsOneTrace follows an article through three processes and a broker:
// every span of it, from the poll to the store, is in one trace, each below the one
// that caused it, and none of the article's text is in any of them.
func TestOneArticleIsOneTrace(t *testing.T) {
	outlet := httptest.NewServer(http.HandlerFunc(serveOutlet))
	defer outlet.Close()
	spans := collect(t)
	dir := t.TempDir()
	opml := filepath.Join(dir, "feeds.opml")
	if err := os.WriteFile(opml, fmt.Appendf(nil, `<opml version="2.0"><body><outline type="rss" text="Outlet" xmlUrl="%s/feed"/></body></opml>`, outlet.URL), 0o600); err != nil {
		t.Fatal(err)
	}
	shared := []string{"--nats", listen(t), "--trace-endpoint", spans.URL, "--trace-sample", "1", "--log-level", "warn"}
	start(t, "cleaner", shared...)
	start(t, "tagger", append(shared, "--store", filepath.Join(dir, "rasad.db"))...)
	start(t, "fetcher", append(shared, "--feeds", opml, "--allow", "127.0.0.0/8")...)

	stored := spans.await(t, "process news.verdict.{feed}")
	var way []string
	root := stored
	for s := stored; s != nil; s = spans.find(s.ParentSpanId) {
		way, root = append(way, s.of+": "+s.Name), s
		if !bytes.Equal(s.TraceId, stored.TraceId) {
			t.Errorf("%s is in another trace", s.Name)
		}
	}
	want := []string{
		"tagger: process news.verdict.{feed}", "tagger: publish news.verdict.{feed}", "tagger: process news.article.{feed}",
		"cleaner: publish news.article.{feed}", "cleaner: process news.entry.{feed}", "fetcher: publish news.entry.{feed}", "fetcher: poll",
	}
	if diff := cmp.Diff(want, way); diff != "" {
		t.Errorf("from the store up to the poll, -want +got:\n%s", diff)
	}
	if len(root.ParentSpanId) != 0 {
		t.Errorf("the poll has a parent")
	}
	for _, path := range []string{"/feed", "/page"} {
		get := spans.await(t, "GET", outlet.URL+path)
		if !bytes.Equal(get.ParentSpanId, root.SpanId) || !bytes.Equal(get.TraceId, root.TraceId) {
			t.Errorf("the request for %s is not below the poll", path)
		}
	}
	spans.each(func(s *span) {
		if strings.Contains(s.String(), "foreign ministers") {
			t.Errorf("text of the article in a span: %v", s)
		}
	})
}

func serveOutlet(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/feed":
		w.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprintf(w, `<rss version="2.0"><channel><title>Outlet</title><item><guid>1</guid><title>Ministers meet</title><link>http://%s/page</link></item></channel></rss>`, r.Host)
	case "/page":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<html><body><article><h1>Ministers meet</h1><p>%s</p><p>%s</p></article></body></html>`, article, strings.ReplaceAll(article, "Monday", "Tuesday"))
	default:
		http.NotFound(w, r)
	}
}

// listen starts a broker that other processes reach, and returns where.
func listen(t *testing.T) string {
	t.Helper()
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: server.RANDOM_PORT, JetStream: true, StoreDir: t.TempDir(), NoSigs: true})
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	if !s.ReadyForConnections(30 * time.Second) {
		t.Fatal("the broker did not start")
	}
	return s.ClientURL()
}

// start runs a service as a process of its own until the test ends or kills it.
func start(t *testing.T, part string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), partEnv+"="+part, "OTEL_BSP_SCHEDULE_DELAY=100")
	cmd.Stderr = t.Output()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if cmd.ProcessState != nil {
			return // killed
		}
		_ = cmd.Process.Signal(syscall.SIGTERM)
		if err := cmd.Wait(); err != nil {
			t.Errorf("%s: %v", part, err)
		}
	})
	return cmd
}

// kill ends a service without a word.
func kill(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // says that it was killed
}

// span is a span and the service it is of.
type span struct {
	*tracepb.Span
	of string
}

// collector takes spans over OTLP/HTTP.
type collector struct {
	*httptest.Server
	mu    sync.Mutex
	spans []*span
	more  chan struct{}
}

func collect(t *testing.T) *collector {
	c := &collector{more: make(chan struct{}, 1)}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var got tracepb.TracesData // the same on the wire as an ExportTraceServiceRequest
		body, err := io.ReadAll(r.Body)
		if err == nil {
			err = proto.Unmarshal(body, &got)
		}
		if err != nil {
			t.Errorf("spans not read: %v", err)
		}
		c.take(&got)
	}))
	t.Cleanup(c.Close)
	return c
}

func (c *collector) take(got *tracepb.TracesData) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, from := range got.ResourceSpans {
		for _, scope := range from.ScopeSpans {
			for _, s := range scope.Spans {
				c.spans = append(c.spans, &span{s, text(from.Resource.Attributes, "service.name")})
			}
		}
	}
	select {
	case c.more <- struct{}{}:
	default:
	}
}

// await waits for the span of that name and, if it is given, that address, and for
// all that it hangs below.
func (c *collector) await(t *testing.T, name string, address ...string) *span {
	t.Helper()
	patience := time.After(2 * time.Minute)
	for {
		var found *span
		c.each(func(s *span) {
			if s.Name == name && (len(address) == 0 || text(s.Attributes, "url.full") == address[0]) {
				found = s
			}
		})
		if found != nil && c.whole(found) {
			return found
		}
		select {
		case <-c.more:
		case <-patience:
			c.each(func(s *span) { t.Logf("%s: %s, below %x", s.of, s.Name, s.ParentSpanId) })
			t.Fatalf("no span %s %v, or not all above it", name, address)
		}
	}
}

// whole reports whether all above s has come.
func (c *collector) whole(s *span) bool {
	for len(s.ParentSpanId) > 0 {
		if s = c.find(s.ParentSpanId); s == nil {
			return false
		}
	}
	return true
}

// find returns the span with that id, nil for none.
func (c *collector) find(id []byte) (found *span) {
	c.each(func(s *span) {
		if len(id) > 0 && bytes.Equal(s.SpanId, id) {
			found = s
		}
	})
	return found
}

func (c *collector) each(do func(*span)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.spans {
		do(s)
	}
}

// text is the value of an attribute, "" for none.
func text(attrs []*commonpb.KeyValue, key string) string {
	for _, a := range attrs {
		if a.Key == key {
			return a.Value.GetStringValue()
		}
	}
	return ""
}
