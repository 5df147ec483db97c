package event

import (
	_ "embed"
	"fmt"

	"github.com/rasad-project/rasad/services/tagger/linear"
)

// Trait is one thing about the clause that an event was read from by which the reading
// is trusted more or less. None is about a language or an action.
type Trait uint8

// The traits. Each lies between 0 and 1.
const (
	InTitle      Trait = iota // it is in the headline
	Twice                     // a second clause says the same
	ByPlace                   // it was read from where the names stand
	Thirds                    // the sentence names others too
	Deeds                     // how many deeds it tells
	Together                  // what two do together
	ByBoth                    // both do it
	Untrue                    // it is denied
	Hostile                   // the rule's weight is below zero
	DoerCarried               // no word of the sentence says who does it
	DoerParted                // a comma or more stands between that word and the verb
	DoerPast                  // another verb does
	GoalFar                   // how far from the verb the word stands that says to whom
	GoalParted                // a comma or more stands between
	GoalPast                  // another verb does
	GoalGoverned              // it depends on an adposition
	traits
)

var traitNames = [traits]string{
	"title", "twice", "by.place", "thirds", "deeds", "together", "by.both", "untrue", "hostile",
	"doer.carried", "doer.parted", "doer.past", "goal.far", "goal.parted", "goal.past", "goal.governed",
}

// TraitNames returns the names that traits have in files, in their order.
func TraitNames() []string { return traitNames[:] }

// Traits is an event by its traits.
type Traits [traits]float64

func (v *Traits) mark(t Trait, is bool) {
	if is {
		v[t] = 1
	}
}

// What counts as far and as many: the trait is 1 from there on.
const (
	farWords  = 20 // between an argument and its verb
	manyDeeds = 8
)

func share(n, most int) float64 { return float64(min(n, most)) / float64(most) }

// describe fills in the traits of c, which is what trigger t says of subj and obj.
func (s *sentence) describe(c *candidate, t *trigger, subj, obj found) {
	v := &c.traits
	v.mark(InTitle, s.field == titleField)
	v.mark(ByPlace, c.loose)
	for k := range s.chunks {
		v.mark(Thirds, s.chunks[k].sides&third != 0 && !s.chunks[k].generic)
	}
	v[Deeds] = share(len(s.triggers), manyDeeds)
	v.mark(Together, t.rule.flags&mutual != 0)
	v.mark(ByBoth, c.source&both == both)
	v.mark(Untrue, c.status == Denied)
	v.mark(Hostile, c.rule.weight < 0)
	if subj.chunk < 0 {
		v[DoerCarried] = 1
	} else {
		left, right := s.chunks[subj.chunk].upTo(t)
		v.mark(DoerParted, s.parted(left-1, right))
		v.mark(DoerPast, s.verbBetween(left, right))
	}
	if obj.chunk >= 0 {
		left, right := s.chunks[obj.chunk].upTo(t)
		v[GoalFar] = share(right-left, farWords)
		v.mark(GoalParted, s.parted(left-1, right))
		v.mark(GoalPast, s.verbBetween(left, right))
		v.mark(GoalGoverned, s.chunks[obj.chunk].case_ != 0)
	}
}

// verbBetween reports whether a verb stands among the tokens [a, b).
func (s *sentence) verbBetween(a, b int) bool {
	for k := range s.triggers {
		if s.triggers[k].start >= a && s.triggers[k].end <= b {
			return true
		}
	}
	return false
}

// Trusted is the least trust with which an event is told (see [Event.Told]). At that,
// eight of nine are told, and of those that are not most are wrong (SAMPLE.md). Higher,
// more right ones are lost than wrong ones.
const Trusted = 0.55

//go:embed model.txt
var weights string

// loadTrust reads the weights of the traits.
func loadTrust() (*linear.Model, error) {
	m, err := linear.Read(weights, TraitNames())
	if err != nil {
		return nil, fmt.Errorf("trust: model.txt: %w", err)
	}
	return m, nil
}
