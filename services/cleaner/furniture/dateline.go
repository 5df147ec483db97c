package furniture

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rasad-project/rasad/services/cleaner/cut"
)

// datelineLength is how many bytes a dateline has at most.
const datelineLength = 110

// cutDateline parts the dateline from the first paragraph of the story and keeps
// what it says. A wire's header may stand before it, and is one too.
func (t *text) cutDateline() {
	seen := 0
	for i := 0; i < len(t.lines) && seen < 2; i++ {
		if l := &t.lines[i]; !l.kept() || len(l.words) < 5 {
			continue
		}
		seen++
		if t.cutDatelineOf(i) {
			return
		}
	}
}

func (t *text) cutDatelineOf(i int) bool {
	found := false
	for range 3 {
		d, n := t.names.dateline(t.lines[i].Text)
		if n == 0 || len(t.lines[i].words) < 8 && len(fold(t.lines[i].Text[n:])) < 4 {
			break
		}
		t.note(d)
		found = true
		if i = t.split(i, n, cut.Dateline, ""); !t.lines[i].kept() {
			break // the line was all dateline
		}
	}
	return found
}

// opening is what a dateline said.
type opening struct{ place, agency, date string }

// note keeps what no dateline before has said.
func (t *text) note(d opening) {
	if t.dateline.Place == "" {
		t.dateline.Place = d.place
	}
	if t.dateline.Agency == "" {
		t.dateline.Agency = d.agency
	}
	if !t.published.Known() && d.date != "" {
		t.published = t.date(d.date)
	}
}

// dateline reads the dateline at the start of s and returns how many bytes it
// has, the mark that closes it and the space after that included; 0 if there is
// none. The forms, of which each part but one may be missing:
//
//	PLACE, date (AGENCY) – text      PLACE (AGENCY): text
//	(AGENCY) text                    date DATE (AGENCY- Source) text
//	PLACE / AGENCY – text            PLACE: text
func (g *gazetteer) dateline(s string) (opening, int) {
	depth := 0
	for i, r := range s {
		if i > datelineLength {
			break
		}
		switch r {
		case '(', '[':
			depth++
			continue
		case ')', ']':
			depth--
			if depth == 0 {
				if d, n := g.closed(s, i+1); n > 0 {
					return d, n
				}
			}
			continue
		}
		if depth > 0 || !closes(s, i, r) {
			continue
		}
		if d, ok := g.opening(s[:i], r); ok {
			return d, skipMarks(s, i)
		}
	}
	return opening{}, 0
}

// closed reads a dateline that ends with the bracket before byte n, with or
// without a dash after it.
func (g *gazetteer) closed(s string, n int) (opening, int) {
	d, ok := g.opening(s[:n], ')')
	if !ok {
		return opening{}, 0
	}
	marked := strings.ContainsRune("-–—:۔.،,", firstRune(strings.TrimLeft(s[n:], " ")))
	open := strings.IndexAny(s[:n], "([")
	if open > 0 && !marked && !(g.isCredit(s[open+1:n-1]) && (g.place(before(s[:open])) || strings.HasPrefix(s, "date "))) {
		return opening{}, 0
	}
	return d, skipMarks(s, n)
}

// before is the first part of a dateline.
func before(s string) string {
	if at := strings.IndexFunc(s, parts); at > 0 {
		return s[:at]
	}
	return s
}

// closes reports whether the mark r at byte i can close a dateline. A hyphen
// inside a word does not.
func closes(s string, i int, r rune) bool {
	after := s[i+utf8.RuneLen(r):]
	switch r {
	case ':', '：', '۔':
		return strings.HasPrefix(after, " ") || r == '۔'
	case '-', '–', '—', '_', 'ـ':
		return strings.HasPrefix(after, " ") || strings.HasSuffix(s[:i], " ") || r == '—'
	}
	return false
}

// skipMarks returns where the text goes on after the marks at byte n.
func skipMarks(s string, n int) int {
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if !strings.ContainsRune(" -–—:：_ـ۔،,.", r) {
			break
		}
		n += size
	}
	return n
}

