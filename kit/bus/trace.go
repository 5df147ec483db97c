package bus

import (
	"context"
	"strings"

	"github.com/nats-io/nats.go"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"

	"github.com/rasad-project/rasad/kit/stage"
)

// Spans are named and described by OpenTelemetry's semantic conventions for
// messaging; nothing of what a message carries goes into them. system is the value
// of messaging.system, open to systems that the conventions do not list.
const system = "nats"

// Begin returns a stage's Begin hook: it opens the span of the stage's work on a
// message, a child of the one that the message's header names, whatever attempt
// it is. nil, which costs nothing, when the connection has no tracer.
func Begin[T any](c *Conn, stageName string) func(context.Context, *stage.Delivery[T]) context.Context {
	if c.tracer == nil {
		return nil
	}
	return func(ctx context.Context, d *stage.Delivery[T]) context.Context {
		ctx = propagation.TraceContext{}.Extract(ctx, carrier(d.Header))
		template := template(d.Origin.Subject)
		ctx, _ = c.tracer.Start(ctx, "process "+template, trace.WithSpanKind(trace.SpanKindConsumer), trace.WithAttributes(
			semconv.MessagingSystemKey.String(system), semconv.MessagingOperationName("process"), semconv.MessagingOperationTypeProcess,
			semconv.MessagingDestinationName(d.Origin.Subject), semconv.MessagingDestinationTemplate(template),
			semconv.MessagingConsumerGroupName(stageName), semconv.MessagingMessageID(first(d.Header, headerMsgID)),
			semconv.MessagingMessageBodySize(len(d.Raw)), attribute.String("rasad.item", d.ID), attribute.Int("rasad.attempt", d.Attempt)))
		return ctx
	}
}

// End closes the span that Begin opened, with how the delivery ended. Of an error
// that has a panic's stack the first line is kept: the rest is in the letter.
func End(ctx context.Context, o stage.Outcome) {
	span := trace.SpanFromContext(ctx)
	if !span.IsRecording() {
		return
	}
	span.SetAttributes(attribute.String("rasad.outcome", string(o.Kind)))
	if o.Reason != "" {
		span.SetAttributes(attribute.String("rasad.reason", o.Reason))
	}
	end(span, o.Err)
}

// publishing opens the span of publishing n messages on a subject, the first under
// an id. c has a tracer.
func (c *Conn) publishing(ctx context.Context, subject, id string, n int) (context.Context, trace.Span) {
	template := template(subject)
	ctx, span := c.tracer.Start(ctx, "publish "+template, trace.WithSpanKind(trace.SpanKindProducer), trace.WithAttributes(
		semconv.MessagingSystemKey.String(system), semconv.MessagingOperationName("publish"), semconv.MessagingOperationTypeSend,
		semconv.MessagingDestinationName(subject), semconv.MessagingDestinationTemplate(template), semconv.MessagingMessageID(id)))
	if n > 1 {
		span.SetAttributes(semconv.MessagingBatchMessageCount(n))
	}
	return ctx, span
}

// end closes a span, with what went wrong if anything did.
func end(span trace.Span, err error) {
	if err != nil && span.IsRecording() {
		reason, _, _ := strings.Cut(err.Error(), "\n")
		span.SetAttributes(semconv.ErrorTypeKey.String(errorType(err)))
		span.SetStatus(codes.Error, reason)
	}
	span.End()
}

// errorType is the class of an error, one of few.
func errorType(err error) string {
	if stage.IsPermanent(err) {
		return "permanent"
	}
	return "transient"
}

// template is a subject without what differs from feed to feed, so that it may
// name a span: "news.entry.{feed}".
func template(subject string) string {
	return subject[:strings.LastIndexByte(subject, '.')+1] + "{feed}"
}

// inject puts the trace into the header of what is published: the span of ctx, or
// what the input came with where nothing is traced here.
func inject(ctx context.Context, h nats.Header) {
	if trace.SpanContextFromContext(ctx).IsValid() {
		propagation.TraceContext{}.Inject(ctx, carrier(h))
		return
	}
	parent := stage.HeaderFrom(ctx)
	for _, name := range [...]string{headerTraceParent, headerTraceState} {
		if v := parent[name]; v != nil {
			h[name] = v
		}
	}
}

// carrier is a header as OpenTelemetry reads and writes it. Names are not made
// canonical, as those of HTTP would be.
type carrier map[string][]string

func (c carrier) Get(name string) string { return first(c, name) }

func (c carrier) Set(name, value string) { c[name] = []string{value} }

func (c carrier) Keys() []string { return []string{headerTraceParent, headerTraceState} }
