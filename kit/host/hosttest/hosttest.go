// Package hosttest gives tests a real NATS server with JetStream, in their own
// process, and a [host.Host] on it.
package hosttest

import (
	"context"
	"io"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"github.com/rasad-project/rasad/kit/host"
)

// Broker starts a server that opens no port and keeps its files in a folder of the
// test; it ends with the test.
func Broker(t testing.TB) *server.Server {
	t.Helper()
	s, err := server.NewServer(&server.Options{ServerName: "test", JetStream: true, StoreDir: t.TempDir(), DontListen: true, NoSigs: true})
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	if !s.ReadyForConnections(10 * time.Second) {
		t.Fatal("the server did not start")
	}
	return s
}

// Open opens a process named name on a server; it is closed with the test, and its
// log is the test's.
func Open(t testing.TB, name string, on *server.Server) *host.Host {
	t.Helper()
	c := host.Config{LogFormat: "text", Listen: "127.0.0.1:0", Grace: 5 * time.Second}
	h, err := host.Open(context.Background(), name, "test", c, on, logOf(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

// logOf is the test's output for as long as the test lasts: what a connection says
// of its end comes later, and then nobody may write there.
func logOf(t testing.TB) io.Writer {
	l := &log{to: t.Output()}
	t.Cleanup(func() { l.redirect(io.Discard) })
	return l
}

type log struct {
	mu sync.Mutex
	to io.Writer
}

func (l *log) redirect(to io.Writer) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.to = to
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.to.Write(p)
}
