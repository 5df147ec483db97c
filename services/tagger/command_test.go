package tagger_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/lines"
	"github.com/rasad-project/rasad/services/tagger"
)

// call runs a command and returns its exit code and what it wrote.
func call(t *testing.T, c *cli.Command, stdin string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	root := &cli.Command{Name: "rasad", Sub: []*cli.Command{c}}
	code = cli.Main(t.Context(), root, args, cli.IO{
		Getenv: func(string) string { return "" }, In: strings.NewReader(stdin), Out: &out, Err: &errs,
	})
	return code, out.String(), errs.String()
}

const (
	about = `{"id":"a","title":"Iranian minister meets Pakistani counterpart","text":"The two ministers met in Tehran on Monday and signed an agreement on trade.","published":"2024-01-30"}`
	// doubted has an event between the two and one that is not trusted, a talk.
	doubted = `{"id":"c","title":"Iran and Pakistan sign border agreement","text":"Iran and Pakistan signed an agreement on their border on Monday. Officials of India, who met in Kabul, denied that Pakistan had deported, after talks failed, hundreds of Iranians."}`
	other   = `{"id":"b","title":"A bridge opens","text":"The mayor opened a bridge.","paragraphs":["The mayor opened a bridge."],"removed":[]}`
)

func TestTagCommand(t *testing.T) {
	code, out, errs := call(t, tagger.TagCommand(), about+"\n{\"id\":\"bad\",\"title\":7}\n\n"+other+"\nnot json\n", "tag")
	if code != 1 || !strings.Contains(errs, "lines that could not be used: 2") || !strings.Contains(errs, "line 2") {
		t.Errorf("got code %d, stderr %q; want 1 and the bad lines counted", code, errs)
	}
	got := strings.Split(strings.TrimSpace(out), "\n")
	if len(got) != 4 {
		t.Fatalf("got %d lines, want 4:\n%s", len(got), out)
	}
	var first, third lines.Tagged
	decode(t, got[0], &first)
	decode(t, got[2], &third)
	if first.ID != "a" || !first.Relevant || first.Tone != "cooperative" || len(first.Events) == 0 || len(first.Evidence) == 0 {
		t.Errorf("got %+v, want a relevant verdict", first)
	}
	if third.ID != "b" || third.Relevant {
		t.Errorf("got %+v, want a verdict that is not relevant", third)
	}
	var fault lines.Fault
	if decode(t, got[1], &fault); fault.ID != "bad" || !strings.Contains(fault.Error, `"title"`) {
		t.Errorf("got %+v, want the fault of line 2 to name its field", fault)
	}
	for _, key := range []string{"id", "relevant", "score", "topics", "tone", "events", "actors", "places", "evidence", "why"} {
		if !strings.Contains(got[2], `"`+key+`":`) || strings.Contains(got[2], `"`+key+`":null`) {
			t.Errorf("field %q is missing or null in %s", key, got[2])
		}
	}
}

func decode(t *testing.T, line string, v any) {
	t.Helper()
	if err := json.Unmarshal([]byte(line), v); err != nil {
		t.Fatalf("%v: %s", err, line)
	}
}

func TestExplainIsOneScreen(t *testing.T) {
	code, out, errs := call(t, tagger.TagCommand(), other+"\n"+about+"\n", "tag", "--explain", "--id", "a")
	if code != 0 || errs != "" {
		t.Fatalf("got code %d, stderr %q", code, errs)
	}
	if n := strings.Count(out, "\n"); n > 40 {
		t.Errorf("got %d lines, want a screen of at most 40:\n%s", n, out)
	}
	for _, want := range []string{"relevant, level", "log odds", "relevance.", "event.", "topics:"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing:\n%s", want, out)
		}
	}
	if strings.Contains(out, "bridge") {
		t.Errorf("the other line is explained too:\n%s", out)
	}
	if _, out, _ := call(t, tagger.TagCommand(), doubted+"\n", "tag", "--explain"); !strings.Contains(out, "not told, trusted 0.") || !strings.Contains(out, "PAK CONSULT IRN") {
		t.Errorf("what is not trusted is not shown:\n%s", out)
	}
	code, out, errs = call(t, tagger.TagCommand(), `{"id":"x","title":7}`+"\nno line\n"+about+"\n", "tag", "--explain")
	if code != 1 || !strings.Contains(out, "relevant, level") || !strings.Contains(errs, `lines that could not be used: 2, the first: line 1: field "title"`) {
		t.Errorf("bad lines before a good one: got code %d, stderr %q:\n%s", code, errs, out)
	}
	if code, _, errs := call(t, tagger.TagCommand(), other+"\n", "tag", "--explain", "--id", "z"); code != 1 || !strings.Contains(errs, `"z"`) {
		t.Errorf("unknown id: got code %d, stderr %q", code, errs)
	}
}

func TestTagCommandFaults(t *testing.T) {
	broken := filepath.Join(t.TempDir(), "watch.yaml")
	if err := os.WriteFile(broken, []byte("name: x\nplanets: []\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		args []string
		code int
		want string
	}{
		{"an argument", []string{"tag", "file.jsonl"}, 2, "standard input"},
		{"no such watch", []string{"tag", "--watch", "/nonexistent"}, 1, "/nonexistent"},
		{"a watch with a fault", []string{"tag", "--watch", broken}, 1, "watch.yaml:2"},
	} {
		if code, _, errs := call(t, tagger.TagCommand(), "", c.args...); code != c.code || !strings.Contains(errs, c.want) {
			t.Errorf("%s: got code %d, stderr %q; want %d with %q", c.name, code, errs, c.code, c.want)
		}
	}
}

// TestEvalCommand scores the texts beside this test as if they were a gold set, in
// which the labels are what must differ for the scores to differ.
func TestEvalCommand(t *testing.T) {
	dir := t.TempDir()
	copyFile(t, "testdata/texts/items.jsonl", filepath.Join(dir, "items.jsonl"), func(b []byte) []byte { return b })
	copyFile(t, "testdata/texts/gold.jsonl", filepath.Join(dir, "gold.jsonl"), func(b []byte) []byte {
		b = bytes.Replace(b, []byte(`"source": "own"`), []byte(`"source": "other"`), 40)
		return bytes.Replace(b, []byte(`"rel": 2`), []byte(`"rel": 0`), 1)
	})
	code, out, errs := call(t, tagger.EvalCommand(), "", "tag", "--wrong", dir)
	if code != 0 || errs != "" {
		t.Fatalf("got code %d, stderr %q", code, errs)
	}
	for _, want := range []string{"cross-validation by source", "strict P", "  fa  ", "  all  ", "evidence spans true", "  false  "} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing:\n%s", want, out)
		}
	}
	if code, _, errs := call(t, tagger.EvalCommand(), "", "tag", "testdata/texts"); code != 1 || !strings.Contains(errs, "two sources") {
		t.Errorf("one source: got code %d, stderr %q", code, errs)
	}
}

func copyFile(t *testing.T, from, to string, change func([]byte) []byte) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, change(b), 0o600); err != nil {
		t.Fatal(err)
	}
}
