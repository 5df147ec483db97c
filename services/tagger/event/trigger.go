package event

import "strings"

// trigger is a rule's phrase found in a sentence.
type trigger struct {
	rule       *rule
	index      int32 // of rule in the lexicon
	start, end int   // token indexes in the sentence
	form       form
	subject    sides
	subjectAt  int // index into chunks, -1 when carried over or not found
}

// infinitive reports whether t's verb can be one: "to | visit", "to | cut".
func (t *trigger) infinitive() bool { return t.form == base || t.form == bare }

// findTriggers takes the longest phrase at each token, left to right; a phrase
// may not begin inside another's fixed words.
func (s *sentence) findTriggers() {
	s.triggers = s.triggers[:0]
	for i := 0; i < len(s.toks); {
		e := s.lex[i].entry
		if e == nil || len(e.rules) == 0 {
			i++
			continue
		}
		p, end, f := s.match(i, e.rules)
		if p == nil {
			i++
			continue
		}
		s.lex[i].trigger = true
		s.triggers = append(s.triggers, trigger{
			rule: &s.x.rules[p.rule], index: p.rule, start: i, end: end, form: f, subjectAt: -1,
		})
		i = end
	}
}

// triggerEnding returns the trigger whose last word is the one before token i,
// nil for none.
func (s *sentence) triggerEnding(i int) *trigger {
	for k := range s.triggers {
		if s.triggers[k].end == i {
			return &s.triggers[k]
		}
	}
	return nil
}

// match returns the longest of the phrases that stands at token i, where it ends,
// and the form of its first word.
func (s *sentence) match(i int, phrases []start) (*phrase, int, form) {
	var best *phrase
	bestEnd, bestForm := i, plain
	for _, k := range phrases {
		if k.needs&s.words == 0 {
			continue
		}
		p := &s.x.phrases[k.phrase]
		end, ok := s.follow(p, i+1)
		if ok && (end > bestEnd || end == bestEnd && best != nil && s.fitsBetter(p, i)) {
			best, bestEnd, bestForm = p, end, k.form
		}
	}
	return best, bestEnd, bestForm
}

// fitsBetter reports whether phrase p, a noun, is the better reading of a word
// that can also be a verb: after an article or a possessive, or where the clause
// ends with it.
func (s *sentence) fitsBetter(p *phrase, i int) bool {
	return p.rule >= 0 && s.x.rules[p.rule].flags&noun != 0 && i > 0 &&
		(s.lex[i-1].class&(cArticle|cPossessive) != 0 || s.broken(i) || s.comma(i))
}

// follow tries the phrase's steps after the first from token i on, and returns
// where they end.
func (s *sentence) follow(p *phrase, i int) (int, bool) {
	for n := range p.steps[1:] {
		st := &p.steps[n+1]
		at, ok := s.find(p, st, i)
		switch {
		case ok:
			i = at + 1
		case !st.optional:
			return 0, false
		}
	}
	return i, true
}

// find looks for a step's word at token i or up to its gap later.
func (s *sentence) find(p *phrase, st *hashStep, i int) (int, bool) {
	var flags flag
	if p.rule >= 0 {
		flags = s.x.rules[p.rule].flags
	}
	for g := 0; g <= st.gap && i+g < len(s.toks); g++ {
		if st.accepts(s.toks[i+g].Hash) {
			return i + g, true
		}
		if s.lex[i+g].class&cClause != 0 || flags&calledFor != 0 && s.anotherVerb(i+g) || flags&clear != 0 && s.mentionAt(i+g) != nil {
			break
		}
		if g < st.gap && s.broken(i+g) {
			break
		}
	}
	return 0, false
}

// anotherVerb reports whether a conjunction at token i joins a verb to the one
// before: "will call on the president | and travel".
func (s *sentence) anotherVerb(i int) bool {
	return s.lex[i].class&cConjunction != 0 && i+1 < len(s.toks) && s.lex[i+1].entry != nil && len(s.lex[i+1].entry.rules) > 0 && s.lex[i+1].at == 0
}

