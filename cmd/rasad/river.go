package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/host"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/ops"
	"github.com/rasad-project/rasad/kit/stage"
	"github.com/rasad-project/rasad/kit/store"
	"github.com/rasad-project/rasad/kit/store/open"
	"github.com/rasad-project/rasad/services/cleaner"
	"github.com/rasad-project/rasad/services/fetcher"
	"github.com/rasad-project/rasad/services/tagger"
)

// riverConfig is all that a river in one process can be told.
type riverConfig struct {
	Host       host.Config
	Data       string // folder of its state
	Store      string // where the verdicts go; "" is the database in Data
	ListenNATS string // address for clients of the embedded server; "" opens no port
	Unsynced   bool   // do not flush every message to disk
	OverTCP    bool   // reach the embedded server at ListenNATS, not in memory

	Fetcher fetcher.Config
	Cleaner cleaner.Config
	Tagger  tagger.Config
}

func (c *riverConfig) Flags(fs *flag.FlagSet) {
	dataFlag(fs, &c.Data)
	c.Host.Flags(fs)
	c.Fetcher.Flags(fs)
	c.Cleaner.Flags(fs)
	c.Tagger.Flags(fs)
	fs.StringVar(&c.Store, "store", "", "where the verdicts go: a `PLACE` like FILE.db or postgres://… (default: rasad.db in the data folder)")
	fs.StringVar(&c.ListenNATS, "listen-nats", "", "`ADDRESS` at which the embedded NATS server takes clients; empty for none")
}

func (c *riverConfig) store() string {
	at := storeAt{c.Data, c.Store}
	return at.place()
}

// river is the whole of Rasad in one process: the broker and the store, and the
// three services between them.
type river struct {
	host    *host.Host
	store   store.Store
	fetcher *fetcher.Service
	cleaner *cleaner.Service
	tagger  *tagger.Service
	stored  stage.Sink[*news.Verdict]

	closers
}

// openRiver opens everything a river stands on and builds its services. What is
// open is closed by Close, and already when openRiver fails.
func openRiver(ctx context.Context, c riverConfig, std cli.IO) (*river, error) {
	r := &river{}
	if err := r.open(ctx, c, std); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

func (r *river) open(ctx context.Context, c riverConfig, std cli.IO) error {
	server, err := r.broker(c, std)
	if err != nil {
		return err
	}
	if r.store, err = open.Store(ctx, c.store()); err != nil {
		return err
	}
	r.closers = append(r.closers, r.store.Close)
	if r.host, err = host.Open(ctx, "rasad", version, c.Host, server, std.Err); err != nil {
		return err
	}
	r.closers = append(r.closers, r.host.Close)
	return r.build(ctx, c)
}

func (r *river) build(ctx context.Context, c riverConfig) (err error) {
	if r.fetcher, err = fetcher.New(ctx, r.host, c.Fetcher); err != nil {
		return err
	}
	if r.cleaner, err = cleaner.New(ctx, r.host, c.Cleaner); err != nil {
		return err
	}
	if r.tagger, err = tagger.New(ctx, r.host, c.Tagger); err != nil {
		return err
	}
	r.stored = store.NewSink(r.store)
	return r.host.Registry.Register(ops.Store(r.store))
}

// broker starts the embedded server on the data folder, or returns nil when a
// server outside is to be used.
func (r *river) broker(c riverConfig, std cli.IO) (nats.InProcessConnProvider, error) {
	f, err := takeFolder(c.Data)
	if err != nil {
		return nil, err
	}
	r.closers = append(r.closers, f.release)
	if c.Host.Bus.URL != "" {
		return nil, nil
	}
	log, err := c.Host.Logger(std.Err)
	if err != nil {
		return nil, err
	}
	b, err := startBroker(brokerConfig{Dir: c.Data, Listen: c.ListenNATS, Sync: !c.Unsynced, Log: log})
	if err != nil {
		return nil, err
	}
	r.closers = append(r.closers, b.Close)
	d, err := openDoor(c.Data, b, log)
	if err != nil {
		log.Warn("rasad feeds and rasad dead cannot look at this river while it runs", "err", err)
	} else {
		r.closers = append(r.closers, d.close)
	}
	if c.OverTCP {
		return knock{"tcp", b.Addr().String()}, nil
	}
	return b, nil
}

// run is the river: feeds, entries, articles, verdicts, store. It flows until ctx
// ends.
func (r *river) run(ctx context.Context) error {
	return r.host.Run(ctx,
		r.fetcher.Run,
		r.cleaner.Run,
		r.tagger.Run,
		r.host.Storing(r.stored),
	)
}

// runDry is run until the fetcher has come to its end and everything it found is
// stored or dead.
func (r *river) runDry(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	return r.host.Run(ctx,
		func(ctx context.Context) error {
			defer stop()
			if err := r.fetcher.Run(ctx); err != nil {
				return err
			}
			return r.drained(ctx)
		},
		r.cleaner.Run,
		r.tagger.Run,
		r.host.Storing(r.stored),
	)
}

// drained waits until nothing is left in the river. The consumers are in the
// order of the river, so what one has settled is in the stream of the next.
func (r *river) drained(ctx context.Context) error {
	const every = 20 * time.Millisecond
	for i := 0; i < len(r.host.Topology.Consumers); {
		s, err := r.host.Bus.Stats(ctx, r.host.Topology)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return fmt.Errorf("drain: %w", err)
		}
		if s.Consumers[i].Behind == 0 {
			i++
			continue
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(every):
		}
	}
	return nil
}
