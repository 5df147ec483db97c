package bus

import (
	"context"
	"fmt"
	"time"

	"github.com/rasad-project/rasad/kit/stage"
)

// retry calls try until it succeeds, its error is hopeless, patience runs out or
// ctx ends, waiting longer each time, up to two seconds. It returns try's last error.
func retry(ctx context.Context, patience time.Duration, try func(context.Context) error, hopeless func(error) bool) error {
	err := try(ctx)
	if err == nil || hopeless(err) {
		return err
	}
	backoff := stage.Exponential(100*time.Millisecond, 2*time.Second)
	deadline := time.Now().Add(patience)
	for n := 1; ; n++ {
		wait := backoff(n)
		if time.Now().Add(wait).After(deadline) {
			return fmt.Errorf("after %d tries: %w", n, err)
		}
		if !sleep(ctx, wait) {
			return fmt.Errorf("%w: %w", ctx.Err(), err)
		}
		if err = try(ctx); err == nil || hopeless(err) {
			return err
		}
	}
}

// sleep waits for d and reports whether ctx lasted that long.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
