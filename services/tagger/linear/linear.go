// Package linear is the one kind of model the tagger has: a sum of named features
// times their weights. Every decision can be taken apart into what each feature
// contributed, and a model is a small text file.
package linear

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// Model is a linear model: the log odds of x are Bias + Weights·x. It is read only
// and safe for concurrent use.
type Model struct {
	Bias    float64
	Weights []float64
}

// Odds returns the log odds of x.
func (m *Model) Odds(x []float64) float64 {
	z := m.Bias
	for i, w := range m.Weights {
		z += w * x[i]
	}
	return z
}

// Sigmoid turns log odds into a probability.
func Sigmoid(z float64) float64 { return 1 / (1 + math.Exp(-z)) }

// Read reads a model's file: lines of a feature's name and its weight, "bias" among
// them, and comments that begin with "#". Every name must have its line.
func Read(src string, names []string) (*Model, error) {
	m := &Model{Weights: make([]float64, len(names))}
	at := map[string]*float64{"bias": &m.Bias}
	for i, n := range names {
		at[n] = &m.Weights[i]
	}
	for n, line := range strings.Split(src, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		name, number, _ := strings.Cut(line, " ")
		w := at[name]
		if w == nil {
			return nil, fmt.Errorf("line %d: no feature %q, or twice", n+1, name)
		}
		var err error
		if *w, err = strconv.ParseFloat(number, 64); err != nil {
			return nil, fmt.Errorf("line %d: %w", n+1, err)
		}
		delete(at, name)
	}
	for name := range at {
		return nil, fmt.Errorf("feature %q has no weight", name)
	}
	return m, nil
}

// Write writes a model's file below its record: what it was trained on and how it
// did.
func (m *Model) Write(w io.Writer, names []string, record string) error {
	var b strings.Builder
	for line := range strings.SplitSeq(strings.TrimSpace(record), "\n") {
		b.WriteString(strings.TrimRight("# "+line, " ") + "\n")
	}
	fmt.Fprintf(&b, "bias %.4f\n", m.Bias)
	for i, n := range names {
		fmt.Fprintf(&b, "%s %.4f\n", n, m.Weights[i])
	}
	_, err := io.WriteString(w, b.String())
	return err
}
