package event

// passive reports whether t's grammatical subject suffers the deed: "was summoned",
// "summoned by".
func (s *sentence) passive(t *trigger) bool {
	return (t.form == past || t.form == participle || t.form == bare) && (s.reduced(t) || s.underBe(t))
}

// taken reports whether t takes somebody to a place: "would be | flown to | Iran" is no
// visit by anybody.
func (s *sentence) taken(t *trigger) bool {
	return t.rule.action == "CONSULT" && t.rule.flags&place != 0 && s.passive(t)
}

// reduced reports whether "by" follows t, a verb or one with its particle, at once,
// and so perhaps no form of "be" stands before it; in a headline the place does, or
// nothing, where those to whom it is done cannot act: "40 Iranians | freed | from a
// Karachi jail".
func (s *sentence) reduced(t *trigger) bool {
	if t.end-t.start > 2 {
		return false
	}
	if t.end == len(s.toks) || s.parted(t.end-1, t.end) {
		return s.field == titleField && s.helpless(t)
	}
	next := s.lex[t.end].class
	return next&cBy != 0 || s.field == titleField && next&(cPlace|cTo) != 0 && s.helpless(t)
}

// helpless reports whether who stands before t is but some of a country's people or
// goods, no country, and t a deed that is done to such.
func (s *sentence) helpless(t *trigger) bool {
	if a := t.rule.action; a != "COERCE" && a != "CONCEDE" && a != "AID" && a != "ASSAULT" {
		return false
	}
	for k := len(s.chunks) - 1; k >= 0; k-- {
		if c := &s.chunks[k]; c.end <= t.start {
			return (!c.head || s.hasOffice(*c)) && !c.place && !c.genitive && t.start-c.end <= nounReach
		}
	}
	return false
}

// underBe reports whether a form of "be" stands before t.
func (s *sentence) underBe(t *trigger) bool {
	for i := t.start - 1; i >= 0 && i >= t.start-2; i-- {
		switch {
		case s.comma(i) || s.lex[i].trigger:
			return false // "were killed, | recalled"
		case s.lex[i].class&cBe != 0:
			return true
		case s.lex[i].class != 0 && s.lex[i].class&cNegation == 0 || s.chunkEnding(i+1) != nil:
			return false
		}
	}
	return false
}

// nominal reports whether t, in a language that tells deeds by a noun and a light
// verb, is a noun alone: "the attack" that somebody condemns. A meeting that is
// only mentioned has been held all the same.
func (s *sentence) nominal(t *trigger) bool {
	if s.x.order != sov || t.rule.action == "CONSULT" {
		return false
	}
	if t.start > 0 && s.lex[t.start-1].class&cIntend != 0 {
		return false // "آماده همکاری با ایران است"
	}
	if s.x.postpositions && s.belongs(t) {
		return true
	}
	return !s.verbless() && !s.predicate(t.end-1) && !s.announced(t)
}

// belongs reports whether the noun t is another noun's genitive, in a language that
// puts the particle after it: "حملے | کی مذمت".
func (s *sentence) belongs(t *trigger) bool {
	if t.rule.flags&deed != 0 && t.end+1 < len(s.toks) && (s.lex[t.end].class&adpositions != 0 || s.lex[t.end].class&cGenitive != 0 && s.lex[t.end+1].class&cAfter != 0) {
		return true // "حملے | پر احتجاج", "حملے | کے بعد"
	}
	return t.end+1 < len(s.toks) && s.lex[t.end].class&cGenitive != 0 && !s.broken(t.end) && !s.comma(t.end) &&
		s.lex[t.end+1].class&(cAfter|cConjunction|cClause|cLight|cNews|adpositions&^cOutside) == 0
}

// announced reports whether a sentence tells that what the noun t names has taken
// place: "رزمایش ایران و پاکستان آغاز شد", or gives it as news: "از طرد مهاجران خبر
// داد".
func (s *sentence) announced(t *trigger) bool {
	if s.after(t, cHeld) {
		return true
	}
	from := t.start - 1
	for from > 0 && from > t.start-lightReach && s.lex[from].class == 0 && !s.broken(from) {
		from--
	}
	return from >= 0 && s.lex[from].class&cOblique != 0 && s.after(t, cNews)
}

// after reports whether a word of a class stands with a light verb after t, and no
// other verb between.
func (s *sentence) after(t *trigger, with class) bool {
	if s.seen&with == 0 {
		return false
	}
	for i := t.end; i+1 < len(s.toks) && !s.broken(i-1); i++ {
		switch next := s.lex[i+1].class; {
		case s.lex[i].class&with != 0 && next&cLight != 0:
			return true
		case with == cHeld && s.lex[i].class&cLight != 0 && s.lex[i].class&cGenitive == 0:
			return false
		}
	}
	return false
}

