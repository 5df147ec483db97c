// Command grafana writes the dashboards: what an operator asks of the river, of the
// feeds, of the stories and of the broker, in the JSON that Grafana imports.
//
//	go run . -out .
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "grafana:", err)
		os.Exit(1)
	}
}

// dashboards are all of them, in the order an operator reads them.
func dashboards() []Dashboard {
	return []Dashboard{river(), feeds(), stories(), storage()}
}

func run(args []string, stdout io.Writer) error {
	flags := flag.NewFlagSet("grafana", flag.ContinueOnError)
	out := flags.String("out", ".", "`FOLDER` for the dashboards")
	if err := flags.Parse(args); err != nil {
		return err
	}
	for _, d := range dashboards() {
		data, err := encode(d)
		if err != nil {
			return fmt.Errorf("%s: %w", d.Name, err)
		}
		file := filepath.Join(*out, d.Name+".json")
		if err := os.WriteFile(file, data, 0o644); err != nil {
			return err
		}
		fmt.Fprintln(stdout, file)
	}
	return nil
}

// encode is the dashboard's file. The same dashboard is the same bytes.
func encode(d Dashboard) ([]byte, error) {
	page, err := d.page()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(page); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
