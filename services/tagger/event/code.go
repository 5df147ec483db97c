package event

import (
	"math"
	"slices"
)

// candidate is an event before ranking.
type candidate struct {
	source, target sides
	rule           *rule
	status         string
	background     bool
	loose          bool
	score          float64
	spans          [2]Span
	date           date
	traits         Traits
}

// code reads the sentence's triggers into candidates.
func (s *sentence) code() {
	speaker, coded := nobody, false
	for n := range s.triggers {
		t := &s.triggers[n]
		if !s.usable(t) || t.rule.flags&alone != 0 && n > 0 && t.start-s.triggers[n-1].end <= lightReach {
			continue
		}
		if t.rule.flags&should != 0 {
			s.codeModal(n, speaker)
			continue
		}
		subj := s.subject(n)
		t.subject, t.subjectAt = subj.sides, subj.chunk
		if speaker.sides == 0 && subj.sides.single() && t.rule.flags&(noun|withObj) == 0 {
			speaker = subj
		}
		if c, ok := s.event(n, subj); ok {
			s.keep(c)
			coded = coded || c.rule.action != "STATE"
		}
	}
	if !coded {
		s.loose()
	}
	s.quote()
	s.remember(speaker)
}

// event turns trigger n into a candidate. It is none when its arguments are not
// two parties of the watch, one of them and somebody who attacks it, or both and
// another who deals with them.
func (s *sentence) event(n int, subj found) (candidate, bool) {
	t := &s.triggers[n]
	subj, obj := s.arguments(n, subj)
	source, target, ok := s.parties(t, subj, obj)
	loose := false
	if !ok || t.rule.flags&route != 0 && s.enclosed(t, subj) {
		loose = true
		subj, obj = s.unsaid(t, subj)
		source, target, ok = s.parties(t, subj, obj)
	}
	if !ok || s.amongOthers(t) || s.withOthers(t, obj) || s.goods(t, subj) || t.rule.action == "STATE" && subj.chunk < 0 && s.x.order == sov {
		return candidate{}, false
	}
	rd := s.readStatus(n)
	if rd.drop || s.denies(n) || s.discussed(n) || s.askedFor(n) || s.demanded(n) || s.asksItsOwn(t, subj) {
		return candidate{}, false
	}
	c := s.candidate(n, source, target, subj, obj, rd, loose)
	return c, !s.mournsItsOwn(&c, t, subj)
}

// candidate is trigger n as an event between two parties.
func (s *sentence) candidate(n int, source, target sides, subj, obj found, rd reading, loose bool) candidate {
	t, r := &s.triggers[n], s.ruled(n, obj, source.single() && source&third == 0 && rd.status == Announced && !rd.purpose)
	c := candidate{
		source: source, target: target, rule: r, status: rd.status, background: rd.background, loose: loose, date: rd.date,
		score: s.score(t, subj, rd.status), spans: [2]Span{s.span(t, r, subj, obj)},
	}
	s.describe(&c, t, subj, obj)
	return c
}

// ruled is the rule that trigger n is coded by: its own, or the one that this names
// for such an object, or for what a party says is coming.
func (s *sentence) ruled(n int, obj found, coming bool) *rule {
	t := &s.triggers[n]
	instead := s.x.instead[t.index]
	switch {
	case instead[toDoer] >= 0 && s.isDoer(n, obj):
		return &s.x.rules[instead[toDoer]]
	case instead[toEnvoy] >= 0 && obj.chunk >= 0 && s.chunks[obj.chunk].post:
		return &s.x.rules[instead[toEnvoy]]
	case instead[toIllegal] >= 0 && s.seen&cIllegal != 0:
		return &s.x.rules[instead[toIllegal]]
	case instead[toComing] >= 0 && coming:
		return &s.x.rules[instead[toComing]]
	}
	return t.rule
}

