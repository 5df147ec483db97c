package page

import (
	"unicode"
	"unicode/utf8"
)

// stats is what is counted in a run of text. Letters are counted in units, in
// which a Han, Kana or Hangul character weighs three: it carries about as much as
// half a word of an alphabet.
type stats struct {
	units    int // letters and digits
	words    int // runs of letters and digits; a word of units>>2 in scripts without spaces
	upper    int // upper-case letters
	digits   int
	commas   int
	stops    int // marks that end a sentence
	quotes   int
	colonAt  int // words before the first colon, 0 for none
	symbols  int // | / » • © and other marks of menus
	endsStop bool
	endsOpen bool // ends with a colon, a dash or an ellipsis
	nonLatin bool // most letters are not Latin
	first    rune // first letter or digit, 0 for none
}

// fold is the lower case of r, with the ways that news sites write one Arabic
// letter made one: so that a title matches itself.
func fold(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	case r == 'ي' || r == 'ى' || r == 'ئ':
		return 'ی'
	case r == 'ك':
		return 'ک'
	case r == 'أ' || r == 'إ' || r == 'آ':
		return 'ا'
	case r == 'ة' || r == 'ہ' || r == 'ھ':
		return 'ه'
	case r >= 0x600 && r <= 0x6ff, r >= 0x3000 && r <= 0x9fff:
		return r
	}
	return unicode.ToLower(r)
}

// joins reports whether r stands inside a word without being a letter.
func joins(r rune) bool {
	return r == '\u200c' || r == '\u200d' || r == '\u0640' || r == '\u00ad' || r == '’' || r == '\''
}

func isWide(r rune) bool {
	return r >= 0x2e80 && r <= 0x9fff || r >= 0xac00 && r <= 0xd7af || r >= 0xf900 && r <= 0xfaff || r >= 0x20000 && r <= 0x3ffff
}

func isLetter(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r|0x20 && r|0x20 <= 'z'
	}
	return unicode.IsLetter(r) || unicode.IsMark(r)
}

// measure counts s and appends the hash of each of its words to hashes. A wide
// character is a word by itself.
func measure(s string, hashes []uint32) (stats, []uint32) {
	const offset, prime = 2166136261, 16777619
	var st stats
	var h uint32 = offset
	inWord, other, letters := false, 0, 0
	end := func() {
		if inWord {
			hashes = append(hashes, h)
			h, inWord = offset, false
		}
	}
	var last rune
	for _, r := range s {
		digit := '0' <= r && r <= '9' || r > 0x600 && unicode.IsDigit(r)
		switch {
		case digit || isLetter(r):
			wide := isWide(r)
			if wide {
				end()
			}
			if !inWord {
				st.words++
				if st.first == 0 {
					st.first = r
				}
			}
			inWord = true
			h = (h ^ uint32(fold(r))) * prime
			st.units++
			if digit {
				st.digits++
			} else {
				letters++
				if r > 0x24f {
					other++
				}
			}
			if wide {
				st.units += 2
				end()
			} else if r < utf8.RuneSelf && 'A' <= r && r <= 'Z' || r >= 0xc0 && unicode.IsUpper(r) {
				st.upper++
			}
			last = r
		case joins(r):
		case r == ' ' || r == '\n':
			end()
		default:
			end()
			countMark(&st, r)
			last = r
		}
	}
	end()
	st.endsStop = isStop(last) || isQuote(last) || last == ')' || last == '）'
	st.endsOpen = last == ':' || last == '：' || last == '…' || last == '-' || last == '–'
	st.nonLatin = other*2 > letters
	return st, hashes
}

func isStop(r rune) bool {
	switch r {
	case '.', '!', '?', '؟', '۔', '。', '！', '？', '।', '…':
		return true
	}
	return false
}

func isQuote(r rune) bool {
	switch r {
	case '"', '“', '”', '«', '»', '„', '‟', '「', '」', '『', '』':
		return true
	}
	return false
}

func countMark(st *stats, r rune) {
	switch {
	case r == ':' || r == '：':
		if st.colonAt == 0 {
			st.colonAt = st.words
		}
	case r == ',' || r == '،' || r == '、' || r == '，' || r == ';' || r == '؛':
		st.commas++
	case isStop(r):
		st.stops++
	case isQuote(r):
		st.quotes++
	case r == '|' || r == '/' || r == '•' || r == '©' || r == '·' || r == '>' || r == '›' || r == '+' || r == '#' || r == '@' || r == '→':
		st.symbols++
	}
}
