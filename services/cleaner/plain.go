package cleaner

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rasad-project/rasad/kit/news"
)

// sourceBytes bounds the text, or the HTML of a feed's item, that is read.
const sourceBytes = 4 << 20

// paragraphs cuts plain text into blocks: a line each, but for a text that was
// wrapped at a fixed width, whose lines are joined up to the blank one.
func paragraphs(text string) []news.Block {
	text = text[:min(len(text), sourceBytes)]
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
// 90 letters, and most that end inside a sentence are long, and the next goes on
// with a small letter. In a script without capitals nothing tells headlines from
// wrapped lines, and they stay as they are.
func wrapped(lines []string) bool {
	inside, open := 0, 0
	for i, l := range lines {
		text := strings.TrimSpace(l)
		length := utf8.RuneCountInString(text)
		if length > 90 {
			return false
		}
		if text == "" || i+1 == len(lines) || strings.ContainsAny(text[len(text)-1:], ".!?:") {
			continue
		}
		next := firstRune(lines[i+1])
		if next == utf8.RuneError || unicode.IsSpace(next) {
			continue
		}
		open++
		if unicode.IsLower(next) && length >= 30 {
			inside++
		}
	}
	return inside >= 3 && inside*10 >= open*6
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
