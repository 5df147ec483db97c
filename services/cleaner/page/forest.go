package page

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// Node is a node of a decision tree. Trees are stored in pre-order: the left child,
// taken where the feature is at most At, follows its parent. A leaf has Feature -1.
type Node struct {
	Feature int16
	Right   int16   // index of the right child in its tree
	At      float32 // where an inner node splits
	Value   float32 // log odds: a leaf's answer, or what an inner node would answer
}

// Forest is the sum of many small trees: gradient-boosted logistic regression
// (Friedman, "Greedy function approximation", 2001).
type Forest struct {
	Bias  float32
	Trees [][]Node
}

// Score returns the probability that the features v earn.
func (f *Forest) Score(v []float32) float32 {
	sum := f.Bias
	for _, t := range f.Trees {
		i := int16(0)
		for t[i].Feature >= 0 {
			if v[t[i].Feature] <= t[i].At {
				i++
			} else {
				i = t[i].Right
			}
		}
		sum += t[i].Value
	}
	return sigmoid(sum)
}

func sigmoid(x float32) float32 { return float32(1 / (1 + math.Exp(-float64(x)))) }

// Write writes the forest as text: a line with the bias and the number of trees,
// then a line a tree, its nodes in pre-order, an inner node as feature:split:value
// and a leaf as =value.
func (f *Forest) Write(w io.Writer) error {
	if _, err := fmt.Fprintf(w, "forest %s %d\n", short(f.Bias), len(f.Trees)); err != nil {
		return err
	}
	for _, t := range f.Trees {
		var b strings.Builder
		for i, n := range t {
			if i > 0 {
				b.WriteByte(' ')
			}
			if n.Feature >= 0 {
				fmt.Fprintf(&b, "%d:%s:%s", n.Feature, short(n.At), short(n.Value))
			} else {
				fmt.Fprintf(&b, "=%s", short(n.Value))
			}
		}
		b.WriteByte('\n')
		if _, err := io.WriteString(w, b.String()); err != nil {
			return err
		}
	}
	return nil
}

// short writes x with the five digits that are worth keeping.
func short(x float32) string { return strconv.FormatFloat(float64(x), 'g', 5, 32) }

// readForest reads what Write wrote; features is how many there may be.
func readForest(lines *bufio.Scanner, features int) (f Forest, err error) {
	if !lines.Scan() {
		return f, fmt.Errorf("model: no forest: %w", io.ErrUnexpectedEOF)
	}
	var trees int
	if _, err := fmt.Sscanf(lines.Text(), "forest %g %d", &f.Bias, &trees); err != nil {
		return f, fmt.Errorf("model: line %q: %w", lines.Text(), err)
	}
	for range trees {
		if !lines.Scan() {
			return f, fmt.Errorf("model: tree missing: %w", io.ErrUnexpectedEOF)
		}
		t, rest, err := readTree(nil, strings.Fields(lines.Text()), features)
		if err != nil || len(rest) > 0 {
			return f, fmt.Errorf("model: tree %d: bad: %v", len(f.Trees), err)
		}
		f.Trees = append(f.Trees, t)
	}
	return f, nil
}

// readTree appends to t the subtree that words begin with.
func readTree(t []Node, words []string, features int) ([]Node, []string, error) {
	if len(words) == 0 || len(t) > math.MaxInt16-2 {
		return nil, nil, io.ErrUnexpectedEOF
	}
	word, words := words[0], words[1:]
	if leaf, ok := strings.CutPrefix(word, "="); ok {
		v, err := strconv.ParseFloat(leaf, 32)
		return append(t, Node{Feature: -1, Value: float32(v)}), words, err
	}
	n := Node{}
	if _, err := fmt.Sscanf(word, "%d:%g:%g", &n.Feature, &n.At, &n.Value); err != nil {
		return nil, nil, err
	}
	if n.Feature < 0 || int(n.Feature) >= features {
		return nil, nil, fmt.Errorf("feature %d of %d", n.Feature, features)
	}
	at := len(t)
	t, words, err := readTree(append(t, n), words, features)
	if err != nil {
		return nil, nil, err
	}
	t[at].Right = int16(len(t))
	return readTree(t, words, features)
}
