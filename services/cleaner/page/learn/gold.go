package learn

import (
	"slices"

	"github.com/rasad-project/rasad/services/cleaner/page"
)

// gram is how many words must match at a time for a run to be found in the gold.
const gram = 4

// labels returns for each run of a page the share of its words that are gold. A run
// of fewer than gram words is gold where it stands in the gold between its
// neighbours; of copies of one run only the best placed is.
func labels(s *page.Sample, gold string) []float32 {
	g := newGold(gold)
	out := make([]float32, s.Len())
	places := make([]place, s.Len())
	for i := range out {
		places[i] = g.find(s.Words(i))
		out[i] = places[i].share
	}
	g.short(s, places, out)
	oneCopy(s, places, out)
	return out
}

// place is where a run was found: its first and last words in the gold.
type place struct {
	from, to int
	share    float32
}

// goldText is the gold's words with an index of its runs of gram words.
type goldText struct {
	words []uint32
	grams map[uint64][]int
	ones  map[uint32][]int
}

func newGold(text string) *goldText {
	g := &goldText{words: page.Words(text), grams: make(map[uint64][]int), ones: make(map[uint32][]int)}
	for i, w := range g.words {
		g.ones[w] = append(g.ones[w], i)
		if i+gram <= len(g.words) {
			h := gramHash(g.words[i:])
			g.grams[h] = append(g.grams[h], i)
		}
	}
	return g
}

func gramHash(w []uint32) uint64 {
	var h uint64
	for _, x := range w[:gram] {
		h = h*1000003 ^ uint64(x)
	}
	return h
}

// find marks the words of a run that stand in the gold in runs of gram.
func (g *goldText) find(words []uint32) place {
	p := place{from: -1, to: -1}
	if len(words) < gram {
		return p
	}
	found := make([]bool, len(words))
	for i := range len(words) - gram + 1 {
		at := g.grams[gramHash(words[i:])]
		if len(at) == 0 {
			continue
		}
		for j := range gram {
			found[i+j] = true
		}
		if p.from < 0 {
			p.from = at[0] - i
		}
		p.to = at[0] + gram
		for _, a := range at {
			if a >= p.from && a < p.from+2*len(words) {
				p.to = a + gram
				break
			}
		}
	}
	n := 0
	for _, f := range found {
		if f {
			n++
		}
	}
	p.share = float32(n) / float32(len(words))
	return p
}

// slack is how many words of the gold may lie between a short run and its
// neighbour.
const slack = 3

// short labels the runs that are too short to be found by themselves.
func (g *goldText) short(s *page.Sample, places []place, out []float32) {
	for i := range out {
		words := s.Words(i)
		if len(words) == 0 || len(words) >= gram {
			continue
		}
		for _, at := range g.ones[words[0]] {
			if at+len(words) > len(g.words) || !slices.Equal(g.words[at:at+len(words)], words) {
				continue
			}
			if follows(places, i, at) || precedes(places, i, at+len(words)) {
				places[i] = place{at, at + len(words), 1}
				out[i] = 1
				break
			}
		}
	}
}

// follows reports whether the nearest run before i that was found ends where at is.
func follows(places []place, i, at int) bool {
	for j := i - 1; j >= max(0, i-12); j-- {
		if places[j].share > 0.5 {
			return at-places[j].to >= -slack && at-places[j].to <= slack
		}
	}
	return false
}

// precedes is follows for the nearest run after i.
func precedes(places []place, i, end int) bool {
	for j := i + 1; j < min(len(places), i+12); j++ {
		if places[j].share > 0.5 {
			return places[j].from-end >= -slack && places[j].from-end <= slack
		}
	}
	return false
}

// oneCopy leaves a run's label to the best placed of its copies.
func oneCopy(s *page.Sample, places []place, out []float32) {
	copies := make(map[uint64][]int)
	for i := range out {
		if out[i] > 0 {
			copies[runHash(s.Words(i))] = append(copies[runHash(s.Words(i))], i)
		}
	}
	for i := range out { // in page order, so that the result is the same every time
		group := copies[runHash(s.Words(i))]
		if len(group) < 2 || group[0] != i {
			continue
		}
		best := slices.MaxFunc(group, func(a, b int) int { return fit(places, a) - fit(places, b) })
		for _, j := range group {
			if j != best {
				out[j] = 0
			}
		}
	}
}

// fit is how many neighbours place a run.
func fit(places []place, i int) int {
	n := 0
	if follows(places, i, places[i].from) {
		n++
	}
	if precedes(places, i, places[i].to) {
		n++
	}
	return n
}

func runHash(words []uint32) uint64 {
	var h uint64
	for _, w := range words {
		h = h*1000003 ^ uint64(w)
	}
	return h
}
