package host

import (
	"context"
	"errors"
	"flag"
	"io"
	"log/slog"

	"github.com/rasad-project/rasad/kit/bus"
	"github.com/rasad-project/rasad/kit/cli"
)

// Reach is how a command that looks at a river, and is no part of it, gets to its
// bus: over the network, or through the folder of a river in one process.
type Reach interface {
	// Flags adds the settings that say which river.
	Flags(fs *flag.FlagSet)
	// Open connects. The caller closes what it gets; the topology is there.
	Open(ctx context.Context, std cli.IO) (River, error)
}

// River is a river as a command reaches it.
type River struct {
	Bus      *bus.Conn
	Topology bus.Topology
	io.Closer
}

// Remote reaches a river through a NATS server.
type Remote struct{ Config Config }

// Flags adds the settings of the connection.
func (r *Remote) Flags(fs *flag.FlagSet) { r.Config.busFlags(fs) }

// Open connects to the server that the flags name, and sees to it that the
// topology is there, unless it is not to.
func (r *Remote) Open(ctx context.Context, _ cli.IO) (River, error) {
	o := r.Config.Bus
	o.Name, o.Log = "visitor", slog.New(slog.DiscardHandler)
	c, err := bus.Connect(ctx, o)
	if err != nil {
		return River{}, err
	}
	t := bus.River(r.Config.River)
	if !r.Config.NoMigrate {
		if err := c.Apply(ctx, t); err != nil {
			return River{}, errors.Join(err, c.Close())
		}
	}
	return River{Bus: c, Topology: t, Closer: c}, nil
}
