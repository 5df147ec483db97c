package event

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// order is where a language puts the verb; it decides on which side of a trigger
// its subject and object are sought.
type order uint8

const (
	svo order = iota // English: subject, verb, object
	sov              // Persian, Urdu: both before the verb, marked by adpositions
	vso              // Arabic: subject before or right after the verb
)

// grammar is one rule file, read and validated.
type grammar struct {
	order         order
	headsFirst    bool     // an office stands before its country: "وزیر خارجه ایران"
	postpositions bool     // adpositions follow what they govern: "ایران سے"
	proclitics    []string // words written onto the next: "وقال"
	future        string   // what a verb to come begins with: "سيزور"
	classes       map[string][]string
	dates         []dateWord
	actors        []actorRule
	rules         []rule
}

// dateWord is a month or a day of the week: the number-th of its list.
type dateWord struct {
	list   string // months, solar or weekdays
	number uint8
	word   string
}

// actorRule is a phrase that names an actor without naming a country.
type actorRule struct {
	kind string // both, other or armed
	alts []pattern
}

// rule turns a trigger phrase into an action.
type rule struct {
	name    string // "consult.meet"
	trace   string // what evidence calls it: "event.consult.meet"
	action  string // "CONSULT"
	weight  float64
	flags   flag
	instead [insteads]string // the rules to use instead, "" for none
	alts    []pattern
}

// Each instead is a case in which another rule codes what a rule finds.
const (
	toDoer    = iota // the object is the doer of the deed named
	toEnvoy          // it is done to the other's ambassador
	toIllegal        // it is done to people without papers
	toComing         // one party announces it
	insteads
)

var insteadNames = []string{toDoer: "doer", toEnvoy: "envoy", toIllegal: "illegal", toComing: "coming"}

// flag is what a rule asks of its arguments.
type flag uint32

const (
	mutual    flag = 1 << iota // two subjects need no object: "Iran and Pakistan met"
	place                      // a place of the other party is an object: "arrived in Tehran"
	noun                       // the trigger is a noun: "Raisi's visit to Pakistan"
	withObj                    // the object follows at once, the subject may come after it: "in a meeting with"
	calledFor                  // the action is itself a call
	should                     // a modal: what follows is called for by the speaker
	person                     // the object must be one who can act: an office, a person, a country
	clear                      // no named party may stand inside the trigger
	deed                       // its genitive is who did it: "حمله ایران"
	suffers                    // its genitive is whom it befalls: "احضار سفیر"
	alone                      // a light verb that counts when no noun before it is told with it
	near                       // a noun whose owner stands right before it
	own                        // without a subject the report's own country does it
	inside                     // who does it stands between the words of the phrase: "shells from Iran hit"
	about                      // the object may stand in the clause that follows: "said that"
	route                      // what joins the places that the sentence names: "a train from Quetta reached Zahedan"
	from                       // who does it is whose it is or from where it comes: "ایرانی امدادی سامان کراچی پہنچا"
	soil                       // without who does it, the country in which it befalls the other's people or goods
	joint                      // what one does with the other both do
	topic                      // what comes next is what it is about, unless it is with one: "discussed Gaza with"
	mission                    // done to the one's mission in the country of the other
	nothing                    // no deed at all: its words are not to be taken for one
)

var flagNames = map[string]flag{
	"mutual": mutual, "in": place, "noun": noun, "with": withObj,
	"called_for": calledFor, "should": should, "person": person, "clear": clear, "deed": deed, "suffers": suffers, "near": near, "alone": alone, "own": own, "inside": inside, "about": about, "route": route, "from": from, "soil": soil, "mission": mission, "topic": topic, "joint": joint, "nothing": nothing,
}

// pattern is a sequence of steps that a run of tokens must take.
type pattern []step

type step struct {
	words    []word
	gap      int // up to so many tokens may stand before the step
	optional bool
}

// word is one spelling that a step accepts, with the verb form it shows.
type word struct {
	text string
	form form
}

var actions = []string{
	"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "REQUEST", "ACCUSE", "REJECT",
	"THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "STATE",
}

