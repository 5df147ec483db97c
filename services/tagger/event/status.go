package event

// reading is how a trigger stands in its clause.
type reading struct {
	status     string
	background bool
	date       date
	drop       bool // part of another event, or nobody's deed
	purpose    bool // what another verb is done for
}

// look ahead and behind of a trigger, in tokens.
const (
	auxReach    = 4
	governReach = 7
)

// readStatus reads the words around trigger n: negation, modals, the verb that
// governs an infinitive, and the marks of a tale of the past.
func (s *sentence) readStatus(n int) reading {
	t := &s.triggers[n]
	r := reading{status: Done}
	switch {
	case t.rule.flags&calledFor != 0, s.wanted(n):
		r.status = CalledFor
	case t.form == future, t.form == plain && s.x.order == svo && s.lex[t.start].class&cIntend != 0, t.rule.flags&noun != 0 && s.toCome(t):
		r.status = Announced
	}
	switch {
	case s.x.order != svo:
		s.readSurroundings(t, &r)
	case n > 0 && t.infinitive() && s.lex[t.start-1].class&cConjunction != 0: // "will call on the president and | travel"
		r.status = s.readStatus(n - 1).status
	default:
		s.readAuxiliaries(n, &r)
	}
	if r.status == Done && s.x.order == sov && s.x.headsFirst && s.earlier(t, cIntend, 2*governReach-1) {
		r.status = Announced // "قرار است ... سفر کند"
	}
	if s.underDenial(n) {
		r.status, r.background = Denied, false
	}
	if m, ok := s.timeOf(t); ok {
		r.date = s.dateOf(m, r.status)
		r.background = r.background || m.old
	}
	if s.x.order != sov && s.calledOff(t) || s.x.order == sov && (s.after(t, cOff) || t.end < len(s.toks) && s.lex[t.end].class&cOff != 0) {
		r.status = Denied
	}
	r.background = r.background || s.subordinate(t) || s.known(n)
	return r
}

// wanted reports whether trigger n is a noun that a call before it is about:
// "called for immediate aid to".
func (s *sentence) wanted(n int) bool {
	if s.x.order == sov {
		return n > 0 && !s.mentioned(&s.triggers[n-1]) && s.calls(n-1, n) || n+1 < len(s.triggers) && s.nominal(&s.triggers[n]) && s.calls(n+1, n)
	}
	if f := s.triggers[n].rule.flags; n == 0 || f&noun == 0 && (s.x.order != vso || f&suffers == 0) {
		return false
	}
	t, call := &s.triggers[n], &s.triggers[n-1]
	return call.rule.flags&calledFor != 0 && t.start-call.end < auxReach && !s.parted(call.end-1, t.start)
}

// mentioned reports whether t is one noun that is told without its verb: "درخواست" of
// what is refused.
func (s *sentence) mentioned(t *trigger) bool { return t.end-t.start == 1 && s.nominal(t) }

// known reports whether trigger n is a noun of violence inside what another verb
// tells: "concerns that stem from their strikes" speaks of strikes the reader
// knows of.
func (s *sentence) known(n int) bool {
	t := &s.triggers[n]
	if t.rule.flags&noun == 0 || t.rule.weight > gravest || s.field == titleField {
		return false
	}
	for i := range s.triggers[:n] {
		if s.triggers[i].rule.flags&(noun|withObj) == 0 {
			return true
		}
	}
	return false
}

// calls reports whether trigger k is a call that stands so near to trigger n that
// it is about it.
func (s *sentence) calls(k, n int) bool {
	call, t := &s.triggers[k], &s.triggers[n]
	return call.rule.flags&calledFor != 0 && max(t.start-call.end, call.start-t.end) <= governReach
}

// toCome reports whether the words of t or the one before put it off: "agreement to
// be signed", "the upcoming visit".
func (s *sentence) toCome(t *trigger) bool {
	if s.x.order == svo && t.start > 0 && s.lex[t.start-1].class&cIntend != 0 {
		return true
	}
	for i := t.start + 1; i+1 < t.end; i++ {
		if s.lex[i].class&(cTo|cWill) != 0 {
			return true
		}
	}
	return false
}

