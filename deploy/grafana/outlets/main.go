// Command outlets is a press to draw the dashboards from: news sites on one
// loopback address that bring an item every few seconds, and sites that do what
// sites do to a fetcher: ask for less, answer late, move, fall silent, break.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"
)

// history is how many items every site has at the start: enough to show its pace.
const history = 8

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "outlets:", err)
		os.Exit(1)
	}
}

func run(args []string, stdout io.Writer) error {
	flags := flag.NewFlagSet("outlets", flag.ContinueOnError)
	listen := flags.String("listen", "127.0.0.1:8480", "`ADDRESS` of all the sites")
	root := flags.String("root", "../..", "`FOLDER` of the project, for its texts")
	every := flags.Duration("every", 6*time.Second, "time between two items of a site")
	opml := flags.String("opml", "", "`FILE` to write the list of feeds to")
	hosts := flags.String("hosts", "", "`FILE` to write the sites' names and addresses to, in the form of /etc/hosts")
	if err := flags.Parse(args); err != nil {
		return err
	}
	texts, err := readTexts(*root)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", *listen)
	if err != nil {
		return err
	}
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		return err
	}
	p := &press{texts: texts, begun: time.Now().Add(-history * *every), every: *every, port: port}
	err = errors.Join(os.WriteFile(*opml, p.opml(), 0o644), os.WriteFile(*hosts, p.hosts(), 0o644))
	if err != nil {
		return err
	}
	fmt.Fprintln(stdout, l.Addr())
	return (&http.Server{Handler: p.handler(), ReadHeaderTimeout: 5 * time.Second}).Serve(l)
}
