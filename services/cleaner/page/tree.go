package page

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// near is how many levels up a name is still remembered.
const near = 12

// box is an element that can hold blocks: one that starts a new line.
type box struct {
	tag    atom.Atom
	name   string
	up     int // index of the box around it, -1 for the outermost
	depth  int
	own    vocab
	away   [vGroups]uint8 // levels up to the nearest box with each group, near for none
	tags   [tagGroups]uint8
	sig    uint64 // of the names of this box and the one around it
	hidden bool

	first, last int // its blocks: [first, last)
	units       int
	linkUnits   int
	prose       int // units in blocks that read like sentences
	links       int
	wider       int // the nearest box around it with more units, -1 for none
}

// The kinds of element whose distance upwards is a feature.
const (
	tArticle = iota
	tMain
	tSection
	tAside
	tNav
	tHeader
	tFooter
	tFigure
	tList
	tTable
	tForm
	tQuote
	tHeading
	tLink
	tControl
	tDialog
	tagGroups
)

var tagGroup = map[atom.Atom]int{
	atom.Article: tArticle, atom.Main: tMain, atom.Section: tSection, atom.Aside: tAside, atom.Nav: tNav,
	atom.Header: tHeader, atom.Footer: tFooter, atom.Figure: tFigure, atom.Figcaption: tFigure,
	atom.Ul: tList, atom.Ol: tList, atom.Dl: tList, atom.Table: tTable, atom.Form: tForm, atom.Blockquote: tQuote,
	atom.Button: tControl, atom.Label: tControl, atom.Summary: tControl, atom.Dialog: tDialog,
	atom.H1: tHeading, atom.H2: tHeading, atom.H3: tHeading, atom.H4: tHeading, atom.H5: tHeading, atom.H6: tHeading,
}

// run is a block in the making and all that is counted of it.
type run struct {
	stats
	text      string
	box       int
	hash      uint64 // of the words in order
	w0, w1    int    // its words in layout.hashes
	links     int
	linkBytes int
	boldBytes int
	slanted   int   // bytes in italics
	anchors   int   // links within the page
	outward   int   // links to other hosts
	heads     int   // h1s before it
	inner     vocab // names of inline elements that hold nearly all of it
	images    int   // pictures since the run before it
	broken    bool  // set apart by <br>, not by an element
}

// layout is a page cut into runs of text, with the boxes that hold them.
type layout struct {
	boxes  []box
	runs   []run
	hashes []uint32
	units  int

	lex    *lexicon
	names  map[string]vocab
	limits Limits
	facts  *markup

	text    []byte
	spans   []span
	links   int
	inLink  int
	linked  int
	bold    int
	bolded  int
	italic  int
	slanted int
	anchors int
	outward int
	heads   int
	images  int
	broke   bool
	host    string
}

// span is an inline element's stretch of the run in the making.
type span struct {
	from, to int
	set      vocab
}

// inline are the elements that do not break a line of text.
var inline = map[atom.Atom]bool{
	atom.A: true, atom.Abbr: true, atom.Acronym: true, atom.B: true, atom.Bdi: true, atom.Bdo: true, atom.Big: true,
	atom.Cite: true, atom.Code: true, atom.Data: true, atom.Del: true, atom.Dfn: true, atom.Em: true, atom.Font: true,
	atom.I: true, atom.Ins: true, atom.Kbd: true, atom.Mark: true, atom.Nobr: true, atom.Q: true, atom.Ruby: true, atom.S: true, atom.Samp: true,
	atom.Rb: true, atom.Rp: true, atom.Rt: true, atom.Rtc: true,
	atom.Small: true, atom.Span: true, atom.Strike: true, atom.Strong: true, atom.Sub: true, atom.Sup: true, atom.Time: true,
	atom.Tt: true, atom.U: true, atom.Var: true, atom.Wbr: true, atom.Img: true, atom.Picture: true,
}

// skipped are the elements whose text no reader sees.
var skipped = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Iframe: true, atom.Object: true,
	atom.Svg: true, atom.Select: true, atom.Textarea: true, atom.Head: true, atom.Noembed: true, atom.Noframes: true,
	atom.Audio: true, atom.Video: true, atom.Canvas: true, atom.Datalist: true, atom.Map: true, atom.Math: true,
}

func newLayout(lex *lexicon, limits Limits, facts *markup) *layout {
	return &layout{lex: lex, names: make(map[string]vocab), limits: limits, facts: facts}
}

