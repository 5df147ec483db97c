package cleaner

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/url"
	"runtime"
	"strings"

	"github.com/rasad-project/rasad/kit/bus"
	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/host"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/ops"
	"github.com/rasad-project/rasad/kit/stage"
	"github.com/rasad-project/rasad/services/cleaner/site"
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
	sites   *site.Book
	stage   *stage.Stage[*news.Entry, *news.Article]
}

// New returns the service on what h offers.
func New(ctx context.Context, h *host.Host, c Config) (*Service, error) {
	kv, err := h.Bus.KeyValue(ctx, bus.Sites)
	if err != nil {
		return nil, fmt.Errorf("cleaner: %w", err)
	}
	s := &Service{rules: NewRules(), host: h, metrics: newMetrics(h.Registry), sites: site.NewBook(bucket{kv}, h.Log)}
	s.stage = host.Stage(h, host.Cleaner, h.TakeEntries(), s.Clean, h.PutArticles())
	s.stage.Workers = c.Workers
	if s.stage.Workers <= 0 {
		s.stage.Workers = runtime.GOMAXPROCS(0)
	}
	return s, nil
}

// Run cleans until ctx ends, and writes what it learned of the sites then. It is
// a host.Part.
func (s *Service) Run(ctx context.Context) error {
	learned, stop := context.WithCancel(context.WithoutCancel(ctx))
	written := make(chan error, 1)
	go func() { written <- s.sites.Run(learned) }()
	err := s.stage.Run(ctx)
	stop()
	return errors.Join(err, <-written)
}

// Clean is the work of the stage: it cleans one entry with what is known of its
// site, and learns from it. An article with nothing to tag goes on too, so that the
// store can account for it, and counts as dropped.
func (s *Service) Clean(ctx context.Context, e *news.Entry) ([]*news.Article, error) {
	seen := s.sites.View(ctx, siteKey(e), e.Seen)
	a := s.rules.CleanWith(e, seen.Foreign)
	s.metrics.observe(ctx, a)
	s.host.Metrics.Latency(ctx, ops.AtCleaned, e, a.Published)
	out := []*news.Article{a}
	if a.Dropped != "" {
		return out, stage.Drop(a.Dropped)
	}
	s.sites.Note(ctx, seen, a)
	return out, nil
}

// siteKey names the site of an entry: the host of its address, else its feed.
func siteKey(e *news.Entry) string {
	if u, err := url.Parse(e.URL); err == nil && u.Host != "" {
		return news.FeedID("https://" + strings.TrimPrefix(strings.ToLower(u.Hostname()), "www."))
	}
	return e.Feed.ID
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
			fs.String(cli.ConfigFlag, "", "`FILE` of these settings, a YAML mapping")
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
