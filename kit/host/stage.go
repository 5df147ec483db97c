package host

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/rasad-project/rasad/kit/bus"
	"github.com/rasad-project/rasad/kit/stage"
)

// stuckAfter is how much longer than its limit a stage may hold a value before
// the process is not healthy: work that does not heed its context never ends.
const stuckAfter = time.Minute

// Stage returns a stage of this process, to be given what else it needs and run:
// its letters go to DEAD, its outcomes to the metrics and the traces, and work that is stuck makes
// the process unhealthy.
func Stage[In, Out any](
	h *Host, name string, from stage.Source[In], do func(context.Context, In) ([]Out, error), to stage.Sink[Out],
) *stage.Stage[In, Out] {
	s := &stage.Stage[In, Out]{
		Name: name, From: from, Do: do, To: to, Dead: h.Dead(),
		Version: h.Version, Grace: h.Grace, Begin: bus.Begin[In](h.Bus, name), Observe: h.observe,
	}
	h.Metrics.InFlight(name, s.InFlight)
	h.Alive(name, func() error {
		_, oldest := s.InFlight()
		if held := time.Since(oldest); !oldest.IsZero() && held > s.Limit+stuckAfter {
			return fmt.Errorf("one value held for %s, of at most %s", held.Round(time.Second), s.Limit)
		}
		return nil
	})
	return s
}

// observe counts an outcome, closes its span and logs what an operator may have to
// see to.
func (h *Host) observe(ctx context.Context, o stage.Outcome) {
	h.Metrics.Observe(ctx, o)
	bus.End(ctx, o)
	switch o.Kind {
	case stage.Dead:
		reason, _, _ := strings.Cut(o.Err.Error(), "\n") // a panic's stack is in the letter
		h.Log.Error("dead letter", "stage", o.Stage, "id", o.ID, "attempt", o.Attempt, "err", reason)
	case stage.Retried:
		h.Log.Warn("retried", "stage", o.Stage, "id", o.ID, "attempt", o.Attempt, "reason", o.Reason, "err", o.Err)
	default:
		h.Log.Debug("done", "stage", o.Stage, "id", o.ID, "outcome", o.Kind, "reason", o.Reason, "took", o.Took)
	}
}
