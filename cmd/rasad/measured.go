package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/stage"
)

// benchWindow is how many articles are under way at once.
const benchWindow = 128

// The cleaner and the tagger are measured alone while a river rests, on this many
// articles each time: the processors are then as fast, the memory as large and the
// sites as well known as in the river, and an article is tagged after it was
// cleaned, with what that leaves in the caches.
const benchRestWork = 250

// restEvery is how many articles go through a river of n between two rests: they
// are eight, unless that makes the river rest before it is full.
func restEvery(n int) int { return max(min(n/8, 5_000), min(n/2, 500)) }

// measuredRiver is a river that is measured: an article goes in when another comes out.
type measuredRiver struct {
	bench *riverBench
	river *river
	n     int

	places chan struct{} // one is taken for each article under way

	mu   sync.Mutex
	took []time.Duration // of each article, from seen to stored

	own    ownWork
	rests  int
	paused spent // all of the rests
}

// spent is what something took.
type spent struct{ cpu, wall time.Duration }

// ownWork is the CPU time of an article in what is not the river.
type ownWork struct {
	write time.Duration // to make it up, which no river does
	clean time.Duration // in the cleaner, with the memory of its site
	tag   time.Duration // in the tagger
}

// flow sends articles through a river and waits until the last is stored.
func (b *riverBench) flow(ctx context.Context, dir string, result *riverResult) (err error) {
	r, err := b.river(ctx, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	m := &measuredRiver{bench: b, river: r, n: result.n, places: make(chan struct{}, benchWindow)}
	begun, cpu := time.Now(), cpuTime()
	if err := m.run(ctx); err != nil {
		return err
	}
	n := time.Duration(m.n)
	result.all, result.wall = (cpuTime()-cpu-m.paused.cpu)/n, time.Since(begun)-m.paused.wall
	works := time.Duration(m.rests * benchRestWork)
	result.own = ownWork{m.own.write / works, m.own.clean / works, m.own.tag / works}
	result.all -= result.own.write
	slices.Sort(m.took)
	result.p50, result.p99, result.resident = m.took[m.n/2], m.took[m.n*99/100], residentBytes()
	return nil
}

func (m *measuredRiver) run(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	r := m.river
	feed := func(ctx context.Context) error {
		defer stop()
		return m.feed(ctx)
	}
	err := r.host.Run(ctx, feed, r.cleaner.Run, r.tagger.Run, r.host.Storing(m.counted(r.stored)))
	if err == nil && len(m.took) < m.n {
		err = fmt.Errorf("stopped after %d of %d articles", len(m.took), m.n)
	}
	return err
}

// counted is to, and gives the places of what was stored back.
func (m *measuredRiver) counted(to stage.Sink[*news.Verdict]) stage.Sink[*news.Verdict] {
	return stage.SinkFunc[*news.Verdict](func(ctx context.Context, id string, vs []*news.Verdict) error {
		if err := to.Put(ctx, id, vs); err != nil {
			return err
		}
		m.mu.Lock()
		defer m.mu.Unlock()
		for _, v := range vs {
			m.took = append(m.took, time.Since(v.Article.Entry.Seen))
			<-m.places
		}
		return nil
	})
}

// feed puts all articles into the river, and returns when they are stored.
func (m *measuredRiver) feed(ctx context.Context) error {
	to := m.river.host.PutEntries()
	every := restEvery(m.n)
	for i := range m.n {
		if i%every == every-1 {
			if err := m.rest(ctx); err != nil {
				return err
			}
		}
		if err := m.take(ctx, 1); err != nil {
			return err
		}
		e := m.entry(i)
		if err := to.Put(ctx, e.ID+":"+e.Revision, []*news.Entry{e}); err != nil {
			return err
		}
	}
	return m.take(ctx, benchWindow)
}

// take takes n places, as they become free.
func (m *measuredRiver) take(ctx context.Context, n int) error {
	for range n {
		select {
		case m.places <- struct{}{}:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// entry is article i, seen now.
func (m *measuredRiver) entry(i int) *news.Entry {
	e := m.bench.mill.entry(i)
	e.Seen = time.Now()
	return e
}

// rest waits until nothing is under way, and does the own work of articles that do
// not go into the river.
func (m *measuredRiver) rest(ctx context.Context) error {
	if err := m.take(ctx, benchWindow); err != nil {
		return err
	}
	begun, cpu := time.Now(), cpuTime()
	first := m.n + m.rests*benchRestWork
	entries := make([]*news.Entry, benchRestWork)
	m.own.write += onAll(func(i int) { entries[i] = m.entry(first + i) })
	var cleaned, tagged atomic.Int64 // wall time, for the shares of the two
	both := onAll(func(i int) {
		begun := time.Now()
		articles, _ := m.river.cleaner.Clean(ctx, entries[i]) // one that is dropped goes on too
		between := time.Now()
		_, _ = m.river.tagger.Tag(ctx, articles[0]) // it cannot fail
		cleaned.Add(int64(between.Sub(begun)))
		tagged.Add(int64(time.Since(between)))
	})
	tag := time.Duration(float64(both) * float64(tagged.Load()) / float64(cleaned.Load()+tagged.Load()))
	m.own.clean += both - tag
	m.own.tag += tag
	m.rests++
	m.paused.cpu += cpuTime() - cpu
	m.paused.wall += time.Since(begun)
	for range benchWindow {
		<-m.places
	}
	return nil
}

// onAll returns the CPU time of do for each of benchRestWork articles, on all
// processors at once.
func onAll(do func(i int)) time.Duration {
	begun := cpuTime()
	var all sync.WaitGroup
	var next atomic.Int64
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for i := next.Add(1) - 1; i < benchRestWork; i = next.Add(1) - 1 {
				do(int(i))
			}
		})
	}
	all.Wait()
	return cpuTime() - begun
}

// cpuTime is the processor time this process has used.
func cpuTime() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &t); err != nil {
		return 0
	}
	return time.Duration(t.Nano())
}

// residentBytes is the memory this process holds, 0 where the system does not say.
func residentBytes() int64 {
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(b))
	if len(fields) < 2 {
		return 0
	}
	pages, err := strconv.ParseInt(fields[1], 10, 64)
	if err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}
