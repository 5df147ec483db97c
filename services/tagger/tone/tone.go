// Package tone says how the two parties deal with each other in an article: with
// each other, against each other, both, or neither.
package tone

import (
	_ "embed"
	"fmt"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/tagger/cue"
	"github.com/rasad-project/rasad/services/tagger/event"
	"github.com/rasad-project/rasad/services/tagger/linear"
	"github.com/rasad-project/rasad/services/tagger/reading"
)

// The tones of a verdict.
const (
	Cooperative = "cooperative"
	Conflictual = "conflictual"
	Mixed       = "mixed"
	Neutral     = "neutral"
)

// Feature is one thing the model looks at.
type Feature uint8

// The features. Those of words lie between -1, all of conflict, and 1, all of
// getting on.
const (
	Head     Feature = iota // words of the headline
	Lead                    // of the first two sentences
	Contact                 // of the sentences that speak of both parties
	All                     // of the whole text
	Deeds                   // mean weight of the events between the two that are news, on a tenth of Goldstein's scale
	Main                    // weight of the main event
	Force                   // share of contact sentences that speak of arms or militants
	Sympathy                // the main event is support or aid: words of conflict then speak of what befell the other
	Strife                  // the main event is a protest or worse, however light its weight
	Features
)

var names = [Features]string{"head", "lead", "contact", "all", "deeds", "main", "force", "sympathy", "strife"}

// Names returns the features' names, in their order.
func Names() []string { return names[:] }

// Vector is an article as the model sees it.
type Vector struct {
	Leaning [Features]float64
	// Police is that one arrests or puts out people of the other and neither has
	// words for it: what authorities do every day, and readers call neutral.
	Police bool
}

// balance is how many words speak for getting on and against it.
type balance struct{ coop, conflict float64 }

func (b *balance) add(s cue.Set) {
	if s.Has(cue.Coop) {
		b.coop++
	}
	if s.Has(cue.Conflict) {
		b.conflict++
	}
}

func (b *balance) value() float64 { return (b.coop - b.conflict) / (b.coop + b.conflict + 1) }

// Describe returns what the model looks at in r and its events.
func Describe(r *reading.Reading, events []event.Event) (v Vector) {
	var head, lead, contact, all balance
	together, armed := 0.0, 0.0
	for _, f := range r.Fields() {
		for i := range f.Sentences {
			s := &f.Sentences[i]
			if !s.Live {
				continue
			}
			if s.Contact() {
				together++
				if s.Set.Has(cue.Military) || s.Set.Has(cue.Militancy) {
					armed++
				}
			}
			for _, h := range f.Cues[s.Cues[0]:s.Cues[1]] {
				all.add(h.Set)
				switch {
				case s.Head:
					head.add(h.Set)
				case s.Order < reading.Lead:
					lead.add(h.Set)
				}
				if s.Contact() {
					contact.add(h.Set)
				}
			}
		}
	}
	x := &v.Leaning
	x[Head], x[Lead], x[Contact], x[All] = head.value(), lead.value(), contact.value(), all.value()
	x[Force] = armed / max(together, 1)
	v.deeds(events)
	return v
}

func (v *Vector) deeds(events []event.Event) {
	x := &v.Leaning
	sum, n := 0.0, 0.0
	for i := range events {
		e := &events[i]
		if e.Background || e.Source == news.Other || e.Target == news.Other {
			continue
		}
		if n == 0 {
			x[Main] = e.Weight / 10
			if e.Action == "SUPPORT" || e.Action == "AID" {
				x[Sympathy] = 1
			}
			if e.Weight < 0 {
				x[Strife] = 1
			}
			v.Police = e.Action == "COERCE"
		}
		v.Police = v.Police && (e.Action == "COERCE" || e.Action == "CONCEDE" || e.Action == "STATE")
		sum += e.Weight / 10
		n++
	}
	x[Deeds] = sum / max(n, 1)
}

//go:embed model.txt
var weights string

// Model is the trained model: the odds of getting on against conflict. It is read
// only and safe for concurrent use.
type Model struct {
	linear linear.Model
}

// Load returns the model that ships.
func Load() (*Model, error) {
	m, err := linear.Read(weights, Names())
	if err != nil {
		return nil, fmt.Errorf("tone: model.txt: %w", err)
	}
	return &Model{*m}, nil
}

// With returns a model with the given weights.
func With(m *linear.Model) *Model { return &Model{*m} }

// margin is how far the odds must lean to be a tone: between, an article is mixed
// or, where no word speaks, neutral.
const margin = 0.25

// Choose returns the tone of an article.
func (m *Model) Choose(v *Vector) string {
	z := m.linear.Odds(v.Leaning[:])
	switch {
	case v.Police, *v == Vector{}:
		return Neutral
	case z > margin && v.Leaning[Strife] == 1: // whatever else is said, that is the news
		return Mixed
	case z > margin:
		return Cooperative
	case z < -margin:
		return Conflictual
	}
	return Mixed
}
