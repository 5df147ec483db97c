// The cleaner takes entries from the river and puts articles.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/services/cleaner"
)

// version is set by the build.
var version = "unknown"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Main(ctx, cleaner.Command(version), os.Args[1:], cli.IO{Getenv: os.Getenv, In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
	stop()
	os.Exit(code)
}
