package ops_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	dto "github.com/prometheus/client_model/go"
	"go.opentelemetry.io/otel/trace"

	"github.com/rasad-project/rasad/kit/bus"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/ops"
	"github.com/rasad-project/rasad/kit/stage"
	"github.com/rasad-project/rasad/kit/store"
)

// everything is a registry in which each metric of the package has a value.
func everything(t *testing.T) *prometheus.Registry {
	t.Helper()
	reg := prometheus.NewRegistry()
	m := ops.NewMetrics(reg, "v1")
	m.Observe(t.Context(), stage.Outcome{Stage: "cleaner", Kind: stage.Passed, Took: time.Millisecond})
	m.Observe(t.Context(), stage.Outcome{Stage: "cleaner", Kind: stage.Dropped, Reason: "empty", Attempt: 2})
	m.InFlight("cleaner", func() (int, time.Time) { return 2, time.Now().Add(-time.Minute) })
	m.Latency(t.Context(), ops.AtStored, &news.Entry{Seen: time.Now().Add(-2 * time.Second)}, news.Date{Time: time.Now().Add(-time.Hour), Zone: news.Stated})
	reg.MustRegister(ops.Streams(func(context.Context) (bus.Stats, error) {
		return bus.Stats{
			Streams: []bus.StreamStats{{Name: "ENTRIES", Messages: 5, NumDeleted: 1, MaxBytes: 100}, {Name: "ARTICLES"}},
			Consumers: []bus.ConsumerStats{
				{Stream: "ENTRIES", Name: "cleaner", Pending: 3, LagAge: time.Minute}, {Stream: "ARTICLES", Name: "tagger"},
			},
			Letters: map[string]uint64{"cleaner": 2, "replay": 1},
		}, nil
	}))
	return reg
}

