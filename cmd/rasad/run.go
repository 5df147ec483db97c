package main

import (
	"context"
	"fmt"
	"runtime"

	"github.com/rasad-project/rasad/kit/cli"
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
		Name:  "rasad",
		Brief: "Rasad watches news feeds and tells what two countries do to, say to and agree with each other, with the words that prove it.",
		Sub: []*cli.Command{
			versionCommand(),
		},
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
