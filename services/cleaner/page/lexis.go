package page

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// lexisBits is the width of a term's number.
const lexisBits = 15

// Terms is how many numbers a term can have.
const Terms = 1 << lexisBits

// lexisWords is how many of a run's words are looked at: what a run is shows early.
const lexisWords = 32

// Lexis weighs the words of a run: a sparse logistic regression over hashed terms.
// It hears "subscribe" and "read more" where the markup says nothing. The nil Lexis
// has no opinion.
type Lexis struct {
	Bias    float32
	Weights []float32 // by term
}

// terms appends the terms of a run of words to out: each word, the first words with
// their places, pairs of neighbours at the start, the last word.
func terms(words []uint32, out []uint16) []uint16 {
	head := words[:min(len(words), lexisWords)]
	for i, w := range head {
		out = append(out, term(w, 1, 0))
		if i < 3 {
			out = append(out, term(w, 2, uint32(i)))
		}
		if i > 0 && i < 8 {
			out = append(out, term(w, 3, head[i-1]))
		}
	}
	if len(words) > 0 {
		out = append(out, term(words[len(words)-1], 4, 0))
	}
	return out
}

// term hashes a word, what kind of term it is and what stands with it (the mixing
// steps of MurmurHash3).
func term(word, kind, with uint32) uint16 {
	h := word ^ kind*0x9e3779b1 ^ with*0x85ebca6b
	h ^= h >> 16
	h *= 0x85ebca6b
	h ^= h >> 13
	h *= 0xc2b2ae35
	h ^= h >> 16
	return uint16(h & (Terms - 1))
}

// logOdds is what the terms say for the article, within ±8; 0 for none.
func (x *Lexis) logOdds(terms []uint16) float32 {
	if x == nil || len(terms) == 0 {
		return 0
	}
	var sum float32
	for _, t := range terms {
		sum += x.Weights[t]
	}
	return max(-8, min(8, x.Bias+sum/sqrt(len(terms))))
}

func sqrt(n int) float32 { return float32(math.Sqrt(float64(n))) }

// Write writes a line with the bias and the number of weights, and a line with the
// weights that are not zero, as term:weight.
func (x *Lexis) Write(w io.Writer) error {
	var pairs []string
	for t, v := range x.Weights {
		if v != 0 {
			pairs = append(pairs, fmt.Sprintf("%d:%s", t, strconv.FormatFloat(float64(v), 'g', 3, 32)))
		}
	}
	_, err := fmt.Fprintf(w, "lexis %s %d\n%s\n", short(x.Bias), len(pairs), strings.Join(pairs, " "))
	return err
}

// readLexis reads what Write wrote.
func readLexis(lines *bufio.Scanner) (*Lexis, error) {
	x := &Lexis{Weights: make([]float32, Terms)}
	var n int
	if !lines.Scan() {
		return nil, fmt.Errorf("model: no lexis: %w", io.ErrUnexpectedEOF)
	}
	if _, err := fmt.Sscanf(lines.Text(), "lexis %g %d", &x.Bias, &n); err != nil {
		return nil, fmt.Errorf("model: line %q: %w", lines.Text(), err)
	}
	if !lines.Scan() {
		return nil, fmt.Errorf("model: no weights: %w", io.ErrUnexpectedEOF)
	}
	for pair := range strings.FieldsSeq(lines.Text()) {
		at, value, _ := strings.Cut(pair, ":")
		t, err := strconv.ParseUint(at, 10, lexisBits)
		if err != nil {
			return nil, fmt.Errorf("model: term %q: %w", pair, err)
		}
		v, err := strconv.ParseFloat(value, 32)
		if err != nil {
			return nil, fmt.Errorf("model: term %q: %w", pair, err)
		}
		x.Weights[t] = float32(v)
		n--
	}
	if n != 0 {
		return nil, fmt.Errorf("model: %d weights missing", n)
	}
	return x, nil
}

// lexical returns the features that the words earn: what lexis says of the run and
// of the heading above it. They are kept apart from the others because in training
// each page needs those of a lexis that has not seen its site.
func (s *sheet) lexical(x *Lexis) [][]float32 {
	n := len(s.l.runs)
	said := make([]float32, n)
	buf := make([]uint16, 0, 128)
	for i := range s.l.runs {
		r := &s.l.runs[i]
		buf = terms(s.l.hashes[r.w0:r.w1], buf[:0])
		said[i] = x.logOdds(buf)
	}
	all := make([]float32, 0, lexicals*n)
	out := make([][]float32, n)
	for i, h := range s.headings() {
		above := float32(0)
		if h >= 0 {
			above = said[h]
		}
		all = append(all, said[i], above, mean(said[max(0, i-2):i]), mean(said[min(n, i+1):min(n, i+3)]))
		out[i] = slices.Clip(all[lexicals*i : lexicals*(i+1)])
	}
	return out
}

// lexicals is how many features lexical makes.
const lexicals = 4

func lexicalNames() []string {
	return []string{"words", "words of heading", "words before", "words after"}
}

func mean(v []float32) float32 {
	var sum float32
	for _, x := range v {
		sum += x
	}
	return sum / float32(max(1, len(v)))
}

// under is how far below a heading a run can still be its own.
const under = 24

// headings returns for each run the nearest heading above it, -1 for none: a heading
// element, or a short line in bold or with a colon at its end.
func (s *sheet) headings() []int {
	out := make([]int, len(s.l.runs))
	last := -1
	for i := range s.l.runs {
		if last >= 0 && i-last > under {
			last = -1
		}
		out[i] = last
		if s.l.runs[i].isHeading(&s.l.boxes[s.l.runs[i].box]) {
			last = i
		}
	}
	return out
}

// isHeading reports whether r stands as a heading over what follows it.
func (r *run) isHeading(b *box) bool {
	return b.tags[tHeading] == 0 || r.units < 60 && (r.boldBytes*5 >= len(r.text)*4 || r.endsOpen)
}
