package event

import "slices"

// victimReach is how many words may stand between a deed's noun and whom it befell:
// "الإعدام شنقا بحق مواطنين | باكستانيين".
const victimReach = 5

// befallen turns trigger t round: its genitive, or else its subject, is whom it
// befalls.
func (s *sentence) befallen(t *trigger, subj found) (doer, victim found) {
	victim = s.genitiveOf(t)
	if k := s.attribute(t); k >= 0 {
		victim = found{s.chunks[k].sides, k}
	}
	if k := slices.IndexFunc(s.chunks, func(c chunk) bool { return c.post && !c.office && c.sides.single() }); k >= 0 && t.rule.action == "PROTEST" {
		victim = found{s.chunks[k].sides, k} // "| ایرانی ناظم | الامور کی دفتر خارجہ طلبی"
	}
	if victim.sides == 0 && s.x.order != vso {
		victim = subj
	}
	if v := victim.chunk; v >= 0 && (s.spared(v, t) || s.chunks[v].place && t.rule.flags&soil != 0) || s.struck(t, victim) {
		victim = nobody
	}
	if v := victim.chunk; v >= 0 && s.chunks[v].office {
		if o := s.others(victim); o.sides != 0 {
			victim = o // "ایرانی سفیر | دفتر خارجہ | طلب": not whose country is only inferred
		}
	}
	for k := range s.chunks {
		c := &s.chunks[k]
		if victim.sides == 0 && s.x.headsFirst && c.start >= t.end && c.start-t.end <= victimReach && c.case_&^(cOblique|cOf|cWith) == 0 && !c.place && !s.predicate(t.end-1) {
			victim = found{c.sides, k} // "مقتل ثمانية عمال باكستانيين", "بازداشت ۱۲ تبعه پاکستانی"
		}
	}
	for k := range s.chunks { // "نه زندانی ایرانی آزاد شدند": who cannot act can suffer
		if c := &s.chunks[k]; victim.sides == 0 && c.end <= t.start && (s.x.order != vso || !c.head) && c.case_&^cObject == 0 && !c.place && !c.genitive && !s.deedOf(c, t) && !s.spared(k, t) && !s.struck(t, found{c.sides, k}) {
			victim = found{c.sides, k}
		}
	}
	if v := victim.chunk; s.x.postpositions && t.rule.action == "PROTEST" && v >= 0 && s.chunks[v].head && !s.chunks[v].post && victim.sides&third == 0 && victim.sides.single() {
		return victim, found{victim.sides.other(), -1} // "سفیر کی | دفتر خارجہ | طلبی": where an envoy is summoned to
	}
	return s.doer(t, victim), victim
}

// spared reports whether chunk k, for where it stands, is not whom t befell: who did
// something, and who stands in another clause.
func (s *sentence) spared(k int, t *trigger) bool {
	c := &s.chunks[k]
	return c.marked() || s.doesOther(k, t) || s.breakBetween(c.end, t.start) || s.tells(t, c)
}

// attribute is the chunk of those of whom t, in Urdu, is an attribute: "گرفتار | 14
// ایرانی | ماہی گیر", -1 for none.
func (s *sentence) attribute(t *trigger) int {
	if !s.x.postpositions {
		return -1
	}
	return slices.IndexFunc(s.chunks, func(c chunk) bool {
		return c.start >= t.end && c.start-t.end <= 1 && !c.head && !c.place && !c.genitive && c.sides.single()
	})
}

// struck reports whether one is who did another violence before t, and so is not whom
// it befell: "ارتش پاکستان مواضعی را | هدف قرار داد | و شماری کشته شدند".
func (s *sentence) struck(t *trigger, one found) bool {
	return t.rule.action == "ASSAULT" && slices.ContainsFunc(s.triggers, func(o trigger) bool {
		return o.start < t.start && o.rule.action == "ASSAULT" && o.rule.flags&suffers == 0 && o.subject != 0 && o.subject == one.sides
	})
}

// ownPeople reports whether what t says befalls people of who tells it: "قوه قضائیه از
// | انتقال ۲۸ زندانی | ایرانی | از پاکستان خبر داد".
func (s *sentence) ownPeople(t *trigger, subj found) bool {
	if !s.x.headsFirst || s.x.order != sov || !subj.sides.single() {
		return false
	}
	for k := range s.chunks {
		if c := &s.chunks[k]; c.start >= t.end && c.start-t.end <= nounReach && !c.head && !c.place {
			return c.sides == subj.sides
		}
	}
	return false
}

// tells reports whether c is outside the clause of t, in Persian, and so tells of what
// befell another.
func (s *sentence) tells(t *trigger, c *chunk) bool {
	return s.x.order == sov && s.x.headsFirst && c.end <= t.start && s.clauseBetween(c.end, t.start)
}

