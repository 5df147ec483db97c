package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/rasad-project/rasad/kit/news"
)

const (
	// putLimit bounds one transaction of a [Sink].
	putLimit = 15 * time.Second
	// pace is the least time from the beginning of one transaction to that of the
	// next. A verdict cost SQLite 960 µs in the transactions of a busy river without
	// it and costs 540 with it (bench/RIVER.md); no reader sees a twentieth of a second.
	pace = 50 * time.Millisecond
	// Crowd is how many calls of Put at once do not wait for the pace of a [Sink]:
	// the number of workers that makes the best use of one.
	Crowd = 128
)

// Putter is the part of a [Store] that a [Sink] needs.
type Putter interface {
	Put(ctx context.Context, vs []*news.Verdict) error
}

// Sink is a store as the end of a stage (a stage.Sink). What many workers put at
// once becomes one transaction: while one is written the next gathers, and it goes
// on gathering until the pace is kept or a crowd has come. So a transaction holds
// one verdict, and does not wait, when the river is calm, and many when it is not.
type Sink struct {
	store Putter

	turn      chan struct{} // of one place, taken while a group is written
	last      time.Time     // when the last transaction began; whoever has the turn has it
	mu        sync.Mutex    // guards gathering
	gathering *group        // the group that is not being written yet; nil if there is none
}

// group is what several calls of Put write together.
type group struct {
	puts [][]*news.Verdict // one element for each call
	errs []error           // the outcome of each, valid once done is closed
	full chan struct{}     // closed when a crowd has come
	done chan struct{}
}

// NewSink returns a sink that writes to s.
func NewSink(s Putter) *Sink { return &Sink{store: s, turn: make(chan struct{}, 1)} }

// Put returns when vs are committed, or why they are not. It does not use id: a
// store knows a verdict by its entry. A Put is not cut short when its context
// ends, because others share its transaction; the transaction is bounded by a
// limit of its own.
func (s *Sink) Put(ctx context.Context, _ string, vs []*news.Verdict) error {
	if err := ctx.Err(); err != nil || len(vs) == 0 {
		return err
	}
	g, place := s.join(vs)
	if place == 0 {
		s.write(context.WithoutCancel(ctx), g)
	}
	<-g.done
	return g.errs[place]
}

// join adds vs to the group that is gathering and returns its place there. The
// one that comes first writes the group.
func (s *Sink) join(vs []*news.Verdict) (g *group, place int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.gathering == nil {
		s.gathering = &group{full: make(chan struct{}), done: make(chan struct{})}
	}
	g = s.gathering
	if g.puts = append(g.puts, vs); len(g.puts) == Crowd {
		close(g.full)
	}
	return g, len(g.puts) - 1
}

// write waits for the group before g and for the pace, closes g to newcomers and
// writes it.
func (s *Sink) write(ctx context.Context, g *group) {
	s.turn <- struct{}{}
	defer func() { <-s.turn }()
	defer close(g.done)

	select {
	case <-time.After(pace - time.Since(s.last)):
	case <-g.full:
	}
	s.last = time.Now()
	s.mu.Lock()
	s.gathering = nil
	s.mu.Unlock()

	g.errs = make([]error, len(g.puts))
	var all []*news.Verdict
	for _, vs := range g.puts {
		all = append(all, vs...)
	}
	err := s.put(ctx, all)
	if err == nil {
		return
	}
	for i, vs := range g.puts {
		g.errs[i] = s.alone(ctx, vs, err, len(g.puts))
	}
}

// alone writes one member of a group that failed, so that a verdict which the
// store refuses takes no other with it. A store that does not answer is not asked
// again.
func (s *Sink) alone(ctx context.Context, vs []*news.Verdict, err error, members int) error {
	if members == 1 || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return s.put(ctx, vs)
}

func (s *Sink) put(ctx context.Context, vs []*news.Verdict) error {
	ctx, cancel := context.WithTimeout(ctx, putLimit)
	defer cancel()
	if err := s.store.Put(ctx, vs); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}
