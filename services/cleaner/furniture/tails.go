package furniture

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
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
	text := t.lines[i].Text
	for _, at := range slices.Backward(sentences(text)) {
		tail := text[at:]
		words := fold(tail)
		p := t.lex.tails.match(words, mark(tail, words))
		if at == 0 || p == nil {
			return
		}
		t.split(i, at, "", p.cut)
		text = text[:at]
	}
}

// sentences returns where the sentences of s begin. The point after an initial
// ("Mike M. Ahlers") ends none.
func sentences(s string) []int {
	starts := []int{0}
	stop := false
	for i, r := range s {
		switch {
		case r == '.' && isInitial(s[:i]):
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

// isInitial reports whether s ends in a capital that is a word.
func isInitial(s string) bool {
	last, size := utf8.DecodeLastRuneInString(s)
	before, _ := utf8.DecodeLastRuneInString(s[:len(s)-size])
	return unicode.IsUpper(last) && (before == ' ' || before == '.' || len(s) == size)
}
