// Package match finds many phrases in a text at once. A phrase is looked up under
// its rarest word only, so that most words of a text cost one look at the filter of
// a table; the words around a hit are then compared by hash.
package match

import (
	"cmp"
	"slices"

	"github.com/rasad-project/rasad/services/tagger/text"
)

// Phrase is a run of words to find.
type Phrase struct {
	ID    int32    // what a hit reports
	Words []uint64 // as text.Hashes gives them
	// Exact holds the words as they must be spelled, to the letter; nil to match
	// whatever folds alike.
	Exact []string
	// Before and After are how many of Words at either end must stand there and
	// are no part of the hit.
	Before, After int32
}

// Hit is a phrase found: the tokens [First, Last).
type Hit struct {
	ID          int32
	First, Last int32
	Words       int32 // of the phrase, with those that are no part of the hit
}

// Index is a set of phrases. It is read only and safe for concurrent use.
type Index struct {
	phrases []entry
	anchors text.Table[run]
}

type entry struct {
	Phrase
	anchor int32 // which of Words it is filed under
}

// run is phrases[first:last], all filed under one word.
type run struct{ first, last int32 }

// New files the phrases. Those that leave no word to hit are left out.
func New(phrases []Phrase) *Index {
	uses := map[uint64]int{}
	for _, w := range text.Common { // rare among names, and in every line of a text
		uses[w] = len(phrases)
	}
	for _, p := range phrases {
		for _, w := range p.Words {
			uses[w]++
		}
	}
	x := &Index{}
	for _, p := range phrases {
		if int32(len(p.Words)) > p.Before+p.After {
			x.phrases = append(x.phrases, entry{p, rarest(p.Words, uses)})
		}
	}
	slices.SortStableFunc(x.phrases, func(a, b entry) int { return cmp.Compare(a.key(), b.key()) })
	x.gather()
	x.file()
	return x
}

func (e *entry) key() uint64 { return e.Words[e.anchor] }

// rarest returns the place of the word that the fewest phrases use.
func rarest(words []uint64, uses map[uint64]int) int32 {
	best := 0
	for i, w := range words {
		if uses[w] < uses[words[best]] {
			best = i
		}
	}
	return int32(best)
}

// gather puts the words of phrases that are compared one after the other side by side.
func (x *Index) gather() {
	var words []uint64
	for i := range x.phrases {
		words = append(words, x.phrases[i].Words...)
	}
	for i := range x.phrases {
		n := len(x.phrases[i].Words)
		x.phrases[i].Words, words = words[:n:n], words[n:]
	}
}

func (x *Index) file() {
	runs := map[uint64]run{}
	for i := range x.phrases {
		h := x.phrases[i].key()
		r, ok := runs[h]
		if !ok {
			r.first = int32(i)
		}
		r.last = int32(i) + 1
		runs[h] = r
	}
	x.anchors = text.NewTable(runs)
}

// All appends every hit in d to hits, in the order of the words they are filed
// under, overlapping ones too.
func (x *Index) All(d *text.Doc, hits []Hit) []Hit {
	for i := range d.Toks {
		h := d.Toks[i].Hash
		if !x.anchors.May(h) {
			continue
		}
		if r := x.anchors.Get(h); r != nil {
			hits = x.at(d, int32(i), *r, hits)
		}
	}
	return hits
}

// at appends the hits of r, the anchor of which is token i.
func (x *Index) at(d *text.Doc, i int32, r run, hits []Hit) []Hit {
	for p := r.first; p < r.last; p++ {
		e := &x.phrases[p]
		if first := i - e.anchor; e.stands(d, first) {
			n := int32(len(e.Words))
			hits = append(hits, Hit{e.ID, first + e.Before, first + n - e.After, n})
		}
	}
	return hits
}

// stands reports whether e's words are the tokens of d from first on.
func (e *entry) stands(d *text.Doc, first int32) bool {
	if first < 0 || int(first)+len(e.Words) > len(d.Toks) {
		return false
	}
	for k, w := range e.Words {
		if d.Toks[int(first)+k].Hash != w {
			return false
		}
	}
	for k, w := range e.Exact {
		if d.Word(first+int32(k)) != w {
			return false
		}
	}
	return true
}

// Longest appends the hits in d that lie in no longer one, from left to right;
// of those that cross each other the first stands. Of two at one place the one
// with more words around it is reported, then the one that New saw first.
func (x *Index) Longest(d *text.Doc, hits []Hit) []Hit {
	from := len(hits)
	hits = x.All(d, hits)
	found := hits[from:]
	for i := 1; i < len(found); i++ { // nearly sorted already
		for k := i; k > 0 && before(found[k], found[k-1]); k-- {
			found[k], found[k-1] = found[k-1], found[k]
		}
	}
	kept, end := 0, int32(0)
	for _, h := range found {
		if h.First >= end {
			found[kept] = h
			kept++
			end = h.Last
		}
	}
	return hits[:from+kept]
}

func before(a, b Hit) bool {
	if a.First != b.First {
		return a.First < b.First
	}
	if a.Last != b.Last {
		return a.Last > b.Last
	}
	return a.Words > b.Words
}
