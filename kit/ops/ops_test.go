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

	"github.com/rasad-project/rasad/kit/bus"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/ops"
	"github.com/rasad-project/rasad/kit/stage"
)

// everything is a registry in which each metric of the package has a value.
func everything(t *testing.T) *prometheus.Registry {
	t.Helper()
	reg := prometheus.NewRegistry()
	m := ops.NewMetrics(reg, "v1")
	m.Observe(stage.Outcome{Stage: "cleaner", Kind: stage.Passed, Took: time.Millisecond})
	m.Observe(stage.Outcome{Stage: "cleaner", Kind: stage.Dropped, Reason: "empty"})
	m.InFlight("cleaner", func() (int, time.Time) { return 2, time.Now().Add(-time.Minute) })
	m.Latency(ops.AtStored, &news.Entry{Seen: time.Now().Add(-2 * time.Second)}, news.Date{Time: time.Now().Add(-time.Hour), Zone: news.Stated})
	reg.MustRegister(ops.Streams(func(context.Context) (bus.Stats, error) {
		return bus.Stats{
			Streams:   []bus.StreamStats{{Name: "ENTRIES", Messages: 5, NumDeleted: 1}},
			Consumers: []bus.ConsumerStats{{Stream: "ENTRIES", Name: "cleaner", Pending: 3, LagAge: time.Minute}},
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

func TestMetricsCountOutcomes(t *testing.T) {
	reg := everything(t)
	want := `
# HELP rasad_stage_deliveries_total Deliveries that ended, by stage and outcome (passed, dropped, retried, dead); reason is set for dropped.
# TYPE rasad_stage_deliveries_total counter
rasad_stage_deliveries_total{outcome="dropped",reason="empty",stage="cleaner"} 1
rasad_stage_deliveries_total{outcome="passed",reason="",stage="cleaner"} 1
# HELP rasad_stream_deleted_messages Sequences between first and last that hold no message. More than 0 on a news stream is damage.
# TYPE rasad_stream_deleted_messages gauge
rasad_stream_deleted_messages{stream="ENTRIES"} 1
# HELP rasad_consumer_lag_seconds How long the oldest message that is not settled has been in the stream; 0 for none.
# TYPE rasad_consumer_lag_seconds gauge
rasad_consumer_lag_seconds{consumer="cleaner",stream="ENTRIES"} 60
`
	names := []string{"rasad_stage_deliveries_total", "rasad_stream_deleted_messages", "rasad_consumer_lag_seconds"}
	if err := testutil.GatherAndCompare(reg, strings.NewReader(want), names...); err != nil {
		t.Error(err)
	}
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
