package bus_test

import (
	"context"
	"errors"
	"testing"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"

	"github.com/rasad-project/rasad/kit/bus"
	"github.com/rasad-project/rasad/kit/stage"
)

// traced is a river whose spans are recorded.
func traced(t *testing.T) (*bus.Conn, bus.Topology, *tracetest.SpanRecorder) {
	t.Helper()
	spans := tracetest.NewSpanRecorder()
	tracer := sdk.NewTracerProvider(sdk.WithSpanProcessor(spans)).Tracer("test")
	c := startServer(t).connect(func(o *bus.Options) { o.Tracer = tracer })
	top := bus.River(bus.Settings{})
	if err := c.Apply(t.Context(), top); err != nil {
		t.Fatal(err)
	}
	return c, top, spans
}

// TestTrace takes a value through a stage, to a letter, back by Requeue and through
// the stage again: every span of it is one trace, and each has the right parent.
func TestTrace(t *testing.T) {
	c, top, spans := traced(t)
	if err := stringsTo(c, "fetcher", bus.EntrySubject).Put(t.Context(), "entry:rev", []string{"text of the news"}); err != nil {
		t.Fatal(err)
	}
	work(t, c, top, stage.Permanent(errors.New("boom\nstack")))
	if err := c.Requeue(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	work(t, c, top, nil)

	ended := spans.Ended()
	want := []struct {
		name   string
		kind   trace.SpanKind
		parent int // in this list, -1 for none
		status codes.Code
	}{
		{"publish news.entry.{feed}", trace.SpanKindProducer, -1, codes.Unset},
		{"process news.entry.{feed}", trace.SpanKindConsumer, 0, codes.Error},
		{"publish news.article.{feed}", trace.SpanKindProducer, 3, codes.Unset},
		{"process news.entry.{feed}", trace.SpanKindConsumer, 0, codes.Unset},
	}
	if len(ended) != len(want) {
		t.Fatalf("%d spans, want %d: %v", len(ended), len(want), ended)
	}
	for i, w := range want {
		var parent trace.SpanID
		if w.parent >= 0 {
			parent = ended[w.parent].SpanContext().SpanID()
		}
		s := ended[i]
		if s.Name() != w.name || s.SpanKind() != w.kind || s.Status().Code != w.status || s.Parent().SpanID() != parent || s.SpanContext().TraceID() != ended[0].SpanContext().TraceID() {
			t.Errorf("span %d is %s %s %v, parent %s; want %+v, parent %s", i, s.Name(), s.SpanKind(), s.Status(), s.Parent().SpanID(), w, parent)
		}
	}
	if got := ended[1].Status().Description; got != "boom" {
		t.Errorf("the error on the span: %q", got)
	}
	attrs := attribute.NewSet(ended[1].Attributes()...)
	for name, want := range map[attribute.Key]string{
		"messaging.system": "nats", "messaging.operation.name": "process", "messaging.operation.type": "process",
		"messaging.destination.name": "news.entry.example-1", "messaging.destination.template": "news.entry.{feed}",
		"messaging.consumer.group.name": "cleaner", "messaging.message.id": "fetcher:entry:rev:v1", "messaging.message.body.size": "16",
		"rasad.item": "entry:rev", "rasad.attempt": "1", "rasad.outcome": "dead", "error.type": "permanent",
	} {
		if v, _ := attrs.Value(name); v.String() != want {
			t.Errorf("%s is %q, want %q", name, v.String(), want)
		}
	}
	if attrs.Len() != 12 {
		t.Errorf("the span says more than it should: %v", attrs.ToSlice())
	}
}

// work lets a stage do its work, with that result, on one message of ENTRIES.
func work(t *testing.T, c *bus.Conn, top bus.Topology, result error) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	s := &stage.Stage[string, string]{
		Name: "cleaner", From: stringsFrom(c, top.Consumer("cleaner")), To: stringsTo(c, "cleaner", bus.ArticleSubject), Dead: bus.NewDead(c),
		Do:    func(_ context.Context, in string) ([]string, error) { return []string{in}, result },
		Begin: bus.Begin[string](c, "cleaner"),
		Observe: func(ctx context.Context, o stage.Outcome) {
			bus.End(ctx, o)
			stop()
		},
	}
	if err := s.Run(ctx); err != nil {
		t.Fatal(err)
	}
}

// TestNoTracerNoHook protects the promise that tracing costs nothing until it is
// wanted.
func TestNoTracerNoHook(t *testing.T) {
	c := startServer(t).connect()
	if bus.Begin[string](c, "cleaner") != nil {
		t.Error("a stage without traces has a hook")
	}
}
