package feed

import (
	"html"
	"strings"
)

// nsOwn is the vocabulary of the facts that RSS 2.0 has no element for, in the
// plain document.
const nsOwn = "urn:rasad:feed"

// writer writes the plain document: one RSS 2.0 document per feed, whatever the
// feed was, with every value as text, no namespaces but those declared here, and
// no structure that is not RSS's. It is what gofeed is given to parse: of such a
// document there is only one reading.
type writer struct {
	b     strings.Builder
	count int // items written
	owned int // facts of our own
}

func (w *writer) begin() {
	w.b.WriteString(`<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:r="` + nsOwn + `"><channel>`)
}

func (w *writer) finish() string {
	w.b.WriteString("</channel></rss>")
	return w.b.String()
}

func (w *writer) open(name string) {
	w.b.WriteByte('<')
	w.b.WriteString(name)
	w.b.WriteByte('>')
}

func (w *writer) close(name string) {
	w.b.WriteString("</")
	w.b.WriteString(name)
	w.b.WriteByte('>')
}

// leaf writes a value, unless it is empty, with attributes in pairs of name and value.
func (w *writer) leaf(name, value string, attrs ...string) {
	if value == "" && len(attrs) == 0 {
		return
	}
	w.b.WriteByte('<')
	w.b.WriteString(name)
	for i := 0; i < len(attrs); i += 2 {
		if attrs[i+1] != "" {
			writeAttr(&w.b, attrs[i], permitted(attrs[i+1]))
		}
	}
	w.b.WriteByte('>')
	w.text(value)
	w.close(name)
}

// text writes characters: as a CDATA section, which is cheaper to read than
// references, where they hold markup.
func (w *writer) text(s string) {
	s = permitted(s)
	if !strings.ContainsAny(s, "&<>") {
		w.b.WriteString(s)
		return
	}
	if strings.Contains(s, cdataClose) {
		w.b.WriteString(escapeText(s))
		return
	}
	w.b.WriteString(cdataOpen)
	w.b.WriteString(s)
	w.b.WriteString(cdataClose)
}

// permitted returns s without what XML cannot write.
func permitted(s string) string {
	if !strings.ContainsFunc(s, forbidden) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if forbidden(r) {
			return -1
		}
		return r
	}, s)
}

// forbidden reports whether XML 1.0 has no way to write r (section 2.2). What
// was base64 or JSON can still hold such characters.
func forbidden(r rune) bool {
	return r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
}

// mostOwned bounds the facts of our own, which gofeed spends much on each of.
const mostOwned = 100

// own writes a fact that RSS has no element for. One without a name or a value
// is left out.
func (w *writer) own(name, value string) {
	if name == "" || value == "" || w.owned == mostOwned {
		return
	}
	w.owned++
	w.leaf("r:"+name, value)
}

// PlainText returns markup as a line of text: tags away, references decoded,
// space collapsed. Text that merely contains "<" or "&" stays what it is.
func PlainText(s string) string {
	if strings.IndexByte(s, '<') >= 0 {
		s = stripTags(s)
	}
	if strings.IndexByte(s, '&') >= 0 {
		s = html.UnescapeString(s)
	}
	return strings.Join(strings.Fields(s), " ")
}

// stripTags drops what is a tag beyond doubt: "<" with a name behind it, up to
// the next ">" before any other "<".
func stripTags(s string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		s = s[i:]
		end := strings.IndexAny(s[1:], "<>")
		if end < 1 || s[1+end] != '>' || !tagName(s[1:1+end]) {
			b.WriteByte('<')
			s = s[1:]
			continue
		}
		s = s[end+2:]
		b.WriteByte(' ')
	}
}

// tagName reports whether what stands between "<" and ">" begins as a tag or a
// declaration does: "Ali <ali@x.example>" has no tag in it.
func tagName(s string) bool {
	if s[0] == '!' {
		return true
	}
	s = strings.TrimPrefix(s, "/")
	n := nameLen(s)
	return n == len(s) || n > 0 && nameStart(s[0]) && (space(s[n]) || s[n] == '/')
}
