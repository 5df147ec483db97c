package event

import (
	"github.com/rasad-project/rasad/services/tagger/text"
)

// chunk is one actor as the text has it: "Pakistan's ambassador to Iran".
type chunk struct {
	start, end int // token indexes in the sentence
	sides      sides
	case_      class // the adposition it depends on, 0 for none
	head       bool  // it can act: a country's name, an office, a person
	place      bool  // nothing but a place
	post       bool  // an ambassador or the like
	counter    bool  // a counterpart whose country is not said
	office     bool  // an office whose country is not said: taken for the outlet's own
	generic    bool  // "the two sides", "gunmen": not named by the watch
	armed      bool  // gunmen, or an armed group
	speaks     bool  // a person or an office, not a country alone
	ergative   bool  // marked as who did it: "ایران نے"
	by         bool  // the same with a passive: "ایران کی جانب سے"
	border     bool  // with whom one has a border
	genitive   bool  // "Pakistan's": what follows is not an actor
	host       sides // whom an ambassador is sent to, in whose country an embassy stands
}

// marked reports whether c is marked as who did something.
func (c *chunk) marked() bool { return c.ergative || c.by }

// chunks finds the actors of the sentence, left to right, and joins those that
// stand side by side.
func (s *sentence) findChunks() {
	s.chunks = s.chunks[:0]
	for i := 0; i < len(s.toks); {
		if l := &s.lex[i]; l.at == 0 && !l.actor {
			i++
			continue
		}
		c, ok := s.chunkAt(i)
		if !ok {
			i++
			continue
		}
		s.setCase(&c)
		i = c.end
		if !s.join(c) {
			s.chunks = append(s.chunks, c)
		}
		if i < len(s.lex) && s.lex[i].class&cErgative != 0 {
			s.chunks[len(s.chunks)-1].ergative = true
		}
	}
}

// run is a noun phrase being read.
type run struct {
	c       chunk
	heads   int // how many office words
	last    int // end of what certainly belongs to the phrase
	persons int
	names   int  // unknown names at its end
	adj     bool // its country is an adjective
}

// chunkAt reads the actor that starts at token i.
func (s *sentence) chunkAt(i int) (chunk, bool) {
	r := run{c: chunk{start: i}, last: i}
	j := i
	for j < len(s.toks) {
		n := s.extend(&r, j)
		if n == j {
			break
		}
		j = n
	}
	c := r.c
	c.end = r.last
	switch {
	case c.end == i:
		return c, false
	case c.sides == 0 && r.heads == 0:
		return c, false
	case c.sides == 0 && !c.counter:
		c.sides, c.office = s.recall(&c)
	}
	if r.heads+r.persons > 0 {
		c.genitive = s.lex[c.end-1].class&cPossessive != 0 // "the commander's initiative"
		c.head, c.place, c.speaks = !c.genitive, false, !c.generic
	}
	if r.heads > 0 && !c.office && c.sides.single() && c.sides&third == 0 {
		s.note(c)
		if r.names > 0 {
			s.learn(c)
		}
	}
	return c, true
}

