package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rasad-project/rasad/corpus"
)

// The plan. Round 0 is the corpus, on its own sites and all there from the start.
// In each later round the wire brings perRound items, one every pace.
const (
	wireHost = "wire.test"
	perRound = 200
	pace     = 250 * time.Millisecond
)

// item is what the outlets offer, by the names that the store keeps.
type item struct{ feed, guid string }

// plan is what the outlets will have offered when a round is over, the round's own
// items and those of all before it.
func plan(texts []corpus.Text, round int) (own, before []item) {
	own = offered(corpus.Sites(texts)...)
	for n := 1; n <= round; n++ {
		before = append(before, own...)
		own = offered(wireOf(texts, n))
	}
	return own, before
}

// offered are the items of sites.
func offered(sites ...corpus.Site) (all []item) {
	for _, s := range sites {
		for _, t := range s.Texts {
			all = append(all, item{s.Feed(), t.GUID()})
		}
	}
	return all
}

// wireOf is the wire in one round: the texts of the corpus in turn, every line marked
// so that no two items are alike.
func wireOf(texts []corpus.Text, round int) corpus.Site {
	s := corpus.Site{Host: wireHost, Name: "Wire"}
	for n := range perRound {
		t := texts[n%len(texts)]
		mark := fmt.Sprintf(" (%d-%04d)", round, n)
		t.Set, t.File, t.Body = fmt.Sprintf("round-%d", round), fmt.Sprintf("%04d.txt", n), marked(t.Body, mark)
		if t.Gold.Title != nil {
			t.Gold.Title = new(*t.Gold.Title + mark)
		}
		s.Texts = append(s.Texts, t)
	}
	return s
}

func marked(body, mark string) string {
	lines := slices.Collect(strings.Lines(body))
	for i, l := range lines {
		if l = strings.TrimSpace(l); l != "" {
			lines[i] = l + mark + "\n"
		}
	}
	return strings.Join(lines, "")
}
