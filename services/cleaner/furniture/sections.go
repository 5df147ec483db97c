package furniture

import (
	"slices"
	"strings"

	"github.com/rasad-project/rasad/services/cleaner/cut"
)

// cutSections cuts what stands under a heading that opens furniture: links to
// other stories as long as the lines are headlines, and "About us" and "On this
// day" to their end.
func (t *text) cutSections() {
	before := 0 // lines of the story so far
	for i := 0; i < len(t.lines); i++ {
		l := &t.lines[i]
		open := t.opens(i, before)
		switch {
		case open == "" && l.kept() && l.prose():
			before++
		case open == cut.Related:
			l.cutFor(open)
			i = t.cutLinks(i + 1)
		case open != "":
			l.cutFor(open)
			i = t.cutToEnd(i+1, open, before)
		}
	}
}

func (l *line) cutFor(reason string) {
	if l.kept() {
		l.Cut = reason
	}
}

// opens returns the reason for which line i opens a section, "" if it opens none.
// A heading that was cut already, as one of a page's menus is, opens one only
// after the story has begun, and one of links only over lines that are built as it
// is and were kept: what the page showed as links went with it.
func (t *text) opens(i, before int) string {
	l := &t.lines[i]
	if len(l.words) > 8 || t.isTitle(l.words) {
		return ""
	}
	p := t.lex.headings.match(l.words, l.colon)
	switch {
	case p == nil:
		return ""
	case l.given && (before < 2 || p.cut == cut.Related && !t.keptBelow(i)):
		return ""
	case p.cut != cut.Related && before == 0:
		return ""
	}
	return p.cut
}

// keptBelow reports whether the line below line i was kept and stands in an element
// of the same kind.
func (t *text) keptBelow(i int) bool {
	return i+1 < len(t.lines) && t.lines[i+1].kept() && element(t.lines[i+1].Path) == element(t.lines[i].Path)
}

// cutLinks cuts the headlines that follow a heading of related stories and
// returns the last line it cut. The links of a list stand in elements of one kind,
// so that a heading of the story that comes next is not taken for one.
func (t *text) cutLinks(i int) int {
	kind := ""
	for first := true; i < len(t.lines); i++ {
		l := &t.lines[i]
		if t.isHeading(i) {
			break
		}
		if !l.kept() {
			continue
		}
		if first {
			kind, first = element(l.Path), false
		}
		if l.prose() || l.ends && len(l.words) > 16 || element(l.Path) != kind || !t.linkLike(i) {
			break
		}
		l.Cut = cut.Related
	}
	return i - 1
}

// element is the innermost element of a path.
func element(path string) string { return path[strings.LastIndexByte(path, '>')+1:] }

// linkLike reports whether line i can be a link to another story: a headline, no
// crosshead of the story. Where prose follows, a single short line is one of
// these.
func (t *text) linkLike(i int) bool {
	return len(t.lines[i].words) >= 4 || i+1 == len(t.lines) || !t.lines[i+1].prose()
}

func (t *text) isHeading(i int) bool {
	l := &t.lines[i]
	return len(l.words) <= 8 && t.lex.headings.match(l.words, l.colon) != nil
}

// cutToEnd cuts what follows a heading up to the next heading. If more of the
// story may follow, as the heading does not stand near its end, only the lines
// that themselves tell of an "On this day" section go, and none of an "About us".
func (t *text) cutToEnd(i int, reason string, before int) int {
	late := t.proseFrom(i) <= min(before, lateParagraphs)
	for first := true; i < len(t.lines); i++ {
		l := &t.lines[i]
		if t.isHeading(i) {
			break
		}
		if !l.kept() {
			continue
		}
		if !late && (reason != cut.OnThisDay || !first && !chronicle(l)) {
			break
		}
		first = first && !l.prose()
		l.Cut = reason
	}
	return i - 1
}

// lateParagraphs is how many paragraphs may follow a heading for it to be near
// the end of a text.
const lateParagraphs = 4

// proseFrom is how many kept paragraphs there are from line i on.
func (t *text) proseFrom(i int) int {
	n := 0
	for ; i < len(t.lines); i++ {
		if t.lines[i].kept() && t.lines[i].prose() {
			n++
		}
	}
	return n
}

// chronicle reports whether a line tells of a year, as each line of an "On this
// day" section does: a year stands among its first words.
func chronicle(l *line) bool { return slices.ContainsFunc(l.words[:min(len(l.words), 8)], isYear) }

func isYear(w string) bool {
	return len(w) == 4 && w >= "1000" && w <= "2099" && one("#", w[1:]) && one("#", w[2:]) && one("#", w[3:])
}
