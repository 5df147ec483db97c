package event

import "slices"

// object finds to whom trigger n is done, subj being who does it.
func (s *sentence) object(n int, subj found) found {
	t := &s.triggers[n]
	var f found
	switch {
	case s.x.order == sov && subj.chunk >= 0 && s.chunks[subj.chunk].start >= t.end: // "حملات | آمریکا به افغانستان"
		if f = s.objectRight(t, subj); f.sides == 0 {
			f = s.objectLeft(t, subj)
		}
	case s.x.order == sov:
		if f = s.objectLeft(t, subj); f.sides == 0 {
			f = s.objectRight(t, subj)
		}
	default:
		if f = s.objectRight(t, subj); f.sides == 0 && t.rule.flags&noun == 0 {
			f = s.objectLeft(t, subj)
		}
		if f.sides == 0 && s.x.order == svo {
			f = s.provoker(t, subj)
		}
	}
	if f.sides == 0 && t.rule.flags&about != 0 && subj.chunk >= 0 {
		f = s.subjectMatter(subj)
	}
	return f
}

// subjectMatter is the party that a statement given before who makes it speaks of:
// "Pakistan's security is ours, Pezeshkian says".
func (s *sentence) subjectMatter(speaker found) found {
	for k := range s.chunks[:speaker.chunk] {
		if c := &s.chunks[k]; speaker.sides.single() && c.sides == speaker.sides.other() {
			return found{c.sides, k}
		}
	}
	return nobody
}

// provoker is the party whose deed is given as what t answers: "protests after
// mortar fire from Iran".
func (s *sentence) provoker(t *trigger, subj found) found {
	if a := t.rule.action; a != "PROTEST" && a != "SANCTION" && a != "ACCUSE" {
		return nobody
	}
	after := false
	for i, k := t.end, 0; i < s.clauseEnd(t); i++ {
		after = after || s.lex[i].class&cAfter != 0
		for k < len(s.chunks) && s.chunks[k].start < i {
			k++
		}
		if k < len(s.chunks) && s.chunks[k].start == i && after && subj.sides.single() && s.chunks[k].sides == subj.sides.other() {
			return found{s.chunks[k].sides, k}
		}
	}
	return nobody
}

// objectRight is the first actor after the trigger that is not the subject.
func (s *sentence) objectRight(t *trigger, subj found) found {
	stop, from := s.clauseEnd(t), t.start
	if s.x.order == svo && s.lex[t.end-1].class&adpositions != 0 && s.chunkFrom(t.end) != nil {
		from = t.end // "conveyed American proposals to | Iran"
	}
	for k := range s.chunks {
		c := &s.chunks[k]
		if c.start < from || c.start == t.start && s.x.order != sov || k == subj.chunk {
			continue
		}
		if s.x.order != sov && c.sides&both == 0 && (c.end <= t.end || t.rule.instead[toDoer] != "" && s.suffererAfter(k, subj)) {
			continue // "condemned the | Israeli | attack on Iran"
		}
		if s.x.order == svo && s.anotherDeed(t, c) || s.x.order == vso && t.rule.flags&(noun|deed) == noun|deed && c.head && c.case_ == 0 && c.sides&both != 0 {
			break // "الغارات الإسرائيلية ... كان | مجلس الشيوخ الباكستاني |"
		}
		if c.start >= stop || c.start-t.end > objectReach || t.rule.flags&withObj != 0 && c.start-t.end > 4 {
			break
		}
		if f, ok := s.objectIn(k, t, subj); ok {
			return f
		}
	}
	return nobody
}

// anotherDeed reports whether a verb that a conjunction joins to t stands before c, and
// the object of t before that verb: "condemned the attack and | summoned Pakistan's
// envoy", but not "condemned and | rejected Pakistan's claims".
func (s *sentence) anotherDeed(t *trigger, c *chunk) bool {
	return slices.ContainsFunc(s.triggers, func(o trigger) bool {
		return o.start > t.start+2 && o.start > t.end && o.end <= c.start && o.form == past && o.rule.flags&(noun|withObj) == 0 && s.lex[o.start-1].class&cConjunction != 0
	})
}

