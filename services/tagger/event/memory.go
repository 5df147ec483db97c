package event

import (
	"cmp"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/tagger/text"
	"github.com/rasad-project/rasad/services/tagger/watch"
)

// memory is what the coder keeps while it reads one article. Its slices are kept
// from article to article.
type memory struct {
	sentence    sentence
	mentions    []mention
	found       []candidate
	lastSubject sides   // whom the sentence before was about
	pair        sides   // who "the two sides" are
	home        sides   // whose offices are meant when no country is named
	own         sides   // whose own report it is
	names       []known // surnames that were given with their office
	offices     []known // offices that were given with their country
	published   date
}

func (m *memory) reset(in *Input) {
	m.found, m.names, m.offices = m.found[:0], m.names[:0], m.offices[:0]
	m.lastSubject, m.pair = 0, both
	m.own = sideOf(in.Own, in.Parties)
	m.home = cmp.Or(sideOf(in.Home, in.Parties), m.own)
	m.published = dayOf(in.Published)
}

// sideOf is the party's side, 0 for no party.
func sideOf(p news.Party, parties [2]news.Party) sides {
	switch p {
	case "":
		return 0
	case parties[0]:
		return first
	case parties[1]:
		return second
	}
	return third
}

// The bounds on the work for one field: what is news stands near its top, and a
// sentence that goes on for ever is none.
const (
	maxSentences = 60
	maxWords     = 200 // of a sentence
)

type field uint8

const (
	titleField field = iota
	textField
)

func (f field) String() string {
	if f == titleField {
		return "title"
	}
	return "text"
}

// readField codes the sentences of one field. Its mentions are in order.
func (m *memory) readField(f field, d *text.Doc, ms []watch.Match, parties [2]news.Party, x *lexicon) {
	if d == nil {
		return
	}
	s := &m.sentence
	s.memory, s.x, s.src, s.field = m, x, d.Src, f
	for i, sent := range d.Sents[:min(len(d.Sents), maxSentences)] {
		sent.Last = min(sent.Last, sent.First+maxWords)
		ms = m.take(ms, sent, parties)
		s.index = i
		if s.read(d.Toks[sent.First:sent.Last], m.mentions) {
			s.code()
		}
	}
}

// take makes the mentions of one sentence and returns those after it.
func (m *memory) take(ms []watch.Match, sent text.Sent, parties [2]news.Party) []watch.Match {
	m.mentions = m.mentions[:0]
	for len(ms) > 0 && ms[0].First < sent.Last {
		if w := &ms[0]; w.First >= sent.First && w.Last <= sent.Last {
			m.mentions = append(m.mentions, mention{
				start: int(w.First - sent.First), end: int(w.Last - sent.First),
				sides: sidesOf(w.Entity, parties), kind: kindOf(w.Entity.Kind),
			})
		}
		ms = ms[1:]
	}
	return ms
}

// sidesOf is on whose behalf an entity acts: an armed group on its own, whatever
// country it comes from.
func sidesOf(e *watch.Entity, parties [2]news.Party) sides {
	if e.Kind == watch.Group {
		return third
	}
	return sideOf(e.Party, parties)
}

// kindOf is what a watch's entity is to a sentence.
func kindOf(k watch.Kind) mentionKind {
	switch k {
	case watch.Demonym:
		return mDemonym
	case watch.Person:
		return mPerson
	case watch.Place:
		return mPlace
	case watch.Office, watch.Force, watch.Agency, watch.Company:
		return mBody
	case watch.Group:
		return mArmed
	}
	return mName
}
