package furniture

import (
	"strings"

	"github.com/rasad-project/rasad/services/cleaner/cut"
)

// cutTwice cuts a paragraph that stood before, word for word: extractors repeat
// whole bodies. Short lines may be a refrain, or an answer.
func (t *text) cutTwice() {
	seen := make(map[string]bool)
	for i := range t.lines {
		l := &t.lines[i]
		if !l.kept() || len(l.words) < 10 {
			continue
		}
		k := strings.Join(l.words, " ")
		if seen[k] {
			l.Cut = cut.Repeated
		}
		seen[k] = true
	}
}

// cutForeign cuts what the site's other articles show not to be this one's.
func (t *text) cutForeign() {
	if t.known.Foreign == nil {
		return
	}
	for i := range t.lines {
		if l := &t.lines[i]; l.kept() {
			l.Cut = t.known.Foreign(l.Text)
		}
	}
}
