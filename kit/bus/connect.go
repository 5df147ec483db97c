package bus

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.opentelemetry.io/otel/trace"
)

// Options says which server to use and as whom.
type Options struct {
	// URL is one server or several separated by commas: nats://, tls://. Empty is
	// nats://127.0.0.1:4222.
	URL string
	// InProcess, if not nil, is a server in this process, and URL is not used. An
	// embedded *server.Server is one.
	InProcess nats.InProcessConnProvider
	// Name tells this connection from others in the server's monitoring, and is part
	// of its inbox, _INBOX.<Name>: where users have rights of their own, nobody hears
	// another's answers. It is one word.
	Name string

	Creds   string // file with a user's JWT and nkey seed
	NKey    string // file with an nkey seed
	TLSCA   string // file with the roots to trust, PEM
	TLSCert string // file with the client's certificate, PEM; goes with TLSKey
	TLSKey  string

	// Patience is how long to go on trying to connect at first, and to store a
	// message, before giving up. 0 is 30 s: a cluster that lost its leader elects
	// another within 10 s.
	Patience time.Duration
	// MaxPayload bounds the decoded size of a message, in bytes. 0 is 64 MiB.
	MaxPayload int
	// Log is told of reconnections and repairs. nil is silence.
	Log *slog.Logger
	// Tracer makes the spans of what is published, and of the stages that have
	// [Begin]. With nil there are none, and an input's trace is passed on as it
	// came.
	Tracer trace.Tracer
}

const (
	defaultPatience   = 30 * time.Second
	defaultMaxPayload = 64 << 20
	ackTimeout        = 5 * time.Second // for one try at storing a message
	closeTimeout      = 5 * time.Second // to hand the server what is buffered
)

// Conn is a connection to a JetStream. It is safe for concurrent use.
type Conn struct {
	nc       *nats.Conn
	js       jetstream.JetStream
	codec    *codec
	log      *slog.Logger
	tracer   trace.Tracer // nil for none
	patience time.Duration
	gaps     sync.Map // of *atomic.Uint64 by consumerKey: messages missing from what was read

	clientCert, clientKey string // files, "" for none
}

// Connect connects, trying for Patience while ctx lasts. Once connected it stays
// so, through any number of reconnections, until Close.
func Connect(ctx context.Context, o Options) (*Conn, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Patience <= 0 {
		o.Patience = defaultPatience
	}
	if o.MaxPayload <= 0 {
		o.MaxPayload = defaultMaxPayload
	}
	codec, err := newCodec(o.MaxPayload)
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	opts, err := o.natsOptions()
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	c := &Conn{codec: codec, log: o.Log, tracer: o.Tracer, patience: o.Patience, clientCert: o.TLSCert, clientKey: o.TLSKey}
	err = retry(ctx, o.Patience, func(context.Context) error {
		c.nc, err = nats.Connect(o.url(), opts...)
		return err
	}, isRefusal)
	if err != nil {
		return nil, fmt.Errorf("connect %s: %w", redacted(o.url()), err)
	}
	c.js, err = jetstream.New(c.nc, jetstream.WithPublishAsyncTimeout(ackTimeout))
	if err != nil {
		c.nc.Close()
		return nil, fmt.Errorf("connect: %w", err)
	}
	return c, nil
}

// Close sends what is buffered, acknowledgements above all, and disconnects.
func (c *Conn) Close() error {
	defer c.nc.Close()
	if !c.nc.IsConnected() {
		return nil
	}
	if err := c.nc.FlushTimeout(closeTimeout); err != nil {
		return fmt.Errorf("close: flush: %w", err)
	}
	return nil
}

// Ready returns nil while the server can be reached, else why it cannot.
func (c *Conn) Ready() error {
	if c.nc.IsConnected() {
		return nil
	}
	return errors.Join(fmt.Errorf("nats: %s", c.nc.Status()), c.nc.LastError())
}

// KeyValue returns a bucket that the topology declares. Where that is another's to
// make it may be on its way: it is waited for, for the connection's patience.
func (c *Conn) KeyValue(ctx context.Context, bucket string) (kv jetstream.KeyValue, err error) {
	err = retry(ctx, c.patience, func(ctx context.Context) error {
		kv, err = c.js.KeyValue(ctx, bucket)
		return err
	}, never)
	if err != nil {
		return nil, fmt.Errorf("bucket %s: %w", bucket, err)
	}
	return kv, nil
}

// JetStream returns the client beneath, for what this package does not offer.
func (c *Conn) JetStream() jetstream.JetStream { return c.js }

func (o Options) url() string {
	if o.URL == "" || o.InProcess != nil {
		return nats.DefaultURL
	}
	return o.URL
}

// redacted is a list of servers without their passwords and tokens: what stands
// before an @ is a secret.
func redacted(servers string) string {
	all := strings.Split(servers, ",")
	for i, s := range all {
		if at := strings.LastIndexByte(s, '@'); at >= 0 {
			scheme, _, _ := strings.Cut(s[:at], "://")
			all[i] = scheme + "://xxxxx" + s[at:]
		}
	}
	return strings.Join(all, ",")
}

func (o Options) natsOptions() ([]nats.Option, error) {
	opts := []nats.Option{
		nats.Name(o.Name),
		nats.MaxReconnects(-1),
		nats.ReconnectWait(250 * time.Millisecond),
		nats.ReconnectJitter(250*time.Millisecond, time.Second),
		nats.PingInterval(20 * time.Second),
		nats.MaxPingsOutstanding(2),
		nats.DisconnectErrHandler(o.disconnected),
		nats.ReconnectHandler(func(nc *nats.Conn) { o.Log.Info("nats reconnected", "server", nc.ConnectedUrlRedacted()) }),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { o.Log.Error("nats", "err", err) }),
	}
	if o.Name != "" {
		opts = append(opts, nats.CustomInboxPrefix("_INBOX."+o.Name))
	}
	if o.InProcess != nil {
		opts = append(opts, nats.InProcessServer(o.InProcess))
	}
	if o.Creds != "" {
		opts = append(opts, nats.UserCredentials(o.Creds))
	}
	if o.NKey != "" {
		nkey, err := nats.NkeyOptionFromSeed(o.NKey)
		if err != nil {
			return nil, fmt.Errorf("nkey %s: %w", o.NKey, err)
		}
		opts = append(opts, nkey)
	}
	if o.TLSCA != "" {
		opts = append(opts, nats.RootCAs(o.TLSCA))
	}
	if o.TLSCert != "" || o.TLSKey != "" {
		opts = append(opts, nats.ClientCert(o.TLSCert, o.TLSKey))
	}
	return opts, nil
}

// isRefusal reports whether trying to connect again is no use.
func isRefusal(err error) bool {
	return errors.Is(err, nats.ErrAuthorization) || errors.Is(err, nats.ErrAuthExpired) ||
		errors.Is(err, nats.ErrNkeysNotSupported) || errors.Is(err, nats.ErrSecureConnRequired)
}

// gapsOf returns the count of messages missing from what a consumer read.
func (c *Conn) gapsOf(stream, consumer string) *atomic.Uint64 {
	n, _ := c.gaps.LoadOrStore(stream+"/"+consumer, new(atomic.Uint64))
	return n.(*atomic.Uint64)
}

// disconnected logs a lost connection; one that was closed has no error.
func (o Options) disconnected(_ *nats.Conn, err error) {
	if err != nil {
		o.Log.Warn("nats disconnected", "err", err)
	}
}
