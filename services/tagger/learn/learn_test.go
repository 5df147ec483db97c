package learn_test

import (
	"math"
	"testing"

	"github.com/rasad-project/rasad/services/tagger/learn"
	"github.com/rasad-project/rasad/services/tagger/linear"
)

// points lie on a line: right of 1 is yes, with one exception.
func points() []learn.Example {
	var all []learn.Example
	for range 2 {
		for i := range 10 {
			y := 0.0
			if i > 4 != (i == 7) {
				y = 1
			}
			all = append(all, learn.Example{X: []float64{float64(i) / 5, 1}, Y: y})
		}
	}
	return all
}

// TestFitIsTheMinimum checks that no small step from the fit lowers the loss.
func TestFitIsTheMinimum(t *testing.T) {
	const ridge = 0.01
	examples := points()
	m := learn.Fit(examples, 2, ridge)
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

func TestFitOfNothing(t *testing.T) {
	if m := learn.Fit(nil, 2, 1); m.Odds([]float64{1, 1}) != 0 {
		t.Errorf("got %v, want a model that knows nothing", m)
	}
}

// TestWhatIsSureComesOutRight makes the exception among the points sure: the fit
// then has it right, and has it wrong without.
func TestWhatIsSureComesOutRight(t *testing.T) {
	examples := append(points(), learn.Example{X: []float64{0.2, 1}, Y: 1})
	last := &examples[len(examples)-1]
	if m := learn.Fit(examples, 2, 0.01); m.Odds(last.X) > 0 {
		t.Fatal("the exception is right of itself: it shows nothing")
	}
	last.Sure = true
	if m := learn.Fit(examples, 2, 0.01); m.Odds(last.X) < 0 {
		t.Error("what is sure came out wrong")
	}
}
