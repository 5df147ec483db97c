package page

import (
	"fmt"
	"slices"

	"golang.org/x/net/html/atom"
)

// levels is how many boxes around a run are described, each wider than the last.
const levels = 4

// beside is how many runs before and after a run are described.
const beside = 2

// sheet holds what is known of a whole page while its runs are described.
type sheet struct {
	l       *layout
	groups  map[uint64]*group
	copies  map[uint64]int
	nth     []int // per run: how many copies of it stand before
	title   map[uint32]bool
	lead    map[uint32]bool // words of the meta description
	byline  map[uint32]bool
	rich    int             // the box that the most prose stands in
	article []int           // per box: which <article> it is in, 0 for none
	rows    []int           // per run: the row of headlines it stands in
	more    []int           // per run: runs since a line that opens a list of other stories
	body    map[uint64]bool // 3-word shingles of the JSON-LD body
	titleAt int             // the run that shows the title, -1 for none
	before  int             // units before the run that is described
	units   float32
	cues    map[uint32]uint16
}

// group is the runs whose boxes have the same names.
type group struct{ runs, units, prose, linked int }

// kinds are the elements that hold a run, as the model tells them apart.
var kinds = []struct {
	name  string
	atoms []atom.Atom
}{
	{"p", []atom.Atom{atom.P}},
	{"div", []atom.Atom{atom.Div, atom.Section, atom.Article, atom.Main, atom.Body}},
	{"li", []atom.Atom{atom.Li}},
	{"h1", []atom.Atom{atom.H1}},
	{"h2", []atom.Atom{atom.H2}},
	{"h3+", []atom.Atom{atom.H3, atom.H4, atom.H5, atom.H6}},
	{"cell", []atom.Atom{atom.Td, atom.Th, atom.Dt, atom.Dd}},
	{"quote", []atom.Atom{atom.Blockquote, atom.Pre}},
	{"caption", []atom.Atom{atom.Figcaption, atom.Figure, atom.Caption}},
	{"control", []atom.Atom{atom.Button, atom.Label, atom.Summary, atom.Legend}},
}

func newSheet(p *reading, cues map[uint32]uint16) *sheet {
	l := &p.layout
	s := &sheet{
		l: l, nth: make([]int, len(l.runs)), groups: make(map[uint64]*group, len(l.runs)), copies: make(map[uint64]int, len(l.runs)), cues: cues,
		title: wordSet(p.title), lead: wordSet(p.markup.first("description", "og:description")), titleAt: p.titleAt, units: float32(max(1, l.units)),
	}
	s.byline = make(map[uint32]bool)
	for _, n := range p.byline {
		for w := range wordSet(n) {
			s.byline[w] = true
		}
	}
	if len(p.ld.body) > 200 {
		s.body = shingleSet(p.ld.body)
	}
	s.rich = l.richest()
	s.article = l.articles()
	s.rows, s.more = l.rows(), s.sinceMore()
	for i := range l.runs {
		s.count(i)
	}
	return s
}

// count adds run i to the page's tallies.
func (s *sheet) count(i int) {
	r := &s.l.runs[i]
	b := &s.l.boxes[r.box]
	g := s.groups[b.sig]
	if g == nil {
		g = new(group)
		s.groups[b.sig] = g
	}
	g.runs++
	g.units += r.units
	g.linked += r.linkUnits()
	if r.prosaic() {
		g.prose += r.units
	}
	s.nth[i] = s.copies[r.hash]
	s.copies[r.hash]++
}

// shares is the share of r's words that are in set.
func (l *layout) shares(r *run, set map[uint32]bool) float32 {
	if len(set) == 0 || r.w1 == r.w0 {
		return 0
	}
	hits := 0
	words := l.hashes[r.w0:min(r.w1, r.w0+64)]
	for _, w := range words {
		if set[w] {
			hits++
		}
	}
	return float32(hits) / float32(len(words))
}

// resembles is the share of words that r and set have in common, of the longer one.
func (l *layout) resembles(r *run, set map[uint32]bool) float32 {
	n := r.w1 - r.w0
	return l.shares(r, set) * float32(n) / float32(max(1, n, len(set)))
}

func wordSet(text string) map[uint32]bool {
	_, words := measure(text, nil)
	set := make(map[uint32]bool, len(words))
	for _, w := range words {
		set[w] = true
	}
	return set
}

func shingleSet(text string) map[uint64]bool {
	_, words := measure(text, nil)
	set := make(map[uint64]bool, len(words))
	for i := range max(0, len(words)-2) {
		set[shingleHash(words[i:])] = true
	}
	return set
}

