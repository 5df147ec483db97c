package identity

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func item(n int) Item {
	return Item{
		GUID: fmt.Sprintf("https://outlet.example/?p=%d", n), Link: fmt.Sprintf("https://outlet.example/news/%d/story", n),
		Title: fmt.Sprintf("Story %d", n), Summary: fmt.Sprintf("What happened in story %d.", n), Published: noon.Add(-time.Duration(n) * time.Hour),
	}
}

func itemsOf(ns ...int) []Item {
	var all []Item
	for _, n := range ns {
		all = append(all, item(n))
	}
	return all
}

// summary is findings as a reader takes them in: "new", "known", "twice", or what
// changed.
func summary(all []Finding) string {
	words := make([]string, len(all))
	for i, f := range all {
		switch {
		case f.Twice:
			words[i] = "twice"
		case f.New:
			words[i] = "new"
		case f.Change != "":
			words[i] = f.Change
		default:
			words[i] = "known"
		}
	}
	return strings.Join(words, " ")
}

// TestMatch polls a feed twice and tells what the second poll finds, by story.
func TestMatch(t *testing.T) {
	edit := func(n int, change func(*Item)) Item {
		it := item(n)
		change(&it)
		return it
	}
	for _, c := range []struct {
		name          string
		before, after []Item
		want          string
		sameIDs       bool // the items of the two polls have the same IDs, in order
	}{
		{"nothing changed", itemsOf(1, 2, 3), itemsOf(1, 2, 3), "known known known", true},
		{"one came", itemsOf(2, 3), itemsOf(1, 2, 3), "new known known", false},
		{"one fell off the bottom", itemsOf(1, 2, 3), itemsOf(1, 2), "known known", false},
		{"one that fell off came back", itemsOf(1, 2, 3), itemsOf(3, 1), "known known", false},
		{"in another order", itemsOf(1, 2, 3), itemsOf(3, 1, 2), "known known known", false},
		{"a new title", itemsOf(1), []Item{edit(1, func(i *Item) { i.Title = "Story one" })}, "title", true},
		{"a new body", itemsOf(1), []Item{edit(1, func(i *Item) { i.Summary = "Corrected." })}, "body", true},
		{"both new", itemsOf(1), []Item{edit(1, func(i *Item) { i.Title, i.Content = "T", "C" })}, "title,body", true},
		{"only markup changed", itemsOf(1), []Item{edit(1, func(i *Item) {
			i.Summary = `<p>What  happened in` + "\n" + `story 1.</p><img src="https://pixel.example/?r=8271">`
		})}, "known", true},
		{"only the date changed", itemsOf(1), []Item{edit(1, func(i *Item) { i.Published = noon })}, "known", true},
		{"a new id every time", itemsOf(1, 2), []Item{
			edit(1, func(i *Item) { i.GUID = "8f1b" }), edit(2, func(i *Item) { i.GUID = "22aa" }),
		}, "known known", true},
		{"a new id and a new title", itemsOf(1), []Item{edit(1, func(i *Item) { i.GUID, i.Title = "8f1b", "Another" })}, "title", true},
		{
			"an id that moved to https and www",
			[]Item{edit(1, func(i *Item) { i.GUID, i.Link = "http://outlet.example/?p=1", "" })},
			[]Item{edit(1, func(i *Item) { i.GUID, i.Link = "https://www.outlet.example/?p=1", "" })},
			"known", true,
		},
		{"the ids were dropped", itemsOf(1, 2), []Item{
			edit(1, func(i *Item) { i.GUID = "" }), edit(2, func(i *Item) { i.GUID = "" }),
		}, "known known", true},
		{"links with tracking", itemsOf(1), []Item{edit(1, func(i *Item) { i.GUID = ""; i.Link += "?utm_source=rss&fbclid=x" })}, "known", true},
		{"mobile and AMP links", itemsOf(1), []Item{edit(1, func(i *Item) { i.GUID = ""; i.Link = "https://m.outlet.example/news/1/story/amp/" })}, "known", true},
		{"a session in the link and a new id", itemsOf(1), []Item{
			edit(1, func(i *Item) { i.GUID = "9"; i.Link = "https://outlet.example/other/1;jsessionid=ab" }),
		}, "known", true}, // title and time tell
		{"the id was given to another story", itemsOf(1), []Item{edit(2, func(i *Item) { i.GUID = item(1).GUID })}, "new", false},
		{"every item links to the front page", []Item{
			edit(1, func(i *Item) { i.GUID, i.Link = "", "https://outlet.example/" }), edit(2, func(i *Item) { i.GUID, i.Link = "", "https://outlet.example/" }),
		}, []Item{
			edit(0, func(i *Item) { i.GUID, i.Link = "", "https://outlet.example/" }),
			edit(1, func(i *Item) { i.GUID, i.Link = "", "https://outlet.example/" }), edit(2, func(i *Item) { i.GUID, i.Link = "", "https://outlet.example/" }),
		}, "new known known", false},
		{"every item has the same id", []Item{
			edit(1, func(i *Item) { i.GUID = "0" }), edit(2, func(i *Item) { i.GUID = "0" }),
		}, []Item{
			edit(3, func(i *Item) { i.GUID = "0" }), edit(1, func(i *Item) { i.GUID = "0" }), edit(2, func(i *Item) { i.GUID = "0" }),
		}, "new known known", false},
		{"equal dates", []Item{
			edit(1, func(i *Item) { i.Published = noon }), edit(2, func(i *Item) { i.Published = noon }),
		}, []Item{
			edit(3, func(i *Item) { i.Published = noon }), edit(1, func(i *Item) { i.Published = noon }), edit(2, func(i *Item) { i.Published = noon }),
		}, "new known known", false},
		{"an older item put in below", itemsOf(1, 3), itemsOf(1, 2, 3), "known new known", false},
		{"equal titles and dates are two stories", []Item{
			edit(1, func(i *Item) { i.Title, i.Published = "Photos", noon }), edit(2, func(i *Item) { i.Title, i.Published = "Photos", noon }),
		}, []Item{
			edit(1, func(i *Item) { i.Title, i.Published = "Photos", noon }), edit(2, func(i *Item) { i.Title, i.Published = "Photos", noon }),
			edit(3, func(i *Item) { i.Title, i.Published = "Photos", noon }),
		}, "known known new", false},
		{"one item twice in a document", itemsOf(1), itemsOf(1, 1, 2, 2), "known twice new twice", false},
		{"a live blog's places", []Item{
			{GUID: "a", Link: "https://outlet.example/live#block-1", Title: "A"}, {GUID: "b", Link: "https://outlet.example/live#block-2", Title: "B"},
		}, []Item{
			{GUID: "c", Link: "https://outlet.example/live#block-3", Title: "C"}, {GUID: "a", Link: "https://outlet.example/live#block-1", Title: "A"},
		}, "new known", false},
		{"nothing but a title", []Item{{Title: "A"}, {Title: "B"}}, []Item{{Title: "A"}, {Title: "C"}}, "known new", false},
		{"nothing at all", []Item{{}}, []Item{{}, {}}, "known twice", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var m Memory
			first := m.Match("feed", c.before, noon)
			second := m.Match("feed", c.after, noon.Add(time.Hour))
			if got := summary(second); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if c.sameIDs && !slices.Equal(ids(first), ids(second)) {
				t.Errorf("the IDs were %q and are %q", ids(first), ids(second))
			}
			third := m.Match("feed", c.after, noon.Add(2*time.Hour))
			if slices.ContainsFunc(third, func(f Finding) bool { return !f.Known() }) {
				t.Errorf("a third poll of the same finds %q", summary(third))
			}
		})
	}
}

