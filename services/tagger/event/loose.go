package event

// looseSentences is how far down a text is read loosely: no further than its lead.
const looseSentences = 2

// loose reads a headline or a lead in which grammar finds nobody of one party who acts
// on the other, though both are there, if only by a town or an adjective: "Zahedan
// hospital treats wounded from Taftan". Whoever stands where who acts stands is taken
// for the doer, and the other for the one to whom it is done.
func (s *sentence) loose() {
	if s.field == textField && s.index >= looseSentences || !s.onlyTheTwo() {
		return
	}
	for i := range s.found {
		if c := &s.found[i]; c.rule.action != "STATE" && !c.background {
			return
		}
	}
	for n := range s.triggers {
		t := &s.triggers[n]
		if t.rule.action == "STATE" || t.rule.flags&(should|nothing|mission) != 0 || t.rule.flags&(noun|mutual) == noun || t.form == ing || !s.usable(t) && !s.bold(t) || s.denies(n) || s.demanded(n) {
			continue
		}
		if _, relative := s.antecedent(t); relative || s.counted(t) || t.rule.weight < 0 && s.nominal(t) || t.rule.flags&near != 0 {
			continue // "the attack which | killed", "60,000 tons had | gone", "a widening | war"
		}
		doer, object := s.guess(t)
		source, target, ok := s.parties(t, doer, object)
		if !ok || s.amongOthers(t) || s.withOthers(t, object) || s.outOfReach(t, object) || s.goods(t, doer) || s.asksItsOwn(t, doer) {
			continue
		}
		rd := s.readStatus(n)
		if rd.drop || rd.purpose || rd.background || rd.status == CalledFor && t.rule.flags&calledFor == 0 {
			continue
		}
		c := s.candidate(n, source, target, doer, object, rd, true)
		if s.mournsItsOwn(&c, t, doer) {
			continue
		}
		c.score -= loosely
		s.keep(c)
		return
	}
}

// bold reports whether t is a verb of a headline though its subject is not known:
// "Zahedan hospital | treats | wounded".
func (s *sentence) bold(t *trigger) bool {
	return s.x.order == svo && s.field == titleField && t.form == present && t.start > 0 && s.lex[t.start-1].class == 0 && s.glued(t.start)
}

// loosely is what a loose reading ranks below one by grammar.
const loosely = 0.3

// outOfReach reports whether an object is where t comes from, or acts in a clause that
// opens after t: "missiles | hit | Haifa as | Pakistan | called for calm".
func (s *sentence) outOfReach(t *trigger, object found) bool {
	if object.chunk < 0 {
		return false
	}
	c := &s.chunks[object.chunk]
	return s.left(t, c) || s.x.order == svo && c.head && s.clauseBetween(t.end, c.start)
}

// onlyTheTwo reports whether a sentence names both parties and no third but gunmen.
func (s *sentence) onlyTheTwo() bool {
	var named sides
	for k := range s.chunks {
		c := &s.chunks[k]
		if c.sides&third != 0 && !c.armed && !c.generic {
			return false
		}
		if c.case_&cOutside == 0 && !c.border {
			named |= c.sides & both
		}
	}
	return named == both
}

// guess is who does what t says and to whom, by place alone.
func (s *sentence) guess(t *trigger) (doer, object found) {
	if f := s.said(t); f.sides != 0 {
		return f, s.others(f)
	}
	if t.rule.flags&mutual != 0 && t.rule.action != "ASSAULT" {
		var before sides
		for k := range s.chunks {
			if c := &s.chunks[k]; c.end <= t.start && c.case_&cOutside == 0 {
				before |= c.sides & both
			}
		}
		if before == both {
			f := found{both, 0}
			return f, f
		}
	}
	done := s.passive(t) || s.x.order != svo && t.rule.flags&suffers != 0 && (s.x.order == vso || s.befalls(t))
	if a := t.rule.action; a == "COERCE" || a == "SANCTION" || a == "CONCEDE" {
		if doer, victim := s.soil(t); doer.sides != 0 {
			return doer, victim // authorities do that at home, to people and goods from there
		}
	}
	f := s.nearest(t, done)
	if s.x.postpositions && !done && t.rule.action == "SUPPORT" {
		if g := s.genitiveOf(t); g.sides.single() {
			f = g // "کوئٹہ دھماکا، | ایران کا | اظہار مذمت"
		}
	}
	if f.sides == 0 || s.taken(t) || !done && t.rule.action == "ASSAULT" && s.gunmen() >= 0 {
		return nobody, nobody
	}
	if done && t.rule.action == "ASSAULT" {
		return found{third, -1}, f // nobody says who did it, and only where
	}
	if done {
		return s.others(f), f
	}
	return f, s.others(f)
}

// said is who is marked as the doer.
func (s *sentence) said(t *trigger) found {
	for k := range s.chunks {
		if c := &s.chunks[k]; c.sides.single() && (c.marked() && !s.clauseBetween(c.end, t.start) || c.case_&cBy != 0 && c.start >= t.end) {
			return found{c.sides, k}
		}
	}
	return nobody
}

// nearest is who stands where a subject does: right before the verb in English, first in
// Persian and Urdu, right after the verb in Arabic.
func (s *sentence) nearest(t *trigger, done bool) found {
	best := nobody
	for k := range s.chunks {
		c := &s.chunks[k]
		if !c.sides.single() || c.case_&cOutside != 0 || s.severed(c.end, t.start) || done && s.x.order == sov && (c.genitive || s.parted(c.end-1, t.start)) {
			continue
		}
		switch s.x.order {
		case svo:
			if c.end <= t.start {
				best = found{c.sides, k}
			}
		case sov:
			if best.sides == 0 && c.end <= t.start && (done || c.case_&(cObject|cTo|cWith) == 0) && (done != c.head || c.case_ == 0) {
				best = found{c.sides, k}
			}
		case vso:
			if best.sides == 0 && (c.start >= t.start || !done && t.start > 0) {
				best = found{c.sides, k} // a headline may have its subject first
			}
		}
	}
	return best
}
