package furniture

import (
	"slices"
	"strings"

	"github.com/rasad-project/rasad/services/cleaner/cut"
)

// cutCredit cuts the agency's name where it ends a report: as its last line, or
// in brackets or after a dash at the end of its last paragraph.
func (t *text) cutCredit() {
	last := t.lastKept()
	for ; last >= 0 && t.isCreditLine(last); last = t.lastKept() {
		t.lines[last].Cut = cut.Agency
	}
	for i := last + 1; i < min(last+3, len(t.lines)); i++ {
		if t.isCreditLine(i) {
			t.credit(t.lines[i].Text)
		}
	}
	if last < 0 {
		return
	}
	if at := t.names.creditAt(t.lines[last].Text); at > 0 {
		t.credit(t.lines[last].Text[at:])
		t.split(last, at, "", cut.Agency)
	}
}

// lastKept is the last line of the story, -1 if there is none.
func (t *text) lastKept() int {
	for i := range slices.Backward(t.lines) {
		if t.lines[i].kept() {
			return i
		}
	}
	return -1
}

func (t *text) isCreditLine(i int) bool {
	l := &t.lines[i]
	text := strings.Trim(l.Text, creditMarks)
	return !l.prose() && len(l.words) <= 4 && (t.names.isCredit(text) || isInitials(text))
}

// creditMarks stand around a credit.
const creditMarks = "()[]-–— ."

// credit keeps the agency that s names; initials name none.
func (t *text) credit(s string) {
	s = strings.Trim(s, creditMarks)
	if t.dateline.Agency == "" && !isInitials(s) && t.names.isCredit(s) {
		t.dateline.Agency = credit(s)
	}
}

// creditAt returns where in s a credit at its end begins, -1 if it has none:
// "… said. (IANS)", "… said. —APP", "… said. IANS/int".
func (g *gazetteer) creditAt(s string) int {
	for _, at := range slices.Backward(sentences(s)) {
		if at == 0 || len(s)-at > 60 {
			break
		}
		tail := strings.Trim(s[at:], creditMarks)
		name, _, _ := strings.Cut(tail, "/")
		if short(tail, 4) && g.agency(strings.TrimSpace(name)) || isInitials(tail) {
			return at
		}
	}
	return -1
}

// isInitials reports whether s is the initials of writer and editor, as agencies
// sign reports: "MH/PA".
func isInitials(s string) bool {
	parts := strings.Split(s, "/")
	for _, p := range parts {
		if len(p) < 2 || len(p) > 4 || strings.ToUpper(p) != p || strings.ToLower(p) == p {
			return false
		}
	}
	return len(parts) > 1 && len(parts) <= 4
}
