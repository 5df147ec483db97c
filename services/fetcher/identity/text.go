package identity

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strings"
	"unicode"
	"unicode/utf8"
)

// fold returns the words of a text that may be HTML, without its markup, each
// after one space: what of a title or a body is its content. Markup that changes
// while the words stay, such as the address of a tracking picture, changes
// nothing.
func fold(b []byte, s string) []byte {
	gap := false
	for len(s) > 0 {
		if s[0] == '<' && tagLike(s) {
			end := strings.IndexByte(s, '>')
			if end < 0 {
				break
			}
			s, gap = s[end+1:], true
			continue
		}
		r, n := utf8.DecodeRuneInString(s)
		switch {
		case unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff':
			gap = true
		default:
			if gap && len(b) > 0 {
				b = append(b, ' ')
			}
			b, gap = append(b, s[:n]...), false
		}
		s = s[n:]
	}
	return b
}

// tagLike reports whether a "<" opens a tag or a comment.
func tagLike(s string) bool {
	if len(s) < 2 {
		return false
	}
	c := s[1]
	return c == '/' || c == '!' || c == '?' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

// content hashes what of an item is its content: the title's 8 bytes and the
// body's.
func content(title string, body ...string) (t, b Hash) {
	var buf []byte
	t = sum(fold(buf, title))
	for _, s := range body {
		buf = append(fold(buf, s), 0)
	}
	return t, sum(buf)
}

// Hash is eight bytes of a SHA-256.
type Hash uint64

func sum(b []byte) Hash {
	s := sha256.Sum256(b)
	return Hash(binary.BigEndian.Uint64(s[:8]))
}

// revision names a content: 16 hexadecimal digits.
func revision(title, body Hash) string {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], uint64(title))
	binary.BigEndian.PutUint64(b[8:], uint64(body))
	s := sha256.Sum256(b[:])
	return hex.EncodeToString(s[:8])
}