// usable reports whether t can be a deed where it stands: a noun that looks like the
// verb ("the visit", "missile strikes") is none, nor is what its rule says is nothing.
func (s *sentence) usable(t *trigger) bool {
	if t.rule.flags&nothing != 0 || s.supposed(t) || s.topical(t) || t.rule.flags&topic != 0 && s.passive(t) {
		return false // "the sentences are | reviewed": by nobody with anybody
	}
	if s.x.order == sov && s.x.headsFirst && t.start > 0 {
		before := s.lex[t.start-1].class
		if (t.rule.action == "CONSULT" || t.rule.action == "ASSAULT") && before&cArticle != 0 || t.rule.action == "AGREE" && before&cPlace != 0 {
			return false // "در این سفر": one that was told before; "بازنگری در | موافقتنامه"
		}
	}
	if s.x.order != svo || t.rule.flags&(noun|withObj|should) != 0 || t.form == plain {
		return true
	}
	i := t.start - 1
	if i < 0 {
		return t.form != ing
	}
	cl := s.lex[i].class
	if c := s.chunkEnding(t.start); c != nil && !s.reduced(t) && (c.genitive || !c.head && !(c.place && c.case_ != 0) ||
		t.infinitive() && !c.speaks && c.start > 0 && s.lex[c.start-1].class&cArticle != 0) {
		return false // "Iran's visit", "the Israeli attack"
	}
	if cl&(cArticle|cOf) != 0 {
		return false
	}
	switch t.form {
	case ing:
		return s.comma(i) || s.broken(i) || s.chunkEnding(t.start) != nil || s.adverbial(i) || cl&(cConjunction|cBe|cAspect|cAfter|cClause|cCarrier) != 0
	case past, participle:
		return cl&cWhen == 0 // "as requested"
	case base, bare, present:
		if t.form == bare && (cl&cPerfect != 0 || s.passive(t)) {
			return true // "has | shut", "village | hit | by missiles"
		}
		return s.chunkEnding(t.start) != nil || s.adverbial(i) ||
			cl&(cTo|cWill|cMust|cIntend|cNegation|cConjunction|cHe|cClause|cBe) != 0
	}
	return true
}

// supposed reports whether t stands in a clause that says under what condition
// something else will be: "unless 300 prisoners were | freed". Where verbs come last
// one that ends before t has ended that clause: "اگر پاکستان عمل | نکند | ایران حمله".
func (s *sentence) supposed(t *trigger) bool {
	if s.seen&(cCondition|cThen) == 0 {
		return false
	}
	for i := t.end; s.seen&cThen != 0 && i < min(t.end+governReach, len(s.lex)) && !s.comma(i-1) && !s.broken(i-1); i++ {
		if s.lex[i].class&cThen != 0 {
			return true // "اسرائیل نے | حملے | نہ کیے تو"
		}
	}
	for i := range s.back(t.start, gBreak|gComma) {
		switch cl := s.lex[i].class; {
		case cl&cCondition != 0:
			return true
		case cl&cThen != 0, s.x.order == sov && cl&cLight != 0 && cl&cGenitive == 0:
			return false
		}
	}
	return false
}

// topical reports whether the noun t is only what is spoken about or wanted: "ادعای
// پاکستان | درباره | حمله", "همکاری پاکستان | برای | آزادی مرزبانان".
func (s *sentence) topical(t *trigger) bool {
	if s.x.postpositions {
		at, for_ := t.end, cPurpose // "حملے | کیلئے"
		if at < len(s.lex) && s.lex[at].class&cGenitive != 0 {
			at, for_ = at+1, cSake // "حملے | کے لیے"
		}
		return t.rule.weight < 0 && at < len(s.lex) && s.lex[at].class&for_ != 0
	}
	if s.x.order == svo || t.start == 0 {
		return false
	}
	if o := s.triggerEnding(t.start); s.x.headsFirst && o != nil && o.rule.action == "AGREE" && t.rule.flags&suffers != 0 {
		return true // "موافقتنامه | انتقال محکومان"
	}
	before := s.lex[t.start-1].class
	return before&cOutside != 0 || before&cPurpose != 0 && t.rule.flags&suffers != 0
}

// adverbial reports whether token i is an adverb that may follow an actor.
func (s *sentence) adverbial(i int) bool {
	w := s.src[s.toks[i].Start:s.toks[i].End]
	return s.lex[i].class&cAdverb != 0 || len(w) > 4 && strings.HasSuffix(w, "ly")
}
