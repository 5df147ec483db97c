// Command fetcher is the fetcher as a service of its own.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	_ "golang.org/x/crypto/x509roots/fallback" // the public authorities, where the system has none

	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/services/fetcher"
)

// version is set by the linker.
var version = "devel"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Main(ctx, fetcher.Command(version), os.Args[1:], cli.IO{Getenv: os.Getenv, In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
	stop()
	os.Exit(code)
}
