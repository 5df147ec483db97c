package event

import "github.com/rasad-project/rasad/services/tagger/text"

// How far from its trigger, in tokens, an argument may stand.
const (
	objectReach  = 16
	subjectReach = 30
	nounReach    = 3
)

// found is an argument of a trigger: who, and which chunk says so.
type found struct {
	sides sides
	chunk int // index into chunks, -1 when carried over from before
}

var nobody = found{chunk: -1}

// subject finds who does what trigger n says.
func (s *sentence) subject(n int) found {
	t := &s.triggers[n]
	switch {
	case t.rule.flags&inside != 0:
		return s.within(t)
	case t.rule.flags&mission != 0:
		return nobody // those who protest are seldom called by their country
	case t.rule.flags&deed != 0 && s.x.order == vso:
		return s.genitiveOf(t)
	case s.nominal(t):
		if t.rule.weight > 0 {
			return nobody // "the export of gas" is a plan as often as a deed
		}
		if f := s.genitiveOf(t); f.sides != 0 {
			return f
		}
		return s.marked(t, false)
	case t.rule.flags&noun != 0:
		return s.nounSubject(n)
	case s.x.order == vso:
		anew := t.start > 0 && (s.lex[t.start-1].class&(cClause|cConjunction) != 0 || s.proclitic(t.start)) // "فيما | أوقف الجانب الإيراني"
		if f := s.subjectRight(t.start + 1); f.sides != 0 && (anew || !s.opens(t.start)) {
			return f
		}
	}
	if f, ok := s.antecedent(t); ok {
		return f
	}
	if s.counted(t) {
		return nobody
	}
	f := s.marked(t, true)
	if f.sides == 0 && s.x.postpositions && (t == &s.triggers[len(s.triggers)-1] || s.comma(t.end-1)) && s.genitiveOf(t).sides == 0 && t.rule.flags&suffers == 0 {
		f = s.opening(t)
	}
	if f.sides == 0 && s.x.order == sov && s.x.headsFirst {
		if t.rule.flags&deed != 0 {
			f = s.genitiveOf(t) // "از هنگام حملات | آمریکا"
		}
		if f.sides == 0 {
			f = s.opener(n)
		}
	}
	if f.sides == 0 && s.x.postpositions && t.rule.flags&deed != 0 {
		f = s.genitiveOf(t) // "..., پاکستان کا | احتجاج"
	}
	if f.sides == 0 {
		f = s.subjectLeft(n)
	}
	if f.sides == 0 && s.x.order == sov {
		f = s.headline(t)
	}
	if f.sides != 0 || s.x.order == svo && t.rule.flags&withObj == 0 {
		return f
	}
	return s.subjectRight(t.end)
}

// antecedent is who does t, the verb of a clause that tells of the noun before it:
// "condemned | Israeli | attacks that have killed". It is nobody where that noun is
// nobody's.
func (s *sentence) antecedent(t *trigger) (_ found, relative bool) {
	if s.seen&cRelative == 0 || s.x.order != svo {
		return nobody, false
	}
	i := t.start - 1
	for i > 0 && (s.lex[i].class&(cBe|cHad|cWill|cNegation|cAuxiliary) != 0 || s.adverbial(i)) {
		i--
	}
	if i < 1 || s.lex[i].class&cRelative == 0 || s.passive(t) {
		return nobody, false
	}
	for k := range s.chunks {
		c := &s.chunks[k]
		if c.sides != 0 && (c.end == i || c.end < i && i-c.end <= nounReach && !c.head && !c.place && !s.parted(c.end-1, i)) {
			return found{c.sides, k}, true
		}
	}
	return nobody, true
}

// counted reports whether so many of something that is not named do t: "told them that
// | 60,000 tons | had gone to Iran".
func (s *sentence) counted(t *trigger) bool {
	if s.x.order != svo || len(s.times) == 0 || s.seen&cClause == 0 || s.passive(t) {
		return false
	}
	for i := t.start - 1; i > 0 && t.start-i <= governReach && !s.broken(i) && (!s.comma(i) || s.toks[i].Flags&text.Digit != 0) && s.lex[i].at == 0 && !s.lex[i].actor; i-- {
		if s.lex[i-1].class&cClause != 0 {
			return s.toks[i].Flags&text.Digit != 0
		}
	}
	return false
}