func TestMetricsPassPromlint(t *testing.T) {
	faults, err := testutil.GatherAndLint(everything(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		t.Errorf("%s: %s", f.Metric, f.Text)
	}
}

// TestMetricsCountOutcomes counts what ended and what came again; a stage's counts
// begin at 0, and so do the letters of one that wrote none.
func TestMetricsCountOutcomes(t *testing.T) {
	reg := everything(t)
	want := `
# HELP rasad_stage_deliveries_total Deliveries that ended, by stage and outcome (passed, dropped, retried, dead); reason is set for dropped.
# TYPE rasad_stage_deliveries_total counter
rasad_stage_deliveries_total{outcome="dead",reason="",stage="cleaner"} 0
rasad_stage_deliveries_total{outcome="dropped",reason="empty",stage="cleaner"} 1
rasad_stage_deliveries_total{outcome="passed",reason="",stage="cleaner"} 1
rasad_stage_deliveries_total{outcome="retried",reason="",stage="cleaner"} 0
# HELP rasad_stage_redeliveries_total Of the deliveries that ended, those that were not the first of their message: retries, and work that a crash cut off.
# TYPE rasad_stage_redeliveries_total counter
rasad_stage_redeliveries_total{stage="cleaner"} 1
# HELP rasad_dead_letters Dead letters that wait for an operator, by the stage that wrote them.
# TYPE rasad_dead_letters gauge
rasad_dead_letters{stage="cleaner"} 2
rasad_dead_letters{stage="replay"} 1
rasad_dead_letters{stage="tagger"} 0
# HELP rasad_stream_limit_bytes How large the stream may grow before its oldest messages go; absent without such a bound.
# TYPE rasad_stream_limit_bytes gauge
rasad_stream_limit_bytes{stream="ENTRIES"} 100
# HELP rasad_stream_deleted_messages Sequences between first and last that hold no message. More than 0 on a news stream is damage.
# TYPE rasad_stream_deleted_messages gauge
rasad_stream_deleted_messages{stream="ARTICLES"} 0
rasad_stream_deleted_messages{stream="ENTRIES"} 1
# HELP rasad_consumer_lag_seconds How long the oldest message that is not settled has been in the stream; 0 for none.
# TYPE rasad_consumer_lag_seconds gauge
rasad_consumer_lag_seconds{consumer="cleaner",stream="ENTRIES"} 60
rasad_consumer_lag_seconds{consumer="tagger",stream="ARTICLES"} 0
`
	names := []string{
		"rasad_stage_deliveries_total", "rasad_stage_redeliveries_total", "rasad_stream_deleted_messages", "rasad_stream_limit_bytes",
		"rasad_consumer_lag_seconds", "rasad_dead_letters",
	}
	if err := testutil.GatherAndCompare(reg, strings.NewReader(want), names...); err != nil {
		t.Error(err)
	}
}

// TestExemplarsNameATraceThatIsKept: a slow item leads to its trace, and none to a
// trace that was not sampled.
func TestExemplarsNameATraceThatIsKept(t *testing.T) {
	id := trace.TraceID{1, 2, 3}
	for _, kept := range []bool{true, false} {
		reg := prometheus.NewRegistry()
		m := ops.NewMetrics(reg, "v1")
		span := trace.NewSpanContext(trace.SpanContextConfig{TraceID: id, SpanID: trace.SpanID{4}, TraceFlags: trace.FlagsSampled.WithSampled(kept)})
		ctx := trace.ContextWithSpanContext(t.Context(), span)
		m.Observe(ctx, stage.Outcome{Stage: "cleaner", Kind: stage.Dead, Took: time.Millisecond})
		m.Latency(ctx, ops.AtStored, &news.Entry{Seen: time.Now()}, news.Date{})
		want := 0
		if kept {
			want = 3 // the letter, its duration, the latency
		}
		if got := exemplars(t, reg, id.String()); got != want {
			t.Errorf("kept %t: %d exemplars, want %d", kept, got, want)
		}
	}
}

// exemplars counts those that name a trace, of counters and classic buckets.
func exemplars(t *testing.T, reg *prometheus.Registry, traceID string) (n int) {
	t.Helper()
	families, err := reg.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			found := []*dto.Exemplar{m.GetCounter().GetExemplar()}
			for _, b := range m.GetHistogram().GetBucket() {
				found = append(found, b.GetExemplar())
			}
			for _, e := range found {
				for _, l := range e.GetLabel() {
					if l.GetName() == "trace_id" && l.GetValue() == traceID {
						n++
					}
				}
			}
		}
	}
	return n
}

func TestStreamsOutOfReachAreDownNotAnError(t *testing.T) {
	reg := prometheus.NewRegistry()
	reg.MustRegister(ops.Streams(func(context.Context) (bus.Stats, error) { return bus.Stats{}, errors.New("no server") }))
	want := `
# HELP rasad_streams_up 1 when the state of the streams could be read at this scrape.
# TYPE rasad_streams_up gauge
rasad_streams_up 0
`
	if err := testutil.GatherAndCompare(reg, strings.NewReader(want)); err != nil {
		t.Error(err)
	}
}

// aStore answers what a collector of a store asks, and counts how often it is
// asked for the ledger.
type aStore struct {
	store.Store
	size   store.Size
	err    error
	counts int
}

func (s *aStore) Size(context.Context) (store.Size, error) { return s.size, s.err }

func (s *aStore) Counts(context.Context) (*store.Ledger, error) {
	s.counts++
	return &store.Ledger{Total: store.Count{Stored: 5, Relevant: 2, Dropped: map[string]int{"empty": 3, "paywall": 1}}}, nil
}

