package ops

import (
	"context"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/trace"
)

// Observe observes a value of a histogram, with the trace of ctx as its exemplar
// if there is one that is kept: from a slow item to what made it slow.
func Observe(ctx context.Context, h prometheus.Observer, value float64) {
	if e, ok := h.(prometheus.ExemplarObserver); ok {
		if labels := exemplar(ctx); labels != nil {
			e.ObserveWithExemplar(value, labels)
			return
		}
	}
	h.Observe(value)
}

// count adds one to a counter, with the trace of ctx as Observe does.
func count(ctx context.Context, c prometheus.Counter) {
	if e, ok := c.(prometheus.ExemplarAdder); ok {
		if labels := exemplar(ctx); labels != nil {
			e.AddWithExemplar(1, labels)
			return
		}
	}
	c.Inc()
}

// exemplar names the trace of ctx as OpenTelemetry's specification has it ("trace_id"
// in exemplars of OpenMetrics); nil for none, or one that is not kept.
func exemplar(ctx context.Context) prometheus.Labels {
	span := trace.SpanContextFromContext(ctx)
	if !span.IsSampled() {
		return nil
	}
	return prometheus.Labels{"trace_id": span.TraceID().String()}
}
