package tagger

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"runtime"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/host"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/ops"
	"github.com/rasad-project/rasad/kit/stage"
	"github.com/rasad-project/rasad/kit/store"
	"github.com/rasad-project/rasad/kit/store/open"
	"github.com/rasad-project/rasad/services/tagger/watch"
)

// Config is the settings of the tagging service. The zero value applies the watch
// that ships.
type Config struct {
	Watch   string // file of the watch, "" for the one that ships
	Workers int    // articles tagged at once, 0 for one on each processor
}

// Flags adds the settings to fs.
func (c *Config) Flags(fs *flag.FlagSet) {
	fs.StringVar(&c.Watch, "watch", c.Watch, "`FILE` of the watch: the two parties and all that stands for them (default: Iran and Pakistan); changes are applied while it runs")
	fs.IntVar(&c.Workers, "tagger-workers", c.Workers, "how many articles to tag at once (0: one per processor)")
}

// Load returns the watch that c names.
func (c *Config) Load() (*watch.Watch, error) {
	if c.Watch != "" {
		return watch.Open(c.Watch)
	}
	return watch.Default()
}

// Open returns the tagger that c describes.
func (c *Config) Open() (*Tagger, error) {
	w, err := c.Load()
	if err != nil {
		return nil, err
	}
	return NewTagger(w)
}

// Service takes articles from the river and puts verdicts into it.
type Service struct {
	config  Config
	tagger  atomic.Pointer[Tagger] // replaced when the watch's file changes
	host    *host.Host
	metrics *metrics
	stage   *stage.Stage[*news.Article, *news.Verdict]
}

// New returns a service on h.
func New(ctx context.Context, h *host.Host, c Config) (*Service, error) {
	s := &Service{config: c, host: h}
	if err := s.load(ctx); err != nil {
		return nil, err
	}
	s.metrics = newMetrics(h.Registry)
	s.stage = host.Stage(h, host.Tagger, h.TakeArticles(), s.Tag, h.PutVerdicts())
	s.stage.Workers = cmp.Or(c.Workers, runtime.GOMAXPROCS(0))
	return s, nil
}

// load makes the tagger anew from the watch as it is now.
func (s *Service) load(context.Context) error {
	t, err := s.config.Open()
	if err != nil {
		return fmt.Errorf("tagger: %w", err)
	}
	s.tagger.Store(t)
	return nil
}

// Run tags until ctx ends, and applies a changed watch to the articles that come
// after. It is a [host.Part].
func (s *Service) Run(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	parts, ctx := errgroup.WithContext(ctx)
	if s.config.Watch != "" {
		parts.Go(func() error { return s.host.Follow([]string{s.config.Watch}, s.load)(ctx) })
	}
	parts.Go(func() error {
		defer stop()
		return s.stage.Run(ctx)
	})
	return parts.Wait()
}

// Tag is the work of the stage. It cannot fail: every article gets a verdict, and
// what is not relevant travels on to the store like the rest.
func (s *Service) Tag(ctx context.Context, a *news.Article) ([]*news.Verdict, error) {
	v := s.tagger.Load().Tag(a)
	v.Tagged = time.Now().UTC()
	s.metrics.observe(ctx, v)
	s.host.Metrics.Latency(ctx, ops.AtTagged, &a.Entry, a.Published)
	return []*news.Verdict{v}, nil
}

var _ host.Part = (*Service)(nil).Run

// Command is the service as a process of its own.
func Command(version string) *cli.Command {
	var on host.Config
	var c Config
	var keepIn string
	return &cli.Command{
		Name: "tagger", Brief: "take articles from the river, put verdicts into it and keep them",
		Help: "Decides for every article whether it is about the relation of the two watched parties, what kind it is, who did what to whom, and\n" +
			"which words prove it. With --store it also takes verdicts, its own and others', out of the river into a database. Several may run side\n" +
			"by side: each article goes to one.",
		Example: "rasad tagger --nats nats://localhost:4222 --store postgres://rasad@db/rasad --listen :9466",
		Flags: func(fs *flag.FlagSet) {
			on.Flags(fs)
			c.Flags(fs)
			fs.StringVar(&keepIn, "store", "", "where the verdicts go: a `PLACE` like FILE.db or postgres://…; empty leaves them in the river")
			fs.String(cli.ConfigFlag, "", "`FILE` of these settings, a YAML mapping")
		},
		Run: func(ctx context.Context, std cli.IO, args []string) error {
			if len(args) > 0 {
				return cli.Usage("%q: the tagger takes flags only", args[0])
			}
			return serve(ctx, version, on, c, keepIn, std)
		},
	}
}

func serve(ctx context.Context, version string, on host.Config, c Config, keepIn string, std cli.IO) (err error) {
	h, err := host.Open(ctx, host.Tagger, version, on, nil, std.Err)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	s, err := New(ctx, h, c)
	if err != nil {
		return err
	}
	if keepIn == "" {
		return h.Run(ctx, s.Run)
	}
	kept, err := open.Store(ctx, keepIn)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, kept.Close()) }()
	if err := h.Registry.Register(ops.Store(kept)); err != nil {
		return err
	}
	return h.Run(ctx, s.Run, h.Storing(store.NewSink(kept)))
}