// arguments finds who does what trigger n says and to whom, subj being its
// grammatical subject.
func (s *sentence) arguments(n int, subj found) (doer, object found) {
	t := &s.triggers[n]
	if subj.sides == 0 && t.rule.flags&mutual != 0 {
		subj = s.between(t)
	}
	obj := s.object(n, subj)
	switch {
	case s.passive(t):
		subj, obj = s.agent(t, subj), subj
	case t.rule.flags&suffers != 0 && (s.x.order == vso || s.befalls(t) || s.ownPeople(t, subj)):
		subj, obj = s.befallen(t, subj)
	}
	if obj.sides == 0 && subj.chunk >= 0 && (t.rule.flags&about != 0 || t.rule.flags&place != 0 && t.rule.action == "COOPERATE") {
		obj.sides = s.chunks[subj.chunk].host // what an embassy says or shows, it says to its hosts
	}
	if t.rule.flags&mutual != 0 && s.x.order == sov {
		if g := s.ofTheTwo(t); g.sides == both {
			subj, obj = g, g
		}
	}
	if subj.sides == 0 && t.rule.flags&own != 0 {
		subj = s.ownCountry(t, obj)
	}
	return subj, obj
}

// ofTheTwo is the two parties whose deed the noun of t is, or between whom: "رئیس‌جمهوری
// از توافق | تهران و اسلام‌آباد | خبر داد", "رایزنی میان | دو کشور".
func (s *sentence) ofTheTwo(t *trigger) found {
	if g := s.genitiveOf(t); g.sides == both || !s.x.headsFirst {
		return g
	}
	for k := range s.chunks {
		c := &s.chunks[k]
		if c.sides == both && c.start >= t.end && (c.generic && c.start-t.end <= 1 && c.case_ == 0 && !s.nominal(t) || c.start-t.end <= 2 && c.case_ == cWith) {
			return found{both, k}
		}
	}
	return nobody
}

// parties settles who acts on whom.
func (s *sentence) parties(t *trigger, subj, obj found) (source, target sides, ok bool) {
	switch {
	case subj.sides == 0:
		return 0, 0, false
	case subj.sides&both == both && t.rule.action == "ASSAULT" && subj.chunk >= 0 && !s.chunks[subj.chunk].head && s.chunks[subj.chunk].case_&(cWith|cOf) == 0:
		return 0, 0, false // "on the Pakistan-Iran border"
	case subj.sides&both == both:
		return both, both, obj.sides&both == both || t.rule.flags&mutual != 0 && (obj.sides != third || s.scenery(obj))
	case subj.sides.single():
		mine, other := subj.sides&both, subj.sides.other()
		if subj.sides&third != 0 && obj.chunk >= 0 && s.chunks[obj.chunk].generic {
			return 0, 0, false // "they and a third accused each other"
		}
		switch {
		case obj.sides&other == 0:
			return 0, 0, false
		case t.rule.flags&joint != 0 && mine != 0:
			return both, both, true
		}
		return mine, other, true
	case obj.sides&both != 0 && t.rule.action == "ASSAULT", obj.sides&both == both && subj.chunk >= 0 && !s.chunks[subj.chunk].generic && t.rule.action != "STATE":
		return third, obj.sides & both, true
	}
	return 0, 0, false
}

// scenery reports whether obj is only where two meet: "met in | Uzbekistan's | ancient
// city".
func (s *sentence) scenery(obj found) bool {
	return obj.chunk >= 0 && s.chunks[obj.chunk].case_&cPlace != 0 && !s.chunks[obj.chunk].speaks
}

// goods reports whether what comes or goes by t is no person, but something of the
// country that subj names: "مواد مخدر پاکستان وارد ایران می شود".
func (s *sentence) goods(t *trigger, subj found) bool {
	if s.x.order != sov || t.rule.action != "CONSULT" || t.rule.flags&place == 0 || subj.chunk < 0 {
		return false
	}
	return !s.chunks[subj.chunk].speaks || s.tellsOf(subj.chunk, t)
}

