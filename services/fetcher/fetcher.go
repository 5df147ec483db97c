package fetcher

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"golang.org/x/sync/errgroup"

	"github.com/rasad-project/rasad/kit/bus"
	"github.com/rasad-project/rasad/kit/host"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/stage"
	"github.com/rasad-project/rasad/services/fetcher/manners"
	"github.com/rasad-project/rasad/services/fetcher/schedule"
	"github.com/rasad-project/rasad/services/fetcher/web"
)

// Service polls feeds. Any number of them share the feeds of one bucket.
type Service struct {
	config  Config
	host    *host.Host
	log     *slog.Logger
	metrics *metrics
	census  *census
	counts  counts
	to      stage.Sink[*news.Entry]
	kv      jetstream.KeyValue
	book    *schedule.Book
	roster  *schedule.Roster
	web     *web.Client
	robots  *manners.Robots
	now     func() time.Time

	shards   atomic.Pointer[[]int] // that this fetcher looks after
	paused   atomic.Bool
	ended    atomic.Pointer[context.Context] // done when no more work is to be begun
	wake     chan struct{}
	visiting sync.Map // of feed IDs
	visits   sync.WaitGroup
	places   chan struct{} // one in it for each visit under way
}

// New returns a fetcher on h with its feeds in the bucket. Every fault of c is
// named in the error.
func New(ctx context.Context, h *host.Host, c Config) (*Service, error) {
	c, err := c.withDefaults()
	if err != nil {
		return nil, fmt.Errorf("fetcher: %w", err)
	}
	allow, err := web.ParseAllow(c.Allow)
	if err != nil {
		return nil, fmt.Errorf("fetcher: %w", err)
	}
	kv, err := h.Bus.KeyValue(ctx, bus.Feeds)
	if err != nil {
		return nil, fmt.Errorf("fetcher: %w", err)
	}
	keeper, name := manners.NewKeeper(c.limits()), replica()
	s := &Service{
		config: c, host: h, log: h.Log.With("part", host.Fetcher), metrics: newMetrics(h.Registry), census: newCensus(keeper), to: h.PutEntries(), kv: kv,
		book: schedule.NewBook(kv, name), roster: schedule.NewRoster(kv, name), now: time.Now,
		web:  web.New(web.Config{UserAgent: c.agent(h.Version), Allow: allow, Dial: c.Dial, Insecure: c.Insecure, Gate: keeper, Tracer: h.Tracer}),
		wake: make(chan struct{}, 1), places: make(chan struct{}, c.Workers),
	}
	s.robots = manners.NewRobots(token, robotsFetch(s.web), keeper.Crawl)
	s.shards.Store(new([]int))
	s.ended.Store(&ctx)
	if err := h.Registry.Register(s.census); err != nil {
		return nil, fmt.Errorf("fetcher: %w", err)
	}
	return s, s.enrol(ctx, c.Feeds)
}

// replica is a name no other fetcher has: the machine's, readable, and a random
// part.
func replica() string {
	name, err := os.Hostname()
	if err != nil {
		name = "fetcher"
	}
	return name + "-" + rand.Text()[:8]
}

// spread is the most time over which the first polls of new feeds are spread.
const spread = 2 * time.Minute

// spreadOf is that time for n feeds: five first polls a second.
func spreadOf(n int) time.Duration { return min(time.Duration(n)*time.Second/5, spread) }

// enrol brings the bucket in line with the configured feeds.
func (s *Service) enrol(ctx context.Context, feeds []news.Feed) error {
	if len(feeds) == 0 {
		return nil
	}
	if _, err := s.book.Keep(ctx, feeds); err != nil {
		return err
	}
	added, err := s.book.Add(ctx, feeds, schedule.Configured, s.now(), spreadOf(len(feeds)))
	if err != nil {
		return err
	}
	s.counts.feeds.Store(int64(len(feeds)))
	s.log.Info("feeds", "configured", len(feeds), "new", added)
	return nil
}

// reload enrols what the lists of feeds say now.
func (s *Service) reload(ctx context.Context) error {
	feeds, err := readLists(s.config.Files, strings.NewReader(""))
	if err != nil {
		return err
	}
	return s.enrol(ctx, feeds)
}

// Run polls until ctx ends; what is under way then has the host's grace to
// finish. With Config.Once it polls every feed once and returns.
func (s *Service) Run(ctx context.Context) error {
	defer s.web.Close()
	s.ended.Store(&ctx)
	working, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(s.host.Grace, cancel) })()
	if s.config.Once {
		return s.once(ctx, working)
	}
	all, ctx := errgroup.WithContext(ctx)
	if len(s.config.Files) > 0 {
		all.Go(func() error { return s.host.Follow(s.config.Files, s.reload)(ctx) })
	}
	all.Go(func() error { return s.beat(ctx) })
	all.Go(func() error { return s.book.Watch(ctx, s.nudge) })
	all.Go(func() error { return s.watchLag(ctx) })
	all.Go(func() error { return s.keep(ctx) })
	all.Go(func() error { return s.listen(ctx) })
	all.Go(func() error { return s.dispatch(ctx, working) })
	err := all.Wait()
	s.visits.Wait()
	return s.leave(working, err)
}

