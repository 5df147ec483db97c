package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"time"

	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/host"
)

// rewindCommand sends a stage what it had before.
func rewindCommand() *cli.Command {
	var at reach
	var since string
	return &cli.Command{
		Name: "rewind", Args: "STAGE", Brief: "send a stage (cleaner, tagger or store) again what its stream still keeps",
		Help: "After a store was restored from a backup, store fills in what came since; after a new version or another watch, tagger tags again what is kept. It works while\n" +
			"the river runs and when it has stopped. Nothing is doubled: what comes of a message twice has one id, and the store replaces it.",
		Example: "rasad rewind store --since 36h\nrasad rewind tagger --nats nats://nats:4222",
		Flags: func(fs *flag.FlagSet) {
			at.Flags(fs)
			fs.StringVar(&since, "since", "", "only what was put into the stream at this `TIME` or later: 2024-01-27, an instant, or 36h ago (default: all of it)")
		},
		Run: func(ctx context.Context, std cli.IO, args []string) error {
			if len(args) != 1 {
				return cli.Usage("name one stage: cleaner, tagger or store")
			}
			from, err := moment("since", since, time.Now())
			if err != nil {
				return err
			}
			r, err := at.Open(ctx, std)
			if err != nil {
				return err
			}
			return errors.Join(rewind(ctx, r, std, args[0], from), r.Close())
		},
	}
}

func rewind(ctx context.Context, r host.River, std cli.IO, stageName string, since time.Time) error {
	consumer := r.Topology.Consumer(stageName)
	if consumer.Durable == "" {
		return cli.Usage("there is no stage %q: name cleaner, tagger or store", stageName)
	}
	n, err := r.Bus.Rewind(ctx, consumer, since)
	if err != nil {
		return err
	}
	fmt.Fprintf(std.Err, "%s takes %d messages of %s again\n", stageName, n, consumer.Stream)
	return nil
}