func shingleHash(w []uint32) uint64 {
	return (uint64(w[0])*1000003^uint64(w[1]))*1000003 ^ uint64(w[2])
}

// inBody is the share of r's 3-word shingles that the JSON-LD body has; -1 where
// there is no such body or r is too short.
func (s *sheet) inBody(r *run) float32 {
	n := r.w1 - r.w0 - 2
	if s.body == nil {
		return -1
	}
	if n <= 0 {
		return -0.5
	}
	hits := 0
	for i := range n {
		if s.body[shingleHash(s.l.hashes[r.w0+i:])] {
			hits++
		}
	}
	return float32(hits) / float32(n)
}

// describe appends the features of run i to v, all but the lexical ones, in the order
// of firstNames.
func (s *sheet) describe(i int, v []float32) []float32 {
	r := &s.l.runs[i]
	v = s.ownFeatures(r, v)
	v = s.placeFeatures(i, r, v)
	v = s.matchFeatures(i, r, v)
	v = s.boxFeatures(i, r, v)
	v = s.sideFeatures(i, v)
	return s.nameFeatures(r, v)
}

func (s *sheet) ownFeatures(r *run, v []float32) []float32 {
	units, words := float32(r.units), float32(max(1, r.words))
	v = append(v, units, words, units/words, float32(r.linkUnits())/units, float32(r.links), float32(r.stops), float32(r.stops)/units,
		float32(r.commas), float32(r.commas)/units, float32(r.upper)/units, float32(r.digits)/units, float32(r.symbols), flag(r.endsStop), flag(r.endsOpen),
		float32(r.quotes), float32(r.boldBytes)/float32(len(r.text)), float32(min(r.images, 9)), flag(r.broken), flag(r.nonLatin), opening(r.first),
		float32(r.slanted)/float32(len(r.text)), float32(r.anchors), float32(r.outward), float32(r.colonAt), float32(r.stops)/words)
	for _, k := range kinds {
		v = append(v, flag(isOneOf(s.l.boxes[r.box].tag, k.atoms)))
	}
	return s.cueFeatures(r, v)
}

// cueFeatures are, for each group of cues, their share of the run's first words.
func (s *sheet) cueFeatures(r *run, v []float32) []float32 {
	words := s.l.hashes[r.w0:min(r.w1, r.w0+24)]
	var hits [cueGroups]float32
	for _, w := range words {
		set := s.cues[w]
		for g := 0; set != 0; g, set = g+1, set>>1 {
			if set&1 != 0 {
				hits[g]++
			}
		}
	}
	for _, h := range hits {
		v = append(v, h/float32(max(1, len(words))))
	}
	var first uint16
	if len(words) > 0 {
		first = s.cues[words[0]]
	}
	return append(v, flag(first&(1<<cueMore) != 0), flag(first&(1<<cueCredit|1<<cueAppeal|1<<cueShare) != 0))
}

func (s *sheet) placeFeatures(i int, r *run, v []float32) []float32 {
	b := &s.l.boxes[r.box]
	fromTitle := float32(-200)
	if s.titleAt >= 0 {
		fromTitle = float32(max(-100, min(200, i-s.titleAt)))
	}
	return append(v, float32(i)/float32(len(s.l.runs)), float32(s.before)/s.units, s.units, float32(len(s.l.runs)), fromTitle, float32(b.depth), flag(b.hidden),
		float32(r.heads), float32(s.article[r.box]), s.fromRich(r.box), float32(s.l.boxes[s.rich].prose)/s.units,
		float32(s.rows[i]), float32(s.more[i]), flag(s.l.inCard(i)))
}

// fromRich is how many levels a box lies below the one with the most prose, or,
// outside it, -1 less the levels up to where the two meet.
func (s *sheet) fromRich(at int) float32 {
	down := float32(0)
	for b := at; b >= 0; b = s.l.boxes[b].up {
		if b == s.rich {
			return down
		}
		down++
	}
	up := float32(-1)
	r := &s.l.boxes[s.rich]
	for b := at; b >= 0; b = s.l.boxes[b].up {
		if o := &s.l.boxes[b]; o.first <= r.first && o.last >= r.last {
			break
		}
		up--
	}
	return max(up, -20)
}

func (s *sheet) matchFeatures(i int, r *run, v []float32) []float32 {
	inTitle := s.l.shares(r, s.title)
	g := s.groups[s.l.boxes[r.box].sig]
	gu := float32(max(1, g.units))
	return append(v, inTitle, inTitle*float32(r.w1-r.w0)/float32(max(1, len(s.title))), s.l.shares(r, s.lead), s.l.shares(r, s.byline), s.inBody(r), float32(s.copies[r.hash]), float32(min(9, s.nth[i])),
		float32(g.runs), float32(g.units)/s.units, float32(g.prose)/gu, float32(g.linked)/gu, gu/float32(g.runs))
}