// subjectLeft is the nearest actor before trigger n that no adposition governs;
// a verb joined to the one before it shares its subject.
func (s *sentence) subjectLeft(n int) found {
	t := &s.triggers[n]
	prev := s.previous(n)
	for k := len(s.chunks) - 1; k >= 0; k-- {
		c := &s.chunks[k]
		if c.end > t.start && (c.start >= t.start || s.x.order != svo) {
			continue // but "Pakistan's ambassador | returned"
		}
		if t.start-c.end > 1 && s.reduced(t) && !s.underBe(t) && !s.helpless(t) {
			return nobody // "the exercise hosted by"
		}
		if t.start-c.end > subjectReach || s.x.order == sov && s.field == titleField && s.severed(c.end, t.start) {
			break // "سفیر پاکستان احضار شد/ مرز | بسته | شد"
		}
		if f, ok := s.pronoun(c.end, t.start); ok {
			return f
		}
		if f, ok := s.embedded(t, k); ok {
			return f
		}
		if prev != nil && c.start >= prev.end && s.joined(t) {
			break
		}
		if s.x.order == svo && s.triggerEnding(c.start) != nil && s.parted(c.end-1, t.start) {
			continue // "Pakistan, which struck | Iran, | recalled"
		}
		if s.goal(t, k) || c.office && s.breakBetween(c.end, t.start) {
			continue
		}
		if s.x.order == svo && c.office && c.sides == 0 && c.case_ == 0 {
			return nobody // "while | the president | said his country was ready and invited"
		}
		if (c.case_ == 0 || c.case_ == cOf && !c.head && s.passive(t)) && c.sides != 0 && (c.head || s.passive(t) && !c.genitive) || s.somebody(t, c) {
			return found{c.sides, k}
		}
	}
	if f, ok := s.pronoun(0, t.start); ok {
		return f
	}
	if prev != nil && (s.x.order != sov || !s.severed(prev.end, t.start)) {
		return found{prev.subject, prev.subjectAt}
	}
	return s.member(t)
}

// embedded is who does t, where chunk k stands right before it and an adposition
// before the two: "urges restraint after | Israel | attacks". Of the parties it is
// nobody where a third does it: "voices concern over | US | strikes on Iran".
func (s *sentence) embedded(t *trigger, k int) (_ found, ok bool) {
	c := &s.chunks[k]
	if s.x.order != svo || c.end != t.start || c.case_ == 0 || c.sides == 0 || s.comma(c.end-1) || s.broken(c.end-1) || s.passive(t) {
		return nobody, false
	}
	if c.case_&cAfter != 0 && t.form != base {
		return found{c.sides, k}, true
	}
	return nobody, c.sides&both == 0
}

// somebody reports whether c, an adjective, and the noun beside it, which no class has,
// are who does t: "the | Iranian | utility halved".
func (s *sentence) somebody(t *trigger, c *chunk) bool {
	if s.x.order == vso { // "مقاتلات | باكستانية | تضرب"
		return s.adjective(c) && c.end == t.start && s.glued(c.start) && s.glued(t.start) && !s.proclitic(t.start) && t.rule.flags&(noun|withObj) == 0
	}
	if s.x.order != svo || c.head || c.place || c.genitive || c.case_&^cAfter != 0 || c.sides&both == 0 || t.rule.flags&(noun|withObj) != 0 {
		return false
	}
	gap := t.start - c.end
	if gap < 1 || gap > 2 {
		return false
	}
	for i := c.end; i < t.start; i++ {
		if s.lex[i].class != 0 || s.lex[i].trigger || s.upper(i) || !s.glued(i) {
			return false
		}
	}
	return true
}

// member is whose somebody or something opens the sentence: "a jet of the | Pakistan
// Air Force | shot down".
func (s *sentence) member(t *trigger) found {
	if s.x.order != svo || len(s.chunks) == 0 {
		return nobody
	}
	c := &s.chunks[0]
	if c.case_ != cOf || !c.head || c.start > 2*governReach || c.end > t.start {
		return nobody
	}
	for i := range c.start {
		if s.lex[i].trigger || s.comma(i) || s.lex[i].class&adpositions&^cOf != 0 {
			return nobody
		}
	}
	return found{c.sides, 0}
}

