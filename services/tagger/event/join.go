package event

import (
	"strings"
)

const adpositions = cTo | cOf | cBy | cWith | cPlace | cOutside | cAfter | cOblique | cObject

// setCase finds the adposition that governs c: before it, past articles and
// adjectives, or after it where the language puts it there.
func (s *sentence) setCase(c *chunk) {
	if s.x.postpositions {
		s.setCaseAfter(c)
		return
	}
	if c.end < len(s.toks) && s.lex[c.end].class&cObject != 0 {
		c.case_ = cObject
		return
	}
	for i, free := c.start-1, 2; i >= 0; i-- {
		cl := s.lex[i].class
		switch {
		case s.comma(i) || s.broken(i):
			return
		case s.triggerEnding(i+1) != nil: // "met | Raisi", "called on | Raisi"
			if cl&adpositions != 0 {
				c.case_ = cObject
			}
			return
		case cl&cOblique != 0 && i > 0 && s.lex[i-1].class&cCounting != 0: // "۱۴ نفر از | نیروهای پاکستان"
			return
		case cl&adpositions != 0:
			c.case_ = cl & adpositions
			c.border = cl&cWith != 0 && i > 0 && s.lex[i-1].class&cBorder != 0
			return
		case cl&(cArticle|cModifier) != 0:
		case s.lex[i].trigger || cl != 0 || free == 0 || s.upper(i) || !s.glued(i+1):
			return
		default:
			free--
		}
	}
}

// setCaseAfter reads Urdu's postpositions, of one word ("ایران سے") or of two
// ("ایران کے خلاف"). "ایران کی جانب سے" is a subject, as "ایران نے" is.
func (s *sentence) setCaseAfter(c *chunk) {
	if c.end >= len(s.toks) {
		return
	}
	if s.marksName(c.end) {
		c.ergative = true // "ایرانی سفیر رضا امیری | نے"
		return
	}
	at := c.end
	for at+1 < len(s.toks) && s.lex[at].class&cModifier != 0 {
		at++ // "ایرانی وزیر | داخلہ سے"
	}
	for free := 2; !c.head && free > 0 && at+1 < len(s.toks) && s.lex[at].class == 0 && s.lex[at].at == 0 && !s.lex[at].trigger; free-- {
		at++ // "پاکستانی ماہی گیروں کو"
	}
	cl := s.lex[at].class
	if cl&cGenitive == 0 {
		switch c.ergative = cl&cErgative != 0; { // "ایرانی | سیکیورٹی اداروں | نے"
		case c.ergative:
		case s.lex[at].trigger && cl&cOutside != 0: // "ایرانی قیدی | حوالے کر دیے"
		default:
			c.case_ = cl & adpositions
		}
		return
	}
	if at+1 < len(s.toks) {
		cl = s.lex[at+1].class
	}
	switch {
	case cl&cBy != 0:
		c.by = true
	case s.marksName(at + 1): // "ایرانی فوج کی | کشتی | نے"
		c.ergative = true
	case at+1 < len(s.toks) && s.lex[at+1].trigger && cl&cOutside != 0:
		c.case_ = cTo // "ایران کے | حوالے کر دیا"
	case cl&adpositions != 0:
		c.case_ = cl & adpositions
	default:
		c.genitive, c.head = true, false
	}
}

// marksName reports whether nothing but words that nobody knows, a name, stands
// between token i and a particle that marks who did something.
func (s *sentence) marksName(i int) bool {
	for end := min(i+longestName, len(s.toks)); i < end && !s.broken(i-1) && !s.comma(i-1); i++ {
		switch l := &s.lex[i]; {
		case l.class&cErgative != 0:
			return true
		case l.class != 0 || l.at != 0 || l.trigger || l.actor:
			return false
		}
	}
	return false
}

