package event

import (
	"fmt"
	"math"
	"slices"

	"github.com/rasad-project/rasad/services/tagger/text"
)

// class is what a word does to the events around it; a word may be in several.
type class uint64

const (
	cNegation class = 1 << iota // "not", and verbs that hold it
	cBe                         // forms of "be", for the passive
	cHad                        // "had": told of before
	cWill                       // the future
	cIntend                     // ready, planned, due: to come
	cMust                       // called for
	cDeny                       // denies what follows
	cTo                         // adpositions, by what they make of a name
	cOf
	cBy          // who did it
	cWith        // the other party
	cPlace       // where
	cWithin      // "in": where an office sits, too
	cOblique     // from: of whom something is had or wanted
	cObject      // marks the object
	cOutside     // about, like, according to: no argument
	cAfter       // what came before
	cConjunction // "and"
	cCarrier     // what says something for somebody: "a resolution condemning"
	cClause      // opens another clause
	cWhen        // opens a clause without a subject: "as requested"
	cHe          // the last subject
	cThey        // perhaps somebody else
	cCounterpart // the same office on the other side
	cPossessive  // the s of "Iran's"
	cArticle     // articles and pronouns before a noun
	cAdverb      // may stand between a subject and its verb
	cAspect      // verbs of beginning and going on: "begins supplying"
	cReport      // verbs of saying
	cLight       // verbs that a noun makes a deed with: "حمله کرد"
	cBecame      // verbs that make what goes before them befall the subject: "احضار شد"
	cHeld        // begun, held, signed: what a noun names has taken place
	cNews        // "خبر", news: what is given as such has happened
	cOff         // what was planned will not be
	cPast        // last, ago
	cUnit        // week, month, year
	cNumeral     // one to five, which name days of the week in Persian
	cOffice      // offices and bodies
	cPost        // offices abroad
	cState       // offices that mean the country of the report
	cModifier    // may stand before or after an office
	cErgative    // marks who did it, in Urdu
	cGenitive    // of, in Urdu
	cBorder      // "border": with whom one has it is no argument of violence
	cIllegal     // without papers: who is handed over so is put out
	cPerfect     // have: a past follows it
	cAuxiliary   // have, do, may: stands before a verb and says nothing here
	cSubjunctive // forms of a verb that tell what is wanted, or to be
	cPurpose     // "for": what follows is wanted
	cSake        // the same after a genitive, in Urdu
	cThat        // opens what somebody says or wants
	cCondition   // "if": what follows has not happened
	cThen        // what follows is under a condition, and is none
	cLocality    // what a country's adjective makes a place of: "the Iranian city of"
	cCounting    // how many of whom: "۱۴ نفر از"
	cRelative    // stands for the noun before it: "attacks that"
)

// classes are the names that rule files have for them.
var classes = map[string]class{
	"negation": cNegation, "be": cBe, "had": cHad, "will": cWill, "intend": cIntend, "must": cMust,
	"deny": cDeny, "to": cTo, "of": cOf, "by": cBy, "with": cWith, "place": cPlace, "within": cWithin,
	"oblique": cOblique, "object": cObject, "outside": cOutside, "after": cAfter, "conjunction": cConjunction, "carrier": cCarrier,
	"clause": cClause, "when": cWhen, "he": cHe, "they": cThey, "counterpart": cCounterpart,
	"possessive": cPossessive, "article": cArticle, "adverb": cAdverb, "aspect": cAspect, "report": cReport, "light": cLight, "became": cBecame, "held": cHeld, "news": cNews,
	"off": cOff, "past": cPast, "unit": cUnit, "numeral": cNumeral, "office": cOffice, "post": cPost,
	"state": cState, "modifier": cModifier, "ergative": cErgative, "genitive": cGenitive, "border": cBorder, "illegal": cIllegal, "auxiliary": cAuxiliary, "perfect": cPerfect, "that": cThat, "condition": cCondition, "then": cThen, "purpose": cPurpose, "sake": cSake, "subjunctive": cSubjunctive, "locality": cLocality, "counting": cCounting, "relative": cRelative,
}

// lexicon is a grammar compiled to token hashes. It is read only.
type lexicon struct {
	order         order
	headsFirst    bool
	postpositions bool
	proclitics    []string
	rules         []rule
	quote         *rule             // what a headline's "Raisi: ..." is
	instead       [][insteads]int32 // by rule: the rules to use instead, -1 for none
	phrases       []phrase
	entries       text.Table[*entry]
}

// entry is all that one word can be: its classes, and the phrases it begins.
type entry struct {
	class   class
	month   uint8   // 1 to 12
	solar   bool    // month is one of the Iranian solar calendar
	weekday uint8   // 1 for Sunday to 7
	rules   []start // phrases of rules that the word begins
	actors  []start // phrases of actors
}

// start is a phrase, the form of the word that begins it, and a bit for each word that
// can be the next of those it must have, all bits when there is none.
type start struct {
	phrase int32
	form   form
	needs  uint64
}

// phrase is a compiled pattern of a rule (rule >= 0) or of an actor phrase.
type phrase struct {
	rule  int32
	actor actorKind
	steps []hashStep
}