// suffererAfter reports whether the next actor after chunk k is the party on whom
// the deed of k falls: "العدوان | الإسرائيلي | على | إيران", "| Israeli | strikes that
// killed | Iranian | commanders".
func (s *sentence) suffererAfter(k int, subj found) bool {
	if k+1 == len(s.chunks) || !subj.sides.single() {
		return false
	}
	c := &s.chunks[k+1]
	switch {
	case c.sides&both != subj.sides.other():
		return false
	case s.relativeAfter(s.chunks[k].end, c.start):
		return true
	}
	return c.case_&(cWith|cPlace|cTo) != 0 && c.start-s.chunks[k].end <= nounReach
}

// relativeAfter reports whether a noun and a clause that tells of it begin at token a
// and go on to token b.
func (s *sentence) relativeAfter(a, b int) bool {
	for i := a; i < min(a+nounReach, b); i++ {
		if s.lex[i].class&cRelative != 0 {
			return !s.breakBetween(a, b)
		}
	}
	return false
}

// objectIn judges chunk k as the object; ok ends the search.
func (s *sentence) objectIn(k int, t *trigger, subj found) (found, bool) {
	c := &s.chunks[k]
	switch {
	case c.case_&cOutside != 0, c.case_&cAfter != 0, c.office, c.border && t.rule.action == "ASSAULT":
		return nobody, false
	case c.counter && subj.sides.single():
		return found{subj.sides.other(), k}, true
	case t.rule.flags&topic != 0 && c.sides&both == 0 && c.case_&cWith == 0:
		return nobody, false
	case c.sides == 0, c.armed && subj.sides.single(), t.rule.flags&person != 0 && (!c.head || c.generic):
		return nobody, false
	case c.case_&cPlace != 0 && !s.hasOffice(*c) && t.rule.flags&place == 0 && !c.generic:
		return nobody, false
	case c.place && t.rule.flags&place == 0:
		return nobody, false
	case s.left(t, c):
		return nobody, false
	case subj.sides.single() && c.sides&both == subj.sides&both:
		return nobody, false
	}
	return found{c.sides, k}, true
}

// left reports whether c is from where one comes to another place: nobody visits that.
func (s *sentence) left(t *trigger, c *chunk) bool {
	return s.x.order == sov && t.rule.action == "CONSULT" && t.rule.flags&place != 0 && c.case_&cOblique != 0
}

// objectLeft is the nearest actor before trigger t that an adposition governs:
// "in a message to his Pakistani counterpart, Shamkhani condemned".
func (s *sentence) objectLeft(t *trigger, subj found) found {
	cases := cTo | cWith | cOblique | cObject
	if t.rule.weight < 0 && s.x.order == sov {
		cases |= cBy // "به نقض حریم هوایی خود از سوی | ایران اعتراض کرد"
	}
	if t.rule.flags&place != 0 {
		cases |= cPlace
	}
	if t.rule.flags&place != 0 && t.rule.action == "CONSULT" {
		cases &^= cOblique // who comes from a place does not visit it
	}
	for k := len(s.chunks) - 1; k >= 0; k-- {
		c := &s.chunks[k]
		switch mine := subj.sides.single() && c.sides&both == subj.sides&both; {
		case c.end > t.start, k == subj.chunk, s.x.order == svo && k > subj.chunk && subj.chunk >= 0:
		case c.counter && subj.sides.single():
			return found{subj.sides.other(), k}
		case c.sides == 0, c.border && t.rule.action == "ASSAULT", mine, c.armed && subj.sides.single(), t.rule.flags&person != 0 && !c.head:
		case s.goal(t, k):
			return found{c.sides, k}
		case s.x.order == sov && c.genitive && subj.sides.single() && (!c.place || t.rule.flags&place != 0): // "ایران کے الزامات مسترد"
			return found{c.sides, k}
		case s.x.order == sov && s.x.headsFirst && c.case_ == 0 && k > subj.chunk && subj.chunk >= 0 && (s.marksObject(c.end, t.start) || c.head && s.inside(c, cases)): // "ادعای ایران را رد"
			return found{c.sides, k}
		case s.x.order == sov && s.theirs(t, c) && k > subj.chunk:
			return found{c.sides, k}
		case c.case_&cases == 0, c.place && t.rule.flags&place == 0:
		case s.x.order == svo && !c.head && !c.genitive && c.sides != both:
		default:
			return found{c.sides, k}
		}
	}
	return nobody
}

