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
		if ascii[s[i]] == 0 && s[i] < utf8.RuneSelf {
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
		if s[i] < utf8.RuneSelf {
			end, hash, capital := plain(s, i, tok.Hash)
			if end == i {
				break
			}
			if letters == 0 {
				tok.Flags = first(s[i])
			}
			caps = caps && capital
			letters += end - i
			tok.Hash, i = hash, end
			tok.End = int32(i)
			continue
		}
		r, size := decode(s, i)
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

// decode returns the rune at s[i] and its size, those of the Arabic block (lead
// bytes D8 to DB) without a call.
func decode(s string, i int) (rune, int) {
	if s[i]-0xD8 < 4 && i+1 < len(s) && s[i+1]&0xC0 == 0x80 {
		return rune(s[i]&0x1F)<<6 | rune(s[i+1]&0x3F), 2
	}
	return utf8.DecodeRuneInString(s[i:])
}

// plain goes on hashing over the ASCII letters and digits from s[i] on. It returns
// where they end, the hash, and whether all are capitals.
func plain(s string, i int, hash uint64) (end int, _ uint64, capital bool) {
	marks := byte(0)
	for ; i < len(s); i++ {
		low := ascii[s[i]]
		if low == 0 {
			break
		}
		marks |= s[i] ^ low ^ 0x20 // 0 for a capital only
		hash = (hash ^ uint64(low)) * prime
	}
	return i, hash, marks == 0
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
