package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"os"
	"slices"
	"strconv"
	"time"

	"github.com/rasad-project/rasad/corpus"
	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/stage"
	"github.com/rasad-project/rasad/services/fetcher"
)

// demoCommand is the whole river on the corpus, offline.
func demoCommand() *cli.Command {
	var c riverConfig
	var keep, all bool
	return &cli.Command{
		Name: "demo", Brief: "the whole river on the built-in corpus, offline",
		Help: "A web server on the loopback interface offers the corpus as RSS feeds and article pages, with the furniture of news sites around the articles. The fetcher\n" +
			"polls it, everything flows through an embedded JetStream into a database, and the verdicts are printed as they are stored.",
		Example: "rasad demo\nrasad demo --all --keep",
		Flags: func(fs *flag.FlagSet) {
			fs.StringVar(&c.Data, "data", "", "`FOLDER` for the streams and the database (default: a new one)")
			fs.StringVar(&c.Host.Listen, "listen", "", "`ADDRESS` for /metrics, /healthz, /readyz and /debug/pprof; empty for none")
			fs.BoolVar(&all, "all", false, "every text of the corpus, not the five seeds alone")
			fs.BoolVar(&keep, "keep", false, "go on polling until told to stop")
		},
		Run: func(ctx context.Context, std cli.IO, _ []string) error {
			d, err := newDemo(c, all, keep)
			if err != nil {
				return err
			}
			return d.run(ctx, std)
		},
	}
}

// demo is a river and the web server it polls.
type demo struct {
	config riverConfig
	keep   bool
	sites  []corpus.Site
	web    *demoWeb
}

func newDemo(c riverConfig, all, keep bool) (*demo, error) {
	sets := []string{"seeds"}
	if all {
		sets = nil
	}
	texts, err := corpus.Texts(sets...)
	if err != nil {
		return nil, err
	}
	if c.Data == "" {
		if c.Data, err = os.MkdirTemp("", "rasad-demo-"); err != nil {
			return nil, err
		}
	}
	return &demo{config: c, keep: keep, sites: corpus.Sites(texts)}, nil
}

func (d *demo) run(ctx context.Context, std cli.IO) error {
	var err error
	if d.web, err = serveSites(d.sites); err != nil {
		return err
	}
	defer d.web.close()
	r, err := d.open(ctx, std)
	if err != nil {
		return err
	}
	flow := r.runDry
	if d.keep {
		flow = r.run
	}
	err = flow(ctx)
	if err == nil {
		err = d.account(r, std.Out, ctx.Err() != nil)
	}
	return errors.Join(err, r.Close())
}

// open opens the river, its fetcher pointed at the web server and its sink at the
// table.
func (d *demo) open(ctx context.Context, std cli.IO) (*river, error) {
	c := d.config
	c.Unsynced = true
	c.Host.LogLevel = slog.LevelError
	c.Fetcher = fetcher.Config{
		Feeds: d.web.feeds(d.sites), Dial: d.web.dial, Once: !d.keep,
		Rate: 1000, AtOnce: 16, PollMin: time.Second,
	}
	r, err := openRiver(ctx, c, std)
	if err != nil {
		return nil, err
	}
	r.stored = printing(r.stored, &table{w: std.Out, width: widthOf(std)})
	return r, nil
}

// printing is a sink that prints what it has stored.
func printing(to stage.Sink[*news.Verdict], t *table) stage.Sink[*news.Verdict] {
	turn := make(chan struct{}, 1)
	return stage.SinkFunc[*news.Verdict](func(ctx context.Context, id string, vs []*news.Verdict) error {
		if err := to.Put(ctx, id, vs); err != nil {
			return err
		}
		turn <- struct{}{}
		defer func() { <-turn }()
		for _, v := range vs {
			if err := t.row(v); err != nil {
				return err
			}
		}
		return nil
	})
}

// account prints what became of every item, and where the database is. A demo that was
// stopped may have some under way.
func (d *demo) account(r *river, out io.Writer, stopped bool) error {
	ctx := context.Background() // the river's has ended when it was told to stop
	counts, err := r.store.Counts(ctx)
	if err != nil {
		return err
	}
	found, total := r.fetcher.Counts(), counts.Total
	fmt.Fprintf(out, "\n%d items in from %d feeds: %d stored (%d relevant), %d dropped", found.New, found.Feeds, total.Stored, total.Relevant, total.Items()-total.Stored)
	for _, reason := range slices.Sorted(maps.Keys(total.Dropped)) {
		fmt.Fprintf(out, ", %d %s", total.Dropped[reason], reason)
	}
	dead := 0
	for _, err := range r.host.Bus.Letters(ctx, "") {
		if err != nil {
			return err
		}
		dead++
	}
	fmt.Fprintf(out, ", %d dead\nstored in %s\n", dead, d.config.store())
	switch missing := int(found.New) - total.Items() - dead; {
	case dead > 0:
		return fmt.Errorf("dead letters: see rasad dead list --data %s", d.config.Data)
	case missing > 0 && !stopped:
		return fmt.Errorf("%d items were neither stored nor dropped: start it again with --data %s", missing, d.config.Data)
	}
	return nil
}

// widthOf is the width of the reader's terminal: COLUMNS where a shell exports it.
func widthOf(std cli.IO) int {
	if n, err := strconv.Atoi(std.Getenv("COLUMNS")); err == nil && n > 0 {
		return n
	}
	return 200
}

// demoWeb serves sites on the loopback interface.
type demoWeb struct {
	listener net.Listener
	server   http.Server
}

func serveSites(sites []corpus.Site) (*demoWeb, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	w := &demoWeb{listener: l, server: http.Server{Handler: corpus.Handler(sites), ReadHeaderTimeout: 5 * time.Second}}
	go func() { _ = w.server.Serve(l) }() // it ends with close, and says no more than that
	return w, nil
}

func (w *demoWeb) close() { _ = w.server.Close() }

// dial connects to the server whatever the name: those of the corpus resolve
// nowhere.
func (w *demoWeb) dial(ctx context.Context, network, _ string) (net.Conn, error) {
	var d net.Dialer
	return d.DialContext(ctx, network, w.listener.Addr().String())
}

func (w *demoWeb) feeds(sites []corpus.Site) []news.Feed {
	var all []news.Feed
	for _, s := range sites {
		if len(s.Texts) > 0 {
			all = append(all, news.Feed{ID: news.FeedID(s.Feed()), URL: s.Feed(), Title: s.Name})
		}
	}
	return all
}