// within is the first actor between the words of t.
func (s *sentence) within(t *trigger) found {
	for k := range s.chunks {
		if c := &s.chunks[k]; c.start >= t.start && c.end <= t.end && c.sides != 0 {
			return found{c.sides, k}
		}
	}
	return nobody
}

// previous is the nearest verb before trigger n that has a subject.
func (s *sentence) previous(n int) *trigger {
	for i := n - 1; i >= 0; i-- {
		if s.triggers[i].subject != 0 && s.triggers[i].rule.flags&(noun|withObj) == 0 {
			return &s.triggers[i]
		}
	}
	return nil
}

// pronoun resolves a pronoun between tokens a and b to the last subject; "they" is
// as often somebody else as not, unless that was both parties.
func (s *sentence) pronoun(a, b int) (found, bool) {
	if s.seen&(cHe|cThey) == 0 {
		return nobody, false
	}
	for i := b - 1; i >= a; i-- {
		switch c := s.lex[i].class; {
		case c&cHe != 0, c&cThey != 0 && s.lastSubject == both:
			return found{s.lastSubject, -1}, s.lastSubject != 0
		case c&cThey != 0 && s.x.order == svo:
			return s.sayer(i), true
		case c&cThey != 0:
			return nobody, true
		}
	}
	return nobody, false
}

// sayer is who says what token i begins, a verb of saying and when it was said between
// them: "Pakistan's coast guards | said on Tuesday | they had intercepted".
func (s *sentence) sayer(i int) found {
	says := false
	for k := len(s.chunks) - 1; k >= 0; k-- {
		c := &s.chunks[k]
		if c.end > i {
			continue
		}
		for n := c.end; n < i; n++ {
			says = says || s.lex[n].class&cReport != 0
		}
		if says && c.case_ == 0 && c.head && c.sides != 0 && i-c.end <= nounReach+1 {
			return found{c.sides, k}
		}
		break
	}
	return nobody
}

// subjectRight is the first actor after token i that no adposition governs.
func (s *sentence) subjectRight(i int) found {
	seen := false
	for k := range s.chunks {
		c := &s.chunks[k]
		if c.start < i {
			continue
		}
		if c.start-i > objectReach {
			break
		}
		if c.case_ == 0 && c.head && c.sides != 0 && (seen || s.x.order != svo) {
			return found{c.sides, k}
		}
		seen = true
	}
	return nobody
}

// nounSubject is who a noun belongs to: before it ("Raisi's visit"), after it
// ("the visit of Raisi"), or the subject of its verb.
func (s *sentence) nounSubject(n int) found {
	t := &s.triggers[n]
	reach := nounReach
	if t.rule.flags&near != 0 {
		reach = 0
	}
	for k := len(s.chunks) - 1; k >= 0; k-- {
		if c := &s.chunks[k]; c.end <= t.start && t.start-c.end <= reach && c.sides != 0 && c.case_&cBy == 0 {
			return found{c.sides, k}
		}
	}
	if t.rule.flags&near != 0 {
		return nobody
	}
	if s.x.headsFirst {
		if f := s.subjectRight(t.end); f.sides != 0 {
			return f
		}
	}
	for k := range s.chunks {
		if c := &s.chunks[k]; c.start >= t.end && c.start-t.end <= nounReach && c.case_&(cOf|cBy) != 0 {
			return found{c.sides, k}
		}
	}
	if f := s.between(t); f.sides != 0 && t.rule.flags&mutual != 0 {
		return f
	}
	return s.subjectLeft(n)
}

// between is the two parties where the clause of t names them as two sides of one
// thing: "tension between Iran and Pakistan after the strikes".
func (s *sentence) between(t *trigger) found {
	for k := range s.chunks {
		if c := &s.chunks[k]; c.sides&both == both && c.case_&(cWith|cOf) != 0 && c.case_&cTo == 0 && !s.clauseBetween(c.end, t.start) {
			return found{c.sides, k}
		}
	}
	return nobody
}

