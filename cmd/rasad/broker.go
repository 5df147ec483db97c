package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"path/filepath"
	"strconv"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// brokerReady bounds the start of the embedded server: recovering 100,000
// messages takes about a second.
const brokerReady = 30 * time.Second

// broker is an embedded NATS server with JetStream on files.
type broker struct{ *server.Server }

// brokerConfig says how to run one.
type brokerConfig struct {
	Dir    string // its JetStream files live in Dir/jetstream
	Listen string // "host:port" for clients from outside; "" opens no port
	// Sync makes the server flush every message to disk before it answers, so
	// that a power cut loses nothing. It costs about 2 ms a message
	// (docs/adr/0004).
	Sync bool
	Log  *slog.Logger
}

// startBroker runs a server inside this process until it is closed.
func startBroker(c brokerConfig) (*broker, error) {
	opts := &server.Options{
		ServerName: "rasad", DontListen: c.Listen == "", NoSigs: true,
		JetStream: true, StoreDir: filepath.Join(c.Dir, "jetstream"), SyncAlways: c.Sync,
		MaxPayload: 1 << 20,
	}
	if c.Listen != "" {
		host, port, err := net.SplitHostPort(c.Listen)
		if err != nil {
			return nil, fmt.Errorf("broker: listen address %q: %w", c.Listen, err)
		}
		if opts.Port, err = strconv.Atoi(port); err != nil {
			return nil, fmt.Errorf("broker: listen address %q: %w", c.Listen, err)
		}
		opts.Host = host
		if opts.Port == 0 {
			opts.Port = server.RANDOM_PORT
		}
	}
	s, err := server.NewServer(opts)
	if err != nil {
		return nil, fmt.Errorf("broker: %w", err)
	}
	s.SetLoggerV2(serverLog{c.Log.With("part", "broker")}, false, false, false)
	s.Start()
	if !s.ReadyForConnections(brokerReady) {
		s.Shutdown()
		return nil, errors.New("broker: not ready after " + brokerReady.String() + "; is another rasad using " + opts.StoreDir + "?")
	}
	return &broker{s}, nil
}

// Close shuts the server down and waits until its files are closed.
func (b *broker) Close() error {
	b.Shutdown()
	b.WaitForShutdown()
	return nil
}

// serverLog passes what the server says to slog; its notices are our debug.
type serverLog struct{ log *slog.Logger }

func (l serverLog) Noticef(format string, v ...any) { l.log.Debug(fmt.Sprintf(format, v...)) }
func (l serverLog) Warnf(format string, v ...any)   { l.log.Warn(fmt.Sprintf(format, v...)) }
func (l serverLog) Errorf(format string, v ...any)  { l.log.Error(fmt.Sprintf(format, v...)) }
func (l serverLog) Fatalf(format string, v ...any)  { l.log.Error(fmt.Sprintf(format, v...)) }
func (l serverLog) Debugf(format string, v ...any)  {}
func (l serverLog) Tracef(format string, v ...any)  {}
