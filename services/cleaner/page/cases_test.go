package page

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rasad-project/rasad/services/cleaner/page/made"
)

// eachCase runs do over the pages made by hand in a folder, a test for each.
func eachCase(t *testing.T, dir string, atLeast int, do func(t *testing.T, c made.Page)) {
	pages, err := made.Load(dir)
	if err != nil || len(pages) < atLeast {
		t.Fatalf("%d pages in %s, want %d or more: %v", len(pages), dir, atLeast, err)
	}
	for _, c := range pages {
		t.Run(c.Name, func(t *testing.T) { do(t, c) })
	}
}

func TestCases(t *testing.T) {
	eachCase(t, "testdata", 25, func(t *testing.T, c made.Page) {
		p, err := Read([]byte(c.HTML), Options{URL: "https://herald.test/news/1"})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := string(p.Kind), c.Facts["kind"]; got != want {
			t.Fatalf("kind %q, want %q", got, want)
		}
		if c.Want != nil {
			if diff := cmp.Diff(c.Want, kept(p)); diff != "" {
				t.Errorf("text: -want +got:\n%s", diff)
			}
		}
		cuts := make(map[string]bool)
		for _, b := range p.Blocks {
			cuts[b.Cut+": "+b.Text] = true
		}
		for _, want := range c.Cuts {
			if !cuts[want] {
				t.Errorf("no cut %q among %q", want, slices.Sorted(maps.Keys(cuts)))
			}
		}
		checkFacts(t, c.Facts, p)
	})
}

// TestRivers holds the model to the pages it also learnt from: no line of another
// story is kept, and no line of the story is lost for it.
func TestRivers(t *testing.T) {
	eachCase(t, "testdata/rivers", 20, func(t *testing.T, c made.Page) {
		p, err := Read([]byte(c.HTML), Options{})
		if err != nil {
			t.Fatal(err)
		}
		named := 0
		for _, b := range p.Blocks {
			if !slices.Contains(c.Never, b.Text) {
				continue
			}
			named++
			if b.Kept() {
				t.Errorf("%q was kept", b.Text)
			}
		}
		if named != len(c.Never) {
			t.Errorf("%d of the %d lines that are never to be kept are on the page", named, len(c.Never))
		}
		text := kept(p)
		for _, want := range c.Want {
			if !slices.Contains(text, want) {
				t.Errorf("%q was lost", want)
			}
		}
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
	eachCase(t, "testdata", 25, func(t *testing.T, c made.Page) {
		first, err := Read([]byte(c.HTML), Options{})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			again, err := Read([]byte(c.HTML), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(first, again); diff != "" {
				t.Fatalf("-first +again:\n%s", diff)
			}
		}
	})
}
