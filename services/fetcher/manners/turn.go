package manners

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// turn is the queue before one domain or address. It is safe for concurrent use.
type turn struct {
	places chan struct{} // one in it for each request under way
	bucket *rate.Limiter

	mu     sync.Mutex
	until  time.Time // no request before
	slowed int       // how often the host asked for less, in a row
	crawl  time.Duration
	used   time.Time
}

func newTurn(p Pace) *turn {
	return &turn{places: make(chan struct{}, p.AtOnce), bucket: rate.NewLimiter(p.Rate, p.Burst)}
}

// enter waits for a place, for the end of a pause and for a token. It returns at
// once with an [*Asked] when the pause lasts longer than patience.
func (t *turn) enter(ctx context.Context, patience time.Duration) error {
	t.touch()
	if err := t.pause(patience); err != nil {
		return err
	}
	select {
	case t.places <- struct{}{}:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	if err := t.await(ctx, patience); err != nil {
		<-t.places
		return err
	}
	return nil
}

// await waits for the end of a pause and for a token, holding a place.
func (t *turn) await(ctx context.Context, patience time.Duration) error {
	for {
		wait := time.Until(t.pausedUntil())
		if wait <= 0 {
			break
		}
		if err := t.pause(patience); err != nil {
			return err
		}
		if err := sleep(ctx, wait); err != nil {
			return err
		}
	}
	r := t.bucket.Reserve()
	if err := sleep(ctx, r.Delay()); err != nil {
		r.Cancel()
		return err
	}
	return nil
}

func (t *turn) leave() {
	t.touch()
	<-t.places
}

func (t *turn) touch() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.used = time.Now()
}

func (t *turn) pausedUntil() time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.until
}

// slowness returns whether the host was last known to want fewer requests, and
// until when it is left alone.
func (t *turn) slowness() (slow bool, until time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.slowed > 0, t.until
}

// pause returns an error when the queue stands still for longer than patience.
func (t *turn) pause(patience time.Duration) error {
	if until := t.pausedUntil(); time.Until(until) > patience {
		return &Asked{until}
	}
	return nil
}

// idle reports whether the queue has been forgotten by all since before.
func (t *turn) idle(before time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.places) == 0 && t.used.Before(before) && t.until.Before(before)
}

func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// Asked is a host that asked not to be visited for a while: no request was made.
type Asked struct{ Until time.Time }

func (a *Asked) Error() string {
	return fmt.Sprintf("the host asked to be left alone until %s", a.Until.UTC().Format(time.RFC3339))
}
