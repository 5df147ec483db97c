package furniture

import "github.com/rasad-project/rasad/services/cleaner/cut"

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
// after the story has begun.
func (t *text) opens(i, before int) string {
	l := &t.lines[i]
	if l.given && before < 2 || len(l.words) > 8 {
		return ""
	}
	p := t.lex.headings.match(l.words, l.colon)
	switch {
	case p == nil || t.isTitle(l.words):
		return ""
	case p.cut != cut.Related && before == 0:
		return ""
	}
	return p.cut
}

// cutLinks cuts the headlines that follow a heading of related stories and
// returns the last line it cut.
func (t *text) cutLinks(i int) int {
	for ; i < len(t.lines); i++ {
		l := &t.lines[i]
		if !l.kept() {
			if t.isHeading(i) {
				break
			}
			continue
		}
		if t.isHeading(i) || l.prose() || l.ends && len(l.words) > 16 || !t.linkLike(i) {
			break
		}
		l.Cut = cut.Related
	}
	return i - 1
}

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
// story may follow, as the heading stands in its first half, only the lines that
// themselves tell of the section go.
func (t *text) cutToEnd(i int, reason string, before int) int {
	after := 0
	for j := i; j < len(t.lines); j++ {
		if t.lines[j].kept() && t.lines[j].prose() {
			after++
		}
	}
	late := before >= after
	for first := true; i < len(t.lines); i++ {
		l := &t.lines[i]
		if t.isHeading(i) {
			break
		}
		if !l.kept() {
			continue
		}
		if !late && !first && !chronicle(l) {
			break
		}
		if l.prose() {
			first = false
		}
		l.Cut = reason
	}
	return i - 1
}

// chronicle reports whether a line tells of a year, as each line of an "On this
// day" section does: a year stands among its first words.
func chronicle(l *line) bool {
	for _, w := range l.words[:min(len(l.words), 8)] {
		if isYear(w) {
			return true
		}
	}
	return false
}

func isYear(w string) bool {
	return len(w) == 4 && w >= "1000" && w <= "2099" && one("#", w[1:]) && one("#", w[2:]) && one("#", w[3:])
}