// theirs reports whether c is the adjective of what t is against: "ایرانی الزامات
// مسترد".
func (s *sentence) theirs(t *trigger, c *chunk) bool {
	reach := 2
	if t.rule.flags&suffers != 0 {
		reach = objectReach // "350 | پاکستانی | تفتان پر حکام کے حوالے کیے"
	}
	return (t.rule.weight < 0 || t.rule.flags&suffers != 0) && !c.head && !c.place && c.case_ == 0 && t.start-c.end <= reach
}

// inside reports whether c is whose deed the words before it name, which one of
// the adpositions governs: "از کمک | پاکستان".
func (s *sentence) inside(c *chunk, with class) bool {
	t := s.triggerEnding(c.start)
	return t != nil && t.start > 0 && s.lex[t.start-1].class&with != 0
}

// marksObject reports whether the word that marks an object stands among the
// tokens from a to b.
func (s *sentence) marksObject(a, b int) bool {
	for i := a; i < b; i++ {
		if s.lex[i].class&cObject != 0 {
			return true
		}
	}
	return false
}

// goal reports whether chunk k is where trigger t leads, with nothing to mark it:
// "وزیر خارجہ | اسلام آباد | پہنچ گئے".
func (s *sentence) goal(t *trigger, k int) bool {
	c := &s.chunks[k]
	if !s.x.postpositions || t.rule.flags&place == 0 || c.end != t.start || c.case_ != 0 || c.speaks {
		return false
	}
	for i := range s.chunks[:k] {
		if o := &s.chunks[i]; o.head && o.case_ == 0 && o.sides&c.sides == 0 {
			return true
		}
	}
	return false
}

// blamed reports whether c is whose deed t condemns, or whom it condemns for one:
// "condemned | Iranian | missile strikes", "slams | Iran | over the attack".
func (s *sentence) blamed(t *trigger, c *chunk) bool {
	if t.rule.flags&deed == 0 || c.place || c.start <= t.start || c.end >= t.end {
		return false
	}
	if c.head {
		return c.start == t.start+1 && s.lex[c.end].class&adpositions != 0
	}
	return t.end-c.end <= nounReach
}

// isDoer reports whether the object is said to have done what trigger n condemns:
// "the attack by Iran", "Iran's strikes", "حمله ایران".
func (s *sentence) isDoer(n int, obj found) bool {
	if obj.chunk < 0 || s.chunks[obj.chunk].place {
		return false
	}
	if c := &s.chunks[obj.chunk]; c.case_&cBy != 0 || c.by || s.x.order == sov && s.x.headsFirst && c.start > 0 && s.lex[c.start-1].class&cBy != 0 || c.genitive && c.case_ == 0 && s.x.order == svo {
		return true
	}
	if s.x.order == svo {
		return s.blamed(&s.triggers[n], &s.chunks[obj.chunk])
	}
	for k := range s.triggers {
		t := &s.triggers[k]
		if k != n && t.rule.flags&deed != 0 && s.genitiveOf(t).chunk == obj.chunk {
			return true
		}
	}
	return false
}