// tellsOf reports whether chunk k only says who comes or goes by t: "استاندار گفت: |
// ۵۵ هزار زائر | پاکستانی | وارد شدند".
func (s *sentence) tellsOf(k int, t *trigger) bool {
	for i := k + 1; i < len(s.chunks); i++ {
		c := &s.chunks[i]
		if c.end <= t.start && s.adjective(c) && c.sides.single() && s.breakBetween(s.chunks[k].end, c.start) {
			return true
		}
	}
	return false
}

// amongOthers reports whether the noun of t belongs to a pair that is not the
// watch's: "گفتوگوی ایران و عربستان".
func (s *sentence) amongOthers(t *trigger) bool {
	if s.x.order != sov || t.rule.flags&mutual == 0 {
		return false
	}
	whose := s.genitiveOf(t).sides
	return whose&third != 0 && whose&both != 0 && whose&both != both
}

// withOthers reports whether what subj hails is between the other party and a third:
// "welcomes the accord between Riyadh and Tehran".
func (s *sentence) withOthers(t *trigger, obj found) bool {
	return t.rule.action == "SUPPORT" && obj.chunk >= 0 && s.chunks[obj.chunk].case_&cWith != 0 && s.chunks[obj.chunk].sides&third != 0
}

// demanded reports whether trigger n stands in the clause that says what an earlier one
// calls for: "demanded that the government | sever | relations".
func (s *sentence) demanded(n int) bool {
	if s.x.headsFirst && s.x.order == sov && s.wished(n) {
		return true
	}
	if s.seen&cThat == 0 || s.triggers[n].rule.flags&calledFor != 0 {
		return false
	}
	for i := range s.back(s.triggers[n].start, gBreak) {
		switch cl := s.lex[i].class; {
		case cl&cThat != 0:
			t := s.triggerEnding(i)
			if t == nil && i > 0 && s.lex[i-1].class&cLight != 0 { // "مطالبہ | کیا کہ"
				t = s.callBefore(i)
			}
			return t != nil && t.rule.flags&(calledFor|should) == calledFor
		case cl&cClause != 0, s.x.order == svo && s.lex[i].class&cConjunction != 0:
			return false
		}
	}
	return false
}

// wished reports whether trigger n, in Persian, is what an earlier one calls for without
// a word between: "خواستار | تحویل | عاملان شد", "خواسته شد نسبت به | دستگیری | اقدام کنند".
func (s *sentence) wished(n int) bool {
	t := &s.triggers[n]
	if t.rule.flags&suffers == 0 {
		return false
	}
	for k := n - 1; k >= 0; k-- {
		call := &s.triggers[k]
		if call.rule.flags&(calledFor|should) != calledFor || s.breakBetween(call.end, t.start) {
			continue
		}
		if k == n-1 && s.lightFrom(call.end, t.start) < 0 {
			return true
		}
		v := s.lightFrom(t.end, len(s.lex))
		return v >= 0 && s.lex[v].class&cSubjunctive != 0
	}
	return false
}

// lightFrom is the first light verb among the tokens from a to b before the clause
// breaks, -1 for none.
func (s *sentence) lightFrom(a, b int) int {
	for i := a; i < b && !s.broken(i-1); i++ {
		if s.lex[i].class&cLight != 0 {
			return i
		}
	}
	return -1
}

// callBefore is the last trigger before token i, nil for none.
func (s *sentence) callBefore(i int) (last *trigger) {
	for k := range s.triggers {
		if s.triggers[k].start < i {
			last = &s.triggers[k]
		}
	}
	return last
}

// askedFor reports whether trigger n, in a language with its genitive after it, is what
// the next asks for: "ویزا فیس | ختم | کرنے کی | درخواست".
func (s *sentence) askedFor(n int) bool {
	if !s.x.postpositions || n+1 == len(s.triggers) || s.triggers[n+1].rule.flags&calledFor == 0 || s.triggers[n].rule.flags&calledFor != 0 {
		return false
	}
	of := s.triggers[n+1].start - 1
	return of >= s.triggers[n].end && of-s.triggers[n].end < nounReach && s.lex[of].class&cGenitive != 0
}