// walk cuts the tree under n into runs.
func (l *layout) walk(n *html.Node, in, depth int) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			l.addText(c.Data)
		case html.ElementNode:
			l.element(c, in, depth+1)
		}
	}
}

func (l *layout) element(n *html.Node, in, depth int) {
	l.facts.at = len(l.runs)
	l.facts.element(n)
	switch {
	case skipped[n.DataAtom]:
	case n.DataAtom == atom.Br:
		l.flush(in)
		l.broke = true
	case n.DataAtom == atom.Img:
		l.images++
	case inline[n.DataAtom] || n.DataAtom == 0 && !strings.Contains(n.Data, "-") || depth > l.limits.Depth:
		l.inline(n, in, depth)
	default:
		l.block(n, in, depth)
	}
}

func (l *layout) block(n *html.Node, in, depth int) {
	l.flush(in)
	if n.DataAtom == atom.H1 {
		l.heads++
	}
	at := l.open(n, in)
	l.walk(n, at, depth)
	l.flush(at)
	l.close(at)
}

func (l *layout) inline(n *html.Node, in, depth int) {
	from, runs := len(l.text), len(l.runs)
	switch n.DataAtom {
	case atom.A:
		l.inLink++
		if l.inLink == 1 {
			l.links++
			l.target(attr(n, "href"))
		}
	case atom.B, atom.Strong:
		l.bold++
	case atom.I, atom.Em:
		l.italic++
	}
	l.walk(n, in, depth)
	switch n.DataAtom {
	case atom.A:
		l.inLink--
	case atom.B, atom.Strong:
		l.bold--
	case atom.I, atom.Em:
		l.italic--
	}
	if set := l.read(n); set != 0 && len(l.runs) == runs && len(l.text) > from {
		l.spans = append(l.spans, span{from, len(l.text), set})
	}
}

// target counts where a link leads.
func (l *layout) target(href string) {
	switch {
	case strings.HasPrefix(href, "#"):
		l.anchors++
	case strings.HasPrefix(href, "http") && (l.host == "" || !strings.Contains(href[:min(len(href), 80)], l.host)):
		l.outward++
	}
}

// addText appends s with its white space folded.
func (l *layout) addText(s string) {
	from := len(l.text)
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f':
			l.space()
			i++
		case c < utf8.RuneSelf:
			if c >= 0x20 && c != 0x7f {
				l.text = append(l.text, c)
			}
			i++
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			switch {
			case r == '\u00a0' || r == '\u3000' || r == '\u2028' || r >= 0x2000 && r <= 0x200a || r == '\u202f':
				l.space()
			case r == '\u00ad' || r == '\ufeff' || r == '\u200b' || r == utf8.RuneError && n == 1:
			default:
				l.text = append(l.text, s[i:i+n]...)
			}
			i += n
		}
	}
	if l.inLink > 0 {
		l.linked += len(l.text) - from
	}
	if l.bold > 0 {
		l.bolded += len(l.text) - from
	}
	if l.italic > 0 {
		l.slanted += len(l.text) - from
	}
}

func (l *layout) space() {
	if n := len(l.text); n > 0 && l.text[n-1] != ' ' {
		l.text = append(l.text, ' ')
	}
}

// flush ends the run in the making; one without a letter or digit is let go.
func (l *layout) flush(in int) {
	defer func() {
		l.text, l.spans = l.text[:0], l.spans[:0]
		l.links, l.linked, l.bolded, l.slanted, l.anchors, l.outward, l.broke = 0, 0, 0, 0, 0, 0, false
		if l.inLink > 0 {
			l.links = 1
		}
	}()
	if len(l.text) == 0 {
		return
	}
	s := strings.TrimSpace(string(l.text))
	w0 := len(l.hashes)
	var st stats
	st, l.hashes = measure(s, l.hashes)
	if st.units == 0 {
		return
	}
	r := run{
		stats: st, text: s, box: in, w0: w0, w1: len(l.hashes), links: l.links,
		linkBytes: l.linked, boldBytes: l.bolded, slanted: l.slanted,
		anchors: l.anchors, outward: l.outward, heads: l.heads, images: l.images, broken: l.broke,
	}
	l.images = 0
	r.hash = hashWords(l.hashes[w0:])
	for _, sp := range l.spans {
		if (sp.to-sp.from)*5 >= len(l.text)*4 {
			r.inner |= sp.set
		}
	}
	l.runs = append(l.runs, r)
	b := &l.boxes[in]
	b.units += r.units
	b.links += r.links
	b.linkUnits += r.linkUnits()
	if r.prosaic() {
		b.prose += r.units
	}
}

