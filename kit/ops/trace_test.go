package ops_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"

	"github.com/rasad-project/rasad/kit/ops"
)

// TestTracesReachACollector reads what is sent as a collector does, and sees that
// one which refuses is no trouble but a line in the log.
func TestTracesReachACollector(t *testing.T) {
	for _, c := range []struct {
		name   string
		status int
		log    string
	}{
		{"taken", http.StatusOK, ""},
		{"refused", http.StatusServiceUnavailable, "traces are dropped"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got tracepb.TracesData // the same on the wire as an ExportTraceServiceRequest
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, err := io.ReadAll(r.Body)
				if err == nil {
					err = proto.Unmarshal(body, &got)
				}
				if err != nil || r.Method != http.MethodPost || r.URL.Path != "/otel/v1/traces" || r.Header.Get("Content-Type") != "application/x-protobuf" {
					t.Errorf("%s %s, %v: %v", r.Method, r.URL, r.Header, err)
				}
				w.WriteHeader(c.status)
			}))
			defer srv.Close()
			var log bytes.Buffer
			traces, err := ops.OpenTraces(ops.TraceConfig{Endpoint: srv.URL + "/otel", Sample: 1}, "cleaner", "v1", slog.New(slog.NewTextHandler(&log, nil)))
			if err != nil {
				t.Fatal(err)
			}
			_, span := traces.Tracer().Start(t.Context(), "poll")
			span.End()
			if err := traces.Close(); err != nil {
				t.Error(err)
			}
			if len(got.ResourceSpans) != 1 || len(got.ResourceSpans[0].ScopeSpans) != 1 || got.ResourceSpans[0].ScopeSpans[0].Spans[0].Name != "poll" {
				t.Fatalf("got %v", &got)
			}
			about := got.ResourceSpans[0].Resource.String()
			for _, want := range []string{"service.namespace", "rasad", "service.name", "cleaner", "service.version", "v1"} {
				if !strings.Contains(about, want) {
					t.Errorf("the resource does not say %q: %s", want, about)
				}
			}
			if !strings.Contains(log.String(), c.log) || c.log == "" && log.Len() > 0 {
				t.Errorf("the log says: %s", log.String())
			}
		})
	}
}

// TestSampleNone protects the ratio: of a share of none nothing is recorded.
func TestSampleNone(t *testing.T) {
	traces, err := ops.OpenTraces(ops.TraceConfig{Endpoint: "http://127.0.0.1:1"}, "cleaner", "v1", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	_, span := traces.Tracer().Start(t.Context(), "poll")
	if span.IsRecording() || !span.SpanContext().IsValid() {
		t.Errorf("recording %v, context %v: want a valid context that says not to", span.IsRecording(), span.SpanContext())
	}
	span.End()
	if err := traces.Close(); err != nil {
		t.Error(err)
	}
}

func TestBadTraceSettings(t *testing.T) {
	for want, c := range map[string]ops.TraceConfig{
		"--trace-endpoint": {Endpoint: "127.0.0.1:4318", Sample: 1},
		"--trace-sample":   {Endpoint: "http://127.0.0.1:4318", Sample: 1.5},
	} {
		if _, err := ops.OpenTraces(c, "cleaner", "v1", slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: got %v, want an error about %s", c, err, want)
		}
	}
}