// asksItsOwn reports whether t, in a language with its verbs last, calls on an office of
// the country of doer, or on one of no country, which is of the country of who calls:
// "نماینده سراوان از | وزارت خارجه | خواست".
func (s *sentence) asksItsOwn(t *trigger, doer found) bool {
	if s.x.order != sov || t.rule.flags&calledFor == 0 {
		return false
	}
	return slices.ContainsFunc(s.chunks, func(c chunk) bool {
		return c.case_&cOblique != 0 && c.end <= t.start && t.start-c.end <= 1 && (c.office || c.speaks && c.sides == doer.sides)
	})
}

// mournsItsOwn reports whether e, which t tells of doer, is about its own people whom
// violence befell: "grief over the murder of eight | Pakistani | workers in Iran".
func (s *sentence) mournsItsOwn(e *candidate, t *trigger, doer found) bool {
	if e.rule.action != "SUPPORT" || !doer.sides.single() {
		return false
	}
	for k := range s.triggers {
		if o := &s.triggers[k]; o.rule.action != "ASSAULT" && (o != t || t.rule.instead[toDoer] == "") {
			continue // "condemned the killing of" is one verb
		}
		for i := range s.chunks {
			c := &s.chunks[i]
			if left, right := c.upTo(&s.triggers[k]); i != doer.chunk && c.sides == doer.sides && !c.head && !c.place && right-left <= auxReach && !s.parted(left-1, right) {
				return true
			}
		}
	}
	return false
}

// discussed reports whether trigger n only names what was talked about: "discussed the
// | return of ambassadors".
func (s *sentence) discussed(n int) bool {
	if n == 0 || s.x.order == sov {
		return false
	}
	t, before := &s.triggers[n], &s.triggers[n-1]
	return before.rule.action == "CONSULT" && before.rule.weight <= talking && t.form != past && t.form != present && s.follows(before.end, t.start)
}

// talking is the weight up to which a rule of CONSULT tells of talk.
const talking = 1

// follows reports whether the word at token b belongs to what ends before a: next to
// nothing but who does it stands between, and no conjunction.
func (s *sentence) follows(a, b int) bool {
	words, k := 0, 0
	for i := a; i < b; i++ {
		for k < len(s.chunks) && s.chunks[k].end <= i {
			k++
		}
		switch inside := k < len(s.chunks) && s.chunks[k].start <= i; {
		case s.broken(i) || s.comma(i):
			return false
		case inside:
		case s.lex[i].class&cConjunction != 0:
			return false
		default:
			words++
		}
	}
	return words <= nounReach && !s.proclitic(b)
}

// denies reports whether trigger n denies the deed that the next one tells, and is
// none of its own: not "rejects Pakistan's | request", "rejects Pakistan's plan to |
// extend".
func (s *sentence) denies(n int) bool {
	if s.lex[s.triggers[n].start].class&cDeny == 0 || n+1 == len(s.triggers) || !s.usable(&s.triggers[n+1]) || !s.underDenial(n+1) {
		return false
	}
	return !slices.ContainsFunc(s.chunks, func(c chunk) bool {
		return c.genitive && s.triggers[n].end <= c.start && c.end < s.triggers[n+1].start
	})
}

// codeModal reads "Iran and Pakistan should expand": a call by the speaker.
func (s *sentence) codeModal(n int, speaker found) {
	t := &s.triggers[n]
	if speaker.sides == 0 && s.x.order != sov {
		speaker = s.speakerAfter(n)
	}
	who := s.subjectLeft(n)
	if who.chunk >= 0 && t.start-s.chunks[who.chunk].end > governReach {
		return
	}
	if !speaker.sides.single() || s.x.order == sov && who.chunk < speaker.chunk || who.chunk < 0 || who.chunk == speaker.chunk || who.sides&speaker.sides.other() == 0 {
		return
	}
	c := candidate{
		source: speaker.sides & both, target: speaker.sides.other(), rule: t.rule, status: CalledFor,
		score: s.score(t, speaker, CalledFor), spans: [2]Span{s.span(t, t.rule, speaker, who)},
	}
	s.describe(&c, t, speaker, who)
	s.keep(c)
}