// extend takes what stands at token j into the phrase and returns where it
// ends, or j when it does not belong to it.
func (s *sentence) extend(r *run, j int) int {
	if j > r.c.start && (s.broken(j-1) || s.comma(j-1) && r.c.sides == 0) {
		return j // "crossing the border, | Pakistan's army chief"
	}
	if m := s.mentionAt(j); m != nil {
		return s.extendMention(r, j, m)
	}
	if n := s.extendGeneric(r, j); n > j {
		return n
	}
	if who := s.named(j); who != 0 && (r.c.sides == 0 || r.c.sides == who) {
		r.c.sides, r.c.head = who, true
		r.persons++
		r.last = j + 1
		return j + 1
	}
	cl := s.lex[j].class
	switch {
	case cl&cPossessive != 0 && r.c.sides != 0 && r.last == j:
		r.c.genitive = true
		r.last = j + 1
		return j + 1
	case cl&cOffice != 0 && !(s.verbAt(j) && r.heads+r.persons > 0):
		if s.x.headsFirst && r.c.sides != 0 && !r.adj {
			return j // "ایران | وزیر خارجه پاکستان": the office belongs to what follows
		}
		if s.x.order == vso && r.c.sides != 0 && s.proclitic(j) {
			return j // "الرئيس الإيراني | ورئيس الوزراء الباكستاني"
		}
		if s.x.postpositions && r.c.post && cl&cState != 0 {
			return j // "ایرانی سفیر | دفتر خارجہ طلب"
		}
		r.heads++
		r.c.post = r.c.post || cl&cPost != 0
		r.c.counter = r.c.counter || cl&cCounterpart != 0 && r.c.sides == 0
		r.last = j + 1
		return j + 1
	case cl&cModifier != 0 && !s.verbAt(j):
		return j + 1
	case cl&cGenitive != 0 && (r.c.sides != 0 || r.heads > 0) && j+1 < len(s.toks):
		return j + 1
	case cl&cOf != 0 && r.heads > 0 && r.c.sides == 0, cl&cWithin != 0 && s.seated(r, j):
		return s.afterArticles(j + 1)
	case r.c.post && r.c.sides != 0 && cl&(cTo|cPlace|cWith) != 0:
		return s.swallow(r, j)
	case r.heads > 0 && cl&(cOf|cConjunction|cWith) != 0 && (cl&cConjunction == 0 || s.x.headsFirst && r.c.sides == 0) && s.link(j):
		return j + 1
	case s.x.headsFirst && r.heads > 0 && r.c.sides == 0 && cl == 0 && r.last == j && !s.verbAt(j) && s.mentionAt(j+1) != nil && s.glued(j):
		return j + 1 // "نیروهای | اف‌سی | پاکستان"
	case s.nameAt(r, j):
		r.names++
		r.last = j + 1
		return j + 1
	case r.adj && r.heads == 0 && cl == 0 && !s.verbAt(j) && s.upper(j) && s.glued(j):
		return j + 1 // "Iranian Red Crescent Society"
	}
	return j
}

// extendMention takes a match of the watch into the phrase, unless it is of
// another party than the phrase already has.
func (s *sentence) extendMention(r *run, j int, m *mention) int {
	switch {
	case s.x.postpositions && r.c.post && r.c.sides == 0 && m.kind == mBody:
		return j // "سفیر کی | دفتر خارجہ | طلبی"
	case r.c.sides == 0:
		r.c.sides = m.sides
		r.c.counter = false
		r.c.place, r.c.armed = m.kind == mPlace, m.kind == mArmed
		r.adj = m.kind == mDemonym
		r.c.head = m.kind != mDemonym && m.kind != mPlace
	case r.c.sides != m.sides:
		return j
	case m.kind == mPlace && r.heads == 0, m.kind == mName && s.comma(j-1) && (!r.c.place || s.x.order != svo):
		return j // "according to Iran's ambassador, Iran and Pakistan"
	case r.c.place && s.comma(j-1) && s.verbAt(m.end):
		return j // "after strikes on Panjgur, Pakistan recalled"
	}
	if m.kind == mPerson || m.kind == mBody {
		r.persons++
	}
	for i := j; i < m.end && m.kind == mBody; i++ { // "the | Pakistani embassy in Tehran |"
		r.c.post = r.c.post || s.lex[i].class&cPost != 0
		if r.c.post && s.lex[i].class&cPlace != 0 {
			r.c.host = m.sides.other()
		}
	}
	r.last = m.end
	return m.end
}

// extendGeneric takes an actor phrase of the rules ("the two sides", "gunmen").
func (s *sentence) extendGeneric(r *run, j int) int {
	if r.c.sides != 0 {
		return j
	}
	e := s.lex[j].entry
	if e == nil || len(e.actors) == 0 {
		return j
	}
	p, end, _ := s.match(j, e.actors)
	if p == nil {
		return j
	}
	r.c.sides = third
	if p.actor == kindBoth {
		r.c.sides = s.pair
	}
	r.c.generic, r.c.head, r.c.armed = true, true, p.actor == kindArmed
	r.c.counter = false
	r.last = end
	if p.actor == kindBoth {
		r.persons++
	}
	return end
}

