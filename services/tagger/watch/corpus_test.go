package watch_test

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/rasad-project/rasad/services/tagger/text"
	"github.com/rasad-project/rasad/services/tagger/watch"
)

// gold is a line of a corpus's gold.jsonl.
type gold struct {
	File       string
	Title      string
	Paragraphs []string
	Actors     []string
	Relevant   bool
}

func readGold(t *testing.T, dir string) []gold {
	t.Helper()
	b, err := os.ReadFile("../../../corpus/" + dir + "/gold.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var all []gold
	for line := range bytes.Lines(b) {
		var g gold
		if err := json.Unmarshal(line, &g); err != nil {
			t.Fatal(err)
		}
		all = append(all, g)
	}
	return all
}

// named returns the entities that w finds in g.
func named(w *watch.Watch, g gold) []*watch.Entity {
	var d text.Doc
	d.Read(g.Title + "\n\n" + strings.Join(g.Paragraphs, "\n\n"))
	_, ms := w.Find(&d, nil, nil)
	var out []*watch.Entity
	for _, m := range ms {
		if !slices.Contains(out, m.Entity) {
			out = append(out, m.Entity)
		}
	}
	return out
}

// TestActorsOfTheSeeds wants every person that the gold lists under the one name it
// gives, and no other.
func TestActorsOfTheSeeds(t *testing.T) {
	w := shipped(t)
	for _, g := range readGold(t, "seeds") {
		var people []string
		for _, e := range named(w, g) {
			if e.Kind == watch.Person {
				people = append(people, e.Name)
			}
		}
		slices.Sort(people)
		slices.Sort(g.Actors)
		if !slices.Equal(people, g.Actors) {
			t.Errorf("%s: got %q, want %q", g.File, people, g.Actors)
		}
	}
}

// TestBothPartiesOfTheRelation wants both parties named in every text about the
// two.
func TestBothPartiesOfTheRelation(t *testing.T) {
	w := shipped(t)
	for _, dir := range []string{"seeds", "relation"} {
		for _, g := range readGold(t, dir) {
			var sides [2]bool
			for _, e := range named(w, g) {
				if side := w.Side(e.Party); side >= 0 && e.Kind != watch.Group {
					sides[side] = true
				}
			}
			if sides != [2]bool{true, true} {
				t.Errorf("%s: parties found: %v", g.File, sides)
			}
		}
	}
}
