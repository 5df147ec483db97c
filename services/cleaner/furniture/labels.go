package furniture

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rasad-project/rasad/services/cleaner/cut"
)

// shortLabel is how many words a label has at most.
const shortLabel = 6

// cutPhrases cuts the lines that are one of the listed phrases.
func (t *text) cutPhrases() {
	foot := t.foot()
	for i := range t.lines {
		l := &t.lines[i]
		if !l.kept() {
			continue
		}
		if p := t.lex.lines.match(l.words, l.colon); p != nil && t.allows(i, foot, p) {
			l.Cut = p.cut
		}
	}
}

// allows reports whether line i stands where phrase p may cut it. A label inside
// the story is a heading of it; a note on the author stands at an end; and a
// sentence is none of a byline, a credit or a row of buttons.
func (t *text) allows(i, foot int, p *phrase) bool {
	l := &t.lines[i]
	switch p.cut {
	case cut.Label:
		return i < t.head() || i >= foot
	case cut.Bio:
		return i*5 >= len(t.lines)*3 || i+4 >= len(t.lines)
	case cut.Agency, cut.Byline:
		return !l.ends && (i < t.head() || i >= foot)
	case cut.Share:
		return !l.ends && (len(l.words) > 1 || i < t.head() || i >= foot || t.inRow(i))
	case cut.Tags, cut.Navigation:
		return !l.ends
	}
	return true
}

// inRow reports whether line i, a word that is a button's name, stands beside
// another.
func (t *text) inRow(i int) bool {
	for _, j := range [...]int{i - 1, i + 1} {
		l := &t.lines[j]
		if p := t.lex.lines.match(l.words, l.colon); p != nil && p.cut == cut.Share {
			return true
		}
	}
	return false
}

// cutLabels cuts category lines: short lines in the head that stand before the
// title, or next to a date or byline. One with a colon at its end says who speaks
// in the headline below it.
func (t *text) cutLabels() {
	head := t.head()
	title := -1
	for i := range head {
		if t.lines[i].Cut == cut.Title {
			title = i
			break
		}
	}
	for i := range head {
		l := &t.lines[i]
		if l.kept() && !l.ends && !strings.HasSuffix(l.Text, ":") && len(l.words) <= shortLabel && (i < title || t.besideFact(i)) {
			l.Cut = cut.Label
		}
	}
}

// besideFact reports whether a date or a byline stands next to line i.
func (t *text) besideFact(i int) bool {
	return i > 0 && t.isFact(i-1) || i+1 < len(t.lines) && t.isFact(i+1)
}

// cutGluedLabel parts a section's name from the paragraph it is glued to: "Iran
// PressAsia: Returning to …", where the outlet's name and the section's have run
// into one word. Only the first paragraphs carry one.
func (t *text) cutGluedLabel() {
	seen := 0
	for i := 0; i < len(t.lines) && seen < 4; i++ {
		l := &t.lines[i]
		if !l.kept() || !l.prose() {
			continue
		}
		seen++
		at := strings.IndexByte(l.Text, ':')
		if at < 0 || at > 60 || len(l.Text) < at+2 || l.Text[at+1] != ' ' {
			continue
		}
		if t.isGlued(l.Text[:at]) {
			i = t.split(i, at+1, cut.Label, "")
		}
	}
}

// isGlued reports whether s is a listed label, or an outlet's name with a section's
// run into it: the known names followed by one or two words, or a capital inside a
// word.
func (t *text) isGlued(s string) bool {
	words := fold(s)
	if len(words) > 5 {
		return false
	}
	if t.lex.glued.match(words, -1) != nil {
		return true
	}
	for _, name := range []string{t.dateline.Agency, t.known.Site} {
		own := fold(name)
		if len(own) > 0 && len(words) > len(own) && len(words) <= len(own)+2 && hasPrefix(words, own) {
			return true
		}
	}
	return humps(s)
}

func hasPrefix(words, prefix []string) bool {
	if len(words) < len(prefix) {
		return false
	}
	for i := range prefix {
		if words[i] != prefix[i] {
			return false
		}
	}
	return true
}

// humps reports whether a capital follows a small letter inside one of two to
// four capitalised words, as in "Iran PressAsia"; a single word may be a name
// ("McDonald").
func humps(s string) bool {
	fields := strings.Fields(s)
	if len(fields) < 2 || len(fields) > 4 {
		return false
	}
	found := false
	for _, w := range fields {
		first, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(first) {
			return false
		}
		found = found || hump(w)
	}
	return found && hump(fields[1])
}

// hump reports whether w is two words in one, each of three letters or more:
// "PressAsia", and not "McDonald" or "iPhone".
func hump(w string) bool {
	run := 0
	for i, r := range w {
		if unicode.IsUpper(r) && run >= 3 && utf8.RuneCountInString(w[i:]) >= 3 {
			return true
		}
		if unicode.IsLower(r) || i == 0 {
			run++
		} else {
			run = 0
		}
	}
	return false
}