// readGrammar reads a rule file. Every fault found is named with its line.
func readGrammar(name string, r io.Reader) (*grammar, error) {
	g := &grammar{classes: map[string][]string{}}
	action := ""
	seen := map[string]bool{}
	s := bufio.NewScanner(r)
	for n := 1; s.Scan(); n++ {
		line, _, _ := strings.Cut(s.Text(), "#")
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		if err := g.line(f, &action, seen); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	if err := s.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for _, r := range g.rules {
		for _, o := range r.instead {
			if o != "" && !seen[o] {
				return nil, fmt.Errorf("%s: rule %s: %q is no rule", name, r.name, o)
			}
		}
	}
	return g, nil
}

func (g *grammar) line(f []string, action *string, seen map[string]bool) error {
	switch f[0] {
	case "order":
		return g.setOrder(f[1:])
	case "proclitics":
		g.proclitics = f[1:]
	case "future":
		if len(f) != 2 {
			return fmt.Errorf("future: want one prefix, got %q", f[1:])
		}
		g.future = f[1]
	case "class":
		if len(f) < 3 || classes[f[1]] == 0 {
			return fmt.Errorf("class: want a known name and words, got %q", f[1:])
		}
		g.classes[f[1]] = append(g.classes[f[1]], f[2:]...)
	case "months", "solar", "weekdays":
		return g.addDates(f[0], f[1:])
	case "action":
		if len(f) != 2 || !slices.Contains(actions, f[1]) {
			return fmt.Errorf("action: %q is none of %v", f[1:], actions)
		}
		*action = f[1]
	case "actor":
		return g.addActor(f[1:])
	case "rule":
		if *action == "" {
			return fmt.Errorf("rule before the first action")
		}
		return g.addRule(*action, f[1:], seen)
	default:
		return fmt.Errorf("%q is none of order, proclitics, future, class, months, solar, weekdays, actor, action, rule", f[0])
	}
	return nil
}

func (g *grammar) setOrder(f []string) error {
	orders := map[string]order{"svo": svo, "sov": sov, "vso": vso}
	for i, word := range f {
		o, ok := orders[word]
		switch {
		case i == 0 && ok:
			g.order = o
		case i > 0 && word == "heads_first":
			g.headsFirst = true
		case i > 0 && word == "postpositions":
			g.postpositions = true
		default:
			return fmt.Errorf("order: want svo, sov or vso, then heads_first or postpositions, got %q", f)
		}
	}
	return nil
}

func (g *grammar) addDates(list string, f []string) error {
	if want := map[string]int{"months": 12, "solar": 12, "weekdays": 7}[list]; len(f) != want {
		return fmt.Errorf("%s: want %d words, got %d", list, want, len(f))
	}
	for i, spellings := range f {
		for w := range strings.SplitSeq(spellings, "|") {
			g.dates = append(g.dates, dateWord{list, uint8(i + 1), w})
		}
	}
	return nil
}

func (g *grammar) addActor(f []string) error {
	if len(f) < 2 || f[0] != "both" && f[0] != "other" && f[0] != "armed" {
		return fmt.Errorf("actor: want both, other or armed, then phrases")
	}
	alts, err := readPatterns(f[1:])
	if err != nil {
		return fmt.Errorf("actor %s: %w", f[0], err)
	}
	g.actors = append(g.actors, actorRule{f[0], alts})
	return nil
}

// addRule reads "name weight flags : phrases".
func (g *grammar) addRule(action string, f []string, seen map[string]bool) error {
	colon := slices.Index(f, ":")
	if colon < 2 {
		return fmt.Errorf("rule: want a name, a weight, flags, a colon and phrases")
	}
	r := rule{name: strings.ToLower(action) + "." + f[0], action: action}
	if seen[r.name] {
		return fmt.Errorf("rule %s: named twice", r.name)
	}
	seen[r.name], r.trace = true, "event."+r.name
	var err error
	if r.weight, err = strconv.ParseFloat(f[1], 64); err != nil || r.weight < -10 || r.weight > 10 {
		return fmt.Errorf("rule %s: weight %q is not a number from -10 to 10", r.name, f[1])
	}
	for _, s := range f[2:colon] {
		if name, other, ok := strings.Cut(s, ":"); ok {
			if i := slices.Index(insteadNames, name); i >= 0 {
				r.instead[i] = strings.ToLower(other)
				continue
			}
		}
		bit, ok := flagNames[s]
		if !ok {
			return fmt.Errorf("rule %s: unknown flag %q", r.name, s)
		}
		r.flags |= bit
	}
	if r.alts, err = readPatterns(f[colon+1:]); err != nil {
		return fmt.Errorf("rule %s: %w", r.name, err)
	}
	g.rules = append(g.rules, r)
	return nil
}

// readPatterns reads phrases parted by ";".
func readPatterns(f []string) ([]pattern, error) {
	var out []pattern
	for part := range slices.Values(splitOn(f, ";")) {
		p, err := readPattern(part)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

func splitOn(f []string, sep string) [][]string {
	var parts [][]string
	start := 0
	for i, s := range f {
		if s == sep {
			parts = append(parts, f[start:i])
			start = i + 1
		}
	}
	return append(parts, f[start:])
}

func readPattern(f []string) (pattern, error) {
	var p pattern
	gap := 0
	for _, s := range f {
		if n, ok := strings.CutPrefix(s, ".."); ok {
			v, err := strconv.Atoi(n)
			if err != nil || v < 1 || v > 12 {
				return nil, fmt.Errorf("gap %q is not ..1 to ..12", s)
			}
			gap = v
			continue
		}
		st, err := readStep(s)
		if err != nil {
			return nil, err
		}
		st.gap, gap = gap, 0
		p = append(p, st)
	}
	if len(p) == 0 || p[0].optional || p[0].gap > 0 || gap > 0 {
		return nil, fmt.Errorf("phrase %q must begin and end with words", strings.Join(f, " "))
	}
	return p, nil
}

// readStep reads "word|word", "[word]" or "{verb}|{verb,past,participle}".
func readStep(s string) (step, error) {
	var st step
	if inner, ok := strings.CutPrefix(s, "["); ok {
		if s, ok = strings.CutSuffix(inner, "]"); !ok {
			return st, fmt.Errorf("%q lacks its closing bracket", inner)
		}
		st.optional = true
	}
	for w := range strings.SplitSeq(s, "|") {
		verb, ok := strings.CutPrefix(w, "{")
		switch {
		case w == "":
			return st, fmt.Errorf("%q has an empty word", s)
		case !ok:
			st.words = append(st.words, word{w, plain})
		case !strings.HasSuffix(verb, "}"):
			return st, fmt.Errorf("%q lacks its closing brace", w)
		default:
			st.words = append(st.words, inflect(strings.Split(strings.TrimSuffix(verb, "}"), ","))...)
		}
	}
	return st, nil
}
