package host

import (
	"context"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/ops"
	"github.com/rasad-project/rasad/kit/stage"
)

// storeWorkers is how many verdicts wait for the store at once: a store that
// groups what comes together into one transaction makes good use of them.
const storeWorkers = 32

// Storing is the part that takes verdicts out of the river and keeps them in to.
func (h *Host) Storing(to stage.Sink[*news.Verdict]) Part {
	keep := stage.SinkFunc[*news.Verdict](func(ctx context.Context, id string, vs []*news.Verdict) error {
		if err := to.Put(ctx, id, vs); err != nil {
			return err
		}
		for _, v := range vs {
			h.Metrics.Latency(ctx, ops.AtStored, &v.Article.Entry, v.Article.Published)
		}
		return nil
	})
	s := Stage(h, Store, h.TakeVerdicts(), whole[*news.Verdict], keep)
	s.Workers = storeWorkers
	return s.Run
}

// whole is the work of a stage that only moves things.
func whole[T any](_ context.Context, v T) ([]T, error) { return []T{v}, nil }
