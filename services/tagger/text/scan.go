package text

import "unicode/utf8"

// The hash is FNV-1a over folded runes (Fowler, Noll, Vo; 64 bits), so that a
// word can be hashed while it is read.
const (
	offset = 14695981039346656037
	prime  = 1099511628211
)

// tally counts the letters that tell the languages of one script apart.
type tally struct {
	urdu, arabic, persian int
}

// scan appends the tokens of s to toks.
func (n *tally) scan(toks []Tok, s string) []Tok {
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf && ascii[s[i]] == 0 {
			i++
			continue
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
	tok := Tok{Hash: offset, Start: int32(i), End: int32(i)}
	caps, letters := true, 0
	for i < len(s) {
		if c := s[i]; c < utf8.RuneSelf {
			low := ascii[c]
			if low == 0 {
				break
			}
			if letters == 0 {
				tok.Flags = first(c)
			}
			caps = caps && c-'A' < 26
			letters++
			tok.Hash = (tok.Hash ^ uint64(low)) * prime
			i++
			tok.End = int32(i)
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		low, kind := n.fold(r, size)
		if kind == parts {
			if letters == 0 {
				i += size
			}
			break
		}
		i += size
		if kind == silent {
			if letters == 0 {
				break
			}
			continue
		}
		if letters == 0 {
			tok.Flags = firstRune(r, low)
		}
		caps = caps && r != low
		letters++
		tok.Hash = (tok.Hash ^ uint64(low)) * prime
		tok.End = int32(i)
	}
	if caps && letters > 1 && tok.Flags&Upper != 0 {
		tok.Flags |= Caps
	}
	return tok, i
}

func first(c byte) Flag {
	switch {
	case c-'A' < 26:
		return Upper
	case c-'0' < 10:
		return Digit
	}
	return Lower
}

func firstRune(r, low rune) Flag {
	switch {
	case r >= 0x0600 && r < 0x0700 && low >= '0' && low <= '9':
		return Digit
	case r >= 0x0600 && r < 0x0700:
		return Script
	case r != low:
		return Upper
	}
	return Lower
}
