package page

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// testCase is a file of testdata, in the txtar format: a page, the paragraphs that
// are to stay, cuts that are to be made as "reason: text", and the facts that are to
// be found. A case that only says what kind of page it is wants no text.
type testCase struct {
	page  string
	want  []string
	cuts  []string
	facts map[string]string
}

func readCase(t *testing.T, file string) testCase {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	c := testCase{facts: make(map[string]string)}
	section := ""
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "-- ") && strings.HasSuffix(line, " --"):
			section = strings.Trim(line, "- ")
		case section == "page.html":
			c.page += line + "\n"
		case section == "want":
			c.want = append(c.want, line)
		case section == "cuts":
			c.cuts = append(c.cuts, line)
		default:
			k, v, _ := strings.Cut(line, ": ")
			c.facts[k] = v
		}
	}
	return c
}

func eachCase(t *testing.T, do func(t *testing.T, c testCase)) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) < 25 {
		t.Fatalf("%d pages in testdata, want 25 or more: %v", len(files), err)
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txtar"), func(t *testing.T) { do(t, readCase(t, f)) })
	}
}

func TestCases(t *testing.T) {
	eachCase(t, func(t *testing.T, c testCase) {
		p, err := Read([]byte(c.page), Options{URL: "https://herald.test/news/1"})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := string(p.Kind), c.facts["kind"]; got != want {
			t.Fatalf("kind %q, want %q", got, want)
		}
		if c.want != nil {
			if diff := cmp.Diff(c.want, kept(p)); diff != "" {
				t.Errorf("text: -want +got:\n%s", diff)
			}
		}
		cuts := make(map[string]bool)
		for _, b := range p.Blocks {
			cuts[b.Cut+": "+b.Text] = true
		}
		for _, want := range c.cuts {
			if !cuts[want] {
				t.Errorf("no cut %q among %q", want, slices.Sorted(maps.Keys(cuts)))
			}
		}
		checkFacts(t, c.facts, p)
	})
}

// checkFacts compares the facts that a case names. A case with text and no date is
// one that must have none.
func checkFacts(t *testing.T, want map[string]string, p *Page) {
	t.Helper()
	got := map[string]string{
		"title": p.Title, "byline": strings.Join(p.Byline, ", "), "published": p.Published.String(),
		"language": p.Language, "site": p.Site, "kind": string(p.Kind),
	}
	for k, v := range want {
		if got[k] != v {
			t.Errorf("%s %q, want %q", k, got[k], v)
		}
	}
	if want["title"] != "" && want["published"] == "" && got["published"] != "" {
		t.Errorf("published %s of a page that shows no date", got["published"])
	}
}

func kept(p *Page) []string {
	var out []string
	for _, b := range p.Blocks {
		if b.Kept() {
			out = append(out, b.Text)
		}
	}
	return out
}

// TestTheSameEveryTime reads every page again and again: the same bytes give the same
// blocks, scores and facts.
func TestTheSameEveryTime(t *testing.T) {
	eachCase(t, func(t *testing.T, c testCase) {
		first, err := Read([]byte(c.page), Options{})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			again, err := Read([]byte(c.page), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(first, again); diff != "" {
				t.Fatalf("-first +again:\n%s", diff)
			}
		}
	})
}
