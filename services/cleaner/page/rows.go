package page

// longRow is the length from which a row of headlines counts no further.
const longRow = 20

// isHeadline reports whether r could be another story's headline: some words that
// end in no full stop.
func (r *run) isHeadline() bool { return r.words >= 3 && r.units <= 160 && !r.endsStop }

// isLink reports whether r is a link, or nearly all of it is.
func (r *run) isLink() bool { return r.linkUnits()*5 >= r.units*4 }

// rows returns for each run how long the unbroken row of headlines is that it stands
// in; 0 for a run that is no headline.
func (l *layout) rows() []int {
	out := make([]int, len(l.runs))
	for i := 0; i < len(l.runs); i++ {
		from := i
		for i < len(l.runs) && l.runs[i].isHeadline() {
			i++
		}
		for k := from; k < i; k++ {
			out[k] = min(longRow, i-from)
		}
	}
	return out
}

// cardRuns is how many runs a teaser has at most: kicker, headline, text, time.
const cardRuns = 4

// inCard reports whether run i stands in a teaser: a small box that opens with a
// link to another story.
func (l *layout) inCard(i int) bool {
	b := &l.boxes[l.runs[i].box]
	for b.last-b.first < 2 {
		if b.wider < 0 {
			return false
		}
		b = &l.boxes[b.wider]
	}
	if b.last-b.first > cardRuns {
		return false
	}
	first := &l.runs[b.first]
	return first.isLink() && first.words >= 3 && first.units <= 160
}

// sinceMore returns for each run how many runs above it the nearest line stands that
// opens a list of other stories ("Read more", "Related news"), under for none.
func (s *sheet) sinceMore() []int {
	out := make([]int, len(s.l.runs))
	last := -under
	for i := range s.l.runs {
		out[i] = min(under, i-last)
		if r := &s.l.runs[i]; r.words <= 5 && s.saysMore(r) {
			last = i
		}
	}
	return out
}

// saysMore reports whether half of r's words or more are such as open a list of
// other stories.
func (s *sheet) saysMore(r *run) bool {
	n := 0
	for _, w := range s.l.hashes[r.w0:r.w1] {
		if s.cues[w]&(1<<cueMore) != 0 {
			n++
		}
	}
	return n > 0 && 2*n >= r.w1-r.w0
}
