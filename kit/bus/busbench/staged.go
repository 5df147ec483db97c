package busbench

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"github.com/rasad-project/rasad/kit/bus"
	"github.com/rasad-project/rasad/kit/stage"
)

// Staged sends l through the same three hops as [Bare], as the river does: a
// sink, then a source, a stage that passes its value on and a sink, twice, then
// a source and a stage that stores nothing.
func Staged(ctx context.Context, c *bus.Conn, top bus.Topology, l Load) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var all sync.WaitGroup
	for i := range hops {
		st := stagedHop(c, top, l, i, func() { cancel(errDone) })
		all.Go(func() {
			if err := st.Run(ctx); err != nil {
				cancel(err)
			}
		})
	}
	if err := stagedPublish(ctx, c, l); err != nil {
		cancel(err)
	}
	all.Wait()
	if err := context.Cause(ctx); !errors.Is(err, errDone) {
		return err
	}
	return nil
}

var errDone = errors.New("done")

func stagedHop(c *bus.Conn, top bus.Topology, l Load, i int, done func()) *stage.Stage[[]byte, []byte] {
	st := &stage.Stage[[]byte, []byte]{
		Name: hops[i].consumer, Version: "v1", Workers: l.window(),
		From: bus.NewSource(c, bus.In[[]byte]{Consumer: top.Consumer(hops[i].consumer), Decode: clone, Ahead: l.window()}),
		Do:   func(_ context.Context, b []byte) ([][]byte, error) { return [][]byte{b}, nil },
		Dead: bus.NewDead(c),
	}
	if i+1 < len(hops) {
		st.To = sink(c, hops[i].consumer, hops[i+1].subject)
		return st
	}
	var n atomic.Int64
	st.To = stage.SinkFunc[[]byte](func(context.Context, string, [][]byte) error { return nil })
	st.Observe = func(context.Context, stage.Outcome) {
		if n.Add(1) == int64(l.N) {
			done()
		}
	}
	return st
}

func clone(b []byte) ([]byte, error) { return append([]byte(nil), b...), nil }

func sink(c *bus.Conn, stageName, subject string) *bus.Sink[[]byte] {
	return bus.NewSink(c, bus.Out[[]byte]{
		Stage: stageName, Version: "v1", Type: "rasad.bench",
		Subject: func([]byte) string { return subject + feed },
		Encode:  func(b []byte) ([]byte, error) { return b, nil },
	})
}

// stagedPublish puts all payloads, as many at once as the window.
func stagedPublish(ctx context.Context, c *bus.Conn, l Load) error {
	to := sink(c, "fetcher", hops[0].subject)
	var next atomic.Int64
	var all sync.WaitGroup
	errs := make([]error, l.window())
	for w := range errs {
		all.Go(func() {
			for errs[w] == nil {
				i := int(next.Add(1)) - 1
				if i >= l.N {
					return
				}
				errs[w] = to.Put(ctx, l.id(i), [][]byte{l.payload(i)})
			}
		})
	}
	all.Wait()
	return errors.Join(errs...)
}
