package ops

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/otel/exporters/otlp/otlptrace"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"
	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"
)

const (
	tracerName    = "github.com/rasad-project/rasad"
	uploadTimeout = 10 * time.Second
	flushTimeout  = 5 * time.Second
)

// TraceConfig says where the spans of a process go and how many there are. The
// zero value traces nothing.
type TraceConfig struct {
	Endpoint string  // of an OTLP/HTTP collector, "http://127.0.0.1:4318"; "" for none
	Sample   float64 // the share of the traces begun here that are kept, 0 to 1
}

// Flags adds the settings to fs.
func (c *TraceConfig) Flags(fs *flag.FlagSet) {
	fs.StringVar(&c.Endpoint, "trace-endpoint", c.Endpoint, "`URL` of an OpenTelemetry collector (OTLP over HTTP, such as http://127.0.0.1:4318); empty traces nothing. "+
		"Of the OTEL_ variables OTEL_RESOURCE_ATTRIBUTES and OTEL_SERVICE_NAME are read")
	fs.Float64Var(&c.Sample, "trace-sample", 0.01, "the share of polls to trace, 0 to 1; the stages after follow what the poll's trace says")
}

// Traces sends the spans of a process to a collector. What it will not take is
// dropped, and the log says when that begins and when it ends.
type Traces struct{ provider *sdk.TracerProvider }

// OpenTraces returns the traces of a process named name. Nothing is sent before
// there are spans. The caller closes it.
func OpenTraces(c TraceConfig, name, version string, log *slog.Logger) (*Traces, error) {
	to, err := url.Parse(c.Endpoint)
	if err != nil || to.Host == "" || to.Scheme != "http" && to.Scheme != "https" {
		return nil, fmt.Errorf("--trace-endpoint %q: want an address like http://127.0.0.1:4318", c.Endpoint)
	}
	if !(c.Sample >= 0 && c.Sample <= 1) {
		return nil, fmt.Errorf("--trace-sample %g: want a share from 0 to 1", c.Sample)
	}
	about, err := resource.New(context.Background(), resource.WithTelemetrySDK(),
		resource.WithAttributes(semconv.ServiceNamespace("rasad"), semconv.ServiceName(name), semconv.ServiceVersion(version)),
		resource.WithFromEnv())
	if err != nil {
		return nil, fmt.Errorf("traces: %w", err)
	}
	exporter := otlptrace.NewUnstarted(&collector{to: to.JoinPath("v1/traces").String(), log: log})
	return &Traces{sdk.NewTracerProvider(
		sdk.WithResource(about), sdk.WithBatcher(exporter), sdk.WithSampler(sdk.ParentBased(sdk.TraceIDRatioBased(c.Sample))),
	)}, nil
}

// Tracer makes the spans.
func (t *Traces) Tracer() trace.Tracer { return t.provider.Tracer(tracerName) }

// Close sends what has not been sent, for five seconds at most.
func (t *Traces) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), flushTimeout)
	defer cancel()
	if err := t.provider.Shutdown(ctx); err != nil {
		return fmt.Errorf("traces: %w", err)
	}
	return nil
}

// collector takes spans over HTTP (OTLP 1.11, "OTLP/HTTP Request"). The client
// that OpenTelemetry has for that links gRPC, which it does not use.
type collector struct {
	to     string
	log    *slog.Logger
	client http.Client
	failed atomic.Bool // the last upload
}

// Start implements otlptrace.Client.
func (c *collector) Start(context.Context) error { return nil }

// Stop implements otlptrace.Client.
func (c *collector) Stop(context.Context) error {
	c.client.CloseIdleConnections()
	return nil
}

// UploadTraces implements otlptrace.Client. It returns nil whatever happens: the
// error would go to a handler that all of a process shares.
func (c *collector) UploadTraces(ctx context.Context, spans []*tracepb.ResourceSpans) error {
	err := c.upload(ctx, spans)
	switch failed := err != nil; {
	case failed && !c.failed.Swap(true):
		c.log.Warn("traces are dropped: the collector does not take them", "err", err)
	case !failed && c.failed.Swap(false):
		c.log.Info("traces are sent again")
	}
	return nil
}

func (c *collector) upload(ctx context.Context, spans []*tracepb.ResourceSpans) error {
	// TracesData is an ExportTraceServiceRequest on the wire.
	body, err := proto.Marshal(&tracepb.TracesData{ResourceSpans: spans})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, uploadTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.to, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-protobuf")
	resp, err := c.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, _ = io.CopyN(io.Discard, resp.Body, 64<<10) // so that the connection can be used again
	if resp.StatusCode/100 != 2 {
		return fmt.Errorf("it answers %s", resp.Status)
	}
	return nil
}
