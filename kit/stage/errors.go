package stage

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"time"
)

// Permanent marks err as one that no retry can help. Permanent(nil) is nil.
func Permanent(err error) error {
	if err == nil {
		return nil
	}
	return &permanentError{err}
}

// IsPermanent reports whether err is marked by [Permanent] or is a panic.
func IsPermanent(err error) bool {
	_, ok := errors.AsType[*permanentError](err)
	return ok
}

type permanentError struct{ error }

func (e *permanentError) Unwrap() error { return e.error }

// Drop ends the work on a value that goes no further, for a reason from the
// stage's documented list. Outputs returned beside it are put.
func Drop(reason string) error { return &dropError{reason} }

type dropError struct{ reason string }

func (e *dropError) Error() string { return "dropped: " + e.reason }

// RetryAfter marks err as worth another try no sooner than after, in place of
// the stage's back-off. RetryAfter(nil, after) is nil.
func RetryAfter(err error, after time.Duration) error {
	if err == nil {
		return nil
	}
	return &retryError{err, after}
}

type retryError struct {
	error
	after time.Duration
}

func (e *retryError) Unwrap() error { return e.error }

// Exponential returns a back-off that doubles from base up to most. Each delay
// is spread evenly over the upper half of that ("equal jitter"), so that values
// that failed together do not come back together.
func Exponential(base, most time.Duration) func(attempt int) time.Duration {
	return func(attempt int) time.Duration {
		d := most
		if shift := max(attempt-1, 0); shift < 62 && base<<shift>>shift == base {
			d = min(base<<shift, most)
		}
		return d/2 + rand.N(d/2+1)
	}
}

// guard calls f and turns a panic into a permanent error with its stack.
func guard(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = Permanent(fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
		}
	}()
	return f()
}
