package when

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// fold brings the spellings of one word together: Persian, Arabic and Hindi
// digits to ASCII, the letters that Arabic, Persian and Urdu keyboards write differently
// to one of them, and joiners, vowel marks, stretching and direction marks away.
func fold(s string) string {
	if plain(s) {
		return s
	}
	return strings.Map(foldRune, s)
}

func plain(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func foldRune(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		return r
	case r >= '۰' && r <= '۹':
		return r - '۰' + '0'
	case r >= '٠' && r <= '٩':
		return r - '٠' + '0'
	case r >= '०' && r <= '९':
		return r - '०' + '0'
	case r >= 0x64B && r <= 0x652, r == 0x670, r == 0x640, unicode.Is(unicode.Cf, r):
		return -1
	case unicode.IsSpace(r):
		return ' '
	}
	switch r {
	case 'أ', 'إ', 'آ', 'ٱ':
		return 'ا'
	case 'ي', 'ى', 'ئ', 'ے':
		return 'ی'
	case 'ك':
		return 'ک'
	case 'ة', 'ہ', 'ھ', 'ۀ', 'ۂ':
		return 'ه'
	case 'ؤ':
		return 'و'
	case '،', '٬':
		return ','
	case '٫':
		return '.'
	case '–', '—', '−', '‐', '‑', '‒':
		return '-'
	case '∕', '⁄':
		return '/'
	case '：', '∶':
		return ':'
	}
	return r
}

// kind is the kind of a token.
type kind uint8

const (
	number kind = iota // ASCII digits
	word               // letters, as written
	mark               // one other character that is not a space
)

// token is a piece of a folded string.
type token struct {
	kind  kind
	text  string
	glued bool // no space before it
}

// lex splits a folded string. Spaces only set glued.
func lex(s string) []token {
	toks := make([]token, 0, 16)
	glued := false
	for s != "" {
		r, n := utf8.DecodeRuneInString(s)
		k := mark
		switch {
		case unicode.IsSpace(r):
			s, glued = s[n:], false
			continue
		case digit(r):
			k, n = number, run(s, digit)
		case unicode.IsLetter(r):
			k, n = word, run(s, letter)
		}
		toks = append(toks, token{k, s[:n], glued})
		s, glued = s[n:], true
	}
	return toks
}

func run(s string, in func(rune) bool) int {
	for i, r := range s {
		if !in(r) {
			return i
		}
	}
	return len(s)
}

func digit(r rune) bool { return '0' <= r && r <= '9' }

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) }