func ids(all []Finding) []string {
	out := make([]string, len(all))
	for i, f := range all {
		out[i] = f.ID
	}
	return out
}

func TestIDsSurviveALostMemory(t *testing.T) {
	digits := regexp.MustCompile(`^[0-9a-f]{32} [0-9a-f]{16}$`)
	var a, b Memory
	a.Match("feed", itemsOf(9, 8, 7), noon)
	x, y := a.Match("feed", itemsOf(1, 2), noon), b.Match("feed", itemsOf(2, 1), noon)
	if x[0].ID != y[1].ID || x[1].ID != y[0].ID || x[0].Revision != y[1].Revision {
		t.Errorf("got %+v and %+v", x, y)
	}
	if !digits.MatchString(x[0].ID + " " + x[0].Revision) {
		t.Errorf("%q and %q are not as an Entry wants them", x[0].ID, x[0].Revision)
	}
	if other := new(Memory).Match("another feed", itemsOf(1), noon); other[0].ID == x[0].ID {
		t.Error("an item of another feed has the same ID")
	}
}

func TestIDsAreUnique(t *testing.T) {
	reused := item(2)
	reused.GUID = item(1).GUID
	var m Memory
	first := m.Match("feed", itemsOf(1), noon)
	second := m.Match("feed", []Item{reused}, noon)
	if first[0].ID == second[0].ID {
		t.Error("another story with a used id has the used ID")
	}
}

