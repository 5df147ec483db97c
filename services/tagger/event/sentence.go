package event

import (
	"slices"

	"github.com/rasad-project/rasad/services/tagger/text"
)

// sentence is what the coder knows of the sentence it reads. Its slices are
// kept between sentences.
type sentence struct {
	*memory
	x        *lexicon
	src      string // the whole field
	toks     []text.Tok
	lex      []lexeme // by token
	mentions []mention
	chunks   []chunk
	triggers []trigger
	marks    []mark
	times    []int  // tokens that are a number or a word of the calendar
	seen     class  // of any of its words: most looks for one end here
	words    uint64 // the bits of all its words
	field    field
	index    int // of the sentence in its field
}

// read looks every token up once and finds triggers and actors. It reports false,
// and finds none, when nobody is named that could act on another.
func (s *sentence) read(toks []text.Tok, mentions []mention) bool {
	s.toks, s.mentions = toks, mentions
	if !s.lookUp() && len(mentions) == 0 {
		return false
	}
	for k := range mentions {
		s.lex[mentions[k].start].at = int16(k + 1)
	}
	s.pair = pairOf(mentions, s.pair)
	s.findTriggers()
	s.findMarks()
	s.findChunks()
	return true
}

// pairOf is which two "the two sides" of a sentence are: those it names, else
// those of the last sentence that named two.
func pairOf(mentions []mention, last sides) sides {
	var named sides
	for k := range mentions {
		if mentions[k].kind != mPlace && mentions[k].kind != mArmed {
			named |= mentions[k].sides
		}
	}
	switch {
	case named&both == both:
		return both
	case named.single() && named&third != 0:
		return named
	}
	return last
}

// lookUp fills lex and reports whether a word can be an actor that the watch does
// not know: "the two sides", "his counterpart", an office or a name given before.
func (s *sentence) lookUp() (actors bool) {
	quoted := false
	s.seen, s.words = 0, 0
	s.lex, s.times = slices.Grow(s.lex[:0], len(s.toks))[:len(s.toks)], s.times[:0]
	offices := len(s.offices) > 0 || s.home != 0
	for i := range s.toks {
		t, l := &s.toks[i], &s.lex[i]
		*l = lexeme{entry: s.x.lookup(t.Hash)}
		s.words |= bitOf(t.Hash)
		if i+1 < len(s.toks) {
			if after := s.src[t.End:s.toks[i+1].Start]; after != " " {
				l.gap = gapOf(after)
				quoted = quoted || l.gap&gOpen != 0
			}
		}
		if e := l.entry; e != nil {
			l.class = e.class
			s.seen |= e.class
			l.actor = len(e.actors) > 0 || e.class&(cOffice|cModifier) != 0
			actors = actors || len(e.actors) > 0 || e.class&cCounterpart != 0 || offices && e.class&cOffice != 0
		}
		if len(s.names) > 0 && s.named(i) != 0 {
			l.actor, actors = true, true
		}
		if t.Flags&text.Digit != 0 || l.entry != nil && l.entry.tells() {
			s.times = append(s.times, i)
		}
	}
	if quoted {
		s.joinTerms()
	}
	return actors
}

func (s *sentence) mentionAt(i int) *mention {
	if i >= len(s.toks) || s.lex[i].at == 0 {
		return nil
	}
	return &s.mentions[s.lex[i].at-1]
}
