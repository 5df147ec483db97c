package main

import (
	"context"
	"errors"
	"flag"
	"fmt"

	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/host"
	"github.com/rasad-project/rasad/kit/store/open"
)

// migrateCommand makes what the services of a cluster find there.
func migrateCommand() *cli.Command {
	var remote host.Remote
	var store string
	return &cli.Command{
		Name: "migrate", Brief: "make the streams of a NATS server and the schema of a store what this version wants",
		Help: "For a cluster, where the services may not do so themselves (--no-migrate): run it once before each new version. It changes what differs, names what it\n" +
			"cannot change, and deletes nothing.",
		Example: "rasad migrate --nats nats://nats:4222 --replicas 3 --store postgres://rasad@db/rasad",
		Flags: func(fs *flag.FlagSet) {
			remote.Flags(fs)
			fs.StringVar(&store, "store", "", "`PLACE` of the store: FILE.db or postgres://…")
		},
		Run: func(ctx context.Context, std cli.IO, args []string) error {
			if len(args) > 0 || remote.Config.Bus.URL == "" && store == "" {
				return cli.Usage("name a server with --nats, a store with --store, or both")
			}
			return errors.Join(migrateStreams(ctx, &remote, std), migrateStore(ctx, store, std))
		},
	}
}

func migrateStreams(ctx context.Context, remote *host.Remote, std cli.IO) error {
	if remote.Config.Bus.URL == "" {
		return nil
	}
	remote.Config.NoMigrate = false // where all processes of a cluster share their settings
	river, err := remote.Open(ctx, std)
	if err != nil {
		return err
	}
	fmt.Fprintln(std.Err, "streams and buckets are as this version wants them")
	return river.Close()
}

func migrateStore(ctx context.Context, place string, std cli.IO) error {
	if place == "" {
		return nil
	}
	s, err := open.Store(ctx, place)
	if err != nil {
		return err
	}
	fmt.Fprintln(std.Err, "the store is as this version wants it")
	return s.Close()
}
