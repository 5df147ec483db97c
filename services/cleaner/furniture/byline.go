package furniture

import (
	"strings"
	"unicode"

	"github.com/rasad-project/rasad/services/cleaner/cut"
)

// cutByline cuts the lines of the head that name the author: "By" and a name. The
// phrases name those that say no name.
func (t *text) cutByline() {
	head, foot := t.head(), t.foot()
	for i := range t.lines {
		if i >= head && i < foot {
			continue
		}
		l := &t.lines[i]
		if l.ends || len(l.words) > 12 || l.Cut != "" && l.Cut != cut.Byline {
			continue
		}
		name := authorOf(l.Text)
		if name == "" {
			continue
		}
		l.Cut = cut.Byline
		if t.byline == "" {
			t.byline = name
		}
	}
}

// bylineMarks stand before an author's name.
var bylineMarks = [...]string{"by ", "by: ", "written by ", "نویسنده: ", "نویسنده:", "به قلم ", "به قلم: ", "تحریر: ", "تحریر:", "بقلم ", "بقلم: ", "بقلم:", "كتب: ", "كتب/ ", "الكاتب: "}

// authorOf returns the name in a byline, "" if s is none.
func authorOf(s string) string {
	for _, m := range bylineMarks {
		if len(s) <= len(m) || !strings.EqualFold(s[:len(m)], m) {
			continue
		}
		name := strings.TrimSpace(s[len(m):])
		if at := strings.IndexAny(name, "|•,،/("); at > 0 {
			name = strings.TrimSpace(name[:at])
		}
		if isName(name) {
			return name
		}
	}
	return ""
}

// isName reports whether s is one to six words, each with a capital where the
// script has any, but for the small words between names.
func isName(s string) bool {
	if !short(s, 6) {
		return false
	}
	for w := range strings.FieldsSeq(s) {
		r := firstRune(w)
		if !unicode.IsUpper(r) && !unicode.Is(unicode.Lo, r) && w != "and" && w != "al" && w != "de" && w != "bin" {
			return false
		}
	}
	return true
}
