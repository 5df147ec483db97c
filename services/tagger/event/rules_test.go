package event

import (
	"slices"
	"strings"
	"testing"
)

func TestReadGrammarFaults(t *testing.T) {
	for _, c := range []struct{ name, rules, want string }{
		{"unknown line", "order svo\nverb meet", `x:2: "verb" is none of`},
		{"unknown order", "order osv", "x:1: order: want svo"},
		{"unknown class", "class nonsense a b", "x:1: class: want a known name"},
		{"unknown action", "action MEET", `x:1: action: ["MEET"] is none of`},
		{"rule without an action", "rule meet 1 : {meet}", "x:1: rule before the first action"},
		{"rule without phrases", "action CONSULT\nrule meet 1 {meet}", "x:2: rule: want a name"},
		{"weight out of range", "action CONSULT\nrule meet 11 : {meet}", `x:2: rule consult.meet: weight "11"`},
		{"unknown flag", "action CONSULT\nrule meet 1 often : {meet}", `unknown flag "often"`},
		{"rule named twice", "action CONSULT\nrule meet 1 : {meet}\nrule meet 1 : {see}", "x:3: rule consult.meet: named twice"},
		{"phrase begins with a gap", "action CONSULT\nrule meet 1 : ..2 meet", "must begin and end with words"},
		{"gap too wide", "action CONSULT\nrule meet 1 : meet ..99 with", `gap "..99"`},
		{"open bracket", "action CONSULT\nrule meet 1 : meet [with", "lacks its closing bracket"},
		{"open brace", "action CONSULT\nrule meet 1 : {meet", "lacks its closing brace"},
		{"empty word", "action CONSULT\nrule meet 1 : meet|", "has an empty word"},
		{"doer that is no rule", "action SUPPORT\nrule x 1 doer:ACCUSE.y : {condemn}", `"accuse.y" is no rule`},
		{"illegal that is no rule", "action CONCEDE\nrule x 1 illegal:COERCE.y : {hand}", `"coerce.y" is no rule`},
		{"eleven months", "months a b c d e f g h i j k", "x:1: months: want 12 words, got 11"},
		{"unknown actor", "actor them they", "x:1: actor: want both"},
		{"two prefixes", "future a b", "x:1: future: want one prefix"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := readGrammar("x", strings.NewReader(c.rules)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestInflect(t *testing.T) {
	for verb, want := range map[string]string{
		"sign":               "sign signs signed signing",
		"take,took,taken":    "take takes took taking taken",
		"hit,hit":            "hit hits hitting",
		"carry":              "carry carries carried carrying",
		"condole":            "condole condoles condoled condoling",
		"reach":              "reach reaches reached reaching",
		"expel,expelled":     "expel expels expelled expelling",
		"free":               "free frees freed freeing",
		"have,had":           "have has had having",
		"deploy":             "deploy deploys deployed deploying",
		"speak,spoke,spoken": "speak speaks spoke speaking spoken",
	} {
		var got []string
		for _, w := range inflect(strings.Split(verb, ",")) {
			got = append(got, w.text)
		}
		if !slices.Equal(got, strings.Fields(want)) {
			t.Errorf("%s: got %q, want %q", verb, got, want)
		}
	}
}

// TestRuleFiles holds the rules of the four languages to each other: every action
// can be told in each, and a rule of one name has one weight.
func TestRuleFiles(t *testing.T) {
	c, err := New()
	if err != nil {
		t.Fatal(err)
	}
	weights := map[string]float64{}
	for _, lang := range []string{"en", "fa", "ur", "ar"} {
		told := map[string]bool{}
		for _, r := range c.lexicons[lang].rules {
			told[r.action] = true
			if w, ok := weights[r.name]; ok && w != r.weight {
				t.Errorf("%s: rule %s weighs %v, elsewhere %v", lang, r.name, r.weight, w)
			}
			weights[r.name] = r.weight
		}
		for _, a := range actions {
			if !told[a] {
				t.Errorf("%s: no rule for %s", lang, a)
			}
		}
	}
}
