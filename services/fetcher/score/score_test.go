package score_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rasad-project/rasad/kit/lines"
	"github.com/rasad-project/rasad/services/fetcher/score"
)

func TestSame(t *testing.T) {
	for _, c := range []struct {
		name, got, want string
		same            bool
	}{
		{"equal", "a", "a", true},
		{"space around", " a\n", "a", true},
		{"references", "a &amp; b", "a & b", true},
		{"order of attributes", `<a b="1" c="2">x</a>`, `<a c="2" b="1">x</a>`, true},
		{"space in text", "<p>a  b</p>", "<p>a\nb</p>", true},
		{"other text", "a", "b", false},
		{"other tag", "<b>a</b>", "<i>a</i>", false},
		{"other attribute", `<a href="x">a</a>`, `<a href="y">a</a>`, false},
		{"empty", "", "a", false},
	} {
		if got := score.Same(c.got, c.want); got != c.same {
			t.Errorf("%s: got %v", c.name, got)
		}
	}
}

func TestAgainst(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"files.jsonl": `{"file":"a.xml","wellformed":true}
{"file":"b.xml","wellformed":false}`,
		"cases.jsonl": `{"id":"1","file":"a.xml","group":"rss","field":"feed.title","op":"eq","expected":"T","base":"http://x.example/"}
{"id":"2","file":"a.xml","group":"rss","field":"entries[0].tags[0].term","op":"ne","expected":null}
{"id":"3","file":"a.xml","group":"atom","field":"entries[0].updated_parsed","op":"eq","expected":"2024-03-05T08:00:00Z"}
{"id":"4","file":"a.xml","group":"atom","field":"entries.length","op":"eq","expected":1}
{"id":"5","file":"a.xml","group":"atom","field":"entries[0].enclosures[0].href","op":"eq","expected":"http://x.example/e"}`,
		"damaged.jsonl": `{"id":"02_x","file":"a.xml","complete":1,"expected":[{"title":"A","link":"l","date":"d"}]}
{"id":"52_y","file":"a.xml","complete":1,"expected":[{"title":"A","link":"l","date":"e"}]}`,
		"dates.jsonl": `{"input":"2024-03-05T08:00:00Z","expected":"2024-03-05T08:00:00Z"}
{"input":"never","expected":null}
{"input":"never","expected":"2024-03-05T08:00:00Z"}`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	set, err := score.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(set.Manifest()), 2; got != want {
		t.Errorf("got %d feeds, want %d", got, want)
	}
	r := set.Against(map[string]lines.Parsed{"a.xml": {
		OK: true, Feed: lines.ParsedFeed{Title: "T"},
		Entries: []lines.ParsedEntry{{Title: "A", Link: "l", Published: "d", Categories: []string{"c"}, Enclosures: []lines.Enclosure{{URL: "http://x.example/e"}}}},
	}})
	var out strings.Builder
	r.Print(&out, true)
	want := `  miss 3 entries[0].updated_parsed: want eq "2024-03-05T08:00:00Z", got ""
  miss 52_y: 1 items; right: 1 titles, 1 links, 0 dates
  miss date "never": want 2024-03-05T08:00:00Z, got unknown
well-formed files read: 1/1
ill-formed files read: 0/1
field values: 4/5 = 0.800  atom 2/3 rss 2/2
damaged feeds wholly recovered: 1/1   date forms: 0/1   dates: 2/3
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}

func TestLoadNothing(t *testing.T) {
	if _, err := score.Load(t.TempDir()); err == nil {
		t.Error("a folder without cases is no set")
	}
}
