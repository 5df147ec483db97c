package cleaner

import (
	"context"
	"errors"
	"flag"
	"runtime"

	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/host"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/ops"
	"github.com/rasad-project/rasad/kit/stage"
)

// Config is what the cleaner can be told. The zero value is good to use.
type Config struct {
	// Workers is how many entries are cleaned at once; 0 is one per processor.
	Workers int
}

// Flags adds the settings to fs.
func (c *Config) Flags(fs *flag.FlagSet) {
	fs.IntVar(&c.Workers, "cleaner-workers", c.Workers, "how many entries to clean at once (0: one per processor)")
}

// Service is the cleaner in the river: it takes entries and puts articles.
type Service struct {
	rules   *Rules
	host    *host.Host
	metrics *metrics
	stage   *stage.Stage[*news.Entry, *news.Article]
}

// New returns the service on what h offers. It touches the river only when it
// runs.
func New(_ context.Context, h *host.Host, c Config) (*Service, error) {
	s := &Service{rules: NewRules(), host: h, metrics: newMetrics(h.Registry)}
	s.stage = host.Stage(h, host.Cleaner, h.TakeEntries(), s.do, h.PutArticles())
	s.stage.Workers = c.Workers
	if s.stage.Workers <= 0 {
		s.stage.Workers = runtime.GOMAXPROCS(0)
	}
	return s, nil
}

// Run cleans until ctx ends. It is a host.Part.
func (s *Service) Run(ctx context.Context) error { return s.stage.Run(ctx) }

// do cleans one entry. An article with nothing to tag goes on too, so that the
// store can account for it, and counts as dropped.
func (s *Service) do(_ context.Context, e *news.Entry) ([]*news.Article, error) {
	a := s.rules.Clean(e)
	s.metrics.observe(a)
	s.host.Metrics.Latency(ops.AtCleaned, e, a.Published)
	out := []*news.Article{a}
	if a.Dropped != "" {
		return out, stage.Drop(a.Dropped)
	}
	return out, nil
}

// Command is the cleaner as a process of its own.
func Command(version string) *cli.Command {
	var base host.Config
	var c Config
	return &cli.Command{
		Name: "cleaner", Brief: "take entries from the river, put articles",
		Example: "rasad cleaner --nats nats://127.0.0.1:4222 --listen 127.0.0.1:9465",
		Flags: func(fs *flag.FlagSet) {
			base.Flags(fs)
			c.Flags(fs)
		},
		Run: func(ctx context.Context, std cli.IO, args []string) (err error) {
			if len(args) > 0 {
				return cli.Usage("%q: the cleaner takes flags only", args[0])
			}
			h, err := host.Open(ctx, host.Cleaner, version, base, nil, std.Err)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, h.Close()) }()
			s, err := New(ctx, h, c)
			if err != nil {
				return err
			}
			return h.Run(ctx, s.Run)
		},
	}
}
