// Command tagger takes articles from the river and puts verdicts into it.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/services/tagger"
)

// version is set when the binary is linked.
var version = "unknown"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Main(ctx, tagger.Command(version), os.Args[1:], cli.IO{Getenv: os.Getenv, In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
	stop()
	os.Exit(code)
}
