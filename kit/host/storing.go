package host

import (
	"context"
	"errors"
	"time"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/ops"
	"github.com/rasad-project/rasad/kit/stage"
	"github.com/rasad-project/rasad/kit/store"
)

const (
	// storeWorkers is how many verdicts wait for the store at once.
	storeWorkers = store.Crowd
	// A store that is down is no fault of the verdicts that wait for it, so they
	// go on trying for as long as the stream keeps them: a month of attempts.
	storeAttempts = 100_000
	storeRetry    = 30 * time.Second
)

// Storing is the part that takes verdicts out of the river and keeps them in to.
// What the store refuses (see [store.ErrRefused]) is dead at once; while it cannot
// be reached, everything waits.
func (h *Host) Storing(to stage.Sink[*news.Verdict]) Part { return h.storing(to).Run }

func (h *Host) storing(to stage.Sink[*news.Verdict]) *stage.Stage[*news.Verdict, *news.Verdict] {
	keep := stage.SinkFunc[*news.Verdict](func(ctx context.Context, id string, vs []*news.Verdict) error {
		if err := to.Put(ctx, id, vs); errors.Is(err, store.ErrRefused) {
			return stage.Permanent(err)
		} else if err != nil {
			return err
		}
		for _, v := range vs {
			h.Metrics.Latency(ctx, ops.AtStored, &v.Article.Entry, v.Article.Published)
		}
		return nil
	})
	s := Stage(h, Store, h.TakeVerdicts(), whole[*news.Verdict], keep)
	s.Workers, s.Attempts, s.Backoff = storeWorkers, storeAttempts, stage.Exponential(time.Second, storeRetry)
	return s
}

// whole is the work of a stage that only moves things.
func whole[T any](_ context.Context, v T) ([]T, error) { return []T{v}, nil }
