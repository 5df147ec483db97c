// Command e2e stands around a river in Kubernetes while things go wrong there: as
// the outlets that it polls, whose items are planned, and as the checker, which
// reads at the end what became of every one. run.sh is the whole test.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/rasad-project/rasad/kit/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	root := &cli.Command{
		Name: "e2e", Brief: "the outlets and the checker of the test on Kubernetes",
		Sub: []*cli.Command{outletCommand(), checkCommand()},
	}
	code := cli.Main(ctx, root, os.Args[1:], cli.IO{Getenv: os.Getenv, In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
	stop()
	os.Exit(code)
}