// linkUnits is how many of r's units stand inside links.
func (r *run) linkUnits() int {
	if len(r.text) == 0 {
		return 0
	}
	return min(r.units, r.units*r.linkBytes/len(r.text))
}

// prosaic reports whether r reads like a sentence or more.
func (r *run) prosaic() bool {
	return r.units >= 40 && r.stops > 0 && r.linkUnits()*2 < r.units
}

func hashWords(words []uint32) uint64 {
	var h uint64 = 14695981039346656037
	for _, w := range words {
		h = (h ^ uint64(w)) * 1099511628211
	}
	return h
}

// open adds a box for n inside box in.
func (l *layout) open(n *html.Node, in int) int {
	b := box{tag: n.DataAtom, name: n.Data, up: in, first: len(l.runs), wider: -1, own: l.read(n)}
	if in >= 0 {
		p := &l.boxes[in]
		b.depth, b.hidden = p.depth+1, p.hidden
		b.away, b.tags = p.away, p.tags
		for i := range b.away {
			b.away[i] = min(near, b.away[i]+1)
		}
		for i := range b.tags {
			b.tags[i] = min(near, b.tags[i]+1)
		}
		b.sig = p.sig >> 32
	} else {
		for i := range b.away {
			b.away[i] = near
		}
		for i := range b.tags {
			b.tags[i] = near
		}
	}
	for i := range b.away {
		if b.own&(1<<i) != 0 {
			b.away[i] = 0
		}
	}
	if g, ok := tagGroup[n.DataAtom]; ok {
		b.tags[g] = 0
	}
	if l.inLink > 0 {
		b.tags[tLink] = 0
	}
	b.hidden = b.hidden || isHidden(n)
	b.sig = signature(n)<<32 | b.sig&0xffffffff
	l.boxes = append(l.boxes, b)
	return len(l.boxes) - 1
}

// close ends a box and adds what it held to the one around it.
func (l *layout) close(at int) {
	b := &l.boxes[at]
	b.last = len(l.runs)
	if b.up < 0 {
		l.units = b.units
		return
	}
	p := &l.boxes[b.up]
	p.units += b.units
	p.linkUnits += b.linkUnits
	p.prose += b.prose
	p.links += b.links
}

// read returns the groups named by n's attributes.
func (l *layout) read(n *html.Node) vocab {
	var set vocab
	for _, a := range n.Attr {
		switch a.Key {
		case "class", "id", "role", "itemprop", "data-testid", "data-component", "data-type":
			v, ok := l.names[a.Val]
			if !ok {
				v = l.lex.read(a.Val)
				l.names[a.Val] = v
			}
			set |= v
		}
	}
	if strings.Contains(n.Data, "-") {
		set |= l.lex.read(n.Data)
	}
	return set
}

// signature hashes the element's name and classes.
func signature(n *html.Node) uint64 {
	var h uint64 = 14695981039346656037
	add := func(s string) {
		for i := range len(s) {
			h = (h ^ uint64(s[i])) * 1099511628211
		}
	}
	add(n.Data)
	for _, a := range n.Attr {
		if a.Key == "class" {
			add(a.Val)
		}
	}
	return h
}

// isHidden reports whether n is marked as not to be shown.
func isHidden(n *html.Node) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "aria-hidden":
			if a.Val == "true" {
				return true
			}
		case "style":
			s := strings.ReplaceAll(strings.ToLower(a.Val), " ", "")
			if strings.Contains(s, "display:none") || strings.Contains(s, "visibility:hidden") {
				return true
			}
		}
	}
	return false
}

// link fills each box's wider.
func (l *layout) link() {
	for i := range l.boxes {
		b := &l.boxes[i]
		if b.up < 0 {
			continue
		}
		p := &l.boxes[b.up]
		if p.units > b.units {
			b.wider = b.up
		} else {
			b.wider = p.wider
		}
	}
}

// path writes where a box stands by its innermost three elements, e.g.
// "article>div>p".
func (l *layout) path(at int) string {
	var names []string
	for ; at >= 0 && len(names) < 3; at = l.boxes[at].up {
		names = append(names, l.boxes[at].name)
	}
	for i, j := 0, len(names)-1; i < j; i, j = i+1, j-1 {
		names[i], names[j] = names[j], names[i]
	}
	return strings.Join(names, ">")
}
