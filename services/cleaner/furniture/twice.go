package furniture

import (
	"slices"
	"strings"

	"github.com/rasad-project/rasad/services/cleaner/cut"
)

// cutTwice cuts paragraphs that stood before, word for word and in the same
// order: some sources repeat whole bodies. A single line may be a refrain, or a
// lead that the story takes up.
func (t *text) cutTwice() {
	first := make(map[string]int)
	from, run := -1, []int(nil) // where the run's last paragraph stood before; the run
	for i := range t.lines {
		l := &t.lines[i]
		if !l.kept() || !l.prose() {
			continue
		}
		k := strings.Join(l.words, " ")
		at, again := first[k]
		if !again {
			first[k] = i
		}
		if again && (len(run) == 0 || at > from) {
			from, run = at, append(run, i)
			continue
		}
		t.cutRun(run)
		from, run = -1, nil
	}
	t.cutRun(run)
}

func (t *text) cutRun(run []int) {
	if len(run) < 2 {
		return
	}
	for _, i := range run {
		t.lines[i].Cut = cut.Repeated
	}
}

// cutForeign cuts what the site's other articles show not to be this one's: lines,
// and the sentences at the end of a line, where a list that an extractor glued to
// the story stands.
func (t *text) cutForeign() {
	if t.known.Foreign == nil {
		return
	}
	for i := 0; i < len(t.lines); i++ {
		l := &t.lines[i]
		if !l.kept() {
			continue
		}
		if reason := t.known.Foreign(l.Text); reason != "" {
			l.Cut = reason
			continue
		}
		if at, reason := t.foreignTail(l.Text); at > 0 {
			i = t.split(i, at, "", reason)
		}
	}
}

// foreignTail is where the foreign sentences at the end of s begin, 0 if there are
// none. Every sentence is asked about, so that it is known for the articles to
// come.
func (t *text) foreignTail(s string) (at int, reason string) {
	starts := sentences(s)
	if len(starts) == 1 {
		return 0, ""
	}
	end, open := len(s), true
	for _, start := range slices.Backward(starts) {
		why := t.known.Foreign(s[start:end])
		if open = open && why != ""; open {
			at, reason = start, why
		}
		end = start
	}
	return at, reason
}
