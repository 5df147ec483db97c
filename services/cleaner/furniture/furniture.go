// Package furniture decides on runs of text that have no HTML left, by their
// words and their order: what an extractor, a feed or an agency's wire leaves
// around and inside a story. It knows English, Persian, Urdu and Arabic, and
// keeps what it is not sure of: losing a sentence of the story is worse than
// keeping a line of furniture.
package furniture

import (
	"cmp"
	"slices"
	"time"

	"github.com/rasad-project/rasad/kit/news"
)

// Known is what is known of a text beside its words. The zero value is good to
// use.
type Known struct {
	// Titles are the headline and other forms in which it is known, the best
	// first; empty ones are passed over.
	Titles []string
	Site   string // the outlet's name
	// Country is the outlet's, ISO 3166-1 alpha-2; it decides how a date in the
	// text is read.
	Country string
	// Seen is when the text was met: no report is dated after it.
	Seen time.Time
	// Shown is the date that the page shows in its text, to be held against it;
	// unknown when it shows none.
	Shown news.Date
	// Foreign, if not nil, says why a line, or a sentence of one, is not this
	// article's although nothing in the text tells: the answer is one of the cut
	// reasons, or "".
	Foreign func(text string) (reason string)
}

// Reading is a text with a decision on every run of it, and the facts that its
// furniture told.
type Reading struct {
	Blocks   []news.Block
	Title    string        // Known.Title, else the headline found in the text
	Byline   string        // "" when none stood in the text
	Dateline news.Dateline // zero when there is none
	// Published is Known.Shown, else the date that stood as a line of its own or
	// in the dateline; unknown when there was none, or the text contradicts it.
	Published news.Date
}

// Reader reads texts. It is immutable, and safe for concurrent use.
type Reader struct {
	lex   *lexicon
	names *gazetteer
	rules []rule
}

// rule is one step of reading.
type rule struct {
	name  string
	apply func(*text)
}

// rules are the steps in their order: each sees what those before it cut.
var rules = []rule{
	{"title", (*text).cutTitle},
	{"phrases", (*text).cutPhrases},
	{"dates", (*text).cutDates},
	{"head title", (*text).findTitle},
	{"byline", (*text).cutByline},
	{"labels", (*text).cutLabels},
	{"sections", (*text).cutSections},
	{"filler", (*text).cutFiller},
	{"tails", (*text).cutTails},
	{"dateline", (*text).cutDateline},
	{"glued label", (*text).cutGluedLabel},
	{"credit", (*text).cutCredit},
	{"twice", (*text).cutTwice},
	{"foreign", (*text).cutForeign},
	{"date trust", (*text).doubtDate},
}

// New returns a Reader with all rules and phrases.
func New() *Reader { return newReader(func(string) bool { return true }) }

// newReader returns a Reader with the rules and the sections of phrases ("en
// related 40") that want accepts.
func newReader(want func(name string) bool) *Reader {
	r := &Reader{names: newGazetteer()}
	r.lex = newLexicon(func(lang, section string) bool { return want(lang + " " + section) })
	for _, step := range rules {
		if want(step.name) {
			r.rules = append(r.rules, step)
		}
	}
	return r
}

// Read decides on blocks, in order. A block that is already cut stays so; one
// that is article and furniture in one is split, so that every word of the input
// is in the output, white space folded.
//
// What is kept is read again, without what was cut, until nothing more goes: so
// what is clean stays as it is.
func (r *Reader) Read(blocks []news.Block, known Known) Reading {
	out, _ := r.read(blocks, known)
	known.Foreign = nil // it was asked
	for range rereadings {
		known.Titles = []string{out.Title}
		kept := slices.DeleteFunc(slices.Clone(out.Blocks), func(b news.Block) bool { return !b.Kept() })
		more, from := r.read(kept, known)
		if !slices.ContainsFunc(more.Blocks, func(b news.Block) bool { return !b.Kept() }) {
			break
		}
		out.takeIn(more, from)
	}
	return out
}

// rereadings bounds how often a text is read again. One suffices for nearly all.
const rereadings = 16

// takeIn puts what a reading of the kept blocks made of them in their place, and
// its title, byline and dateline where there was none. from says of each of its blocks
// which of the kept ones it came from.
func (out *Reading) takeIn(more Reading, from []int) {
	var blocks []news.Block
	kept, next := 0, 0
	for _, b := range out.Blocks {
		if !b.Kept() {
			blocks = append(blocks, b)
			continue
		}
		for ; next < len(from) && from[next] == kept; next++ {
			blocks = append(blocks, more.Blocks[next])
		}
		kept++
	}
	out.Blocks = blocks
	out.Title = cmp.Or(out.Title, more.Title)
	out.Byline = cmp.Or(out.Byline, more.Byline)
	out.Dateline.Place = cmp.Or(out.Dateline.Place, more.Dateline.Place)
	out.Dateline.Agency = cmp.Or(out.Dateline.Agency, more.Dateline.Agency)
}

// read applies the rules once. from says which of blocks each block of the reading
// came from.
func (r *Reader) read(blocks []news.Block, known Known) (out Reading, from []int) {
	t := &text{Reader: r, known: known, published: known.Shown}
	for _, title := range known.Titles {
		t.addTitle(tidy(title))
	}
	for i, b := range blocks {
		if l := newLine(b); l.Text != "" {
			l.from = i
			t.lines = append(t.lines, l)
		}
	}
	for _, step := range r.rules {
		step.apply(t)
	}
	return t.reading()
}

// text is a text on its way through the rules.
type text struct {
	*Reader
	known     Known
	lines     []line
	title     string
	titles    [][]string // folded
	byline    string
	dateline  news.Dateline
	published news.Date
}

func (t *text) reading() (out Reading, from []int) {
	out = Reading{Title: t.title, Byline: t.byline, Dateline: t.dateline, Published: t.published}
	for i := range t.lines {
		out.Blocks = append(out.Blocks, t.lines[i].Block)
		from = append(from, t.lines[i].from)
	}
	return out, from
}

// head is how many lines stand before the story: all that come before the first
// line that is kept and reads as prose, but never more than headLines.
func (t *text) head() int {
	for i := range t.lines {
		if i == headLines || t.lines[i].kept() && t.lines[i].prose() {
			return i
		}
	}
	return min(len(t.lines), headLines)
}

// headLines bounds the head of a text.
const headLines = 40

// foot is where the story ends: after the last line that is kept and reads as
// prose.
func (t *text) foot() int {
	for i := range slices.Backward(t.lines) {
		if t.lines[i].kept() && t.lines[i].prose() {
			return i + 1
		}
	}
	return 0
}

// split parts line i at byte n: what stands before goes for the reason given, if
// any, and the rest is kept or goes for the other. Both are tidied, and a part with
// nothing in it is no line: the other then is the whole. last is where the last of
// its parts stands.
func (t *text) split(i, n int, before, after string) (last int) {
	whole := t.lines[i]
	var parts []line
	for _, part := range []struct{ text, cut string }{{whole.Text[:n], before}, {whole.Text[n:], after}} {
		b := whole.Block
		b.Text, b.Cut = part.text, part.cut
		if l := newLine(b); l.Text != "" {
			l.given, l.from = whole.given, whole.from
			parts = append(parts, l)
		}
	}
	t.lines = slices.Replace(t.lines, i, i+1, parts...)
	return i + len(parts) - 1
}
