package furniture

import (
	"slices"
	"strings"

	"github.com/rasad-project/rasad/services/cleaner/cut"
)

// cutCredit cuts the agency's name where it ends a report: as its last line, or
// in brackets or after a dash at the end of its last paragraph.
func (t *text) cutCredit() {
	for i := range slices.Backward(t.lines) {
		l := &t.lines[i]
		if l.Cut == cut.Agency && !l.given {
			t.credit(l.Text)
			continue
		}
		if !l.kept() {
			continue
		}
		if !l.prose() && len(l.words) <= 4 && t.names.isCredit(strings.Trim(l.Text, "()[]-–— .")) {
			l.Cut = cut.Agency
			t.credit(l.Text)
			continue
		}
		if at := t.names.creditAt(l.Text); at > 0 {
			t.credit(l.Text[at:])
			t.split(i, at, "", cut.Agency)
		}
		return
	}
}

func (t *text) credit(s string) {
	if s = credit(strings.Trim(s, "()[]-–— .")); t.dateline.Agency == "" && t.names.isCredit(s) {
		t.dateline.Agency = s
	}
}

// creditAt returns where in s a credit at its end begins, -1 if it has none:
// "… said. (IANS)", "… said. —APP", "… said. IANS/int".
func (g *gazetteer) creditAt(s string) int {
	for _, at := range slices.Backward(sentences(s)) {
		if at == 0 || len(s)-at > 60 {
			break
		}
		tail := strings.Trim(s[at:], "()[]-–— .")
		name, _, _ := strings.Cut(tail, "/")
		if short(tail, 4) && g.agency(strings.TrimSpace(name)) {
			return at
		}
	}
	return -1
}