func TestDeferredItemsComeAgain(t *testing.T) {
	var m Memory
	m.Match("feed", itemsOf(1), noon)
	edited := item(1)
	edited.Title = "Corrected"
	for try := range 3 {
		found := m.Match("feed", []Item{item(2), edited}, noon)
		if got := summary(found); got != "new title" || found[0].Tries != try || found[1].Tries != 0 {
			t.Fatalf("try %d: got %q, %+v", try, got, found)
		}
		m.Defer(found[0], true)
		m.Defer(found[1], false)
	}
	if got := summary(m.Match("feed", []Item{item(2), edited}, noon)); got != "new title" {
		t.Fatalf("got %q", got)
	}
	if got := summary(m.Match("feed", []Item{item(2), edited}, noon)); got != "known known" {
		t.Errorf("after it was not put off: %q", got)
	}
}

func TestOverlap(t *testing.T) {
	var m Memory
	m.Match("feed", itemsOf(1, 2), noon)
	if Overlap(m.Match("feed", itemsOf(5, 6), noon)) || !Overlap(m.Match("feed", itemsOf(6, 7), noon)) {
		t.Error("overlap is not seen as it is")
	}
	if m.Knows(itemsOf(8, 9)) || !m.Knows(itemsOf(9, 5)) {
		t.Error("what is known is not seen as it is")
	}
}

func TestMemoryIsBounded(t *testing.T) {
	var m Memory
	for round := range 100 {
		var all []Item
		for n := range 30 {
			all = append(all, item(round*30+n))
		}
		m.Match("feed", all, noon.Add(time.Duration(round)*time.Hour))
	}
	if got := len(m.Records); got != keepAtLeast+30 {
		t.Errorf("%d items are remembered, want %d", got, keepAtLeast+30)
	}
	if got := summary(m.Match("feed", itemsOf(99*30, 98*30), noon)); got != "known known" {
		t.Errorf("the newest were forgotten: %q", got)
	}
}

func TestMemoryAsBytes(t *testing.T) {
	var m, back Memory
	found := m.Match("feed", itemsOf(1, 2, 3), noon)
	m.Defer(found[1], true)
	data, err := m.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	if err := back.UnmarshalBinary(data); err != nil || !reflect.DeepEqual(m, back) {
		t.Errorf("got %+v, %v, want %+v", back, err, m)
	}
	for _, bad := range [][]byte{{99}, data[:len(data)-1], append(slices.Clone(data), 0)} {
		if err := back.UnmarshalBinary(bad); err == nil {
			t.Errorf("%d bytes of nonsense are read", len(bad))
		}
	}
}

// TestPollsInAnyOrderFindEachStoryOnce is the promise itself: whatever a feed
// does with its list, each story is new once.
func TestPollsInAnyOrderFindEachStoryOnce(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		var m Memory
		fresh := map[string]int{}
		for now := range 40 {
			var all []Item
			for n := max(0, now-8); n <= now; n++ {
				it := item(n)
				if rng.IntN(2) == 0 {
					it.GUID = fmt.Sprintf("random-%d", rng.Int())
				}
				if rng.IntN(3) == 0 {
					it.Link += fmt.Sprintf("?utm_id=%d", rng.Int())
				}
				all = append(all, it)
			}
			rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
			for i, f := range m.Match("feed", all, noon) {
				if f.New {
					fresh[all[i].Title]++
				}
			}
		}
		if len(fresh) != 40 {
			t.Fatalf("%d stories of 40 were found", len(fresh))
		}
		for title, n := range fresh {
			if n != 1 {
				t.Fatalf("%s was new %d times", title, n)
			}
		}
	}
}

func FuzzCanonical(f *testing.F) {
	f.Add("https://www.example.org/a?utm_source=x#rss")
	f.Add("https://cdn.ampproject.org/c/s/example.org/a.amp.html")
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := Canonical(Link(s)), Canonical(s); got != want {
			t.Errorf("%q: its link is %q, whose canonical form is %q, not %q", s, Link(s), got, want)
		}
	})
}
