package cleaner

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/news"
)

// run runs a command and returns its exit code and what it wrote.
func run(t *testing.T, c *cli.Command, in string, args ...string) (code int, out, errs string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = cli.Main(t.Context(), c, args, cli.IO{
		Getenv: func(string) string { return "" }, In: strings.NewReader(in), Out: &stdout, Err: &stderr,
	})
	return code, stdout.String(), stderr.String()
}

const tehran = "TEHRAN- " + story + "\\nIANS\\nLeave a Comment"

func TestCleanCommand(t *testing.T) {
	in := `{"id":"1","url":"https://herald.test/x","text":"` + tehran + `","title":"Ministers meet","published":"2024-01-27T21:51:00Z","feed_title":"The Herald"}` + "\n" +
		`{"id":"2","url":"","text":"x","html":"<p>x"}` + "\n" +
		`{"id":"3","url":"","html":"<html><body><p>` + story + `</p></body></html>"}` + "\n" +
		`{"id":"4","text":"x","published":"never"}` + "\n"
	want := []string{
		`{"id":"1","title":"Ministers meet","published":"2024-01-27T21:51:00Z","published_precision":"second","published_from":"feed","byline":"","language":"en","site":"The Herald",` +
			`"dateline":{"place":"TEHRAN","agency":"IANS"},"paragraphs":["` + story + `"],"text":"` + story + `",` +
			`"removed":[{"text":"TEHRAN-","reason":"dateline"},{"text":"IANS","reason":"agency credit"},{"text":"Leave a Comment","reason":"comment"}]}`,
		`{"id":"2","error":"fields \"html\" and \"text\": a line has one of them"}`,
		`{"id":"3","title":"","published":"","published_precision":"","published_from":"","byline":"","language":"en","site":"","dateline":{"place":"","agency":""},` +
			`"paragraphs":["` + story + `"],"text":"` + story + `","removed":[]}`,
		`{"id":"4","error":"field \"published\": \"never\" is not a date"}`,
	}
	for _, workers := range []string{"1", "2", "7"} {
		code, out, errs := run(t, CleanCommand(), in, "--workers", workers)
		if diff := cmp.Diff(want, strings.Split(strings.TrimSpace(out), "\n")); diff != "" {
			t.Errorf("%s workers, -want +got:\n%s", workers, diff)
		}
		if code != 1 || !strings.Contains(errs, "lines that could not be used: 2, the first: line 2") {
			t.Errorf("%s workers: exit code %d, stderr %q", workers, code, errs)
		}
	}
}

func TestExplain(t *testing.T) {
	in := `{"id":"1","text":"` + tehran + `"}` + "\n\nnot json\n"
	code, out, errs := run(t, CleanCommand(), in, "--explain")
	for _, want := range []string{
		"# (no title)", "dateline TEHRAN / IANS", "comment  \x1b[9mLeave a Comment\x1b[29m", "  " + story,
	} {
		if !strings.Contains(out, want) {
			t.Errorf("the output lacks %q:\n%s", want, out)
		}
	}
	if code != 1 || !strings.Contains(errs, "line 3: not JSON") {
		t.Errorf("exit code %d, stderr %q", code, errs)
	}
}

// TestExplainTellsWhatDecided wants the score and the features below each block of a
// page, and the decisions that clean makes without them.
func TestExplainTellsWhatDecided(t *testing.T) {
	e := &news.Entry{Page: &news.Page{Body: []byte(`<nav><a href="/">Home and World</a></nav><article><h1>Ministers meet</h1><p>TEHRAN- ` + story + `</p></article>`)}}
	got := NewRules().Explain(e)
	a := NewRules().Clean(e)
	scores := regexp.MustCompile(`(?m)^ {16}\d\.\d\d  \S.* [+-]\d+\.\d`).FindAllString(got, -1)
	if len(a.Blocks) != 4 || len(scores) != 3 { // the dateline is part of a block
		t.Errorf("%d blocks, %d scores:\n%s", len(a.Blocks), len(scores), got)
	}
	for _, b := range a.Blocks {
		if !strings.Contains(got, b.Text) {
			t.Errorf("%q is not told of:\n%s", b.Text, got)
		}
	}
}

func TestCleanTakesNoArguments(t *testing.T) {
	if code, _, errs := run(t, CleanCommand(), "", "file.jsonl"); code != 2 || !strings.Contains(errs, "standard input") {
		t.Errorf("exit code %d, stderr %q", code, errs)
	}
}

// TestEvalCommand scores a set of one page.
func TestEvalCommand(t *testing.T) {
	dir := t.TempDir()
	gold := map[string]any{"id": "1", "file": "1.html.gz", "url": "https://herald.test/x", "title": "Ministers meet", "date": "2024-01-27", "author": []string{"Sana Malik"}, "text": story}
	line, err := json.Marshal(gold)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "gold.jsonl"), line)
	var page bytes.Buffer
	z := gzip.NewWriter(&page)
	_, _ = z.Write([]byte(`<html><head><title>Ministers meet</title><meta name="author" content="Sana Malik"><meta property="article:published_time" content="2024-01-27T08:00:00Z"></head>` +
		`<body><article><h1>Ministers meet</h1><p>` + story + `</p></article></body></html>`))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "1.html.gz"), page.Bytes())
	code, out, errs := run(t, EvalCommand(), "", dir)
	row := strings.Fields(out[strings.LastIndex(strings.TrimSpace(out), "\n")+1:])
	want := []string{dir, "1", "1.0000", "1.0000", "1.0000", "1.000", "1.000", "0.000", "1.000"}
	if diff := cmp.Diff(want, row); code != 0 || diff != "" {
		t.Errorf("exit code %d, stderr %q, -want +got:\n%s", code, errs, diff)
	}
}

func write(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestRegionalPages holds the cleaner to its mark on pages of Persian, Arabic and
// South Asian outlets: an F1 of 0.97.
func TestRegionalPages(t *testing.T) {
	root := os.Getenv("RASAD_EVAL")
	if root == "" {
		t.Skip("set RASAD_EVAL to the folder of the open evaluation sets to run this")
	}
	code, out, errs := run(t, EvalCommand(), "", filepath.Join(root, "extraction", "regional-dev"))
	fields := strings.Fields(out[strings.LastIndex(strings.TrimSpace(out), "\n")+1:])
	if code != 0 || len(fields) != 9 {
		t.Fatalf("exit code %d, stderr %q, output:\n%s", code, errs, out)
	}
	if f1, err := strconv.ParseFloat(fields[4], 64); err != nil || f1 < 0.97 {
		t.Errorf("F1 is %s, want 0.97 at least:\n%s", fields[4], out)
	}
}
