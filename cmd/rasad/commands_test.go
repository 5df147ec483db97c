package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rasad-project/rasad/kit/cli"
)

// TestEveryCommandHelps asks each command for help: all have an example that
// begins as they are called, and every flag is explained.
func TestEveryCommandHelps(t *testing.T) {
	eachCommand(commands(), nil, func(path []string, c *cli.Command) {
		code, out, errs := rasad(t, "", append(path, "--help")...)
		called := strings.Join(append([]string{"rasad"}, path...), " ")
		if code != 0 || errs != "" || !strings.HasPrefix(out, "usage: "+called) {
			t.Errorf("%s --help: code %d, stderr %q\n%s", called, code, errs, out)
		}
		if _, example, ok := strings.Cut(out, "\nexample:\n"); !ok || !strings.Contains(example, called) {
			t.Errorf("%s --help has no example of it", called)
		}
	})
}

func eachCommand(c *cli.Command, path []string, do func([]string, *cli.Command)) {
	do(path, c)
	for _, sub := range c.Sub {
		eachCommand(sub, append(path[:len(path):len(path)], sub.Name), do)
	}
}

func TestBadCommandLines(t *testing.T) {
	dir := t.TempDir()
	broken := filepath.Join(dir, "broken.jsonl")
	if err := os.WriteFile(broken, []byte("{\"id\":\"1\",\"text\":\"x\"}\n{\"id\":2}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	river := filepath.Join(dir, "river")
	if code, _, errs := rasad(t, "", "demo", "--data", river); code != 0 {
		t.Fatal(errs)
	}
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"dead", "show"}, 2, "a letter's number is missing"},
		{[]string{"dead", "show", "x"}, 2, `"x" is not the number of a letter`},
		{[]string{"dead", "show", "7", "--data", river}, 1, "no such letter"},
		{[]string{"dead", "list", "--data", dir}, 1, "there is no river in " + dir},
		{[]string{"replay"}, 2, "a source is missing"},
		{[]string{"rewind", "fetcher", "--data", river}, 2, `there is no stage "fetcher"`},
		{[]string{"replay", "--speed", "0", "seeds"}, 2, `--speed "0"`},
		{[]string{"replay", "--data", river, "nowhere.jsonl"}, 1, "replay nowhere.jsonl: open nowhere.jsonl"},
		{[]string{"replay", "--data", river, broken}, 1, `broken.jsonl: line 2: field "id": want string, got number`},
		{[]string{"export", "--format", "xls"}, 2, `--format "xls"`},
		{[]string{"export", "--since", "soon"}, 2, `--since "soon" is no time`},
		{[]string{"export", "--data", dir}, 1, "rasad.db"},
		{[]string{"run", "now"}, 2, "no arguments are wanted"},
		{[]string{"bench", "river", "--n", "many"}, 2, `--n "many"`},
	} {
		code, _, errs := rasad(t, "", c.args...)
		if code != c.code || !strings.Contains(errs, c.want) {
			t.Errorf("%v: got code %d, %q; want %d, %q", c.args, code, errs, c.code, c.want)
		}
	}
}

// TestABadLineStopsNothing sends lines through clean and tag as scripts do.
func TestABadLineStopsNothing(t *testing.T) {
	in := `{"id":"a","text":"TEHRAN- The foreign ministers of Iran and Pakistan met in Tehran on Monday."}` + "\n{\"id\":\n" +
		`{"id":"c","text":"The weather is fine."}` + "\n"
	code, cleaned, errs := rasad(t, in, "clean")
	if code != 1 || !strings.Contains(errs, "line 2") || strings.Count(cleaned, "\n") != 3 {
		t.Errorf("clean: code %d, %q\n%s", code, errs, cleaned)
	}
	code, tagged, errs := rasad(t, cleaned, "tag")
	if code != 0 || strings.Count(tagged, "\n") != 3 {
		t.Errorf("tag: code %d, %q\n%s", code, errs, tagged)
	}
}