// seated reports whether the word at j tells where an office sits: "a court | in
// Pakistan", "customs | at Taftan". A post there is another country's.
func (s *sentence) seated(r *run, j int) bool {
	m := s.mentionAt(s.afterArticles(j + 1))
	return r.heads > 0 && r.c.sides == 0 && !r.c.post && r.last == j && m != nil && (m.kind == mName || m.kind == mPlace)
}

// swallow takes the place of a posting: "ambassador | to Iran", "embassy | in Tehran".
func (s *sentence) swallow(r *run, j int) int {
	k := s.afterArticles(j + 1)
	m := s.mentionAt(k)
	if m == nil || m.sides == r.c.sides && s.lex[j].class&cTo != 0 || s.sentTo(r.c.start) {
		return j
	}
	r.last, r.c.host = m.end, m.sides
	if m.end < len(s.toks) && s.lex[m.end].class&cPossessive != 0 {
		r.last++
		if r.last < len(s.toks) && s.mentionAt(r.last) != nil {
			r.last = s.mentionAt(r.last).end // "in Pakistan's Quetta"
		}
	}
	return r.last
}

// sentTo reports whether a verb of going stands right before token i, so that
// what follows the post is where it goes: "عاد السفير | إلى طهران".
func (s *sentence) sentTo(i int) bool {
	if s.x.order != vso {
		return false
	}
	for k := range s.triggers {
		if t := &s.triggers[k]; t.rule.flags&place != 0 && t.start < i && t.end >= i {
			return true
		}
	}
	return false
}

// link reports whether the connecting word at j joins two parts of one office, or two
// of one country: "minister | of | foreign affairs", "ارتش | و | دولت پاکستان".
func (s *sentence) link(j int) bool {
	return j > 0 && j+1 < len(s.toks) && s.lex[j-1].class&(cOffice|cModifier) != 0 &&
		s.lex[j+1].class&(cOffice|cModifier) != 0 && s.mentionAt(j+1) == nil
}

func (s *sentence) afterArticles(j int) int {
	for j < len(s.toks) && s.lex[j].class&cArticle != 0 {
		j++
	}
	return j
}

// longestName is how many unknown words a name may have after its office.
const longestName = 6

// nameAt reports whether an unknown name follows the office read so far: a
// capitalised word that means nothing else.
func (s *sentence) nameAt(r *run, j int) bool {
	return s.x.order == svo && r.heads+r.persons > 0 && r.last == j && r.names < longestName &&
		s.lex[j].class == 0 && !s.verbAt(j) && s.upper(j) && s.glued(j)
}

func (s *sentence) upper(j int) bool { return s.toks[j].Flags&text.Upper != 0 }

// verbAt reports whether a rule's phrase begins at token j.
func (s *sentence) verbAt(j int) bool { return j < len(s.lex) && s.lex[j].trigger }

// adjective reports whether c is a country's adjective and no argument: "ایرانی
// میزائل حملہ".
func (s *sentence) adjective(c *chunk) bool {
	return !c.head && !c.place && !c.genitive && !c.generic && c.case_ == 0
}

// chunkFrom is the actor that begins at token i or past its articles, nil if none does.
func (s *sentence) chunkFrom(i int) *chunk {
	i = s.afterArticles(i)
	for k := range s.chunks {
		if s.chunks[k].start == i {
			return &s.chunks[k]
		}
	}
	return nil
}

func (s *sentence) chunkEnding(at int) *chunk {
	for i := range s.chunks {
		if s.chunks[i].end == at {
			return &s.chunks[i]
		}
	}
	return nil
}

// upTo is the tokens [left, right) between c and t, none where one is inside the other.
func (c *chunk) upTo(t *trigger) (left, right int) {
	if c.start >= t.end {
		return t.end, c.start
	}
	return c.end, max(c.end, t.start)
}
