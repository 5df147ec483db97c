package furniture

import (
	"slices"

	"github.com/rasad-project/rasad/services/cleaner/cut"
)

// cutTitle cuts every line that is the known title again.
func (t *text) cutTitle() {
	for i := range t.lines {
		if l := &t.lines[i]; l.kept() && t.isTitle(l.words) {
			l.Cut = cut.Title
		}
	}
}

// addTitle takes title as a form of the headline.
func (t *text) addTitle(title string) {
	words := fold(title)
	if len(words) == 0 {
		return
	}
	if t.title == "" {
		t.title = title
	}
	t.titles = append(t.titles, words)
}

// isTitle reports whether words are the title.
func (t *text) isTitle(words []string) bool {
	for _, title := range t.titles {
		if sameTitle(words, title) {
			return true
		}
	}
	return false
}

// sameTitle reports whether two lines are one title, whole or (as feeds shorten
// titles, and sites add their name) one the beginning of the other.
func sameTitle(a, b []string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return len(a) == len(b) && slices.Equal(a, b) || len(a) >= 4 && len(b)-len(a) <= 3 && slices.Equal(a, b[:len(a)])
}

// findTitle takes a headline from the head of a text that came without one: the
// line that stands there twice, else the one above a date or a byline, else the
// first that could be one.
func (t *text) findTitle() {
	if t.title != "" {
		return
	}
	at := t.titleLine(t.head())
	if at < 0 {
		return
	}
	t.addTitle(t.lines[at].Text)
	t.cutTitle()
}

func (t *text) titleLine(head int) int {
	if head == len(t.lines) {
		return -1
	}
	first, above := -1, -1
	for i := range head {
		l := &t.lines[i]
		if !l.kept() || !l.headline() {
			continue
		}
		if t.standsAgain(i, head) {
			return i
		}
		if first < 0 && len(l.words) >= 4 {
			first = i
		}
		if above < 0 && i+1 < head && t.isFact(i+1) {
			above = i
		}
	}
	if above >= 0 {
		return above
	}
	return first
}

func (t *text) standsAgain(i, head int) bool {
	for j := i + 1; j < head; j++ {
		if slices.Equal(t.lines[i].words, t.lines[j].words) {
			return true
		}
	}
	return false
}

// isFact reports whether line i is a date or a byline.
func (t *text) isFact(i int) bool {
	l := &t.lines[i]
	return l.Cut == cut.Date || l.Cut == cut.Byline || !l.ends && authorOf(l.Text) != ""
}