// readAuxiliaries reads the English words between the subject and its verb.
func (s *sentence) readAuxiliaries(n int, r *reading) {
	t := &s.triggers[n]
	for i := t.start - 1; i >= 0 && i >= t.start-auxReach; i-- {
		if s.chunkEnding(i+1) != nil || s.broken(i) {
			break
		}
		cl := s.lex[i].class
		switch {
		case cl&cNegation != 0:
			r.status = Denied
		case cl&cWill != 0 && r.status == Done:
			r.status = Announced
		case cl&cMust != 0:
			r.status = CalledFor
		case cl&cHad != 0 && !s.before(i, cReport, i, gBreak): // but "said it had struck"
			r.background = true
		case cl&cClause != 0:
			return
		}
	}
	if t.infinitive() && (t.start > 0 && s.lex[t.start-1].class&cTo != 0 || t.start > 1 && s.lex[t.start-2].class&cTo != 0) {
		s.readInfinitive(n, r)
	}
}

// calledOff reports whether what t names is said not to take place: "the visit has
// been postponed", "postpones Zardari's | visit".
func (s *sentence) calledOff(t *trigger) bool {
	if s.seen&cOff == 0 {
		return false
	}
	if s.before(t.start, cOff, auxReach, gBreak|gComma) {
		return true
	}
	if t.rule.flags&noun == 0 {
		return false
	}
	for i := t.end; i < len(s.toks) && i < t.end+2*governReach && !s.broken(i-1); i++ {
		if s.lex[i].class&cOff != 0 {
			return true
		}
	}
	return false
}

// readInfinitive reads "to V" by what governs it: a headline's future ("Iran to
// build"), a will ("ready to help"), a call ("urged Iran to open"), or another
// verb, of which it is then a part.
func (s *sentence) readInfinitive(n int, r *reading) {
	t := &s.triggers[n]
	for i := t.start - 2; i >= 0 && i >= t.start-auxReach; i-- {
		if s.lex[i].class&cIntend != 0 {
			if r.status == Done {
				r.status = Announced
			}
			return
		}
		if s.lex[i].class&cMust != 0 {
			r.status = CalledFor
			return
		}
	}
	if c := s.chunkEnding(t.start - 1); c != nil && !c.office && (n == 0 || s.triggers[n-1].end <= t.start-governReach) {
		r.status = Announced
		return
	}
	r.purpose = true // "sent drones | to attack"
	if r.status == Done {
		r.status = Announced
	}
	for k := n - 1; k >= 0; k-- {
		g := &s.triggers[k]
		switch {
		case t.start-g.start > 2*governReach:
			return
		case g.rule.flags&calledFor != 0:
			r.drop = true
			return
		case g.rule.flags&(noun|withObj) == 0:
			r.status, r.drop = Announced, t.start-g.end <= governReach
			return
		}
	}
}

// readSurroundings reads the marks of status where they stand around the verb:
// negated and future forms come after it in Persian and Urdu.
func (s *sentence) readSurroundings(t *trigger, r *reading) {
	from, to := max(0, t.start-3), min(len(s.toks), t.end+auxReach)
	for i := from; i < to; i++ {
		if i >= t.start && i < t.end {
			continue
		}
		if i >= t.end && s.broken(i-1) {
			break
		}
		cl := s.lex[i].class
		switch {
		case cl&cNegation != 0 && s.x.postpositions && i+2 < t.start && s.lex[i+2].class&adpositions != 0:
			// "نہ کرنے پر | نوٹس": what was not done is what it is about
		case cl&cNegation != 0:
			r.status = Denied
		case (cl&(cWill|cIntend) != 0 || cl&cSubjunctive != 0 && i >= t.end) && r.status == Done:
			r.status = Announced
		case cl&cMust != 0 && r.status != Denied:
			r.status = CalledFor
		case cl&cHad != 0 && i >= t.end && s.lex[i-1].class&cLight != 0, cl&cAfter != 0 && i >= t.end && s.x.postpositions:
			r.background = true
		}
	}
}

// underDenial reports whether an earlier verb of the clause denies trigger n:
// "denied that it had attacked".
func (s *sentence) underDenial(n int) bool {
	return s.x.order != sov && s.before(s.triggers[n].start, cDeny, 2*governReach-1, gBreak)
}

// subordinate reports whether t stands in a clause that tells what came before:
// "after Iran targeted", "following the strikes".
func (s *sentence) subordinate(t *trigger) bool {
	return s.before(t.start, cAfter, t.start, gBreak|gComma)
}
