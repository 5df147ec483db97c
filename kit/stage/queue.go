package stage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"
)

// ErrEnded is returned when a value is put into a [Queue] after End.
var ErrEnded = errors.New("queue has ended")

// Queue is a [Source] and a [Sink] in memory, first in, first out: what feeds a
// stage from a file, and what stands in for a stream in a test. A value on loan
// is not taken back for want of an Extend: the borrower lives in this process.
type Queue[T any] struct {
	mu      sync.Mutex
	changed chan struct{} // closed and replaced at every change
	ready   []*loan[T]
	seen    map[string]bool // ids, for ever
	lent    int             // taken or waiting for their delay, not yet settled
	last    uint64
	most    int
	ended   bool
}

// NewQueue returns a queue in which Put waits while it holds most unsettled
// values or more; 0 is no bound.
func NewQueue[T any](most int) *Queue[T] {
	return &Queue[T]{changed: make(chan struct{}), seen: map[string]bool{}, most: most}
}

// Put appends vs unless id was put before.
func (q *Queue[T]) Put(ctx context.Context, id string, vs []T) error {
	return q.await(ctx, func() (done bool, err error) {
		switch {
		case q.ended:
			return true, fmt.Errorf("put %s: %w", id, ErrEnded)
		case q.seen[id]:
			return true, nil
		case q.most > 0 && q.lent+len(q.ready) >= q.most:
			return false, nil
		}
		q.seen[id] = true
		for _, v := range vs {
			q.last++
			q.ready = append(q.ready, &loan[T]{queue: q, id: id, value: v, seq: q.last})
		}
		return true, nil
	})
}

// End says that nothing more will be put: once everything is settled Next returns
// io.EOF.
func (q *Queue[T]) End() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.ended = true
	q.wake()
}

// Next implements [Source].
func (q *Queue[T]) Next(ctx context.Context) (d *Delivery[T], err error) {
	err = q.await(ctx, func() (bool, error) {
		if len(q.ready) == 0 {
			if q.ended && q.lent == 0 {
				return true, io.EOF
			}
			return false, nil
		}
		l := q.ready[0]
		q.ready = q.ready[1:]
		q.lent++
		l.attempt++
		origin := Origin{Stream: "queue", Sequence: l.seq}
		d = &Delivery[T]{ID: l.id, Value: l.value, Attempt: l.attempt, Origin: origin, Settler: &loanEnd[T]{loan: l}}
		return true, nil
	})
	return d, err
}

// await tries until done, at every change, while ctx lasts. try is called with
// the queue locked.
func (q *Queue[T]) await(ctx context.Context, try func() (done bool, err error)) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		q.mu.Lock()
		done, err := try()
		changed := q.changed
		if done {
			q.wake()
		}
		q.mu.Unlock()
		if done {
			return err
		}
		select {
		case <-ctx.Done():
		case <-changed:
		}
	}
}

// wake tells all waiters to look again. The queue is locked.
func (q *Queue[T]) wake() {
	close(q.changed)
	q.changed = make(chan struct{})
}

// loan is a value of a queue until it is settled for good.
type loan[T any] struct {
	queue   *Queue[T]
	id      string
	value   T
	seq     uint64
	attempt int
}

// loanEnd settles one delivery of a loan, once.
type loanEnd[T any] struct {
	*loan[T]
	once sync.Once
}

func (e *loanEnd[T]) Ack(context.Context) error { e.finish(); return nil }

func (e *loanEnd[T]) Term(context.Context, string) error { e.finish(); return nil }

func (e *loanEnd[T]) Extend(context.Context) error { return nil }

func (e *loanEnd[T]) Nak(_ context.Context, after time.Duration) error {
	e.once.Do(func() {
		if after <= 0 {
			e.requeue()
			return
		}
		time.AfterFunc(after, e.requeue)
	})
	return nil
}

func (e *loanEnd[T]) finish() {
	e.once.Do(func() {
		e.queue.mu.Lock()
		defer e.queue.mu.Unlock()
		e.queue.lent--
		e.queue.wake()
	})
}

// requeue puts the loan where its place in the order is.
func (e *loanEnd[T]) requeue() {
	q := e.queue
	q.mu.Lock()
	defer q.mu.Unlock()
	q.lent--
	at := 0
	for at < len(q.ready) && q.ready[at].seq < e.seq {
		at++
	}
	q.ready = append(q.ready[:at], append([]*loan[T]{e.loan}, q.ready[at:]...)...)
	q.wake()
}