// boxFeatures describe the boxes around the run, each wider than the one before.
func (s *sheet) boxFeatures(i int, r *run, v []float32) []float32 {
	at := r.box
	for range levels {
		b := &s.l.boxes[at]
		n := float32(b.last - b.first)
		bu := float32(max(1, b.units))
		v = append(v, bu/s.units, float32(b.linkUnits)/bu, float32(b.prose)/bu, n, float32(i-b.first)/max(1, n), bu/max(1, n))
		if b.wider >= 0 {
			at = b.wider
		}
	}
	return v
}

// sideFeatures describe the runs before and after, and how far up the tree one must
// go to meet them.
func (s *sheet) sideFeatures(i int, v []float32) []float32 {
	r := &s.l.runs[i]
	for d := -beside; d <= beside; d++ {
		if d == 0 {
			continue
		}
		if i+d < 0 || i+d >= len(s.l.runs) {
			v = append(v, -1, -1, -1, -1)
			continue
		}
		o := &s.l.runs[i+d]
		same := flag(s.l.boxes[o.box].sig == s.l.boxes[r.box].sig)
		v = append(v, float32(o.units), float32(o.linkUnits())/float32(o.units), float32(o.stops), same)
	}
	return append(v, s.apart(i, i-1), s.apart(i, i+1))
}

// apart is how many levels up from run i the box lies that holds run j too.
func (s *sheet) apart(i, j int) float32 {
	if j < 0 || j >= len(s.l.runs) {
		return -1
	}
	up := 0
	for at := s.l.runs[i].box; at >= 0; at = s.l.boxes[at].up {
		if b := &s.l.boxes[at]; j >= b.first && j < b.last {
			break
		}
		up++
	}
	return float32(up)
}

func (s *sheet) nameFeatures(r *run, v []float32) []float32 {
	b := &s.l.boxes[r.box]
	for g := range vGroups {
		if r.inner&(1<<g) != 0 {
			v = append(v, 0)
		} else {
			v = append(v, float32(b.away[g]))
		}
	}
	for _, t := range b.tags {
		v = append(v, float32(t))
	}
	return v
}

// firstNames are the names of the features, in the order that describe appends,
// and those that lexical makes.
func firstNames() []string {
	n := []string{
		"units", "words", "word length", "link density", "links", "stops", "stop density", "commas", "comma density", "upper", "digits", "symbols", "ends in stop", "ends open",
		"quotes", "bold", "images before", "after br", "non-Latin", "opening",
		"italics", "anchors", "links out", "colon", "stops per word",
	}
	for _, k := range kinds {
		n = append(n, "is "+k.name)
	}
	n = append(n, "cue more", "cue share", "cue credit", "cue legal", "cue appeal", "cue time", "cue reply", "cue you", "cue bio", "opens with more", "opens with credit")
	n = append(n, "place", "text before", "page units", "page runs", "runs from title", "depth", "hidden", "h1s before", "which article", "from richest", "richest share", "row of headlines", "since more", "in card")
	n = append(n, "in title", "of title", "in description", "in byline", "in JSON-LD body", "copies", "copies before", "group runs", "group share", "group prose", "group links", "group mean")
	for k := range levels {
		for _, f := range []string{"share", "links", "prose", "runs", "place", "mean"} {
			n = append(n, fmt.Sprintf("box%d %s", k, f))
		}
	}
	for d := -beside; d <= beside; d++ {
		for _, f := range []string{"units", "links", "stops", "same names"} {
			if d != 0 {
				n = append(n, fmt.Sprintf("run%+d %s", d, f))
			}
		}
	}
	n = append(n, "apart from previous", "apart from next")
	for _, g := range groups {
		n = append(n, "near "+g.name)
	}
	for _, t := range []string{"article", "main", "section", "aside", "nav", "header", "footer", "figure", "list", "table", "form", "blockquote", "heading", "link", "control", "dialog"} {
		n = append(n, "in <"+t+">")
	}
	return append(n, lexicalNames()...)
}

func flag(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

// opening sorts the first character: 0 lower case or caseless, 1 upper case, 2 a digit.
func opening(r rune) float32 {
	switch {
	case r >= '0' && r <= '9':
		return 2
	case r != fold(r) && r < 0x600:
		return 1
	}
	return 0
}

func isOneOf(a atom.Atom, list []atom.Atom) bool {
	return slices.Contains(list, a)
}
