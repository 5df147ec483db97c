package text

import (
	"unicode"
	"unicode/utf8"
)

// role is what a rune does to the word it stands in.
type role uint8

const (
	parts role = iota // ends the word
	letter
	silent // belongs to the word and is not read: vowel marks, tatweel, joiners
)

// folded is a letter as it counts, or what stands for none.
type folded struct {
	code  uint32 // what is hashed of it, and how many bits of that
	bits  uint8
	role  role
	shape Flag  // of a word that begins with it
	lang  uint8 // what it says of the language, 0 for nothing
}

// countsAs is the letter r that counts as low: one byte of ASCII, two of the Arabic block,
// four else, the last of which are no ASCII letters. No two words are so the same
// bytes.
func countsAs(r, low rune) folded {
	f := folded{code: uint32(low), bits: 16, role: letter, shape: Lower}
	switch {
	case low >= '0' && low <= '9':
		f.shape = Digit
	case inBlock(r):
		f.shape = Script
	case r != low:
		f.shape = Upper
	}
	switch {
	case low < utf8.RuneSelf:
		f.bits = 8
	case !inBlock(low):
		f.code, f.bits = f.code|1<<24, 32
	}
	return f
}

func inBlock(r rune) bool { return r >= 0x0600 && r < 0x0700 }

// alike lists the letters of the Arabic block that are one letter to a reader of
// Persian, Urdu and Arabic alike; each group folds to its first.
var alike = []string{
	"یيىئې", "کكڪ", "اأإآٱ", "هةہھۀۂەۃ", "وؤ", "ےۓ",
	"0٠۰", "1١۱", "2٢۲", "3٣۳", "4٤۴", "5٥۵", "6٦۶", "7٧۷", "8٨۸", "9٩۹",
}

// script is the Arabic block (U+0600 to U+06FF), folded.
var script = func() (t [256]folded) {
	lows := map[rune]rune{}
	for _, group := range alike {
		low, _ := utf8.DecodeRuneInString(group)
		for _, r := range group {
			lows[r] = low
		}
	}
	for i := range t {
		r := rune(0x0600 + i)
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			low, ok := lows[r]
			if !ok {
				low = r
			}
			t[i] = countsAs(r, low)
		case unicode.IsMark(r):
			t[i].role = silent
		}
	}
	t[0x40] = folded{role: silent} // tatweel
	t[0x21] = folded{role: silent} // a lone hamza: "شیء" is "شی"
	for lang, letters := range []string{urdu: "ٹڈڑںےہھۓ", arabic: "ةىأإيك", persian: "پچژگیک"} {
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
func fold(r rune, size int) folded {
	switch {
	case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
		return countsAs(r, r)
	case r >= 'A' && r <= 'Z':
		return countsAs(r, r+'a'-'A')
	case r >= 0x00C0 && r < 0x0180:
		if low := latin[r-0x00C0]; low != ' ' {
			return countsAs(r, rune(low))
		}
		return folded{}
	case inBlock(r):
		return script[r-0x0600]
	case r == 0x200C, r == 0x200D, r == 0x00AD, r == 0xFEFF, r >= 0x0300 && r < 0x0370:
		return folded{role: silent}
	case size == 1, r < 0x00C0, r >= 0x2000 && r < 0x2070:
		return folded{}
	case unicode.IsLetter(r), unicode.IsDigit(r):
		return countsAs(r, unicode.ToLower(r))
	case unicode.IsMark(r):
		return folded{role: silent}
	}
	return folded{}
}
