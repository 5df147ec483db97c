package page

import "strings"

// Limits bound what one page may cost. The zero value means the defaults.
type Limits struct {
	// Bytes of the decoded page that are read; 4 MB by default (the largest of
	// 899 news pages measured was 2.9 MB).
	Bytes int
	// Tags that are read; 60,000 by default (largest measured: 8,648).
	Tags int
	// Depth of nesting below which elements are read as plain text of their
	// parent; 256 by default. html.Parse itself refuses more than 512.
	Depth int
}

func (l Limits) withDefaults() Limits {
	if l.Bytes <= 0 {
		l.Bytes = 4 << 20
	}
	if l.Tags <= 0 {
		l.Tags = 60_000
	}
	if l.Depth <= 0 {
		l.Depth = 256
	}
	l.Depth = min(l.Depth, 400)
	return l
}

// growth is how many nodes the parser may make for every tag that is allowed.
const growth = 8

// formatting are the elements that the parser opens again in every block that
// follows when they are left unclosed (HTML standard §13.2.4.3), so that a page of
// n tags can grow a tree of n² nodes.
var formatting = map[string]bool{
	"a": true, "b": true, "big": true, "code": true, "em": true, "font": true, "i": true, "nobr": true,
	"s": true, "small": true, "strike": true, "strong": true, "tt": true, "u": true,
}

// bound returns the longest prefix of text that stays within l, counting the nodes
// that unclosed formatting elements would multiply.
func bound(text string, l Limits) string {
	if len(text) > l.Bytes {
		text = strings.ToValidUTF8(text[:l.Bytes], "")
	}
	var tags, open, nodes int
	for at := 0; ; {
		i := strings.IndexByte(text[at:], '<')
		if i < 0 {
			return text
		}
		at += i
		name, end := tagName(text[at+1:])
		if name != "" {
			tags++
			nodes += 1 + open
			switch {
			case !formatting[name]:
			case end:
				open = max(0, open-1)
			default:
				open++
			}
			if tags > l.Tags || nodes > growth*l.Tags {
				return text[:at]
			}
		}
		at++
	}
}

// tagName reads the element's name at the start of s, which follows a '<'. It is
// "" where no tag begins.
func tagName(s string) (name string, end bool) {
	if s != "" && s[0] == '/' {
		s, end = s[1:], true
	}
	i := 0
	for i < len(s) && i < 12 && (s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z' || i > 0 && s[i] >= '0' && s[i] <= '9') {
		i++
	}
	return strings.ToLower(s[:i]), end
}