// join merges c into the chunk before it when the two are coordinated.
func (s *sentence) join(c chunk) bool {
	if len(s.chunks) == 0 {
		return false
	}
	p := &s.chunks[len(s.chunks)-1]
	if p.sides == 0 || c.sides == 0 && !c.counter || p.generic && p.sides == both || c.generic && c.sides == both {
		return false
	}
	bridge := s.bridge(p.end, c.start)
	if bridge == apart || p.sides == c.sides && !c.counter {
		return false
	}
	bare := !s.hasOffice(*p) && !s.hasOffice(c)
	switch {
	case s.x.order == svo && s.verbAt(c.end) && (bridge == byComma && s.triggerBefore(p.start) || bridge == byAnd && s.suffers(p)):
		return false // "India bombs | Pakistan, Iran | sends aid", "Israel strikes | Iran and Pakistan | shuts"
	case bridge == byAnd:
	case s.x.postpositions && bridge == byNothing && bare && s.compound(p, &c):
	case s.x.order == sov && bridge == byComma && c.case_ != 0: // "پاکستان، | ایران را متهم کرد"
		return false
	case s.x.order == vso && bridge == byNothing && !p.head && !c.head && !p.place && !c.place: // "محادثات باكستانية إيرانية"
	case s.x.order != svo && bridge == byNothing: // "ایران پاکستان را": two arguments of one verb
		return false
	case bare && bridge != byNothing && (p.speaks || c.speaks):
		return false // "relations with Pakistan, Raisi said"
	case bare && !p.genitive && !p.place && !c.place: // "Iran, Pakistan agree", "Iranian Pakistani MPs"
	case !p.genitive && !p.head && bridge == byNothing: // "Iran-Pakistan border force"
	case !p.genitive && !p.head && !p.place && bridge == byComma && c.speaks && s.x.order == svo: // "Iranian, Pakistani navies"
	case s.field == titleField && s.x.order == svo && bridge == byComma && p.start == 0 && p.head && !p.speaks && !p.genitive && c.speaks && !c.genitive: // "Iran, Pakistan ministers"
	default:
		return false
	}
	if c.counter {
		if !p.sides.single() {
			return false
		}
		c.sides = both
	}
	if s.x.postpositions {
		p.case_ = c.case_ // "پاکستان اور بھارت | کے درمیان"
	}
	p.sides |= c.sides
	p.end = c.end
	p.head = c.head || s.x.headsFirst && p.head || s.x.order == vso && bridge == byNothing // "مسؤولون إيرانيون | وباكستانيون"
	p.genitive = c.genitive
	p.place = p.place && c.place
	p.generic = false
	if bridge == byNothing && s.x.postpositions {
		p.head, p.case_ = false, 0 // "پاک ایران | سرحد پر"
		s.setCaseAfter(p)
	}
	return true
}

// suffers reports whether p is whom the deed right before it befalls: no speech, nor
// what is asked of somebody.
func (s *sentence) suffers(p *chunk) bool {
	t := s.triggerEnding(p.start)
	return t != nil && t.rule.flags&(about|calledFor) == 0
}

// triggerBefore reports whether a rule's phrase begins before token i in its clause.
func (s *sentence) triggerBefore(i int) bool {
	for i := range s.back(i, gBreak|gComma) {
		if s.lex[i].trigger {
			return true
		}
	}
	return false
}

// compound reports whether two names side by side are one adjective, "پاک ایران مشترکہ
// کمیشن", and neither is an argument by itself: no particle follows, nor a verb.
func (s *sentence) compound(p, c *chunk) bool {
	return p.case_ == 0 && !p.genitive && !p.place && c.case_ == 0 && !c.genitive && !c.ergative && !c.place &&
		c.end < len(s.toks) && s.lex[c.end].class&(cLight|cErgative) == 0 && !s.lex[c.end].trigger
}

// hasOffice reports whether c is more than a name.
func (s *sentence) hasOffice(c chunk) bool {
	for i := c.start; i < c.end; i++ {
		if s.lex[i].class&cOffice != 0 {
			return true
		}
	}
	return false
}

type bridge uint8

const (
	apart bridge = iota
	byNothing
	byComma
	byAnd
)

// bridge tells how the tokens from a to b join two chunks.
func (s *sentence) bridge(a, b int) bridge {
	out := byNothing
	if a == b && s.proclitic(b) {
		out = byAnd
	}
	for i := a; i < b; i++ {
		switch {
		case s.lex[i].class&cConjunction != 0:
			if b-a == 1 && s.lex[i].class&cClause != 0 {
				return apart // "closes border with Iran | as | Israel attacks", but "Iran as well as Israel"
			}
			out = byAnd
		case s.lex[i].class&(cArticle|cModifier) == 0 || out != byAnd:
			return apart
		}
	}
	for i := max(a-1, 0); i < b; i++ {
		switch {
		case s.lex[i].gap&gBar != 0:
			return apart
		case s.comma(i) && out == byNothing:
			out = byComma
		}
	}
	return out
}

// proclitic reports whether a word such as "and" is written onto token i.
func (s *sentence) proclitic(i int) bool {
	for _, p := range s.x.proclitics {
		if strings.HasPrefix(s.src[s.toks[i].Start:], p) {
			return true
		}
	}
	return false
}
