// Package host is what a process of Rasad stands on: a logger, a metrics
// registry, the operations server and the connection to JetStream, made from one
// set of flags. A service takes a [Host] and gives it parts to run, and so does
// `rasad run`, which gives it all of them.
package host

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"
	"golang.org/x/sync/errgroup"

	"github.com/rasad-project/rasad/kit/bus"
	"github.com/rasad-project/rasad/kit/ops"
	"github.com/rasad-project/rasad/kit/stage"
)

// Config is what every process can be told. The zero value connects to a server
// on this machine, serves no metrics and logs at info.
type Config struct {
	Bus       bus.Options
	River     bus.Settings
	Trace     ops.TraceConfig
	Listen    string // address of the operations server, "" for none
	LogLevel  slog.Level
	LogFormat string // text, json, or "" for text on a terminal and json elsewhere
	Grace     time.Duration
	// NoMigrate leaves the topology as it is: whoever may change it does so, with
	// `rasad migrate`.
	NoMigrate bool
}

// Flags adds the settings to fs.
func (c *Config) Flags(fs *flag.FlagSet) {
	c.busFlags(fs)
	fs.StringVar(&c.Listen, "listen", c.Listen, "`ADDRESS` for /metrics, /healthz, /readyz and /debug/pprof, such as 127.0.0.1:9464; empty for none")
	fs.TextVar(&c.LogLevel, "log-level", slog.LevelInfo, "the least `LEVEL` to log: debug, info, warn, error")
	c.Trace.Flags(fs)
	fs.StringVar(&c.LogFormat, "log-format", "", "text or json (default: text on a terminal, json elsewhere)")
	fs.DurationVar(&c.Grace, "grace", stage.DefaultGrace, "how long work in hand may take to finish at shutdown")
}

// busFlags adds what says which river and as whom.
func (c *Config) busFlags(fs *flag.FlagSet) {
	fs.StringVar(&c.Bus.URL, "nats", c.Bus.URL, "`URL` of a NATS server with JetStream, or several with commas between")
	fs.StringVar(&c.Bus.Creds, "nats-creds", "", "credentials `FILE` (JWT and nkey seed)")
	fs.StringVar(&c.Bus.NKey, "nats-nkey", "", "nkey seed `FILE`")
	fs.StringVar(&c.Bus.TLSCA, "nats-ca", "", "`FILE` with the root certificates to trust")
	fs.StringVar(&c.Bus.TLSCert, "nats-cert", "", "client certificate `FILE`")
	fs.StringVar(&c.Bus.TLSKey, "nats-key", "", "`FILE` with the client certificate's key")
	fs.IntVar(&c.River.Replicas, "replicas", 1, "copies of each message: 3 on a cluster")
	fs.DurationVar(&c.River.MaxAge, "max-age", 30*24*time.Hour, "how long the streams keep news for replay")
	fs.BoolVar(&c.NoMigrate, "no-migrate", false, "leave streams and buckets as they are; rasad migrate makes them")
	fs.Int64Var(&c.River.MaxBytes, "max-bytes", 0, "how large a stream may grow, in `BYTES`; 0 is no bound")
}

// Logger is the log of a process that has c.
func (c *Config) Logger(stderr io.Writer) (*slog.Logger, error) {
	return ops.Logger(stderr, c.LogLevel, c.LogFormat)
}

// Host is an open process. Close it after Run returned.
type Host struct {
	Log      *slog.Logger
	Registry *prometheus.Registry
	Bus      *bus.Conn
	Topology bus.Topology
	Metrics  *ops.Metrics
	Tracer   trace.Tracer // of a part's own spans; it makes none unless traces are wanted
	Version  string
	Grace    time.Duration

	ops    *ops.Server // nil when nothing listens
	traces *ops.Traces // nil when nothing is traced
}

