package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"

	"github.com/nats-io/nats.go"

	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/host"
)

// reach gets a command to the bus of a river: through --nats to a server, else to
// the river of the data folder, running or not. It is a [host.Reach].
type reach struct {
	data   string
	remote host.Remote
}

// defaultData is the folder a river lives in when none is named.
const defaultData = "rasad-data"

func dataFlag(fs *flag.FlagSet, data *string) {
	fs.StringVar(data, "data", defaultData, "`FOLDER` of the river's state: streams and database")
}

// Flags adds the settings that say which river.
func (r *reach) Flags(fs *flag.FlagSet) {
	dataFlag(fs, &r.data)
	r.remote.Flags(fs)
}

// Open connects.
func (r *reach) Open(ctx context.Context, std cli.IO) (host.River, error) {
	server, after, err := r.server()
	if err != nil {
		return host.River{}, err
	}
	c := r.remote.Config
	c.Bus.InProcess = server
	river, err := (&host.Remote{Config: c}).Open(ctx, std)
	if err != nil {
		return host.River{}, errors.Join(err, after.Close())
	}
	river.Closer = append(after, river.Close)
	return river, nil
}

// visitor is a process that has come to somebody else's river.
type visitor struct {
	*host.Host
	closers
}

// Close leaves the river.
func (v visitor) Close() error { return v.closers.Close() }

// host opens a process on the river, to run parts of its own there.
func (r *reach) host(ctx context.Context, std cli.IO) (visitor, error) {
	server, after, err := r.server()
	if err != nil {
		return visitor{}, err
	}
	c := r.remote.Config
	c.LogLevel = slog.LevelWarn
	h, err := host.Open(ctx, "visitor", version, c, server, std.Err)
	if err != nil {
		return visitor{}, errors.Join(err, after.Close())
	}
	return visitor{h, append(after, h.Close)}, nil
}

// server returns the server to connect to, nil for the one that --nats names, and
// what to close after the connection.
func (r *reach) server() (nats.InProcessConnProvider, closers, error) {
	if r.remote.Config.Bus.URL != "" {
		return nil, nil, nil
	}
	if _, err := os.Stat(filepath.Join(r.data, "jetstream")); errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("there is no river in %s: name its folder with --data, or its server with --nats", r.data)
	}
	if c, err := net.Dial("unix", socketIn(r.data)); err == nil {
		return knock{"unix", socketIn(r.data)}, nil, c.Close()
	}
	f, err := takeFolder(r.data)
	if err != nil {
		return nil, nil, fmt.Errorf("%w, and its socket does not answer", err)
	}
	b, err := startBroker(brokerConfig{Dir: r.data, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, nil, errors.Join(err, f.release())
	}
	return b, closers{f.release, b.Close}, nil
}

// closers is what to close, last first.
type closers []func() error

// Close closes everything, whatever fails.
func (c closers) Close() error {
	var errs []error
	for i := len(c) - 1; i >= 0; i-- {
		errs = append(errs, c[i]())
	}
	return errors.Join(errs...)
}
