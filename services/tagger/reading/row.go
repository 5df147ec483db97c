package reading

import (
	"slices"
	"strings"

	"github.com/rasad-project/rasad/services/tagger/cue"
	"github.com/rasad-project/rasad/services/tagger/text"
	"github.com/rasad-project/rasad/services/tagger/watch"
)

// rows finds the rows of countries in a field: names with nothing between them
// but a comma, a hyphen or an "and".
func (f *Field) rows() {
	row := int32(0)
	for i := 0; i < len(f.Mentions); {
		end := i + 1
		for end < len(f.Mentions) && f.inRow(&f.Mentions[end-1], &f.Mentions[end]) {
			end++
		}
		if end > i+1 {
			row++
			f.row(f.Mentions[i:end], row)
		}
		i = end
	}
}

// row numbers the mentions of a row. One that an example opens ("countries like
// Iran and Pakistan") or that says where ("refugees in Iran, Pakistan") counts as
// a row of three.
func (f *Field) row(ms []Mention, row int32) {
	long := int32(0)
	if isOneOf(likes, f.hash(ms[0].First-1)) || f.where(ms) {
		long = 1
	}
	for i := range ms {
		ms[i].Row = row
		if !speaksAlready(ms[:i], &ms[i]) {
			long++
		}
	}
	for i := range ms {
		ms[i].Long = long
	}
}

// where reports whether a row names countries as the scene of something.
func (f *Field) where(ms []Mention) bool {
	for i := range ms {
		if ms[i].Entity.Kind != watch.Country {
			return false // "in Iranian-Pakistani relations"
		}
	}
	return isOneOf(within, f.hash(ms[0].First-1)) || f.hash(ms[len(ms)-1].Last) == withinAfter
}

func speaksAlready(before []Mention, m *Mention) bool {
	for i := range before {
		if b := &before[i]; b.Side == m.Side && (m.Side < Third || b.Entity == m.Entity) {
			return true
		}
	}
	return false
}

// inRow reports whether b goes on with the row that a is in.
func (f *Field) inRow(a, b *Mention) bool {
	if !country(a) || !country(b) || a.Sent != b.Sent || b.First-a.Last > 1 {
		return false
	}
	if b.First == a.Last {
		gap := f.Doc.Gap(b.First)
		return strings.ContainsAny(gap, ",،-–/؛;&")
	}
	return isOneOf(ands, f.Doc.Toks[a.Last].Hash)
}

func country(m *Mention) bool {
	return m.Counts && (m.Entity.Kind == watch.Country || m.Entity.Kind == watch.Demonym || m.Entity.Kind == watch.Capital)
}

var likes = text.Hashes("like as unlike including namely مانند نظیر همچون جیسے سمیت مثل بينها منها")

var within = text.Hashes("in across throughout to در به في إلى")

var withinAfter = text.Hash("میں")

var ands = text.Hashes("and or و اور یا vs the with با سے")

func isOneOf(words []uint64, h uint64) bool {
	return slices.Contains(words, h)
}

// hash is that of token i, 0 where there is none.
func (f *Field) hash(i int32) uint64 {
	if i < 0 || int(i) >= len(f.Doc.Toks) {
		return 0
	}
	return f.Doc.Toks[i].Hash
}

// count fills in what the sentences hold.
func (f *Field) count() {
	mention, hit := int32(0), int32(0)
	var near meeting
	for i := range f.Sentences {
		s, sent := &f.Sentences[i], &f.Doc.Sents[i]
		s.Mentions[0], s.Cues[0] = mention, hit
		for int(mention) < len(f.Mentions) && f.Mentions[mention].First < sent.Last {
			mention++
		}
		for int(hit) < len(f.Cues) && f.Cues[hit].First < sent.Last {
			s.Set |= f.Cues[hit].Set
			hit++
		}
		s.Mentions[1], s.Cues[1] = mention, hit
		if i == 0 || !f.Wrapped || f.Doc.Sents[i-1].Closed {
			near = meeting{}
		}
		near.read(s, f.Mentions[s.Mentions[0]:mention])
	}
}

// meeting holds the last mention of each party while a sentence is read, and the
// last that acts.
type meeting struct {
	last, actor [2]*Mention
}

// read looks at the mentions of a sentence in their order.
func (near *meeting) read(s *Sentence, ms []Mention) {
	s.Near = -1
	for i := range ms {
		m := &ms[i]
		if !m.Counts || m.Side == None {
			continue
		}
		s.Sides[m.Side]++
		if m.Side == Third {
			continue
		}
		o := near.last[1-m.Side]
		if a := near.actor[1-m.Side]; a != nil && !acts(m) && !acts(o) {
			o = a // "PIA | flies from Quetta | to Mashhad"
		}
		if o != nil {
			s.meet(o, m)
		}
		near.last[m.Side] = m
		if acts(m) {
			near.actor[m.Side] = m
		}
	}
	for i := range ms {
		if m := &ms[i]; m.Counts && m.Side < Third && crossing(m) && s.crosses() {
			s.cross(m.Side)
		}
	}
}

// crossingNear is how many words apart the parties are taken to be where the
// border is crossed.
const crossingNear = 6

// cross notes that a crossing of the border between the parties is named, which is
// the other's as much.
func (s *Sentence) cross(side Side) {
	s.Sides[1-side]++
	if s.Near < 0 || s.Near > crossingNear {
		s.Near = crossingNear
	}
}

// crosses reports whether the sentence speaks of the border or of what goes over it:
// a bus that overturns near a crossing does not.
func (s *Sentence) crosses() bool {
	return s.Set.Has(cue.Border) || s.Set.Has(cue.Trade) || s.Set.Has(cue.Migration) || s.Set.Has(cue.Pilgrimage)
}

func crossing(m *Mention) bool { return m.Entity.Where != nil && m.Entity.Where.Crossing }

// meet notes that mentions of the two parties follow one another.
func (s *Sentence) meet(a, b *Mention) {
	together := a.Row != 0 && a.Row == b.Row
	switch {
	case together && a.Long > 2:
		s.Listed = true
		return
	case together:
		s.Pair = true
	case !acts(a) && !acts(b) && !(s.crosses() && b.First-a.Last <= crossingNear):
		return // but "flights from | Mashhad | to | Lahore"
	}
	if gap := b.First - a.Last; s.Near < 0 || gap < s.Near {
		s.Near = max(gap, 0)
	}
}

// acts reports whether a mention is of its side itself or on the border, and not
// of a place somewhere in it.
func acts(m *Mention) bool {
	return m.Entity.Kind != watch.Place || m.Entity.Where != nil && m.Entity.Where.Border
}