// Open starts what a process named name stands on. broker is a server that is
// reached without an address, nil to connect to c.Bus.URL.
func Open(ctx context.Context, name, version string, c Config, broker nats.InProcessConnProvider, stderr io.Writer) (*Host, error) {
	log, err := c.Logger(stderr)
	if err != nil {
		return nil, err
	}
	h := &Host{
		Log: log.With("service", name), Version: version, Topology: bus.River(c.River), Grace: cmp.Or(c.Grace, stage.DefaultGrace),
		Registry: prometheus.NewRegistry(), Tracer: noop.Tracer{},
	}
	if err := h.open(ctx, name, c, broker); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return h, nil
}

func (h *Host) open(ctx context.Context, name string, c Config, broker nats.InProcessConnProvider) (err error) {
	if c.Trace.Endpoint != "" {
		if h.traces, err = ops.OpenTraces(c.Trace, name, h.Version, h.Log); err != nil {
			return err
		}
		h.Tracer = h.traces.Tracer()
		c.Bus.Tracer = h.Tracer
	}
	c.Bus.Name, c.Bus.Log, c.Bus.InProcess = name, h.Log, broker
	if h.Bus, err = bus.Connect(ctx, c.Bus); err != nil {
		return err
	}
	if !c.NoMigrate {
		if err := h.Bus.Apply(ctx, h.Topology); err != nil {
			return err
		}
	}
	h.measure(name)
	return h.listen(c.Listen)
}

func (h *Host) measure(name string) {
	seen := h.seenBy(name)
	h.Registry.MustRegister(
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		ops.Connection(h.Bus),
		ops.Streams(func(ctx context.Context) (bus.Stats, error) { return h.Bus.Stats(ctx, seen) }),
	)
	h.Metrics = ops.NewMetrics(h.Registry, h.Version)
}

func (h *Host) listen(address string) error {
	if address == "" {
		return nil
	}
	var err error
	if h.ops, err = ops.Listen(address, h.Registry); err != nil {
		return err
	}
	h.ops.Ready("nats", h.Bus.Ready)
	h.Log.Info("listening", "address", "http://"+h.ops.Addr())
	return nil
}

// Addr is the address of the operations server, "" when there is none.
func (h *Host) Addr() string {
	if h.ops == nil {
		return ""
	}
	return h.ops.Addr()
}

// Ready adds something without which the work cannot be done; see [ops.Server].
func (h *Host) Ready(name string, check func() error) {
	if h.ops != nil {
		h.ops.Ready(name, check)
	}
}

// Alive adds a reason to be restarted; see [ops.Server].
func (h *Host) Alive(name string, check func() error) {
	if h.ops != nil {
		h.ops.Alive(name, check)
	}
}

// Part is something that runs until its context ends or its work does.
type Part func(ctx context.Context) error

// Run runs the parts, and the operations server for as long as any of them does:
// from the end of ctx until the parts have finished what they hold, the process is
// alive and not ready. The first that fails stops the others. Run returns when all
// have returned.
func (h *Host) Run(ctx context.Context, parts ...Part) error {
	serving, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	all, ctx := errgroup.WithContext(ctx)
	defer context.AfterFunc(ctx, h.stopping)()
	for _, part := range parts {
		all.Go(func() error { return part(ctx) })
	}
	served := make(chan error, 1)
	go func() { served <- h.serve(serving) }()
	err := all.Wait()
	stop()
	return errors.Join(err, <-served)
}

func (h *Host) stopping() {
	if h.ops != nil {
		h.ops.Stopping()
	}
}

func (h *Host) serve(ctx context.Context) error {
	if h.ops == nil {
		return nil
	}
	return h.ops.Serve(ctx)
}

// Close disconnects, and sends what is left of the traces.
func (h *Host) Close() error {
	var errs []error
	if h.Bus != nil {
		errs = append(errs, h.Bus.Close())
	}
	if h.traces != nil {
		errs = append(errs, h.traces.Close())
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("host: %w", err)
	}
	return nil
}
