package page

import "golang.org/x/net/html/atom"

// richest is the deepest box with at least 70 % of the prose of every box around it.
func (l *layout) richest() int {
	best := 0
	for i := range l.boxes {
		b := &l.boxes[i]
		if b.prose*10 >= l.boxes[best].prose*7 && b.up >= 0 && l.inside(i, best) {
			best = i
		}
	}
	return best
}

func (l *layout) inside(at, of int) bool {
	for ; at >= 0; at = l.boxes[at].up {
		if at == of {
			return true
		}
	}
	return false
}

// articles tells for each box which of the page's <article> elements it is in,
// counted from 1; an article inside another is a new one.
func (l *layout) articles() []int {
	in := make([]int, len(l.boxes))
	n := 0
	for i := range l.boxes {
		b := &l.boxes[i]
		switch {
		case b.tag == atom.Article:
			n++
			in[i] = n
		case b.up >= 0:
			in[i] = in[b.up]
		}
	}
	return in
}
