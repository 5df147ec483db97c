package furniture

import (
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
