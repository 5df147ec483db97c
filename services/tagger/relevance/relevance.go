// Package relevance decides whether an article is about the relation of the two
// watched parties. A gate comes first: both must be named where it counts. Then a
// small linear model scores where and how they stand together. Nothing in it is
// about any two countries.
package relevance

import (
	_ "embed"
	"fmt"

	"github.com/rasad-project/rasad/services/tagger/linear"
	"github.com/rasad-project/rasad/services/tagger/reading"
)

// Level is how far an article is about the relation.
type Level int

// The levels of a verdict.
const (
	Merely Level = iota // both occur, or not even that
	Part                // a distinct part is about the relation
	Main                // the article is
)

// Least is the least score of an article that is relevant.
const Least = 0.39

// cut are the least scores of the levels Part and Main. Part lies below the half
// because an article with a part about the relation is worth a half in training; it
// was set on the open items under cross-validation and on our own texts, a half of
// them at a time left out (bench/TAGGER.md).
var cut = [...]float64{Part: Least, Main: 0.75}

// Judgement is what was decided, and what it rests on.
type Judgement struct {
	Score float64 // 0 to 1
	Level Level
	// Missing is why the gate stayed shut, "" when it opened.
	Missing Missing
	Vector  Vector
	// Odds are the log odds: Bias and all contributions together.
	Odds float64
}

// Missing is what an article lacks to be looked at.
type Missing string

// What can be missing.
const (
	Neither Missing = "neither is named"
	OneOnly Missing = "only one is named"
)

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
		return nil, fmt.Errorf("relevance: model.txt: %w", err)
	}
	return &Model{*m}, nil
}

// With returns a model with the given weights.
func With(m *linear.Model) *Model { return &Model{*m} }

// Names returns the features' names, in their order.
func Names() []string { return names[:] }

// Gate reports what an article lacks to be looked at, "" for nothing.
func Gate(r *reading.Reading) Missing {
	switch one, two := r.Found[reading.First], r.Found[reading.Second]; {
	case !one && !two:
		return Neither
	case !one || !two:
		return OneOnly
	}
	var named [2]bool
	for _, f := range r.Fields() {
		for i := range f.Sentences {
			s := &f.Sentences[i]
			for side := range named {
				named[side] = named[side] || s.Live && s.Sides[side] > 0
			}
		}
	}
	switch {
	case named[0] && named[1]:
		return ""
	case named[0] || named[1]:
		return OneOnly
	}
	return Neither
}

// Judge decides on an article that passed the gate.
func (m *Model) Judge(v Vector) Judgement {
	j := Judgement{Vector: v, Odds: m.linear.Odds(v[:])}
	j.Score = linear.Sigmoid(j.Odds)
	for level := Part; int(level) < len(cut); level++ {
		if j.Score >= cut[level] {
			j.Level = level
		}
	}
	return j
}

// Contribution is what one feature did to the log odds.
type Contribution struct {
	Name  string
	Value float64 // of the feature
	Odds  float64 // value times weight
}

// Contributions takes a judgement apart: the bias, then every feature that is not
// zero, in their order. Their odds add up to those of the judgement.
func (m *Model) Contributions(v Vector) []Contribution {
	all := []Contribution{{"bias", 1, m.linear.Bias}}
	for i, x := range v {
		if x != 0 {
			all = append(all, Contribution{names[i], x, x * m.linear.Weights[i]})
		}
	}
	return all
}
