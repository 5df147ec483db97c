package cleaner

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rasad-project/rasad/kit/news"
)

// paragraphs cuts plain text into blocks: a line each, but for a text that was
// wrapped at a fixed width, whose lines are joined up to the blank one.
func paragraphs(text string) []news.Block {
	lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\v", "\n", "\f", "\n").Replace(text), "\n")
	if wrapped(lines) {
		lines = unwrap(lines)
	}
	var blocks []news.Block
	for _, l := range lines {
		if l = strings.TrimSpace(l); l != "" {
			blocks = append(blocks, news.Block{Text: l})
		}
	}
	return blocks
}

// wrapped reports whether the lines were broken at a width: none is longer than
// 90 letters, and most that are followed by another end inside a sentence, which
// the next goes on with.
func wrapped(lines []string) bool {
	inside, followed := 0, 0
	for i, l := range lines {
		l = strings.TrimSpace(l)
		if utf8.RuneCountInString(l) > 90 {
			return false
		}
		if l == "" || i+1 == len(lines) || strings.TrimSpace(lines[i+1]) == "" {
			continue
		}
		followed++
		if continues(l, lines[i+1]) {
			inside++
		}
	}
	return followed >= 3 && inside*10 >= followed*6
}

// continues reports whether next goes on with the sentence of l: a long line that
// ends inside one, and no capital after it. In a script without capitals nothing
// tells headlines from wrapped lines, and they stay as they are.
func continues(l, next string) bool {
	last, _ := utf8.DecodeLastRuneInString(l)
	first := firstRune(next)
	return unicode.IsLower(first) && !strings.ContainsRune(".!?:", last) && utf8.RuneCountInString(l) >= 30
}

// unwrap joins the lines of each paragraph. A blank line or an indented one
// begins a new paragraph.
func unwrap(lines []string) []string {
	var out []string
	open := false
	for _, l := range lines {
		text := strings.TrimSpace(l)
		if text == "" {
			open = false
			continue
		}
		if open && !unicode.IsSpace(firstRune(l)) {
			out[len(out)-1] += " " + text
			continue
		}
		out = append(out, text)
		open = true
	}
	return out
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}