// doer is who did what befell one: whoever is said to, gunmen for violence, else
// the other side.
func (s *sentence) doer(t *trigger, one found) found {
	for k := range s.chunks {
		if c := &s.chunks[k]; k != one.chunk && c.sides != 0 && ((c.case_&cBy != 0 || c.by) && !s.elsewhere(t, c) || t.rule.action == "ASSAULT" && c.armed) {
			return found{c.sides, k}
		}
	}
	if t.rule.action != "ASSAULT" || t.rule.flags&soil != 0 {
		return s.others(one)
	}
	for k := range s.triggers { // "در | تیراندازی نیروهای پاکستانی | کشته شدند"
		if o := &s.triggers[k]; o != t && o.rule.action == "ASSAULT" && o.rule.flags&suffers == 0 {
			if g := s.genitiveOf(o); g.sides.single() && g.sides != one.sides {
				return g
			}
		}
	}
	for k := range s.chunks { // nobody says who did it, and only where
		if c := &s.chunks[k]; one.sides.single() && c.sides&both == one.sides.other() && (c.case_&(cPlace|cTo) != 0 || c.place || c.genitive) {
			return found{third, -1}
		}
	}
	return nobody
}

// elsewhere reports whether c comes after t and a comma, with another deed: "were
// abducted, | by Pakistan | were handed over", in a language with its verbs last.
func (s *sentence) elsewhere(t *trigger, c *chunk) bool {
	return s.x.order == sov && c.start > t.end && s.lastComma(t.end-1, c.start) > t.end-1
}

// others is an actor of the side that one is not.
func (s *sentence) others(one found) found {
	for k := range s.chunks {
		if c := &s.chunks[k]; one.sides.single() && c.sides.single() && c.sides&one.sides.other() != 0 {
			return found{c.sides, k}
		}
	}
	return nobody
}

// scene reports whether c is only where something happened: "in Iran's Saravan",
// but not "in Iranian strikes".
func (s *sentence) scene(c *chunk) bool {
	return c.case_&cPlace != 0 && !c.speaks && (c.place || c.head || c.end < len(s.lex) && s.lex[c.end].class&cLocality != 0) && !s.verbAt(c.end)
}

// ownFrom is the sentence of a text from which on a deed without a subject is not
// taken for that of the report's own country.
const ownFrom = 2

// ownCountry is the report's own country as who does something to obj that nobody
// is said to do, if no other country is named that might. A text must tell it; a
// headline may only name it.
func (s *sentence) ownCountry(t *trigger, obj found) found {
	if s.own == 0 || obj.sides&both != s.own.other() || s.field == textField && (s.index >= ownFrom || s.nominal(t)) {
		return nobody
	}
	for k := range s.chunks {
		if c := &s.chunks[k]; c.sides&third != 0 && !c.generic {
			return nobody
		}
	}
	return found{s.own, -1}
}

// agent is who did what was done to subj: after "by", else the other party when
// the text names it in the clause. Whoever is killed in a country was not killed by
// it: nobody says who did that, and it is somebody else's deed until one does.
func (s *sentence) agent(t *trigger, subj found) found {
	for k := range s.chunks {
		if c := &s.chunks[k]; c.start >= t.end && c.case_&cBy != 0 && c.sides != 0 {
			return found{c.sides, k}
		}
	}
	if !subj.sides.single() || s.taken(t) {
		return nobody
	}
	if t.rule.action == "ASSAULT" {
		if k := s.gunmen(); k >= 0 {
			return found{third, k} // "were shot dead when | gunmen | broke into a house"
		}
	}
	if t.rule.flags&calledFor != 0 {
		return nobody // "is expected to"
	}
	for k := range s.chunks {
		if c := &s.chunks[k]; c.start >= t.end && c.start-t.end <= objectReach && c.sides&subj.sides.other() != 0 && !s.parted(t.end-1, c.start) {
			if t.rule.action == "ASSAULT" && t.rule.flags&soil == 0 && s.scene(c) {
				return found{third, -1}
			}
			return found{c.sides, k}
		}
	}
	if t.rule.action == "COERCE" {
		return s.others(subj) // "Iranian police said twenty | Pakistanis | were arrested"
	}
	return nobody
}

// gunmen is the chunk of gunmen or an armed group, who may have done any violence of the
// sentence, -1 for none.
func (s *sentence) gunmen() int {
	return slices.IndexFunc(s.chunks, func(c chunk) bool { return c.armed })
}

// doesOther reports whether chunk k is who did another deed of the sentence: "| تیراندازی
// | مرزبانان پاکستان | سه کشته".
func (s *sentence) doesOther(k int, t *trigger) bool {
	for i := range s.triggers {
		if o := &s.triggers[i]; o != t && o.rule.flags&deed != 0 && o.rule.flags&suffers == 0 && s.genitiveOf(o).chunk == k {
			return true
		}
	}
	return false
}

// deedOf reports whether the adjective c tells whose a deed after it is, one other
// than t.
func (s *sentence) deedOf(c *chunk, t *trigger) bool {
	for k := range s.triggers {
		if o := &s.triggers[k]; o != t && s.x.postpositions && s.adjective(c) && o.rule.flags&deed != 0 && o.start >= c.end && o.start-c.end <= nounReach {
			return true
		}
	}
	return false
}
