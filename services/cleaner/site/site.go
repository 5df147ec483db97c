// Package site remembers what a site shows, day by day: the lines that stand in
// its articles and the titles of its items. Only a monitor can know that a line
// stands in many different articles of a site, or is the title of another item;
// both are furniture where nothing on the page tells.
//
// An article is judged by the days before its own, never by its own day: what the
// day's articles add is a union of sets, so the order of their arrival makes no
// difference. A line's weight halves every week, and after two weeks it is
// forgotten. A site of which nothing is known yet works without.
package site

import (
	"maps"
	"math"
	"time"
)

// The bounds of a memory, per site.
const (
	window    = 14   // days that are remembered
	halfLife  = 7.0  // days after which a line weighs half
	openLines = 4096 // lines of a day that may still grow: those with the smallest hashes
	pastLines = 1024 // lines of a day that is over: those of the most articles
	dayTitles = 512  // titles of a day: those with the smallest hashes
	mostSeen  = 16   // articles that are told apart behind a line, and
	mostRead  = 256  // behind a day
)

// Memory is what is known of one site. The zero Memory knows nothing. It is not
// safe for concurrent use.
type Memory struct{ days map[int]*day }

// day is what one day showed. A day that is over keeps counts in place of sets.
type day struct {
	articles signatures
	lines    map[uint64]seen
	titles   map[uint64]bool
	past     map[uint64]int // counts of a day that is over, nil before
	read     int            // articles of a day that is over
}

func newDay() *day {
	return &day{lines: make(map[uint64]seen), titles: make(map[uint64]bool)}
}

// DayOf numbers the UTC days.
func DayOf(t time.Time) int { return int(math.Floor(float64(t.Unix()) / 86400)) }

// newest is the last day of which something is known.
func (m *Memory) newest() int {
	last := math.MinInt
	for d := range m.days {
		last = max(last, d)
	}
	return last
}

// add notes what an article of day d showed. Days that are over stay as they are.
func (m *Memory) add(d int, a shown) {
	if m.days == nil {
		m.days = make(map[int]*day)
	}
	last := m.newest()
	if len(m.days) > 0 && d < last-1 {
		return
	}
	if m.days[d] == nil {
		m.days[d] = newDay()
	}
	m.days[d].add(a)
	m.close(max(d, last))
}

// close ends the days before the one before last, and forgets those beyond the
// window.
func (m *Memory) close(last int) {
	for d, seen := range m.days {
		switch {
		case d < last-window:
			delete(m.days, d)
		case d < last-1:
			seen.end()
		}
	}
}

func (d *day) add(a shown) {
	if d.past != nil {
		return
	}
	d.articles.add(a.signature, mostRead)
	for _, h := range a.lines {
		s, known := d.lines[h]
		if !known {
			s.first = a.signature
		}
		s.add(a.signature)
		d.lines[h] = s
	}
	if a.title != 0 {
		d.titles[a.title] = true
	}
	if len(d.lines) > openLines*5/4 || len(d.titles) > dayTitles*5/4 {
		d.trim() // now and then: it sorts
	}
}

// trim keeps to the bounds. It goes before everything that a day is read for, so
// that when a day was trimmed before makes no difference.
func (d *day) trim() {
	trim(d.lines, openLines)
	trim(d.titles, dayTitles)
}

// end keeps the counts of the lines of most articles. It is idempotent.
func (d *day) end() {
	if d.past != nil {
		return
	}
	d.trim()
	d.read = d.articles.count(mostRead)
	d.past = make(map[uint64]int, len(d.lines))
	for h, s := range d.lines {
		d.past[h] = s.count()
	}
	trimCounts(d.past, pastLines)
	d.lines, d.articles = nil, signatures{}
}

// count is in how many different articles line h stood.
func (d *day) count(h uint64) int {
	if d.past != nil {
		return d.past[h]
	}
	if s, known := d.lines[h]; known {
		return s.count()
	}
	return 0
}

func (d *day) size() int {
	if d.past != nil {
		return d.read
	}
	return d.articles.count(mostRead)
}

// known is what the days before one say.
type known struct {
	articles float64            // how many there were, with the weight of their days
	lines    map[uint64]float64 // in how many of them a line stood; only those of linesNeeded
	titles   map[uint64]bool
}

// before sums up the days before d.
func (m *Memory) before(d int) *known {
	k := &known{lines: make(map[uint64]float64), titles: make(map[uint64]bool)}
	for at := d - window; at < d; at++ {
		if past := m.days[at]; past != nil {
			past.addTo(k, math.Exp2(-float64(d-1-at)/halfLife))
		}
	}
	maps.DeleteFunc(k.lines, func(_ uint64, seen float64) bool { return seen < linesNeeded })
	return k
}

func (d *day) addTo(k *known, weight float64) {
	d.trim()
	k.articles += weight * float64(d.size())
	for h := range d.titles {
		k.titles[h] = true
	}
	for h, n := range d.past {
		k.lines[h] += weight * float64(n)
	}
	for h, s := range d.lines {
		k.lines[h] += weight * float64(s.count())
	}
}

// merge adds what other knows.
func (m *Memory) merge(other *Memory) {
	if m.days == nil {
		m.days = make(map[int]*day)
	}
	for d, theirs := range other.days {
		if m.days[d] == nil {
			m.days[d] = newDay()
		}
		m.days[d].merge(theirs)
	}
	m.close(m.newest())
}

func (d *day) merge(other *day) {
	for h := range other.titles {
		d.titles[h] = true
	}
	d.trim()
	if d.past != nil || other.past != nil {
		d.end()
		d.mergePast(other)
		return
	}
	d.articles.merge(&other.articles, mostRead)
	for h, s := range other.lines {
		ours, known := d.lines[h]
		if known {
			ours.merge(s)
		} else {
			ours = s.copy()
		}
		d.lines[h] = ours
	}
	d.trim()
}

func (d *day) mergePast(other *day) {
	d.read = max(d.read, other.size())
	for h := range other.lines {
		d.past[h] = max(d.past[h], other.count(h))
	}
	for h, n := range other.past {
		d.past[h] = max(d.past[h], n)
	}
	trimCounts(d.past, pastLines)
}