// genitiveOf is whose deed the noun of t is, the nearest where there are two: "حمله
// ایران", "ایران کے حملے".
func (s *sentence) genitiveOf(t *trigger) found {
	nearest := nobody
	for k := range s.chunks {
		c := &s.chunks[k]
		after := s.x.headsFirst && c.start > t.start && c.start-t.end <= 1 && c.case_&^cObject == 0 && !s.governed(t.end, c.start) && !s.breakBetween(t.end, c.start)
		before := s.x.postpositions && (c.genitive || s.adjective(c) && t.rule.flags&deed != 0 && !s.means(t, c)) && c.end <= t.start && t.start-c.end <= nounReach
		if c.generic || c.place && t.rule.action == "ASSAULT" && t.rule.flags&suffers == 0 { // "حمله | چابهار |"
			continue
		}
		if after {
			return found{c.sides, k}
		}
		if before {
			nearest = found{c.sides, k}
		}
	}
	return nearest
}

// means reports whether the noun of t is what something befell the people of c by, in
// Urdu: "8 | پاکستانی | مزدور | فائرنگ | سے قتل".
func (s *sentence) means(t *trigger, c *chunk) bool {
	return c.end < t.start && t.end < len(s.lex) && s.lex[t.end].class&cOblique != 0
}

// marked is the nearest actor of t's clause that is marked as its doer, that of an
// active verb too or of a passive alone.
func (s *sentence) marked(t *trigger, active bool) found {
	for _, by := range [2]bool{!active || s.becomes(t), true} { // "پاکستان نے | ایران کی جانب سے | خلاف ورزی کی مذمت کی"
		for k := len(s.chunks) - 1; k >= 0; k-- {
			if c := &s.chunks[k]; (by && c.by || active && c.ergative) && c.end <= t.start && c.sides != 0 && !s.clauseBetween(c.end, t.start) {
				return found{c.sides, k}
			}
		}
	}
	return nobody
}

// opener is the actor that opens the clause of trigger n, in a language where a
// later one without an adposition is a genitive: "پاکستان ادعای | ایران | را رد کرد".
func (s *sentence) opener(n int) found {
	from, end := 0, s.triggers[n].start
	supposed := false
	for i := range end {
		supposed = supposed || s.lex[i].class&cCondition != 0
		if s.broken(i) || supposed && s.lex[i].class&cLight != 0 { // "اگر پاکستان عمل | نکند | ایران"
			from, supposed = i+1, false
		}
	}
	for k := range s.triggers[:n] {
		if t := &s.triggers[k]; s.predicate(t.end - 1) {
			from = max(from, t.end)
		}
	}
	for _, after := range [2]int{s.lastComma(from, end), from} { // "پس از حمله ایران، | پاکستان | سفیر خود را"
		for k := range s.chunks {
			if c := &s.chunks[k]; c.start >= after && c.end <= end && c.case_ == 0 && (c.head || c.start > after && s.facesObject(k, end)) && c.sides != 0 {
				return found{c.sides, k}
			}
		}
	}
	return nobody
}

// facesObject reports whether chunk k, an adjective, is of something that does something
// to the next actor: "جنگنده | پاکستانی | یک پهپاد ایران را".
func (s *sentence) facesObject(k, end int) bool {
	if c := &s.chunks[k]; !s.adjective(c) || k+1 == len(s.chunks) {
		return false
	}
	o := &s.chunks[k+1]
	return o.end <= end && o.case_ == cObject && o.sides.single() && o.sides != s.chunks[k].sides
}

// headline is who does what the noun of t names in a headline: whose it is, or
// whose name opens a line without a verb ("پاکستان کی ... مذمت").
func (s *sentence) headline(t *trigger) found {
	if t.rule.flags&suffers != 0 {
		return nobody
	}
	f := s.genitiveOf(t)
	if f.sides == 0 {
		f = s.opening(t)
	}
	return f
}

// opening is who opens a headline without a verb that ends with t: "پاکستان کی ... مذمت",
// "قومی اسمبلی میں ... قرارداد".
func (s *sentence) opening(t *trigger) found {
	if len(s.chunks) == 0 || !s.verbless() {
		return nobody
	}
	c := &s.chunks[0]
	if c.end <= t.start && (c.genitive || c.speaks && c.case_ == cPlace || c.sides == both) && (len(s.chunks) > 1 || c.sides == both) {
		return found{c.sides, 0}
	}
	return nobody
}

// opens reports whether an actor that can act stands before token i.
func (s *sentence) opens(i int) bool {
	for k := range s.chunks {
		if c := &s.chunks[k]; c.end <= i && c.head && c.case_ == 0 && c.sides != 0 {
			return true
		}
	}
	return false
}