// needs has the bits of the first step after the beginning that p cannot do without.
func (p *phrase) needs() uint64 {
	for i := range p.steps[1:] {
		if st := &p.steps[i+1]; !st.optional {
			return st.bits
		}
	}
	return math.MaxUint64
}

// bitOf is one bit of 64 for a word.
func bitOf(hash uint64) uint64 { return 1 << (hash >> 58) }

type hashStep struct {
	words    []hashWord
	bits     uint64 // of all words: turns most others away
	gap      int
	optional bool
}

type hashWord struct {
	hash uint64
	form form
}

// compile turns g into hashes; hash gives the folded token hashes of a word.
func compile(g *grammar, hash func(string) []uint64) (*lexicon, error) {
	x := &lexicon{order: g.order, headsFirst: g.headsFirst, postpositions: g.postpositions, proclitics: g.proclitics, rules: g.rules}
	byHash := map[uint64]*entry{}
	at := func(h uint64) *entry {
		if byHash[h] == nil {
			byHash[h] = &entry{}
		}
		return byHash[h]
	}
	for name, words := range g.classes {
		for _, w := range words {
			hs := hash(w)
			if len(hs) != 1 {
				return nil, fmt.Errorf("class %s: %q is not one word", name, w)
			}
			at(hs[0]).class |= classes[name]
			for _, p := range g.proclitics {
				for _, h := range hash(p + w) {
					at(h).class |= classes[name]
				}
			}
		}
	}
	for _, d := range g.dates {
		for _, h := range hash(d.word) {
			e := at(h)
			switch d.list {
			case "months", "solar":
				e.month, e.solar = d.number, d.list == "solar"
			case "weekdays":
				e.weekday = d.number
			}
		}
	}
	add := func(p phrase) {
		for i := range p.steps {
			for _, w := range p.steps[i].words {
				p.steps[i].bits |= bitOf(w.hash)
			}
		}
		x.phrases = append(x.phrases, p)
		for _, w := range p.steps[0].words {
			e, n := at(w.hash), int32(len(x.phrases)-1)
			of := &e.rules
			if p.rule < 0 {
				of = &e.actors
			}
			if !slices.ContainsFunc(*of, func(s start) bool { return s.phrase == n }) {
				*of = append(*of, start{n, w.form, p.needs()})
			}
		}
	}
	for i, r := range g.rules {
		for _, alt := range r.alts {
			for _, steps := range expand(alt, g, hash) {
				add(phrase{rule: int32(i), steps: steps})
			}
		}
		var instead [insteads]int32
		for n, name := range r.instead {
			instead[n] = int32(slices.IndexFunc(g.rules, func(o rule) bool { return o.name == name }))
		}
		x.instead = append(x.instead, instead)
	}
	for _, a := range g.actors {
		for _, alt := range a.alts {
			for _, steps := range expand(alt, g, hash) {
				add(phrase{rule: -1, actor: actorKinds[a.kind], steps: steps})
			}
		}
	}
	if i := slices.IndexFunc(x.rules, func(r rule) bool { return r.action == "STATE" && r.flags&about != 0 }); i >= 0 {
		x.quote = &x.rules[i]
	}
	x.entries = text.NewTable(byHash)
	return x, nil
}

// expand compiles a pattern. A word of several tokens ("co-op") becomes a
// sequence of its own: one compiled pattern for each.
func expand(p pattern, g *grammar, hash func(string) []uint64) [][]hashStep {
	out := [][]hashStep{nil}
	for _, st := range p {
		single := hashStep{gap: st.gap, optional: st.optional}
		var tails [][]hashStep
		for _, w := range st.words {
			hs := hash(w.text)
			if len(hs) == 1 {
				single.words = append(single.words, hashWord{hs[0], w.form})
				for _, c := range g.proclitics {
					single.words = append(single.words, hashWord{hash(c + w.text)[0], w.form})
				}
				if g.future != "" {
					single.words = append(single.words, hashWord{hash(g.future + w.text)[0], future})
				}
				continue
			}
			tails = append(tails, sequence(hs, st.gap))
		}
		if len(single.words) > 0 {
			tails = append(tails, []hashStep{single})
		}
		var next [][]hashStep
		for _, head := range out {
			for _, tail := range tails {
				next = append(next, append(slices.Clip(head), tail...))
			}
		}
		out = next
	}
	return out
}

func sequence(hs []uint64, gap int) []hashStep {
	var steps []hashStep
	for _, h := range hs {
		steps = append(steps, hashStep{words: []hashWord{{hash: h}}, gap: gap})
		gap = 0
	}
	return steps
}

// lookup returns what the word of hash h can be; nil for most words.
func (x *lexicon) lookup(h uint64) *entry {
	if x.entries.May(h) {
		if e := x.entries.Get(h); e != nil {
			return *e
		}
	}
	return nil
}

// accepts reports whether the step takes h.
func (s *hashStep) accepts(h uint64) bool {
	if s.bits&bitOf(h) == 0 {
		return false
	}
	for i := range s.words {
		if s.words[i].hash == h {
			return true
		}
	}
	return false
}
