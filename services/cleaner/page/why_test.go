package page

import (
	"math"
	"testing"
)

// TestSharesAddUp holds an explanation to what it explains: what the features did,
// added to what the trees say before they have asked anything, is the score.
func TestSharesAddUp(t *testing.T) {
	m := shipped()
	p, err := read([]byte(small), Options{}, m.lex)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	m.scores(newSheet(p, m.cues), func(i int, v []float32, first, second float32) {
		f, want := &m.First, first
		if second >= 0 {
			f, want = &m.Second, second
		}
		sum := f.Bias
		for _, tree := range f.Trees {
			sum += tree[0].Value
		}
		for _, s := range f.shares(v) {
			sum += s
		}
		if got := sigmoid(sum); math.Abs(float64(got-want)) > 1e-4 {
			t.Errorf("run %d: the shares make %.5f, the score is %.5f", i, got, want)
		}
		n++
	})
	if n != len(p.layout.runs) {
		t.Errorf("%d of %d runs explained", n, len(p.layout.runs))
	}
}

// TestExplain wants the decisions of Read, each with a reason that points its way.
func TestExplain(t *testing.T) {
	p, whys, err := Explain([]byte(small), Options{URL: "https://herald.example/x"})
	if err != nil {
		t.Fatal(err)
	}
	for i, b := range p.Blocks {
		w := whys[i]
		if len(w.Weights) == 0 || len(w.Weights) > told {
			t.Fatalf("%q: %d weights", b.Text, len(w.Weights))
		}
		if b.Kept() && w.Score < shipped().Keep {
			t.Errorf("%q was kept at %.2f", b.Text, w.Score)
		}
		if kept := w.Score >= 0.5; kept != (w.Weights[0].LogOdds > 0) {
			t.Errorf("%q: score %.2f, but the strongest feature is %+v", b.Text, w.Score, w.Weights[0])
		}
	}
}
