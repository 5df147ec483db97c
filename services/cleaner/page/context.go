package page

import "fmt"

// reach is how many scores on either side of a run the second stage reads.
const reach = 3

// context holds a page's first scores while the second features are made of them.
type context struct {
	s      *sheet
	scores []float32
	boxes  []float32 // per box: score × units
	groups map[uint64]float32
	kept   float32 // score × units over the page
	upTo   []float32
	last   []int // nearest run at or before i that reads as article, -1
	next   []int
}

func newContext(s *sheet, scores []float32) *context {
	l := s.l
	c := &context{
		s: s, scores: scores, boxes: make([]float32, len(l.boxes)), groups: make(map[uint64]float32, len(s.groups)),
		upTo: make([]float32, len(l.runs)+1), last: make([]int, len(l.runs)), next: make([]int, len(l.runs)),
	}
	near := -1
	for i := range l.runs {
		r := &l.runs[i]
		w := scores[i] * float32(r.units)
		c.kept += w
		c.upTo[i+1] = c.kept
		c.boxes[r.box] += w
		c.groups[l.boxes[r.box].sig] += w
		c.last[i] = near
		if scores[i] > 0.5 && r.units >= 40 {
			near = i
		}
	}
	near = len(l.runs)
	for i := len(l.runs) - 1; i >= 0; i-- {
		c.next[i] = near
		if scores[i] > 0.5 && l.runs[i].units >= 40 {
			near = i
		}
	}
	for i := len(l.boxes) - 1; i >= 0; i-- {
		if up := l.boxes[i].up; up >= 0 {
			c.boxes[up] += c.boxes[i]
		}
	}
	return c
}

// describe appends the second features of run i to v, which holds the first.
func (c *context) describe(i int, v []float32) []float32 {
	l := c.s.l
	r := &l.runs[i]
	for d := -reach; d <= reach; d++ {
		if j := i + d; j < 0 || j >= len(c.scores) {
			v = append(v, -1)
		} else {
			v = append(v, c.scores[j])
		}
	}
	at := r.box
	for range levels {
		b := &l.boxes[at]
		v = append(v, c.boxes[at]/float32(max(1, b.units)), c.boxes[at]/max(1, c.kept))
		if b.wider >= 0 {
			at = b.wider
		}
	}
	sig := l.boxes[r.box].sig
	return append(v, c.groups[sig]/float32(max(1, c.s.groups[sig].units)), c.kept, c.kept/c.s.units, c.upTo[i]/max(1, c.kept),
		float32(min(50, i-max(c.last[i], i-50))), float32(min(50, c.next[i]-i)), c.around(i))
}

// around is the mean score of the five runs on either side, by units.
func (c *context) around(i int) float32 {
	from, to := max(0, i-5), min(len(c.scores), i+6)
	var units float32
	for j := from; j < to; j++ {
		units += float32(c.s.l.runs[j].units)
	}
	return (c.upTo[to] - c.upTo[from]) / max(1, units)
}

// secondNames are the names of the features that context adds.
func secondNames() []string {
	var n []string
	for d := -reach; d <= reach; d++ {
		n = append(n, fmt.Sprintf("score%+d", d))
	}
	for k := range levels {
		n = append(n, fmt.Sprintf("box%d score", k), fmt.Sprintf("box%d of kept", k))
	}
	return append(n, "group score", "kept units", "kept share", "kept before", "runs since kept", "runs to kept", "score around")
}
