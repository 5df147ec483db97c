package linear_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/rasad-project/rasad/services/tagger/linear"
)

func TestFileRoundTrip(t *testing.T) {
	m := &linear.Model{Bias: -1.25, Weights: []float64{0.5, -2}}
	names := []string{"head", "list"}
	var b strings.Builder
	if err := m.Write(&b, names, "trained on nothing\n\nto test"); err != nil {
		t.Fatal(err)
	}
	got, err := linear.Read(b.String(), names)
	if err != nil {
		t.Fatalf("%v in\n%s", err, b.String())
	}
	if got.Bias != m.Bias || !slices.Equal(got.Weights, m.Weights) {
		t.Errorf("got %v, want %v", got, m)
	}
	if z := got.Odds([]float64{1, 1}); z != -2.75 {
		t.Errorf("odds: got %v, want -2.75", z)
	}
}

func TestReadFaults(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"unknown feature", "bias 1\nhead 1\nlist 1\nfoot 1\n", `line 4: no feature "foot"`},
		{"twice", "bias 1\nhead 1\nhead 1\nlist 1\n", `line 3: no feature "head", or twice`},
		{"no number", "bias 1\nhead x\nlist 1\n", "line 2"},
		{"missing", "bias 1\nhead 1\n", `"list" has no weight`},
	} {
		if _, err := linear.Read(c.src, []string{"head", "list"}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
}
