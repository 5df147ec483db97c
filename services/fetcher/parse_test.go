package fetcher

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/lines"
)

// tool is a command line with what this package puts into one.
func tool(t *testing.T, stdin string, args ...string) (code int, out []lines.Parsed, stderr string) {
	t.Helper()
	root := &cli.Command{Name: "rasad", Sub: []*cli.Command{ParseCommand()}}
	var stdout, errs bytes.Buffer
	code = cli.Main(t.Context(), root, args, cli.IO{
		Getenv: func(string) string { return "" }, In: strings.NewReader(stdin), Out: &stdout, Err: &errs,
	})
	dec := json.NewDecoder(&stdout)
	for dec.More() {
		var p lines.Parsed
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return code, out, errs.String()
}

const small = `<rss version="2.0"><channel><title>T</title><item><title>A &amp; B</title><link>a?x=1&y=2</link><guid>1</guid>` +
	`<pubDate>Tue, 05 Mar 2024 08:00:00 IST</pubDate><category>c</category><enclosure url="/e.mp3" type="audio/mpeg" length="9"/></item></channel></rss>`

func TestParseCommand(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "feed.xml")
	page := filepath.Join(dir, "page.html")
	manifest := filepath.Join(dir, "m.jsonl")
	put(t, file, small)
	put(t, page, "<html><head><title>x</title></head></html>")
	line, _ := json.Marshal(lines.ManifestLine{File: file, Base: "https://x.example/rss", Headers: map[string]string{"Content-Language": "ur"}})
	put(t, manifest, string(line)+"\n")
	want := lines.Parsed{
		File: file, OK: true, Repairs: []string{"bare-ampersand"},
		Feed: lines.ParsedFeed{Title: "T", Language: "ur"},
		Entries: []lines.ParsedEntry{{
			ID: "1", Title: "A & B", Link: "https://x.example/a?x=1&y=2", Published: "2024-03-05T04:30:00Z",
			Categories: []string{"c"}, Enclosures: []lines.Enclosure{{URL: "https://x.example/e.mp3", Type: "audio/mpeg", Length: "9"}},
		}},
	}
	code, out, errs := tool(t, "", "parse", "--manifest", manifest, "--country", "IR")
	if code != 0 || errs != "" || len(out) != 1 {
		t.Fatalf("got %d, %d lines, %q", code, len(out), errs)
	}
	if diff := cmp.Diff(want, out[0]); diff != "" {
		t.Error(diff)
	}
	const whole = `<feed xmlns="http://www.w3.org/2005/Atom"><entry><content>C</content></entry></feed>`
	if _, out, _ := tool(t, whole, "parse", "-"); len(out) != 1 || out[0].Entries[0].Summary != "C" {
		t.Errorf("an item that has only a content: got %+v", out)
	}
	code, out, errs = tool(t, small, "parse", file, page, "-")
	if code != 1 || !strings.Contains(errs, "page.html: a web page, not a feed") || len(out) != 3 {
		t.Fatalf("got %d, %d lines, %q", code, len(out), errs)
	}
	if !out[0].OK || out[1].OK || out[1].Error == "" || !out[2].OK || out[2].File != "-" {
		t.Errorf("got %+v", out)
	}
	if code, _, _ := tool(t, "", "parse"); code != 2 {
		t.Errorf("no files: got exit code %d, want 2", code)
	}
	none := filepath.Join(dir, "none.xml")
	code, out, errs = tool(t, "", "parse", none, file)
	if code != 1 || !strings.Contains(errs, "none.xml: no such file") || len(out) != 2 || out[0].File != none || out[0].Error == "" || !out[1].OK {
		t.Errorf("a file that is not there: got %d, %q, %+v", code, errs, out)
	}
	if code, _, errs = tool(t, "", "parse", none, page); code != 1 || !strings.Contains(errs, "could not be read as feeds: 2") {
		t.Errorf("two bad files: got %d, %q", code, errs)
	}
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestOpenSet holds the reading of feeds against the open half of the cases:
// field values, damage and dates.
func TestOpenSet(t *testing.T) {
	dir := os.Getenv("RASAD_EVAL")
	if dir == "" {
		t.Skip("set RASAD_EVAL to the folder of the evaluation sets")
	}
	r, err := evalParse(t.Context(), filepath.Join(dir, "feeds"))
	if err != nil {
		t.Fatal(err)
	}
	r.Print(t.Output(), true)
	for name, c := range map[string]struct {
		passed, of int
		least      float64
	}{
		"well-formed files read":         {r.WellFormed.Passed, r.WellFormed.Of, 1},
		"field values":                   {r.Fields.Passed, r.Fields.Of, 0.95},
		"damaged feeds wholly recovered": {r.Damaged.Passed + 1, r.Damaged.Of, 1},
		"date forms":                     {r.DateForms.Passed, r.DateForms.Of, 0.9},
		"dates":                          {r.Dates.Passed, r.Dates.Of, 0.87},
	} {
		if c.of == 0 || float64(c.passed) < c.least*float64(c.of) {
			t.Errorf("%s: %d of %d, want %.0f %%", name, c.passed, c.of, 100*c.least)
		}
	}
}
