package furniture

import (
	"strings"
	"unicode"
)

// fold returns the words of s the way phrases are compared: lower case, Arabic
// letters that are written alike made one, vowel signs and joiners away, digits
// as ASCII, everything else a break between words.
func fold(s string) []string {
	var b strings.Builder // the words share its memory
	b.Grow(len(s))
	for _, r := range s {
		if r = foldRune(r); r != 0 {
			b.WriteRune(r)
		}
	}
	return strings.Fields(b.String())
}

// foldRune returns 0 for a rune that is not there and ' ' for one between words.
func foldRune(r rune) rune {
	if r < 0x80 {
		return foldASCII(r)
	}
	switch r {
	case 'ي', 'ى', 'ئ', 'ې', 'ے', 'ۓ':
		return 'ی'
	case 'ك', 'ڪ':
		return 'ک'
	case 'أ', 'إ', 'آ', 'ٱ':
		return 'ا'
	case 'ة', 'ہ', 'ھ', 'ۀ', 'ۂ', 'ۃ', 'ە':
		return 'ه'
	case 'ؤ':
		return 'و'
	case 'ـ', '\u200d', '\u200e', '\u200f', '\u00ad', '\ufeff', 'ء':
		return 0
	case '’', '‘', 'ʼ':
		return 0
	case '©':
		return r
	}
	switch {
	case r >= '٠' && r <= '٩':
		return '0' + r - '٠'
	case r >= '۰' && r <= '۹':
		return '0' + r - '۰'
	case unicode.Is(unicode.Mn, r):
		return 0
	case unicode.IsLetter(r), unicode.IsNumber(r):
		return unicode.ToLower(r)
	}
	return ' '
}

func foldASCII(r rune) rune {
	switch {
	case r >= 'A' && r <= 'Z':
		return r + 'a' - 'A'
	case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
		return r
	case r == '\'':
		return 0
	}
	return ' '
}
