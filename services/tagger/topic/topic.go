// Package topic says what an article about the relation is about. One small model
// answers for every topic: it weighs where a topic's cues stand and how many they
// are, for all topics alike and a little differently for each.
package topic

import (
	_ "embed"
	"fmt"
	"math"

	"github.com/rasad-project/rasad/services/tagger/cue"
	"github.com/rasad-project/rasad/services/tagger/event"
	"github.com/rasad-project/rasad/services/tagger/linear"
	"github.com/rasad-project/rasad/services/tagger/reading"
)

// Topics is how many topics there are.
const Topics = len(cue.Topics)

// Feature is one thing the model looks at, for one topic.
type Feature uint8

// The features. Each lies between 0 and 1.
const (
	Head     Feature = iota // the headline has a cue
	HeadMany                // and more than one
	Lead                    // cues in the first two sentences
	Contact                 // cues in sentences that speak of both parties
	Often                   // cues in all
	Kinds                   // different cues
	Share                   // of sentences that have one
	Most                    // cues against those of the topic that has most
	Phrases                 // cues of two words, which say more than one
	Named                   // bodies, people and groups that speak of the topic
	Deed                    // an event that does
	Features
)

var features = [Features]string{"head", "head.many", "lead", "contact", "often", "kinds", "share", "most", "phrases", "named", "deed"}

// Names returns the names of the model's weights, in the order of [Vector.Wide].
func Names() []string {
	all := append(features[:], cue.Topics[:]...)
	for _, t := range cue.Topics {
		for _, f := range features {
			all = append(all, t+"."+f)
		}
	}
	return all
}

// Vector is a topic of an article as the model sees it.
type Vector [Features]float64

// Speaks reports whether anything in the article speaks of the topic.
func (v *Vector) Speaks() bool { return v[Often] > 0 || v[Named] > 0 }

// Wide returns the vector of a topic as the linear model takes it: the features,
// which of the topics it is, and the features once more in that topic's place. What
// a feature weighs is then shared by all topics as far as they agree on it, and a
// topic's own as far as they do not (Evgeniou and Pontil: Regularized multi-task
// learning, KDD 2004).
func (v *Vector) Wide(topic int) []float64 {
	x := make([]float64, int(Features)+Topics+Topics*int(Features))
	copy(x, v[:])
	x[int(Features)+topic] = 1
	copy(x[int(Features)+Topics+topic*int(Features):], v[:])
	return x
}

// tally is what is counted of one topic.
type tally struct {
	head, lead, contact, all, sentences, phrases, named float64
	kinds                                               [8]uint64 // hashes of different cues
}

// deeds are the topics that actions speak of.
var deeds = map[string]cue.Class{
	"ASSAULT": cue.Military, "MOBILIZE": cue.Military, "CONSULT": cue.Diplomacy, "PROTEST": cue.Diplomacy, "AID": cue.Aid,
}

// Describe returns what the model looks at in r and its events, for every topic.
func Describe(r *reading.Reading, events []event.Event) (vs [Topics]Vector) {
	var ts [Topics]tally
	n := 0.0
	for _, f := range r.Fields() {
		for i := range f.Sentences {
			if s := &f.Sentences[i]; s.Live {
				n++
				count(&ts, f, s)
			}
		}
	}
	most := 1.0
	for i := range ts {
		most = max(most, ts[i].all)
	}
	for i := range ts {
		ts[i].fill(&vs[i], max(n, 1), most)
	}
	for i := range events {
		if c, ok := deeds[events[i].Action]; ok {
			vs[c][Deed] = 1
		}
	}
	return vs
}

// count adds a sentence to the topics it has cues of.
func count(ts *[Topics]tally, f *reading.Field, s *reading.Sentence) {
	for i := range s.Set.Topics() {
		ts[i].sentences++
	}
	for _, h := range f.Cues[s.Cues[0]:s.Cues[1]] {
		for i := range h.Set.Topics() {
			ts[i].hit(s, f.Doc.Toks[h.Last-1].Hash)
			ts[i].phrases += float64(h.Last - h.First - 1)
		}
	}
	for i := range f.Mentions[s.Mentions[0]:s.Mentions[1]] {
		m := &f.Mentions[int(s.Mentions[0])+i]
		if c, ok := cue.Topic(m.Entity.Topic); ok && m.Counts {
			ts[c].named++
		}
	}
}

func (t *tally) hit(s *reading.Sentence, word uint64) {
	t.all++
	switch {
	case s.Head:
		t.head++
	case s.Order < reading.Lead:
		t.lead++
	}
	if s.Contact() {
		t.contact++
	}
	for i := range t.kinds {
		if t.kinds[i] == word || t.kinds[i] == 0 {
			t.kinds[i] = word
			return
		}
	}
}

func (t *tally) fill(v *Vector, sentences, most float64) {
	kinds := 0.0
	for _, k := range t.kinds {
		if k != 0 {
			kinds++
		}
	}
	v[Head] = min(t.head, 1)
	v[HeadMany] = flag(t.head > 1)
	v[Lead] = min(t.lead, 3) / 3
	v[Contact] = min(t.contact, 4) / 4
	v[Often] = min(math.Log2(1+t.all)/4, 1)
	v[Kinds] = kinds / float64(len(t.kinds))
	v[Share] = t.sentences / sentences
	v[Most] = t.all / most
	v[Phrases] = min(t.phrases, 2) / 2
	v[Named] = min(t.named, 2) / 2
}

func flag(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

//go:embed model.txt
var weights string

// Model is the trained model. It is read only and safe for concurrent use.
type Model struct {
	linear linear.Model
}

// Load returns the model that ships.
func Load() (*Model, error) {
	m, err := linear.Read(weights, Names())
	if err != nil {
		return nil, fmt.Errorf("topics: model.txt: %w", err)
	}
	return &Model{*m}, nil
}

// With returns a model with the given weights.
func With(m *linear.Model) *Model { return &Model{*m} }

// Odds returns the log odds that an article with this vector is about a topic. They
// are those of [Vector.Wide], most of which is nought.
func (m *Model) Odds(topic int, v *Vector) float64 {
	shared, rest := m.linear.Weights[:Features], m.linear.Weights[Features:]
	own := rest[Topics+topic*int(Features):][:Features]
	z := m.linear.Bias + rest[topic]
	for i, x := range v {
		z += x * (shared[i] + own[i])
	}
	return z
}

// cut is the log odds from which a topic is given.
const cut = 0

// Choose appends the topics of an article to dst, in the order of the design. It
// has at least one: the likeliest, or "other" when no topic has a cue.
func (m *Model) Choose(vs *[Topics]Vector, dst []cue.Class) []cue.Class {
	n, best, top := len(dst), cue.Class(Topics-1), math.Inf(-1)
	for i := range vs {
		if !vs[i].Speaks() {
			continue
		}
		z := m.Odds(i, &vs[i])
		if z > cut {
			dst = append(dst, cue.Class(i))
		}
		if z > top {
			best, top = cue.Class(i), z
		}
	}
	if len(dst) == n {
		dst = append(dst, best)
	}
	return dst
}
