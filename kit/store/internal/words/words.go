// Package words splits text into the words that a full-text search compares, the
// same for what is stored and for what is asked.
package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// longest is the most bytes of a word that are kept; PostgreSQL takes lexemes of
// up to 2,046.
const longest = 128

// Fold returns the words of s, each folded, with a space between them.
//
// A word is a run of letters, digits and marks. Folding lowers case, takes accents
// and vowel signs off, makes one letter of the Arabic and Persian variants of yeh,
// kaf, heh and alef, and one of the digits of all scripts: a Persian text is as
// often as not typed on an Arabic keyboard. A zero-width non-joiner and a tatweel
// do not end a word and are no part of it.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	begun := 0 // where the current word starts in b
	end := func() {
		if b.Len() > begun {
			b.WriteByte(' ')
			begun = b.Len()
		}
	}
	for _, r := range decomposed(s) {
		switch f := fold(r); {
		case f == skip:
		case f == gap:
			end()
		case b.Len()-begun+utf8.RuneLen(f) <= longest:
			b.WriteRune(f)
		}
	}
	return strings.TrimSuffix(b.String(), " ")
}

// decomposed splits letters from their marks (NFKD), which plain ASCII does not
// need.
func decomposed(s string) string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return norm.NFKD.String(s)
		}
	}
	return s
}

// What fold returns for a rune that is no part of a word, and for one that is
// passed over.
const (
	gap  rune = -1
	skip rune = -2
)

func fold(r rune) rune {
	switch {
	case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
		return r
	case 'A' <= r && r <= 'Z':
		return r + 'a' - 'A'
	case r < utf8.RuneSelf:
		return gap
	}
	if f, ok := variants[r]; ok {
		return f
	}
	switch {
	case unicode.IsMark(r):
		return skip
	case unicode.IsDigit(r):
		return '0' + digit(r)
	case unicode.IsLetter(r), unicode.IsNumber(r):
		return unicode.ToLower(r)
	default:
		return gap
	}
}

// digit returns the value of a decimal digit. Unicode keeps the ten digits of a
// script together and in order, the zero on a multiple of 2 (Unicode Standard,
// section 4.6), so the value is the distance to the first of the run.
func digit(r rune) rune {
	d := rune(0)
	for d < 9 && unicode.IsDigit(r-d-1) {
		d++
	}
	return d
}

// variants are letters that are written for one another in Persian, Urdu and
// Arabic text, after decomposition.
var variants = map[rune]rune{
	'ي': 'ی', 'ى': 'ی', 'ے': 'ی', 'ې': 'ی',
	'ك': 'ک', 'ڪ': 'ک',
	'ة': 'ه', 'ہ': 'ه', 'ھ': 'ه', 'ە': 'ه', 'ۃ': 'ه',
	'ٱ':      'ا',
	'\u0640': skip, // tatweel
	'\u200c': skip, // zero-width non-joiner
	'\u200d': skip, // zero-width joiner
	'\u00ad': skip, // soft hyphen
}
