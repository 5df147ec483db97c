package text

import (
	"math/bits"
	"unicode/utf8"
)

// tally counts the letters that tell the languages of one script apart.
type tally [4]int

// The letters that are counted: those of Urdu, of Arabic, and of Persian and Urdu.
const (
	urdu = iota + 1
	arabic
	persian
)

// scan appends the tokens of s to toks. A word of ASCII letters, as most are, is read
// eight at a time unless it ends among the last bytes of s; word reads the others.
func (n *tally) scan(toks []Tok, s string) []Tok {
words:
	for i := 0; i < len(s); {
		shape := shapes[s[i]]
		if shape == 0 {
			i++
			continue
		}
		sum, small, end := uint64(seed), bytes(0), i
		for end+8 <= len(s) {
			b := load(s[end : end+8])
			alpha, is := b.letters()
			stop := ^is & (0x80 * each)
			stop &= -stop // the first byte that is neither letter nor digit
			kept := stop>>7 - 1
			lower := alpha >> 2 // the bit that capitals lack
			block := uint64((b | lower) & kept)
			small |= ^(lower &^ b) & kept
			if stop == 0 {
				sum = mix(sum, block)
				end += 8
				continue
			}
			if b&stop != 0 {
				break // perhaps a letter
			}
			end += bits.TrailingZeros64(uint64(stop)) / 8
			if small&(0x20*each) == 0 && end-i > 1 {
				shape |= Caps
			}
			toks = append(toks, Tok{Hash: mix(sum, block), Start: int32(i), End: int32(end), Flags: shape})
			i = end
			continue words
		}
		tok, next := n.word(s, i)
		if tok.End > tok.Start {
			toks = append(toks, tok)
		}
		i = next
	}
	return toks
}

// word reads the word that starts at s[i], if one does, and returns where to go
// on. A word ends at its last letter: marks that trail it are not part of it.
func (n *tally) word(s string, i int) (Tok, int) {
	tok := Tok{Start: int32(i), End: int32(i)}
	h := hasher{sum: seed}
	capitals, letters := true, 0
	for i < len(s) {
		var f folded
		size := 2
		if l := inScript(s, i); l != nil {
			f = *l
			n[f.lang]++
		} else {
			var r rune
			r, size = utf8.DecodeRuneInString(s[i:])
			f = fold(r, size)
		}
		if f.role == parts {
			if letters == 0 {
				i += size
			}
			break
		}
		i += size
		if f.role == silent {
			if letters == 0 {
				break
			}
			continue
		}
		if letters == 0 {
			tok.Flags = f.shape
		}
		capitals = capitals && f.shape == Upper
		letters++
		h.add(uint64(f.code), uint(f.bits))
		tok.End = int32(i)
	}
	if capitals && letters > 1 {
		tok.Flags |= Caps
	}
	tok.Hash = h.hash()
	return tok, i
}

// inScript is the letter of the Arabic block at s[i] (lead bytes D8 to DB), nil for none.
func inScript(s string, i int) *folded {
	if s[i]-0xD8 < 4 && i+1 < len(s) && s[i+1]&0xC0 == 0x80 {
		return &script[s[i]&3<<6|s[i+1]&0x3F]
	}
	return nil
}

// shapes are those of words by their first byte: 0 for the ASCII signs, which begin
// none, and Lower for what only the whole letter tells.
var shapes = func() (t [256]Flag) {
	for c := range t {
		t[c] = Lower
		if c < utf8.RuneSelf {
			t[c] = fold(rune(c), 1).shape
		}
	}
	return t
}()

// bytes are eight bytes of a text, the first of them lowest.
type bytes uint64

// load returns the eight bytes of s.
func load(s string) bytes {
	_ = s[7]
	return bytes(s[0]) | bytes(s[1])<<8 | bytes(s[2])<<16 | bytes(s[3])<<24 |
		bytes(s[4])<<32 | bytes(s[5])<<40 | bytes(s[6])<<48 | bytes(s[7])<<56
}

// each times a byte is eight of it.
const each bytes = 0x0101010101010101

// letters sets the upper bit of each byte of b that is an ASCII letter, and of each
// that is one or a digit.
func (b bytes) letters() (alpha, either bytes) {
	low := b & (0x7F * each)
	alpha = (low|0x20*each).within('a', 'z') &^ b
	return alpha, alpha | low.within('0', '9')&^b
}

// within sets the upper bit of each byte that is from to last, of bytes below 0x80.
func (b bytes) within(from, last bytes) bytes {
	return (b + (0x80-from)*each) &^ (b + (0x7F-last)*each) & (0x80 * each)
}
