package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"
)

// requesting opens the span of one request, by OpenTelemetry's semantic
// conventions for HTTP clients; of an address, what may be secret stays out: the
// user, the query, the fragment. The trace is ours: no header of it is sent.
// Without a tracer it does nothing.
func (c *Client) requesting(ctx context.Context, method string, u *url.URL, earlier int) (context.Context, trace.Span) {
	if c.tracer == nil {
		return ctx, trace.SpanFromContext(context.Background())
	}
	shown := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}
	attrs := []attribute.KeyValue{
		semconv.HTTPRequestMethodKey.String(method), semconv.URLFull(shown.String()),
		semconv.ServerAddress(u.Hostname()), semconv.ServerPort(port(u)),
	}
	if earlier > 0 {
		attrs = append(attrs, semconv.HTTPRequestResendCount(earlier))
	}
	return c.tracer.Start(ctx, method, trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(attrs...))
}

// answered closes the span of a request.
func answered(span trace.Span, resp *Response, err error) {
	if span.IsRecording() {
		if resp.Status > 0 {
			span.SetAttributes(semconv.HTTPResponseStatusCode(resp.Status), semconv.HTTPResponseBodySize(int(resp.Received)))
		}
		switch {
		case err != nil:
			span.SetAttributes(semconv.ErrorTypeKey.String(string(KindOf(err))))
			span.SetStatus(codes.Error, "")
		case resp.Status >= http.StatusBadRequest:
			span.SetAttributes(semconv.ErrorTypeKey.String(strconv.Itoa(resp.Status)))
			span.SetStatus(codes.Error, "")
		}
	}
	span.End()
}

// port is the port of an address, stated or not.
func port(u *url.URL) int {
	if n, err := strconv.Atoi(u.Port()); err == nil {
		return n
	}
	if u.Scheme == "https" {
		return 443
	}
	return 80
}
