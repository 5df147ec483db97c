package text

import (
	"unicode"
	"unicode/utf8"
)

// role is what a rune does to the word it stands in.
type role uint8

const (
	letter role = iota
	silent      // belongs to the word and is not read: vowel marks, tatweel, joiners
	parts       // ends the word
)

// ascii holds the folded form of every ASCII letter and digit, 0 for the rest of
// the bytes.
var ascii = func() (t [256]byte) {
	for c := range t {
		switch b := byte(c); {
		case b-'A' < 26:
			t[c] = b + 'a' - 'A'
		case b-'a' < 26, b-'0' < 10:
			t[c] = b
		}
	}
	return t
}()

// script is one rune of the Arabic block (U+0600 to U+06FF), folded.
type script struct {
	low  uint16
	role role
	lang uint8 // what the letter says of the language: 1 Urdu, 2 Arabic, 3 Persian or Urdu
}

// alike lists the letters of the Arabic block that are one letter to a reader of
// Persian, Urdu and Arabic alike; each group folds to its first.
var alike = []string{
	"یيىئې", "کكڪ", "اأإآٱ", "هةہھۀۂەۃ", "وؤ", "ےۓ",
	"0٠۰", "1١۱", "2٢۲", "3٣۳", "4٤۴", "5٥۵", "6٦۶", "7٧۷", "8٨۸", "9٩۹",
}

var arabic = func() (t [256]script) {
	for i := range t {
		r := rune(0x0600 + i)
		t[i] = script{low: uint16(r), role: parts}
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			t[i].role = letter
		case unicode.IsMark(r):
			t[i].role = silent
		}
	}
	t[0x40] = script{role: silent} // tatweel
	t[0x21].role = silent          // a lone hamza: "شیء" is "شی"
	for _, group := range alike {
		low, _ := utf8.DecodeRuneInString(group)
		for _, r := range group {
			if r >= 0x0600 {
				t[r-0x0600].low = uint16(low)
			}
		}
	}
	for lang, letters := range []string{1: "ٹڈڑںےہھۓ", 2: "ةىأإيك", 3: "پچژگیک"} {
		for _, r := range letters {
			t[r-0x0600].lang = uint8(lang)
		}
	}
	return t
}()

// latin folds the letters of Latin-1 and Latin Extended-A (U+00C0 to U+017F) to
// the plain letter under their marks; a blank is no letter.
const latin = "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty" +
	"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"

// fold returns what r counts as. Size tells a byte that is no UTF-8 (RuneError,
// 1) from the replacement character itself; neither is a letter.
func (n *tally) fold(r rune, size int) (rune, role) {
	switch {
	case r >= 0x0600 && r < 0x0700:
		s := arabic[r-0x0600]
		switch s.lang {
		case 1:
			n.urdu++
		case 2:
			n.arabic++
		case 3:
			n.persian++
		}
		return rune(s.low), s.role
	case r >= 0x00C0 && r < 0x0180:
		if low := latin[r-0x00C0]; low != ' ' {
			return rune(low), letter
		}
		return r, parts
	case r == 0x200C, r == 0x200D, r == 0x00AD, r == 0xFEFF, r >= 0x0300 && r < 0x0370:
		return r, silent
	case size == 1, r < 0x00C0, r >= 0x2000 && r < 0x2070:
		return r, parts
	case unicode.IsLetter(r), unicode.IsDigit(r):
		return unicode.ToLower(r), letter
	case unicode.IsMark(r):
		return r, silent
	}
	return r, parts
}
