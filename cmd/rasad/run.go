package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"runtime"

	"github.com/rasad-project/rasad/feeds"
	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/services/cleaner"
	"github.com/rasad-project/rasad/services/fetcher"
	"github.com/rasad-project/rasad/services/fetcher/opml"
	"github.com/rasad-project/rasad/services/tagger"
)

// version is set by the linker.
var version = "devel"

// run is the whole program: it runs the command that args name and returns the
// exit code.
func run(ctx context.Context, args []string, std cli.IO) int {
	return cli.Main(ctx, commands(), args, std)
}

// commands is the table of contents.
func commands() *cli.Command {
	return &cli.Command{
		Name:    "rasad",
		Brief:   "Rasad watches news feeds and tells what two countries do to, say to and agree with each other, with the words that prove it.",
		Example: "rasad demo\nrasad run --contact ops@example.org",
		Sub: []*cli.Command{
			demoCommand(),
			runCommand(),

			fetcher.Command(version),
			cleaner.Command(version),
			tagger.Command(version),

			fetcher.ParseCommand(),
			cleaner.CleanCommand(),
			tagger.TagCommand(),

			replayCommand(),
			rewindCommand(),
			fetcher.FeedsCommand(&reach{}),
			deadCommand(),
			exportCommand(),
			backupCommand(),
			restoreCommand(),
			pruneCommand(),
			evalCommand(),
			migrateCommand(),
			benchCommand(),
			versionCommand(),
		},
	}
}

// runCommand is the river on live feeds.
func runCommand() *cli.Command {
	var c riverConfig
	return &cli.Command{
		Name: "run", Brief: "the whole river on live feeds in one process",
		Help: "Polls feeds, cleans and tags what they bring and stores the verdicts, until it is told to stop (Ctrl-C, SIGTERM). Its state is in the data folder: started\n" +
			"again it goes on where it was. Without --feeds it polls the built-in list of 120 feeds. rasad export reads the verdicts, rasad feeds list shows how\n" +
			"the feeds are, rasad dead list what could not be worked on: all three also while it runs.",
		Example: "rasad run --contact ops@example.org --listen 127.0.0.1:9464\nrasad run --config rasad.yaml",
		Flags: func(fs *flag.FlagSet) {
			c.Flags(fs)
			fs.String(cli.ConfigFlag, "", "`FILE` of these settings, a YAML mapping")
		},
		Run: func(ctx context.Context, std cli.IO, args []string) error {
			if len(args) > 0 {
				return cli.Usage("no arguments are wanted, got %q", args)
			}
			var err error
			if c.Fetcher.Feeds, err = opml.Read(bytes.NewReader(feeds.Default)); err != nil {
				return fmt.Errorf("built-in feeds: %w", err)
			}
			r, err := openRiver(ctx, c, std)
			if err != nil {
				return err
			}
			return errors.Join(r.run(ctx), r.Close())
		},
	}
}

func evalCommand() *cli.Command {
	return &cli.Command{
		Name: "eval", Brief: "score the parser, the cleaner or the tagger against a gold set", Example: "rasad eval tag GOLD_FOLDER",
		Sub: []*cli.Command{fetcher.EvalCommand(), cleaner.EvalCommand(), tagger.EvalCommand()},
	}
}

func versionCommand() *cli.Command {
	return &cli.Command{
		Name: "version", Brief: "the version of this binary", Example: "rasad version",
		Run: func(_ context.Context, std cli.IO, _ []string) error {
			_, err := fmt.Fprintln(std.Out, "rasad", version, runtime.Version())
			return err
		},
	}
}
