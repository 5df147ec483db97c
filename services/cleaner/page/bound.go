package page

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Limits bound what one page may cost. The zero value means the defaults.
type Limits struct {
	// Bytes of the decoded page that are read; 4 MB by default (the largest of
	// 899 news pages measured was 2.9 MB).
	Bytes int
	// Tags that are read; 60,000 by default (largest measured: 8,648).
	Tags int
	// Depth of nesting below which elements are read as plain text of their
	// parent; 256 by default, 400 at most.
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

// optional are the elements that may stay open, as what follows them ends them (HTML
// standard §13.1.2.4): they say nothing of how deep a page is.
var optional = map[atom.Atom]bool{
	atom.Html: true, atom.Head: true, atom.Body: true, atom.P: true, atom.Li: true, atom.Dt: true, atom.Dd: true, atom.Option: true, atom.Optgroup: true,
	atom.Thead: true, atom.Tbody: true, atom.Tfoot: true, atom.Tr: true, atom.Td: true, atom.Th: true, atom.Colgroup: true, atom.Caption: true,
}

// void are the elements that hold nothing and have no end (ibid. §13.1.2).
var void = map[atom.Atom]bool{
	atom.Area: true, atom.Base: true, atom.Br: true, atom.Col: true, atom.Embed: true, atom.Hr: true, atom.Img: true, atom.Input: true,
	atom.Link: true, atom.Meta: true, atom.Source: true, atom.Track: true, atom.Wbr: true,
}

// shallow is the page in text without the tags below the given depth: html.Parse
// refuses a page that goes deeper than 512. The text stays.
func shallow(text string, depth int) string {
	var b strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(text))
	for at := 0; ; {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			return b.String()
		}
		raw := tokens.Raw()
		deep := false
		if kind == html.StartTagToken || kind == html.EndTagToken {
			name, _ := tokens.TagName()
			if a := atom.Lookup(name); !optional[a] && !void[a] {
				if kind == html.StartTagToken {
					at++
				}
				deep = at > depth
				if kind == html.EndTagToken {
					at = max(0, at-1)
				}
			}
		}
		if !deep {
			b.Write(raw)
		}
	}
}
