package stage

import (
	"context"
	"errors"
	"fmt"
	"time"
)

const reasonShutdown = "shutdown"

// handle works on one delivery and settles it.
func (s *Stage[In, Out]) handle(work context.Context, h *held[In]) {
	ctx := WithHeader(work, h.Header)
	if s.Begin != nil {
		ctx = s.Begin(ctx, h.Delivery)
	}
	err := s.arrive(h.Delivery)
	if err == nil {
		err = s.attempt(ctx, h)
	}
	h.done.Store(true)
	s.end(ctx, h, err)
}

// arrive refuses what is hopeless before any work is done on it. An item that
// took its worker down was never settled, so only the count on arrival buries it.
func (s *Stage[In, Out]) arrive(d *Delivery[In]) error {
	if d.Err != nil {
		return Permanent(d.Err)
	}
	if d.Attempt > s.Attempts {
		return Permanent(fmt.Errorf("attempt %d of %d: earlier ones were never settled", d.Attempt, s.Attempts))
	}
	return nil
}

// attempt does the work and stores its outputs.
func (s *Stage[In, Out]) attempt(ctx context.Context, h *held[In]) error {
	return guard(func() error {
		outs, err := s.do(ctx, h.Value)
		h.done.Store(true)
		_, dropped := errors.AsType[*dropError](err)
		if err != nil && !dropped || len(outs) == 0 {
			return err
		}
		if perr := s.To.Put(ctx, h.ID, outs); perr != nil {
			return fmt.Errorf("put: %w", perr)
		}
		return err
	})
}

func (s *Stage[In, Out]) do(ctx context.Context, in In) ([]Out, error) {
	ctx, cancel := context.WithTimeout(ctx, s.Limit)
	defer cancel()
	return s.Do(ctx, in)
}

// end settles h according to err and tells Observe.
func (s *Stage[In, Out]) end(ctx context.Context, h *held[In], err error) {
	if !h.settled.CompareAndSwap(false, true) {
		return // handed back over our head at shutdown
	}
	settle := context.WithoutCancel(ctx)
	drop, dropped := errors.AsType[*dropError](err)
	switch {
	case err == nil:
		s.ack(settle, h, Outcome{Kind: Passed})
	case dropped:
		s.ack(settle, h, Outcome{Kind: Dropped, Reason: drop.reason})
	case IsPermanent(err):
		s.bury(ctx, h, err)
	case ctx.Err() != nil:
		s.giveBack(settle, h, 0, Outcome{Reason: reasonShutdown, Err: err})
	case h.Attempt >= s.Attempts:
		s.bury(ctx, h, err)
	default:
		s.giveBack(settle, h, s.delay(h.Attempt, err), Outcome{Err: err})
	}
}

func (s *Stage[In, Out]) delay(attempt int, err error) time.Duration {
	if r, ok := errors.AsType[*retryError](err); ok {
		return r.after
	}
	return s.Backoff(attempt)
}

// ack acknowledges h. What cannot be acknowledged comes again.
func (s *Stage[In, Out]) ack(ctx context.Context, h *held[In], o Outcome) {
	if err := h.Ack(ctx); err != nil {
		o = Outcome{Kind: Retried, Err: fmt.Errorf("ack: %w", err)}
	}
	s.observe(ctx, h, o)
}

func (s *Stage[In, Out]) giveBack(ctx context.Context, h *held[In], after time.Duration, o Outcome) {
	if err := h.Nak(ctx, after); err != nil {
		o.Err = errors.Join(o.Err, fmt.Errorf("nak: %w", err))
	}
	o.Kind = Retried
	s.observe(ctx, h, o)
}

// bury stores a letter, then terminates h. If the letter cannot be stored h comes
// again, however often it has been tried.
func (s *Stage[In, Out]) bury(ctx context.Context, h *held[In], cause error) {
	letter := Letter{
		ID: h.ID, Stage: s.Name, Error: cause.Error(), Attempt: h.Attempt, Version: s.Version,
		At: time.Now().UTC(), Origin: h.Origin, Header: h.Header, Raw: h.Raw,
	}
	settle := context.WithoutCancel(ctx)
	err := guard(func() error { return s.Dead.Put(ctx, h.ID, []Letter{letter}) })
	if err != nil {
		err = errors.Join(cause, fmt.Errorf("dead letter: %w", err))
		s.giveBack(settle, h, s.Backoff(h.Attempt), Outcome{Err: err})
		return
	}
	o := Outcome{Kind: Dead, Err: cause}
	if err := h.Term(settle, cause.Error()); err != nil {
		o.Kind, o.Err = Retried, errors.Join(cause, fmt.Errorf("term: %w", err))
	}
	s.observe(settle, h, o)
}

func (s *Stage[In, Out]) observe(ctx context.Context, h *held[In], o Outcome) {
	if s.Observe == nil {
		return
	}
	o.Stage, o.ID, o.Attempt, o.Took = s.Name, h.ID, h.Attempt, time.Since(h.taken)
	s.Observe(ctx, o)
}
