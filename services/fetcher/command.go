package fetcher

import (
	"context"
	"flag"

	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/host"
)

// Command is `rasad fetcher`: the fetcher as a service of its own.
func Command(version string) *cli.Command {
	var c Config
	var on host.Config
	return &cli.Command{
		Name: "fetcher", Brief: "poll feeds and put every item into the river",
		Help: "Polls feeds politely and puts every item, once and with the page behind it where the feed gives only a teaser, into the ENTRIES stream of a NATS\n" +
			"server. Any number of fetchers share the feeds of one server; with none given, those imported with `rasad feeds import` are polled.",
		Example: "rasad fetcher --nats nats://nats:4222 --feeds feeds.opml --contact ops@example.org --listen 127.0.0.1:9464",
		Flags: func(fs *flag.FlagSet) {
			on.Flags(fs)
			c.Flags(fs)
			fs.String(cli.ConfigFlag, "", "`FILE` of these settings, a YAML mapping")
		},
		Run: func(ctx context.Context, std cli.IO, _ []string) error {
			h, err := host.Open(ctx, host.Fetcher, version, on, nil, std.Err)
			if err != nil {
				return err
			}
			defer h.Close()
			s, err := New(ctx, h, c)
			if err != nil {
				return err
			}
			return h.Run(ctx, s.Run)
		},
	}
}
