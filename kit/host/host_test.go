package host_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rasad-project/rasad/kit/host"
	"github.com/rasad-project/rasad/kit/host/hosttest"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/stage"
)

// TestAValueGoesThroughEveryEnd takes an entry from end to end, by stages that do
// no more than the least, into a sink.
func TestAValueGoesThroughEveryEnd(t *testing.T) {
	h := hosttest.Open(t, "test", hosttest.Broker(t))
	ctx, stop := context.WithCancel(t.Context())
	stored := make(chan *news.Verdict, 1)
	sink := stage.SinkFunc[*news.Verdict](func(_ context.Context, id string, vs []*news.Verdict) error {
		if id != "id-1:rev-1" {
			t.Errorf("stored under %q", id)
		}
		stored <- vs[0]
		return nil
	})
	clean := host.Stage(h, host.Cleaner, h.TakeEntries(), func(_ context.Context, e *news.Entry) ([]*news.Article, error) {
		return []*news.Article{{Entry: *e}}, nil
	}, h.PutArticles())
	tag := host.Stage(h, host.Tagger, h.TakeArticles(), func(_ context.Context, a *news.Article) ([]*news.Verdict, error) {
		return []*news.Verdict{{Article: *a}}, nil
	}, h.PutVerdicts())
	done := make(chan error, 1)
	go func() { done <- h.Run(ctx, clean.Run, tag.Run, h.Storing(sink)) }()

	e := &news.Entry{ID: "id-1", Revision: "rev-1", Title: "One", Feed: news.Feed{ID: "feed-1"}, Seen: time.Now()}
	if err := h.PutEntries().Put(ctx, "id-1:rev-1", []*news.Entry{e}); err != nil {
		t.Fatal(err)
	}
	if v := <-stored; v.Article.Entry.Title != "One" {
		t.Errorf("got %+v", v)
	}
	eventually(t, func() bool {
		_, metrics := get(t, h, "/metrics")
		return strings.Contains(metrics, `rasad_stage_deliveries_total{outcome="passed",reason="",stage="store"} 1`) &&
			strings.Contains(metrics, `rasad_item_latency_seconds_count{at="stored",since="seen"} 1`)
	})
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestAPartThatFailsStopsTheOthers(t *testing.T) {
	h := hosttest.Open(t, "test", hosttest.Broker(t))
	broken := errors.New("broken")
	var stopped atomic.Bool
	err := h.Run(t.Context(),
		func(context.Context) error { return broken },
		func(ctx context.Context) error { <-ctx.Done(); stopped.Store(true); return nil })
	if !errors.Is(err, broken) || !stopped.Load() {
		t.Errorf("got %v, the other part stopped: %v", err, stopped.Load())
	}
}

// TestTheOperationsServerOutlivesTheStages: a Pod that drains must be taken out of
// rotation, must not be killed by its liveness probe, and is still scraped.
func TestTheOperationsServerOutlivesTheStages(t *testing.T) {
	h := hosttest.Open(t, "test", hosttest.Broker(t))
	ctx, stop := context.WithCancel(t.Context())
	drained := make(chan struct{})
	done := make(chan error, 1)
	go func() {
		done <- h.Run(ctx, func(ctx context.Context) error { <-ctx.Done(); <-drained; return nil })
	}()
	if code, _ := get(t, h, "/readyz"); code != http.StatusOK {
		t.Errorf("at work: readyz answers %d", code)
	}
	stop()
	eventually(t, func() bool {
		code, why := get(t, h, "/readyz")
		return code == http.StatusServiceUnavailable && strings.Contains(why, "stopping")
	})
	for _, path := range []string{"/healthz", "/metrics"} {
		if code, _ := get(t, h, path); code != http.StatusOK {
			t.Errorf("draining: %s answers %d", path, code)
		}
	}
	close(drained)
	if err := <-done; err != nil {
		t.Error(err)
	}
	if r, err := http.Get("http://" + h.Addr() + "/healthz"); err == nil {
		r.Body.Close()
		t.Error("it still answers after the last part has returned")
	}
}

func TestAPanicIsADeadLetterAndIsLogged(t *testing.T) {
	var log bytes.Buffer
	h, err := host.Open(t.Context(), "test", "v1", host.Config{}, hosttest.Broker(t), &log)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	s := host.Stage(h, host.Cleaner, h.TakeEntries(), func(context.Context, *news.Entry) ([]*news.Article, error) { panic("boom") }, h.PutArticles())
	done := make(chan error, 1)
	go func() { done <- h.Run(ctx, s.Run) }()
	if err := h.PutEntries().Put(ctx, "id-1:rev-1", []*news.Entry{{ID: "id-1", Feed: news.Feed{ID: "feed-1"}}}); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() bool {
		for l, err := range h.Bus.Letters(ctx, host.Cleaner) {
			return err == nil && strings.Contains(l.Error, "boom") && l.Version == "v1"
		}
		return false
	})
	stop()
	if err := errors.Join(<-done, h.Close()); err != nil {
		t.Error(err)
	}
	if !strings.Contains(log.String(), `"dead letter"`) {
		t.Errorf("the log says nothing of it: %s", log.String())
	}
}

// eventually waits for what other goroutines bring about.
func eventually(t *testing.T, ok func() bool) {
	t.Helper()
	for range 200 {
		if ok() {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatal("it never came about")
}

func get(t *testing.T, h *host.Host, path string) (int, string) {
	t.Helper()
	r, err := http.Get("http://" + h.Addr() + path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(b)
}
