package furniture

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rasad-project/rasad/kit/news"
)

// line is a block on its way through the rules, with what they ask of it.
type line struct {
	news.Block
	words []string // folded
	colon int      // how many of them stand before the first mark, -1 for no mark
	ends  bool     // it ends as a sentence does
	given bool     // the cut was decided before we came
	from  int      // which block it came from
}

func newLine(b news.Block) line {
	b.Text = tidy(b.Text)
	l := line{Block: b, given: b.Cut != ""}
	l.words = fold(b.Text)
	l.colon = mark(b.Text, l.words)
	l.ends = ends(b.Text)
	return l
}

// tidy folds white space, no-break spaces too, and takes invisible marks off the
// ends.
func tidy(s string) string {
	if isTidy(s) {
		return s
	}
	return tidied(s)
}

// tidied is what tidy returns, made anew.
func tidied(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "\ufffd"), isGap), " ")
}

// isGap reports whether r separates words or shows nothing.
func isGap(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == 0
}

// isTidy reports whether tidy would return s itself, as it does for nearly all that
// an extractor gives and for all that is read again.
func isTidy(s string) bool {
	gap := true // before r
	for i, r := range s {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\ufffd"):
			return false
		case isGap(r):
			if gap || r != ' ' {
				return false
			}
			gap = true
		default:
			gap = false
		}
	}
	return !gap || s == ""
}

// mark counts the words before the first mark that can part a label from what
// follows: a colon, a bar, a slash or a dash with a space on one side.
func mark(s string, words []string) int {
	if len(words) == 0 {
		return -1
	}
	for i, r := range s {
		if i > 80 {
			break
		}
		switch r {
		case ':', '：', '|', '/', '؛':
		case '-', '–', '—':
			if after := s[i+utf8.RuneLen(r):]; !strings.HasPrefix(after, " ") && !strings.HasSuffix(s[:i], " ") {
				continue
			}
		default:
			continue
		}
		return len(fold(s[:i]))
	}
	return -1
}

// ends reports whether s ends as a sentence does, quotes and brackets aside.
func ends(s string) bool {
	s = strings.TrimRight(s, " \"'”’»)]›")
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?؟۔…।", r)
}

// kept reports whether no rule has cut the line yet.
func (l *line) kept() bool { return l.Cut == "" }

// headline reports whether the line could be a headline: no sentence, and not
// longer than one.
func (l *line) headline() bool {
	return len(l.words) >= 3 && len(l.words) <= 24 && !strings.HasSuffix(strings.TrimRight(l.Text, "\"'”’» "), ".") && !strings.HasSuffix(l.Text, "۔")
}

// prose reports whether the line reads as a sentence of a story.
func (l *line) prose() bool {
	return l.ends && len(l.words) >= 10 || len(l.words) >= 28
}
