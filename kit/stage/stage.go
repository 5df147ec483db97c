// Package stage is the one loop of the river: take a value from a [Source], do
// the work, pass what came of it to a [Sink], settle the input. Output is stored
// before input is acknowledged, so a crash at any point repeats work and never
// loses it; a sink that takes the same id once makes the repeat invisible.
//
// The package knows neither NATS nor news. A service is a [Stage] between two
// ends, and so are replay and the requeueing of dead letters.
package stage

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"
)

// What a zero field of a [Stage] stands for.
const (
	DefaultWorkers  = 1
	DefaultAttempts = 5
	DefaultLimit    = time.Minute
	DefaultAckWait  = 30 * time.Second
	DefaultGrace    = 20 * time.Second
)

// Source gives values on loan. One that fetches ahead is an io.Closer too: a stage
// closes it when it takes no more, so that what waits there is handed back while
// the stage finishes what it holds.
type Source[T any] interface {
	// Next waits for the next value. It returns io.EOF when there will be no
	// more, the context's error when ctx ends first, and any other error only
	// when the source is beyond repair: the stage then stops. It is called by
	// all workers at once.
	Next(ctx context.Context) (*Delivery[T], error)
}

// Sink takes values for good.
type Sink[T any] interface {
	// Put returns nil only when every one of vs is safe. The same id twice is
	// once, so that a repeated input leaves a single output; id is the ID of the
	// delivery the values came from. It is called by all workers at once and may
	// keep neither vs nor what its elements point to after it returns.
	Put(ctx context.Context, id string, vs []T) error
}

// SourceFunc is a function used as a [Source].
type SourceFunc[T any] func(ctx context.Context) (*Delivery[T], error)

// Next calls f.
func (f SourceFunc[T]) Next(ctx context.Context) (*Delivery[T], error) { return f(ctx) }

// SinkFunc is a function used as a [Sink].
type SinkFunc[T any] func(ctx context.Context, id string, vs []T) error

// Put calls f.
func (f SinkFunc[T]) Put(ctx context.Context, id string, vs []T) error { return f(ctx, id, vs) }

// Delivery is a value on loan from a [Source], settled exactly once.
type Delivery[T any] struct {
	// ID names the value in outputs' ids, letters and logs: the same for every
	// delivery of the same content.
	ID    string
	Value T
	// Attempt counts the deliveries of this value, this one included: 1 the
	// first time. It counts on across crashes of the worker.
	Attempt int
	// Err says why Value could not be read. Such a delivery is hopeless on
	// arrival.
	Err error
	// Origin and Raw are where the value came from and its bytes there, for a
	// dead letter; both are empty for a source in memory.
	Origin Origin
	Raw    []byte
	// Header travels with the value and reaches the outputs through the context:
	// see [HeaderFrom].
	Header Header

	// Settler must not be nil.
	Settler
}

// Settler ends the loan of a value. One of Ack, Nak and Term is called, once.
type Settler interface {
	// Ack says that the value is done with.
	Ack(ctx context.Context) error
	// Nak gives the value back to be delivered again, no sooner than after.
	Nak(ctx context.Context, after time.Duration) error
	// Term says that the value must not be delivered again, and why.
	Term(ctx context.Context, reason string) error
	// Extend asks for another AckWait. After the loan has ended it does nothing.
	Extend(ctx context.Context) error
}

// Origin is a value's place in the log it was read from.
type Origin struct {
	Stream   string // name of the log: a stream, a file
	Sequence uint64 // place in it, from 1
	Subject  string // what the value was filed under
}

// Header is what travels beside a value, by canonical name.
type Header = map[string][]string

type headerKey struct{}

// WithHeader returns a context in which the outputs of a value that came with h
// are put.
func WithHeader(ctx context.Context, h Header) context.Context {
	if h == nil {
		return ctx
	}
	return context.WithValue(ctx, headerKey{}, h)
}

// HeaderFrom returns the header of the value being worked on, nil if there is
// none. It is shared and must not be changed.
func HeaderFrom(ctx context.Context) Header {
	h, _ := ctx.Value(headerKey{}).(Header)
	return h
}

// Letter is a value that could not be worked on, with all that is needed to
// understand why and to send it again.
type Letter struct {
	ID      string
	Stage   string
	Error   string
	Attempt int
	Version string // of the code that gave up
	At      time.Time
	Origin  Origin
	Header  Header
	Raw     []byte
}