// befalls reports whether the subject of t suffers what t says: t is a noun whose
// genitive does, or its verb is a passive, as that of an attack is without saying.
func (s *sentence) befalls(t *trigger) bool {
	switch {
	case t.rule.action == "ASSAULT" && t.rule.flags&soil == 0:
		return true
	case !s.predicate(t.end - 1):
		// With a word that marks an object a verb is told later, with another noun:
		// "لنج ایرانی | را | توقیف و صیادان را بازداشت کرد".
		return !s.announced(t) && !s.earlier(t, cObject, t.start)
	case s.x.postpositions:
		return s.becomes(t) || s.verbless() // "312 پاکستانی ملک بدر"
	}
	for i := t.end - 1; i < min(t.end+lightReach, len(s.toks)); i++ {
		if c := s.lex[i].class; c&cLight != 0 {
			return c&cBecame != 0
		}
	}
	return false
}

// earlier reports whether a word of a class stands before t in its clause, no further
// than reach.
func (s *sentence) earlier(t *trigger, with class, reach int) bool {
	if s.seen&with == 0 {
		return false
	}
	for i := range s.back(t.start, gBreak) {
		switch cl := s.lex[i].class; {
		case i < t.start-reach || cl&cClause != 0:
			return false
		case cl&with != 0:
			return true
		}
	}
	return false
}

// becomes reports whether the light verbs after t make a passive in a language that
// strings them together: "گرفتار کر لیے | گئے", "قتل ہو | گیا".
func (s *sentence) becomes(t *trigger) bool {
	if s.seen&cBecame == 0 {
		return false
	}
	from := t.end - 1
	for from < min(t.end+lightReach, len(s.toks)) && s.lex[from].class&cLight == 0 {
		from++
	}
	for i := from; i < min(from+lightReach, len(s.toks)) && s.lex[i].class&cConjunction == 0; i++ {
		if s.lex[i].class&cBecame != 0 || s.broken(i) || s.comma(i) {
			return s.lex[i].class&cBecame != 0
		}
	}
	return false
}

// verbless reports whether the sentence has no light verb, as headlines have none.
func (s *sentence) verbless() bool {
	for i := range s.lex {
		if c := s.lex[i].class; c&cLight != 0 && (c&cGenitive == 0 || i+1 == len(s.lex)) {
			return false
		}
	}
	return true
}

// lightReach is how many words may part a noun from its light verb.
const lightReach = 4

// predicate reports whether a light verb belongs to the noun that ends at token i.
func (s *sentence) predicate(i int) bool {
	for k := i; k < len(s.toks) && k <= i+lightReach; k++ {
		switch last := k+1 == len(s.toks) || s.broken(k) || s.comma(k); {
		case s.lex[k].class&cLight != 0 && (s.lex[k].class&cGenitive == 0 || last):
			return true
		case last:
			return true
		case k > i+1 && s.lex[k].trigger && s.lex[k-1].class&cConjunction != 0: // "کشف | و ضبط کردند"
		case k > i && s.lex[k].class&cConjunction == 0 && s.lex[k].trigger || s.lex[k].at != 0 || k > i && s.lex[k].class&adpositions != 0:
			return false
		}
	}
	return false
}

// joined reports whether t shares the subject of the verb before it: "and
// recalled", ", calling on", "to build".
func (s *sentence) joined(t *trigger) bool {
	i := t.start - 1
	for i > 0 && s.adverbial(i) {
		i--
	}
	if i < 0 {
		return false
	}
	return t.form == ing || s.lex[i].class&(cConjunction|cTo) != 0 && s.chunkEnding(t.start) == nil
}

// clauseEnd is the token at which the clause of t ends: a quote, a semicolon, or
// a conjunction that opens another clause.
func (s *sentence) clauseEnd(t *trigger) int {
	for i := t.end - 1; i+1 < len(s.toks); i++ {
		if s.broken(i) {
			return i + 1
		}
		if i >= t.end && s.x.order == svo && s.lex[i].class&cClause != 0 && s.closes(t, i) {
			return i
		}
	}
	return len(s.toks)
}

// closes reports whether the clause that token i opens is none in which the object of t
// may stand: "said that", "condemned the strikes that killed", "asked that | Iran".
func (s *sentence) closes(t *trigger, i int) bool {
	switch {
	case t.rule.flags&about != 0, t.rule.instead[toDoer] != "" && s.lex[i].class&cRelative != 0:
		return false
	case t.rule.flags&calledFor != 0:
		return i > t.end && s.newSubject(i+1)
	}
	return true
}

// newSubject reports whether an actor that can act begins at token i or past its articles.
func (s *sentence) newSubject(i int) bool {
	c := s.chunkFrom(i)
	return c != nil && c.head && c.case_ == 0
}