// leave writes what the last polls taught and signs off.
func (s *Service) leave(ctx context.Context, err error) error {
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), flushTime)
	defer stop()
	if ferr := s.book.Flush(ctx); err == nil {
		err = ferr
	}
	if lerr := s.roster.Leave(ctx, s.now()); err == nil {
		err = lerr
	}
	return err
}

const (
	flushTime  = 5 * time.Second // to write what was learnt at the end
	flushEvery = 5 * time.Second
	beatEvery  = schedule.Alive / 4
	tick       = time.Second
)

// dispatch claims what is due and visits it.
func (s *Service) dispatch(ctx, working context.Context) error {
	timer := time.NewTicker(tick)
	defer timer.Stop()
	for {
		s.begin(ctx, working, s.claim(ctx))
		select {
		case <-ctx.Done():
			return nil
		case <-timer.C:
		case <-s.wake:
		}
	}
}

// claim claims feeds that are due, about as many as are polled at once. An error,
// of a bus that cannot be reached, is logged: the feeds are still due at the next
// occasion.
func (s *Service) claim(ctx context.Context) []schedule.State {
	if s.paused.Load() || ctx.Err() != nil {
		return nil
	}
	states, err := s.book.Claim(ctx, *s.shards.Load(), s.now(), s.config.PollMin, cap(s.places), s.busy)
	if err != nil && ctx.Err() == nil {
		s.log.Warn("feeds not claimed", "err", err)
	}
	return states
}

// begin visits feeds, each in a goroutine that Run waits for, and returns when
// the last of them has its place. Feeds that find none before ctx ends are left:
// their claim has set their next poll.
func (s *Service) begin(ctx, working context.Context, states []schedule.State) {
	for _, st := range states {
		select {
		case <-ctx.Done():
			return
		case s.places <- struct{}{}:
		}
		s.visiting.Store(st.Feed.ID, true)
		s.visits.Go(func() {
			defer func() {
				s.visiting.Delete(st.Feed.ID)
				<-s.places
			}()
			s.visit(working, st)
		})
	}
}

func (s *Service) busy(feed string) bool {
	_, ok := s.visiting.Load(feed)
	return ok
}

// once visits every feed in the bucket once and waits for all.
func (s *Service) once(ctx, working context.Context) error {
	states, err := s.book.All(ctx)
	if err != nil {
		return err
	}
	s.counts.feeds.Store(int64(len(states)))
	s.begin(ctx, working, states)
	s.visits.Wait()
	return s.leave(working, nil)
}

// beat says that this fetcher is alive and learns which shards fall to it.
func (s *Service) beat(ctx context.Context) error {
	for {
		mine, err := s.roster.Beat(ctx, s.now())
		switch {
		case err != nil && ctx.Err() == nil:
			s.log.Warn("not on the roster", "err", err)
		case err == nil:
			s.shards.Store(&mine)
			s.nudge()
		}
		if !wait(ctx, beatEvery) {
			return nil
		}
	}
}

// keep writes what polls taught and counts how the feeds are.
func (s *Service) keep(ctx context.Context) error {
	for wait(ctx, flushEvery) {
		if err := s.book.Flush(ctx); err != nil && ctx.Err() == nil {
			s.log.Warn("feeds not written", "err", err)
		}
		s.takeCensus(ctx)
	}
	return nil
}

// nudge makes dispatch look for work now.
func (s *Service) nudge() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// stopping reports whether no more work is to be begun.
func (s *Service) stopping(ctx context.Context) bool {
	return ctx.Err() != nil || (*s.ended.Load()).Err() != nil
}

// robotsBudget is what a robots.txt may cost; RFC 9309 asks for five redirects.
var robotsBudget = web.Budget{Time: 20 * time.Second, Bytes: 1 << 20, Redirects: 5}

// robotsFetch gets robots.txt files with c.
func robotsFetch(c *web.Client) manners.Fetch {
	return func(ctx context.Context, address string) (int, []byte, error) {
		resp, err := c.Get(ctx, web.Request{URL: address, Accept: "text/plain, */*;q=0.1", Budget: robotsBudget})
		if err != nil {
			return 0, nil, err
		}
		return resp.Status, resp.Body, nil
	}
}
