package fetcher

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/rasad-project/rasad/kit/ops"
	"github.com/rasad-project/rasad/services/fetcher/health"
	"github.com/rasad-project/rasad/services/fetcher/schedule"
	"github.com/rasad-project/rasad/services/fetcher/web"
)

// visit polls a claimed feed, plans its next poll and settles the claim. A poll
// that was cut off teaches nothing: the claim has set the next.
func (s *Service) visit(ctx context.Context, st schedule.State) {
	now := s.now()
	ctx, span := s.openTrace(ctx, pollSpan, st.Feed.ID)
	ops.Observe(ctx, s.metrics.late, max(now.Sub(st.Due).Seconds(), 0))
	after, retry := s.safely(ctx, st, now)
	polled(span, &after)
	s.metrics.polls.WithLabelValues(after.Outcome).Inc()
	ops.Observe(ctx, s.metrics.seconds, after.Took.Seconds())
	s.counts.poll(after.Outcome, after.Failures > 0)
	if after.Outcome == string(web.Cancelled) {
		return
	}
	after.Plan(s.config.bounds(), retry, now)
	health.Set(&after, now)
	s.report(&st, &after)
	ask := s.hubIsDue(&after, now)
	s.book.Settle(after)
	if ask {
		s.subscribe(ctx, &after)
	}
}

// safely polls and survives what a document makes of our code.
func (s *Service) safely(ctx context.Context, st schedule.State, now time.Time) (after schedule.State, retry time.Duration) {
	defer func() {
		if r := recover(); r != nil {
			s.log.Error("poll panicked", "feed", st.Feed.ID, "panic", r, "stack", string(debug.Stack()))
			after, retry = st, 0
			after.Polled, after.Outcome, after.Error = now, panicked, fmt.Sprintf("panic: %v", r)
			after.Failures++
		}
	}()
	return s.poll(ctx, st, now)
}

// report logs what an operator should know: a feed that changed how it is.
func (s *Service) report(before, after *schedule.State) {
	if s.log.Enabled(context.Background(), slog.LevelDebug) {
		s.log.Debug("polled", "feed", after.Feed.ID, "outcome", after.Outcome, "items", after.Items, "took", after.Took, "next", after.Next, "because", after.Because)
	}
	if before.Health == after.Health {
		return
	}
	switch after.Health {
	case health.OK, health.Moved:
		s.log.Info("feed is well", "feed", after.Feed.ID, "url", after.Feed.URL, "health", after.Health, "was", before.Health)
	default:
		s.log.Warn("feed is not well", "feed", after.Feed.ID, "url", after.Feed.URL, "health", after.Health, "why", after.HealthWhy)
	}
}