// speakerAfter is who is said to say what trigger n is part of, after it ("..., the
// army chief said") or in the sentence before.
func (s *sentence) speakerAfter(n int) found {
	for k := n + 1; k < len(s.triggers); k++ {
		if s.triggers[k].rule.flags&about == 0 || !s.usable(&s.triggers[k]) {
			continue
		}
		if f := s.subject(k); f.chunk >= 0 {
			return f
		}
	}
	return found{s.lastSubject, -1}
}

// quote reads a headline that gives who says something before a colon: "Raisi:
// Pakistan is a brother".
func (s *sentence) quote() {
	if len(s.chunks) == 0 || s.x.quote == nil {
		return
	}
	k := s.quoted()
	if k < 0 || !s.chunks[k].speaks || !s.chunks[k].sides.single() {
		return
	}
	c := &s.chunks[k]
	to := slices.IndexFunc(s.chunks, func(o chunk) bool { return o.sides&c.sides.other() != 0 })
	if to < 0 && c.host != c.sides.other() {
		return
	}
	t := trigger{rule: s.x.quote, start: c.start, end: c.end, subjectAt: -1}
	who := found{c.sides, k}
	said := candidate{
		source: c.sides & both, target: c.sides.other(), rule: t.rule, status: Done,
		score: s.score(&t, who, Done), spans: [2]Span{s.span(&t, t.rule, who, found{both, to})},
	}
	s.describe(&said, &t, who, found{both, to})
	s.keep(said)
}

// quoted is the chunk that says what the sentence says without a verb: before a colon,
// or in Urdu after the last comma, "..., ایرانی صدر"; -1 for none.
func (s *sentence) quoted() int {
	end := len(s.chunks) - 1
	first, last := &s.chunks[0], &s.chunks[end]
	switch {
	case first.start == 0 && first.end < len(s.toks) && s.lex[first.end-1].gap&gColon != 0:
		return 0
	case s.x.postpositions && last.end == len(s.toks) && last.case_ == 0 && s.comma(last.start-1):
		return end
	}
	return -1
}

// remember keeps who the sentence was about, for the pronouns of the next.
func (s *sentence) remember(speaker found) {
	if speaker.sides != 0 {
		s.lastSubject = speaker.sides
		return
	}
	for k := range s.chunks {
		if c := &s.chunks[k]; c.case_ == 0 && c.head && c.sides != 0 {
			s.lastSubject = c.sides
			return
		}
	}
}

// span covers the trigger and its arguments.
func (s *sentence) span(t *trigger, r *rule, subj, obj found) Span {
	from, to := t.start, t.end
	for _, a := range [2]found{subj, obj} {
		if a.chunk >= 0 {
			from, to = min(from, s.chunks[a.chunk].start), max(to, s.chunks[a.chunk].end)
		}
	}
	return Span{Field: s.field.String(), Start: int(s.toks[from].Start), End: int(s.toks[to-1].End), Rule: r.trace}
}

// weightBonus is what one point of a rule's weight is worth in ranking: of two
// events told in one place, the graver is the news.
const weightBonus = 0.02

// score ranks an event within its article: the title and the lead first, close
// arguments before far ones, what happened before what is to come.
func (s *sentence) score(t *trigger, subj found, status string) float64 {
	v := 1.0 / (1 + 0.5*float64(s.index))
	if s.field == titleField {
		v = 1.5
	}
	if subj.chunk < 0 {
		v -= 0.2
	}
	if t.form == ing || t.rule.flags&(noun|withObj) != 0 {
		v -= 0.1
	}
	v += weightBonus * math.Abs(t.rule.weight)
	switch status {
	case Announced:
		v -= 0.15
	case Denied:
		v -= 0.2
	}
	if t.rule.action == "STATE" {
		v -= 1
	}
	return v
}
