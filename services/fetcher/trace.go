package fetcher

import (
	"context"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/rasad-project/rasad/services/fetcher/schedule"
)

// The spans with which a trace begins. All that comes of one, to the store, is in
// its trace.
const (
	pollSpan = "poll"
	pushSpan = "push" // of a document by a hub
)

// openTrace opens the trace of what a feed brings.
func (s *Service) openTrace(ctx context.Context, name, feed string) (context.Context, trace.Span) {
	return s.host.Tracer.Start(ctx, name, trace.WithNewRoot(), trace.WithAttributes(attribute.String("rasad.feed", feed)))
}

// polled closes the span of a poll, with what it taught.
func polled(span trace.Span, st *schedule.State) {
	span.SetAttributes(attribute.String("rasad.outcome", st.Outcome), attribute.Int("rasad.items", st.Items))
	if st.Error != "" {
		span.SetStatus(codes.Error, st.Error)
	}
	span.End()
}
