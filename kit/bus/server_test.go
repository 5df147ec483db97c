package bus_test

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"go.uber.org/goleak"

	"github.com/rasad-project/rasad/kit/bus"
	"github.com/rasad-project/rasad/kit/stage"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m,
		// nats.go ends it when the connection closes, but waits for nobody.
		goleak.IgnoreAnyFunction("github.com/nats-io/nats.go/jetstream.(*jetStream).resetPendingAcksOnReconnect"),
		// The server's own, which Shutdown does not wait for.
		goleak.IgnoreAnyFunction("github.com/nats-io/nats-server/v2/server.(*fileStore).flushLoop"),
	)
}

// natsServer is an embedded server that can be stopped and started again.
type natsServer struct {
	t    testing.TB
	opts server.Options
	mu   sync.Mutex
	srv  *server.Server
}

func startServer(t testing.TB, change ...func(*server.Options)) *natsServer {
	t.Helper()
	s := &natsServer{t: t, opts: server.Options{
		ServerName: "test", JetStream: true, StoreDir: t.TempDir(), DontListen: true, NoSigs: true,
	}}
	for _, c := range change {
		c(&s.opts)
	}
	s.start()
	t.Cleanup(s.stop)
	return s
}

func (s *natsServer) start() {
	s.t.Helper()
	opts := s.opts
	srv, err := server.NewServer(&opts)
	if err != nil {
		s.t.Fatal(err)
	}
	srv.Start()
	if !srv.ReadyForConnections(10 * time.Second) {
		s.t.Fatal("the server did not start")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.srv = srv
}

func (s *natsServer) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.srv != nil {
		s.srv.Shutdown()
		s.srv.WaitForShutdown()
		s.srv = nil
	}
}

func (s *natsServer) restart() {
	s.stop()
	s.start()
}

// InProcessConn connects to the server that runs now.
func (s *natsServer) InProcessConn() (net.Conn, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.srv == nil {
		return nil, fmt.Errorf("the server is stopped: %w", nats.ErrNoServers)
	}
	return s.srv.InProcessConn()
}

func (s *natsServer) connect(change ...func(*bus.Options)) *bus.Conn {
	s.t.Helper()
	o := bus.Options{InProcess: s, Log: slog.New(slog.DiscardHandler)}
	for _, c := range change {
		c(&o)
	}
	c, err := bus.Connect(context.Background(), o)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { c.Close() })
	return c
}

// river is a connection to a new server on which the river is laid out.
func river(t testing.TB, settings bus.Settings) (*natsServer, *bus.Conn, bus.Topology) {
	t.Helper()
	s := startServer(t)
	c, top := s.connect(), bus.River(settings)
	if err := c.Apply(context.Background(), top); err != nil {
		t.Fatal(err)
	}
	return s, c, top
}

// stringsTo is a sink of strings, all about one feed.
func stringsTo(c *bus.Conn, stageName, subject string) *bus.Sink[string] {
	return bus.NewSink(c, bus.Out[string]{
		Stage: stageName, Version: "v1", Type: "rasad.test", Format: "text/plain",
		Subject: func(string) string { return subject + "example-1" },
		Encode:  func(v string) ([]byte, error) { return []byte(v), nil },
	})
}

// stringsFrom is a source of strings; one that begins with a zero byte is poison.
func stringsFrom(c *bus.Conn, consumer bus.Consumer) *bus.Source[string] {
	return bus.NewSource(c, bus.In[string]{Consumer: consumer, Decode: func(data []byte) (string, error) {
		if len(data) > 0 && data[0] == 0 {
			return "", fmt.Errorf("begins with a zero byte")
		}
		return string(data), nil
	}})
}

// reading is stringsFrom for the length of a test.
func reading(t testing.TB, c *bus.Conn, consumer bus.Consumer) *bus.Source[string] {
	src := stringsFrom(c, consumer)
	t.Cleanup(func() { src.Close() })
	return src
}

func put(t testing.TB, sink stage.Sink[string], ids ...string) {
	t.Helper()
	for _, id := range ids {
		if err := sink.Put(context.Background(), id, []string{"value " + id}); err != nil {
			t.Fatal(err)
		}
	}
}

func take(t testing.TB, src stage.Source[string]) *stage.Delivery[string] {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	d, err := src.Next(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