// opening takes the parts of a dateline before its closing mark.
func (g *gazetteer) opening(s string, closing rune) (opening, bool) {
	var d opening
	s, inBrackets := brackets(s)
	sure := false
	for _, b := range inBrackets {
		switch {
		case g.isCredit(b):
			d.agency, d.date = creditAndDate(b, d.date)
			sure = true
		case readsAsDate(b):
			d.date = b
		case d.agency == "" && short(b, 3):
			d.agency = credit(b)
		default:
			return d, false
		}
	}
	for part := range strings.FieldsFuncSeq(s, parts) {
		if part = strings.Trim(part, " .-–—"); part == "" {
			continue
		}
		switch {
		case g.agency(part) && (d.place != "" || sure || closing != ':' || !g.place(part)):
			d.agency, sure = part, true
		case g.place(part):
			if d.place == "" {
				d.place = part
			}
			sure = true
		case readsAsDate(part):
			d.date = strings.TrimSpace(d.date + " " + part)
		case d.place == "" && capitals(part) && closing != ':':
			d.place, sure = part, true
		case sure && titled(part) && d.agency != "":
			d.place = cmp.Or(d.place, part) // a second is the first's country
		default:
			return d, false
		}
	}
	return d, sure && (d.place != "" || d.agency != "")
}

// parts separates the parts of a dateline.
func parts(r rune) bool { return strings.ContainsRune(",،/؛|", r) }

// brackets takes what stands in brackets out of s.
func brackets(s string) (rest string, inside []string) {
	var b strings.Builder
	for s != "" {
		open := strings.IndexAny(s, "([")
		if open < 0 {
			break
		}
		end := strings.IndexAny(s[open:], ")]")
		if end < 0 {
			break
		}
		b.WriteString(s[:open] + ",")
		inside = append(inside, strings.TrimSpace(s[open+1:open+end]))
		s = s[open+end+1:]
	}
	return b.String() + s, inside
}

// isCredit reports whether one of the names in s is an agency's.
func (g *gazetteer) isCredit(s string) bool {
	for part := range strings.FieldsFuncSeq(s, creditParts) {
		if g.agency(part) {
			return true
		}
	}
	return g.agency(s)
}

// credit writes the names in s with " / " between them: "MENAFN- Khaama Press"
// credits two.
func credit(s string) string {
	var all []string
	for part := range strings.FieldsFuncSeq(s, creditParts) {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	return strings.Join(all, " / ")
}

// creditAndDate is credit for a bracket that may tell the day too: "(UrduPoint /
// Sputnik - 29 April, 2020)". date is what was told before.
func creditAndDate(s, date string) (agency, when string) {
	var names, days []string
	for part := range strings.FieldsFuncSeq(s, creditParts) {
		part = strings.TrimSpace(part)
		switch {
		case part == "":
		case readsAsDate(part):
			days = append(days, part)
		default:
			names = append(names, part)
		}
	}
	return strings.Join(names, " / "), cmp.Or(strings.Join(days, " "), date)
}

func creditParts(r rune) bool { return strings.ContainsRune("-–—/،,", r) }

func short(s string, words int) bool {
	n := len(strings.Fields(s))
	return n > 0 && n <= words
}

// capitals reports whether s is one to four words in capitals, as agencies write
// places.
func capitals(s string) bool {
	if !short(s, 4) || utf8.RuneCountInString(s) < 3 {
		return false
	}
	for _, r := range s {
		if unicode.IsLetter(r) && !unicode.IsUpper(r) || unicode.IsDigit(r) {
			return false
		}
	}
	return unicode.IsUpper(firstRune(s))
}

// titled reports whether s is one to three words that begin with a capital, or
// that are in a script without capitals.
func titled(s string) bool {
	if !short(s, 3) {
		return false
	}
	for w := range strings.FieldsSeq(s) {
		if r := firstRune(w); !unicode.IsUpper(r) && !unicode.Is(unicode.Lo, r) {
			return false
		}
	}
	return true
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}