// TestStoreTellsItsSizeAndItsLedger: the ledger's three fates are all its items,
// the walk through the store is not made at every scrape, and a disk that is not
// ours is not shown as a full one.
func TestStoreTellsItsSizeAndItsLedger(t *testing.T) {
	s := &aStore{size: store.Size{Bytes: 10, Disk: 100, Free: 60}}
	reg := prometheus.NewRegistry()
	reg.MustRegister(ops.Store(s))
	const items = `# HELP rasad_store_items Items in the store, by what became of them (relevant, irrelevant, dropped); added up every five minutes.
# TYPE rasad_store_items gauge
rasad_store_items{fate="dropped"} 4
rasad_store_items{fate="irrelevant"} 3
rasad_store_items{fate="relevant"} 2
`
	const free = `# HELP rasad_store_disk_free_bytes What is free on that disk.
# TYPE rasad_store_disk_free_bytes gauge
rasad_store_disk_free_bytes 60
`
	names := []string{"rasad_store_items", "rasad_store_disk_free_bytes"}
	for range 3 {
		if err := testutil.GatherAndCompare(reg, strings.NewReader(items+free), names...); err != nil {
			t.Error(err)
		}
	}
	if s.counts != 1 {
		t.Errorf("it was walked through %d times in three scrapes", s.counts)
	}
	s.size.Disk, s.size.Free = 0, 0
	if err := testutil.GatherAndCompare(reg, strings.NewReader(items), names...); err != nil {
		t.Errorf("on another machine's disk: %v", err)
	}
	s.err = errors.New("no server")
	const down = `# HELP rasad_store_up 1 when the store answered at this scrape.
# TYPE rasad_store_up gauge
rasad_store_up 0
`
	if err := testutil.GatherAndCompare(reg, strings.NewReader(down)); err != nil {
		t.Errorf("out of reach: %v", err)
	}
}

// TestFewKeepsALabelsValuesFew: what was let through stays, whatever comes after.
func TestFewKeepsALabelsValuesFew(t *testing.T) {
	few := ops.NewFew(2)
	for _, c := range [][2]string{{"a", "a"}, {"b", "b"}, {"c", "other"}, {"a", "a"}, {"b", "b"}, {"d", "other"}} {
		if got := few.Of(c[0]); got != c[1] {
			t.Errorf("%s: got %s, want %s", c[0], got, c[1])
		}
	}
}

func TestServerSaysWhyItIsNotReady(t *testing.T) {
	s, err := ops.Listen("127.0.0.1:0", everything(t))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx) }()

	check(t, s, "/readyz", http.StatusOK, "ok")
	s.Ready("nats", func() error { return errors.New("RECONNECTING") })
	s.Ready("store", func() error { return errors.New("disk full") })
	check(t, s, "/readyz", http.StatusServiceUnavailable, "nats: RECONNECTING\nstore: disk full")
	check(t, s, "/healthz", http.StatusOK, "ok")
	s.Alive("tagger", func() error { return errors.New("stuck") })
	check(t, s, "/healthz", http.StatusServiceUnavailable, "tagger: stuck")
	check(t, s, "/metrics", http.StatusOK, "rasad_build_info")
	check(t, s, "/debug/pprof/", http.StatusOK, "goroutine")

	stop()
	if err := <-done; err != nil {
		t.Errorf("after its context ended: %v", err)
	}
}

func check(t *testing.T, s *ops.Server, path string, code int, body string) {
	t.Helper()
	r, err := http.Get("http://" + s.Addr() + path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	if r.StatusCode != code || !strings.Contains(string(b), body) {
		t.Errorf("GET %s: got %d, %.300q; want %d, %q", path, r.StatusCode, b, code, body)
	}
}

func TestLogger(t *testing.T) {
	var b bytes.Buffer
	log, err := ops.Logger(&b, slog.LevelInfo, "")
	if err != nil {
		t.Fatal(err)
	}
	log.Info("x")
	if !strings.HasPrefix(b.String(), "{") || !strings.Contains(b.String(), `Z","level"`) {
		t.Errorf("to a file it is not JSON in UTC: %s", b.String())
	}
	if _, err := ops.Logger(&b, slog.LevelInfo, "xml"); err == nil || !strings.Contains(err.Error(), "xml") {
		t.Errorf("an unknown format: %v", err)
	}
}
