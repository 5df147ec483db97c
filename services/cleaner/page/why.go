package page

import (
	"cmp"
	"slices"
)

// Why is what decided on a block.
type Why struct {
	// Score is the probability that the block is article; from [Model.Keep] it is kept,
	// unless the page as a whole knows better.
	Score float32
	// Weights are the features that moved the score most, the strongest first.
	Weights []Weight
	// First are those that moved the first look's score, which is the feature "score+0"
	// of the second; nil for a block that was not looked at twice.
	First []Weight
}

// Weight is what one feature did for a block.
type Weight struct {
	Feature string // one of [FeatureNames]
	Value   float32
	LogOdds float32 // above 0 it spoke for the article, below against it
}

// told is how many features are told of.
const told = 4

// Explain reads as [Read] does and tells what decided on each of the page's blocks;
// of those that come from JSON-LD, which follow the others, it tells nothing.
func Explain(body []byte, opt Options) (*Page, []Why, error) { return shipped().Explain(body, opt) }

// Explain reads with model m; see the function [Explain].
func (m *Model) Explain(body []byte, opt Options) (*Page, []Why, error) {
	p, err := read(body, opt, m.lex)
	if err != nil {
		return nil, nil, err
	}
	whys := make([]Why, len(p.layout.runs))
	scores := m.scores(newSheet(p, m.cues), func(i int, v []float32, first, second float32) {
		w := &whys[i]
		w.Score, w.Weights = first, m.First.weigh(v)
		if second >= 0 {
			w.Score, w.Weights, w.First = second, m.Second.weigh(v), w.Weights
		}
	})
	return p.page(scores, m.Keep), whys, nil
}

// weigh tells what the features v did to the score: each split moves the answer from
// what its node would say to what the side taken would say, and that is its feature's
// doing (Saabas, "Interpreting random forests", 2014).
func (f *Forest) weigh(v []float32) []Weight {
	sums := f.shares(v)
	first, second := FeatureNames()
	names := slices.Concat(first, second)
	var out []Weight
	for k, s := range sums {
		if s != 0 {
			out = append(out, Weight{names[k], v[k], s})
		}
	}
	slices.SortStableFunc(out, func(a, b Weight) int { return cmp.Compare(abs(b.LogOdds), abs(a.LogOdds)) })
	return slices.Clip(out[:min(told, len(out))])
}

// shares is what each of the features v adds to the log odds.
func (f *Forest) shares(v []float32) []float32 {
	sums := make([]float32, len(v))
	for _, t := range f.Trees {
		for i := int16(0); t[i].Feature >= 0; {
			next := i + 1
			if v[t[i].Feature] > t[i].At {
				next = t[i].Right
			}
			sums[t[i].Feature] += t[next].Value - t[i].Value
			i = next
		}
	}
	return sums
}

func abs(x float32) float32 { return max(x, -x) }
