package furniture

import (
	"slices"
	"strings"

	"github.com/rasad-project/rasad/services/cleaner/cut"
)

// cutTails parts furniture from the end of the last paragraphs it is glued to: a
// licence, an end mark, "Read more". The phrases compared are those listed for
// tails, which no story ends on.
func (t *text) cutTails() {
	seen := 0
	for i := len(t.lines) - 1; i >= 0 && seen < 3; i-- {
		l := &t.lines[i]
		if !l.kept() {
			continue
		}
		if l.prose() {
			seen++
		}
		t.cutTail(i)
	}
}

// cutTail cuts the last sentences of line i as long as they are furniture; the
// first sentence always stays.
func (t *text) cutTail(i int) {
	starts := sentences(t.lines[i].Text)
	reason := ""
	at := len(t.lines[i].Text)
	for _, s := range slices.Backward(starts) {
		if s == 0 || len(t.lines[i].Text)-s > 600 {
			break
		}
		tail := t.lines[i].Text[s:at]
		words := fold(tail)
		p := t.lex.tails.match(words, mark(tail, words))
		if p == nil {
			break
		}
		at, reason = s, t.tailReason(words, mark(tail, words))
	}
	if reason != "" {
		t.split(i, at, "", reason)
	}
}

// tailReason is the reason the same words would go for as a line of their own.
func (t *text) tailReason(words []string, colon int) string {
	for _, table := range []*table{&t.lex.lines, &t.lex.headings} {
		if p := table.match(words, colon); p != nil {
			return p.cut
		}
	}
	return cut.Footer
}

// sentences returns where the sentences of s begin.
func sentences(s string) []int {
	starts := []int{0}
	stop := false
	for i, r := range s {
		switch {
		case strings.ContainsRune(".!?؟۔…", r):
			stop = true
		case r == ' ':
			if stop && i+1 < len(s) {
				starts = append(starts, i+1)
			}
			stop = false
		case stop && strings.ContainsRune("\"”’»)]", r):
		default:
			stop = false
		}
	}
	return starts
}
