package learn_test

import (
	"math"
	"testing"

	"github.com/rasad-project/rasad/services/tagger/learn"
	"github.com/rasad-project/rasad/services/tagger/linear"
)

// two groups of points on a line: right of 1 is yes, with one exception each.
func points() []learn.Example {
	var all []learn.Example
	for _, g := range []string{"a", "b"} {
		for i := range 10 {
			y := 0.0
			if i > 4 != (i == 7) {
				y = 1
			}
			all = append(all, learn.Example{X: []float64{float64(i) / 5, 1}, Y: y, Group: g})
		}
	}
	return all
}

// TestFitIsTheMinimum checks that no small step from the fit lowers the loss.
func TestFitIsTheMinimum(t *testing.T) {
	const ridge = 0.01
	examples := points()
	m := learn.Fit(examples, ridge)
	best := loss(m, examples, ridge)
	for i := range m.Weights {
		for _, step := range []float64{-0.01, 0.01} {
			m.Weights[i] += step
			if l := loss(m, examples, ridge); l < best {
				t.Errorf("a step of %v in weight %d lowers the loss from %v to %v", step, i, best, l)
			}
			m.Weights[i] -= step
		}
	}
}

func loss(m *linear.Model, examples []learn.Example, ridge float64) float64 {
	sum := 0.0
	for _, e := range examples {
		p := linear.Sigmoid(m.Odds(e.X))
		sum -= e.Y*math.Log(p) + (1-e.Y)*math.Log(1-p)
	}
	sum /= float64(len(examples))
	for _, w := range m.Weights {
		sum += ridge / 2 * w * w
	}
	return sum
}

// TestHoldOutNeverSeesItsGroup turns one group's labels round: what is predicted
// for it must not change.
func TestHoldOutNeverSeesItsGroup(t *testing.T) {
	examples := points()
	before := learn.HoldOut(examples, 0.01)
	for i := range examples {
		if examples[i].Group == "b" {
			examples[i].Y = 1 - examples[i].Y
		}
	}
	after := learn.HoldOut(examples, 0.01)
	for i, e := range examples {
		if e.Group == "b" && before[i] != after[i] {
			t.Errorf("example %d: its own label changed its odds from %v to %v", i, before[i], after[i])
		}
	}
}
