package learn

import (
	"math"

	"github.com/rasad-project/rasad/services/cleaner/page"
)

// Words says how a lexis is learnt: FTRL-Proximal, which leaves most weights at
// zero (McMahan et al., "Ad Click Prediction: a View from the Trenches", 2013).
type Words struct {
	Alpha, Beta float64 // learning rate
	L1, L2      float64
	Rounds      int // passes over the runs
}

// learn learns from the runs of docs, in their order.
func (w Words) learn(docs []*Doc) *page.Lexis {
	f := newFollower(w)
	for range w.Rounds {
		for _, d := range docs {
			for i, terms := range d.terms {
				if len(terms) > 0 {
					f.take(terms, float64(d.labels[i]), float64(d.weight[i]))
				}
			}
		}
	}
	out := &page.Lexis{Bias: float32(f.bias()), Weights: make([]float32, len(f.z))}
	for t := range f.z {
		out.Weights[t] = float32(f.weight(t))
	}
	return out
}

// follower is the state of the regression: the bias is held apart, unpunished.
type follower struct {
	Words
	z, n   []float64
	bz, bn float64
}

func newFollower(w Words) *follower {
	buckets := page.Terms
	return &follower{Words: w, z: make([]float64, buckets), n: make([]float64, buckets)}
}

func (f *follower) weight(t int) float64 {
	z := f.z[t]
	if math.Abs(z) <= f.L1 {
		return 0
	}
	return -(z - math.Copysign(f.L1, z)) / ((f.Beta+math.Sqrt(f.n[t]))/f.Alpha + f.L2)
}

func (f *follower) bias() float64 {
	return -f.bz / ((f.Beta + math.Sqrt(f.bn)) / f.Alpha)
}

// take learns from one run with label y and weight w.
func (f *follower) take(terms []uint16, y, w float64) {
	x := 1 / math.Sqrt(float64(len(terms)))
	sum := f.bias()
	ws := make([]float64, len(terms))
	for k, t := range terms {
		ws[k] = f.weight(int(t))
		sum += ws[k] * x
	}
	g := (1/(1+math.Exp(-sum)) - y) * w
	f.bz, f.bn = follow(f.bz, f.bn, f.bias(), g, f.Alpha)
	for k, t := range terms {
		f.z[t], f.n[t] = follow(f.z[t], f.n[t], ws[k], g*x, f.Alpha)
	}
}

// follow moves one coordinate by gradient g.
func follow(z, n, w, g, alpha float64) (float64, float64) {
	s := (math.Sqrt(n+g*g) - math.Sqrt(n)) / alpha
	return z + g - s*w, n + g*g
}
