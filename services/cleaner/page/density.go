package page

// densities scores every run by the old rule: the box with the most prose, less
// what its depth dilutes, holds the article; the runs in it that are not links are
// the article.
func densities(l *layout) []float32 {
	scores := make([]float32, len(l.runs))
	at := l.richest()
	if at < 0 {
		return scores
	}
	bad := vocab(1<<vNav | 1<<vFooter | 1<<vComment | 1<<vRelated | 1<<vShare | 1<<vAd | 1<<vSidebar | 1<<vPopular | 1<<vLetter)
	for i := l.boxes[at].first; i < l.boxes[at].last; i++ {
		r := &l.runs[i]
		if r.linkUnits()*2 > r.units || l.under(r.box, at, bad) || r.units < 20 && !r.endsStop {
			continue
		}
		scores[i] = 1
	}
	return scores
}

// richest is the deepest box with at least 70 % of the best box's prose.
func (l *layout) richest() int {
	best := -1
	for i := range l.boxes {
		b := &l.boxes[i]
		if best < 0 || b.prose*10 >= l.boxes[best].prose*7 && b.up >= 0 && l.inside(i, best) {
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

// under reports whether a box between at and of is named by one of the groups.
func (l *layout) under(at, of int, groups vocab) bool {
	for ; at >= 0 && at != of; at = l.boxes[at].up {
		if l.boxes[at].own&groups != 0 {
			return true
		}
	}
	return false
}