// Kind is how a delivery ended.
type Kind string

// The kinds of [Outcome].
const (
	Passed  Kind = "passed"  // outputs stored, input acknowledged
	Dropped Kind = "dropped" // the same, but the value itself goes no further
	Retried Kind = "retried" // given back, or its end could not be recorded: it will come again
	Dead    Kind = "dead"    // a letter stored, input terminated
)

// Outcome is the end of one delivery.
type Outcome struct {
	Stage   string
	ID      string
	Kind    Kind
	Reason  string // of a drop, as given to [Drop]; "shutdown" when handed back
	Attempt int
	Took    time.Duration // from taking to settling
	Err     error         // of a retry or a death
}

// Stage takes values of type In, does its work on each and passes on what comes
// of it. Set the fields, then call Run once; none may change after that.
type Stage[In, Out any] struct {
	// Name is the stage's one word: in letters, metrics and message ids.
	Name string
	From Source[In]
	// Do is the work on one value. Its outputs are put even when it returns
	// [Drop]; with any other error they are not. An error is worth another try
	// unless it is [Permanent]; [RetryAfter] names the delay. Do is called by all
	// workers at once and must return soon after its context ends.
	Do func(ctx context.Context, in In) ([]Out, error)
	To Sink[Out]
	// Dead takes the hopeless: permanent errors, panics, what could not be read,
	// and whatever fails on its last attempt or arrives after it, because it took
	// its worker down before. A letter is stored before its value is terminated.
	Dead Sink[Letter]
	// Version of the code, for letters.
	Version string

	// Workers is how many values are worked on at once; it also bounds the
	// values held.
	Workers int
	// Attempts is how often a value is tried before it is dead.
	Attempts int
	// Limit bounds one call of Do, by its context.
	Limit time.Duration
	// Backoff gives the delay after the nth failed attempt, n from 1. nil is
	// Exponential(time.Second, 5*time.Minute).
	Backoff func(attempt int) time.Duration
	// AckWait is how long the source leaves a value on loan without a word. A
	// value held longer than a third of it is extended, until Do outlives Limit.
	AckWait time.Duration
	// Grace is how long values held at shutdown may take to finish before they
	// are handed back.
	Grace time.Duration

	// Begin, if not nil, is told of every delivery before any work on it, and
	// returns the context of all that follows: Do, the sinks and Observe. What it
	// is given carries the header of the value. It is called by all workers at
	// once and should not block.
	Begin func(context.Context, *Delivery[In]) context.Context
	// Observe, if not nil, is told the end of every delivery, in the context that
	// Begin returned, without its end; of what had to be left behind at shutdown,
	// in that of Run. It is called by all workers at once and should not block.
	Observe func(context.Context, Outcome)

	slots atomic.Pointer[[]slot[In]]
}

// InFlight returns how many values are held now and when the oldest of them was
// taken, the zero time if there is none. It is safe for concurrent use.
func (s *Stage[In, Out]) InFlight() (n int, oldest time.Time) {
	slots := s.slots.Load()
	if slots == nil {
		return 0, time.Time{}
	}
	for i := range *slots {
		h := (*slots)[i].Load()
		if h == nil {
			continue
		}
		n++
		if oldest.IsZero() || h.taken.Before(oldest) {
			oldest = h.taken
		}
	}
	return n, oldest
}

// withDefaults fills in zero fields and names every missing one.
func (s *Stage[In, Out]) withDefaults() error {
	var errs []error
	missing := func(field string, absent bool) {
		if absent {
			errs = append(errs, fmt.Errorf("stage %q: %s is not set", s.Name, field))
		}
	}
	missing("Name", s.Name == "")
	missing("From", s.From == nil)
	missing("Do", s.Do == nil)
	missing("To", s.To == nil)
	missing("Dead", s.Dead == nil)
	setDefault(&s.Workers, DefaultWorkers)
	setDefault(&s.Attempts, DefaultAttempts)
	setDefault(&s.Limit, DefaultLimit)
	setDefault(&s.AckWait, DefaultAckWait)
	setDefault(&s.Grace, DefaultGrace)
	if s.Backoff == nil {
		s.Backoff = Exponential(time.Second, 5*time.Minute)
	}
	return errors.Join(errs...)
}

func setDefault[N int | time.Duration](field *N, value N) {
	if *field <= 0 {
		*field = value
	}
}
