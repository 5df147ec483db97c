package cli

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// tool is a small command line with everything a real one has.
func tool() *Command {
	var url, config string
	var n int
	var feeds List
	return &Command{Name: "tool", Brief: "a tool", Sub: []*Command{{
		Name: "show", Args: "NAME", Brief: "show what was set", Example: "tool show --n 3 x",
		Flags: func(fs *flag.FlagSet) {
			fs.StringVar(&url, "nats-url", "none", "`URL` of a server")
			fs.IntVar(&n, "n", 1, "how many")
			fs.Var(&feeds, "feed", "a feed's `URL`")
			fs.StringVar(&config, ConfigFlag, "", "`FILE` of settings")
		},
		Run: func(_ context.Context, std IO, args []string) error {
			switch {
			case len(args) == 0:
				return Usage("a name is missing")
			case args[0] == "bad":
				return errors.New("disk full")
			}
			fmt.Fprintf(std.Out, "%s %d %s %s", url, n, feeds.String(), args[0])
			return nil
		},
	}}}
}

func TestMainRuns(t *testing.T) {
	file := filepath.Join(t.TempDir(), "tool.yaml")
	write(t, file, "# settings\nnats-url: nats://file\nn: 7\nfeed:\n  - a\n  - b\n")
	broken := filepath.Join(t.TempDir(), "broken.yaml")
	write(t, broken, "n: 1\nnatsurl: x\n")
	odd := filepath.Join(t.TempDir(), "odd.yaml")
	write(t, odd, "n: many\n")
	for _, c := range []struct {
		name string
		args []string
		env  map[string]string
		code int
		out  string
		err  string // a part of stderr; "" wants it empty
	}{
		{"defaults", []string{"show", "x"}, nil, 0, "none 1  x", ""},
		{"flags", []string{"show", "--n", "3", "--feed", "a,b", "--feed=c", "x"}, nil, 0, "none 3 a,b,c x", ""},
		{"flags after the arguments", []string{"show", "x", "--n", "3"}, nil, 0, "none 3  x", ""},
		{"no flags after --", []string{"show", "--n", "3", "--", "--n"}, nil, 0, "none 3  --n", ""},
		{"environment", []string{"show", "x"}, map[string]string{"RASAD_NATS_URL": "nats://env"}, 0, "nats://env 1  x", ""},
		{"file", []string{"show", "--config", file, "x"}, nil, 0, "nats://file 7 a,b x", ""},
		{
			"flags beat the environment, which beats the file",
			[]string{"show", "--config", file, "--n", "9", "x"},
			map[string]string{"RASAD_NATS_URL": "nats://env", "RASAD_N": "8"},
			0, "nats://env 9 a,b x", "",
		},
		{"unknown setting", []string{"show", "--config", broken, "x"}, nil, 2, "", `broken.yaml:2: there is no setting "natsurl"`},
		{"setting of the wrong kind", []string{"show", "--config", odd, "x"}, nil, 2, "", `odd.yaml:1: "many" is not a value for n`},
		{"no such file", []string{"show", "--config", "/nonexistent", "x"}, nil, 2, "", "config: open /nonexistent"},
		{"bad environment", []string{"show", "x"}, map[string]string{"RASAD_N": "many"}, 2, "", `RASAD_N: "many"`},
		{"unknown flag", []string{"show", "--nn", "3"}, nil, 2, "", "tool show --help"},
		{"missing argument", []string{"show"}, nil, 2, "", "tool show: a name is missing"},
		{"failure", []string{"show", "bad"}, nil, 1, "", "tool show: disk full"},
		{"unknown command", []string{"shoe"}, nil, 2, "", `there is no command "shoe"`},
		{"no command", nil, nil, 2, "", "a command is missing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out, errs bytes.Buffer
			code := Main(t.Context(), tool(), c.args, IO{
				Getenv: func(k string) string { return c.env[k] }, Out: &out, Err: &errs,
			})
			if code != c.code || out.String() != c.out {
				t.Errorf("got code %d, stdout %q; want %d, %q", code, out.String(), c.code, c.out)
			}
			if !strings.Contains(errs.String(), c.err) || c.err == "" && errs.Len() > 0 {
				t.Errorf("got stderr %q, want %q", errs.String(), c.err)
			}
		})
	}
}

func TestHelp(t *testing.T) {
	for _, args := range [][]string{{"show", "--help"}, {"help", "show"}, {"show", "-h"}} {
		var out, errs bytes.Buffer
		code := Main(t.Context(), tool(), args, IO{Getenv: func(string) string { return "" }, Out: &out, Err: &errs})
		for _, want := range []string{"usage: tool show [flags] NAME", "--nats-url URL", "(default none)", "tool show --n 3 x"} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%v: help lacks %q:\n%s", args, want, out.String())
			}
		}
		if code != 0 || errs.Len() > 0 {
			t.Errorf("%v: got code %d, stderr %q", args, code, errs.String())
		}
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
