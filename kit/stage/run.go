package stage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Run works until the source ends or ctx does. When ctx ends it takes no more,
// lets what is held finish within Grace and hands back the rest. It returns nil
// after either, and an error when a field is missing, when the source is beyond
// repair, or when a Do did not heed its context and had to be left behind.
func (s *Stage[In, Out]) Run(ctx context.Context) error {
	if err := s.withDefaults(); err != nil {
		return err
	}
	slots := make([]slot[In], s.Workers)
	s.slots.Store(&slots)

	take, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	work, abort := context.WithCancel(context.WithoutCancel(ctx))
	defer abort()

	var workers, beats sync.WaitGroup
	for i := range slots {
		workers.Go(func() {
			if err := s.worker(take, work, &slots[i]); err != nil {
				stop(err)
			}
		})
	}
	beats.Go(func() { s.beat(work, slots) })
	beats.Go(func() {
		<-take.Done()
		s.closeSource()
	})

	left := s.wait(take, abort, &workers)
	abort()
	stop(nil)
	beats.Wait()
	if left {
		return s.abandon(context.WithoutCancel(ctx), slots)
	}
	if err := context.Cause(take); ctx.Err() == nil && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("stage %s: take: %w", s.Name, err)
	}
	return nil
}

// wait waits for the workers: without bound while they may take, then for Grace,
// then, their work cancelled, for a tenth of it. It reports whether any is left.
func (s *Stage[In, Out]) wait(take context.Context, abort func(), workers *sync.WaitGroup) (left bool) {
	done := make(chan struct{})
	go func() {
		workers.Wait()
		close(done)
	}()
	select {
	case <-done:
		return false
	case <-take.Done():
	}
	select {
	case <-done:
		return false
	case <-time.After(s.Grace):
		abort()
	}
	select {
	case <-done:
		return false
	case <-time.After(s.Grace / 10):
		return true
	}
}

// abandon hands back what is held by workers that do not return.
func (s *Stage[In, Out]) abandon(ctx context.Context, slots []slot[In]) error {
	var ids []string
	for i := range slots {
		h := slots[i].Load()
		if h == nil || !h.settled.CompareAndSwap(false, true) {
			continue
		}
		ids = append(ids, h.ID)
		err := errors.Join(errors.New("work does not heed its context"), h.Nak(ctx, 0))
		s.observe(ctx, h, Outcome{Kind: Retried, Reason: reasonShutdown, Err: err})
	}
	return fmt.Errorf("stage %s: still at work after shutdown: %s", s.Name, strings.Join(ids, ", "))
}

// closeSource lets the source give back what it fetched ahead.
func (s *Stage[In, Out]) closeSource() {
	if c, ok := s.From.(io.Closer); ok {
		// What cannot be given back is delivered again after AckWait.
		_ = c.Close()
	}
}

// slot is what a worker holds, nil for nothing.
type slot[T any] struct{ atomic.Pointer[held[T]] }

// held is a delivery in a worker's hands. Whoever sets settled settles it.
type held[T any] struct {
	*Delivery[T]
	taken   time.Time
	settled atomic.Bool
	done    atomic.Bool // with Do: what remains is bounded by the sink
}

func (s *Stage[In, Out]) worker(take, work context.Context, slot *slot[In]) error {
	for take.Err() == nil {
		d, err := s.From.Next(take)
		switch {
		case errors.Is(err, io.EOF) || err != nil && take.Err() != nil:
			return nil
		case err != nil:
			return err
		}
		h := &held[In]{Delivery: d, taken: time.Now()}
		slot.Store(h)
		s.handle(work, h)
		slot.Store(nil)
	}
	return nil
}

// beat extends what is held too long for AckWait. It ticks at a third of it, so
// that a delivery is extended at two thirds at the latest.
func (s *Stage[In, Out]) beat(ctx context.Context, slots []slot[In]) {
	tick := time.NewTicker(max(s.AckWait/3, 1))
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-tick.C:
			for i := range slots {
				if h := slots[i].Load(); h != nil && s.extendable(h, now) {
					// A failed extension ends in a second delivery, which is harmless.
					_ = h.Extend(ctx)
				}
			}
		}
	}
}

func (s *Stage[In, Out]) extendable(h *held[In], now time.Time) bool {
	age := now.Sub(h.taken)
	return !h.settled.Load() && age >= s.AckWait/3 && (h.done.Load() || age <= s.Limit)
}
