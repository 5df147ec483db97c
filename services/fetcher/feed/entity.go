package feed

import (
	"html"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// entities decodes the references of one document: XML's own five, HTML's
// (which feeds use without declaring them), and those the document declares.
type entities struct {
	declared map[string]string
	left     int // bytes that declared entities may still expand to
	limit    int
	fixed    *repairs
	err      error // set once over the limit
}

// decode replaces the references in s. A reference that nobody knows, or whose
// semicolon is missing, stays as it was written.
func (e *entities) decode(s string) string {
	i := strings.IndexByte(s, '&')
	if i < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i >= 0 {
		b.WriteString(s[:i])
		s = s[i:]
		n := e.reference(&b, s)
		if n == 0 {
			e.fixed.note(RepairAmpersand)
			b.WriteByte('&')
			n = 1
		}
		s = s[n:]
		i = strings.IndexByte(s, '&')
	}
	b.WriteString(s)
	return b.String()
}

// longestName is above the longest entity name HTML has, with room.
const longestName = 64

// reference writes what the reference at the start of s stands for and returns
// its length, 0 when there is none.
func (e *entities) reference(b *strings.Builder, s string) int {
	end := strings.IndexByte(s[:min(len(s), longestName)], ';')
	if end < 2 {
		return 0
	}
	name := s[1:end]
	if name[0] == '#' {
		if n := surrogates(b, s); n > 0 {
			return n
		}
		return e.number(b, name[1:], end+1)
	}
	switch name {
	case "amp":
		b.WriteByte('&')
	case "lt":
		b.WriteByte('<')
	case "gt":
		b.WriteByte('>')
	case "quot":
		b.WriteByte('"')
	case "apos":
		b.WriteByte('\'')
	default:
		return e.named(b, s[:end+1], name)
	}
	return end + 1
}

// number writes the character of a numeric reference: 128 to 159 as
// Windows-1252, as HTML does, and nothing for a character XML forbids.
func (e *entities) number(b *strings.Builder, digits string, n int) int {
	code, err := charCode(digits)
	if err != nil {
		return 0
	}
	r := rune(code)
	switch {
	case code > utf8.MaxRune, r >= 0xD800 && r <= 0xDFFF, code < 0x80 && unwanted(r), r == 0xFFFE, r == 0xFFFF:
		e.fixed.note(RepairControls)
	case unwanted(r):
		e.fixed.note(RepairC1)
		b.WriteString(html.UnescapeString("&#" + strconv.Itoa(int(r)) + ";"))
	default:
		b.WriteRune(r)
	}
	return n
}

// surrogates writes the character that two references to the halves of UTF-16
// stand for together, as writers make them that think in UTF-16, and returns the
// length of both, 0 if s begins with no such pair.
func surrogates(b *strings.Builder, s string) int {
	high, n := half(s)
	low, m := half(s[n:])
	r := utf16.DecodeRune(high, low)
	if r == utf8.RuneError {
		return 0
	}
	b.WriteRune(r)
	return n + m
}

// half is the half of a character that s begins with a reference to, and the
// length of that.
func half(s string) (rune, int) {
	end := strings.IndexByte(s[:min(len(s), len("&#x00D83D;"))], ';')
	if end < len("&#55296") || !strings.HasPrefix(s, "&#") {
		return 0, 0
	}
	code, err := charCode(s[2:end])
	if err != nil || !utf16.IsSurrogate(rune(code)) {
		return 0, 0
	}
	return rune(code), end + 1
}

// charCode is the number of a numeric reference.
func charCode(digits string) (uint64, error) {
	if digits != "" && digits[0]|0x20 == 'x' {
		return strconv.ParseUint(digits[1:], 16, 32)
	}
	return strconv.ParseUint(digits, 10, 32)
}

func (e *entities) named(b *strings.Builder, ref, name string) int {
	if v, ok := e.declared[name]; ok {
		if e.left -= len(v); e.left < 0 {
			e.err = &LimitError{"entities", e.limit}
			return len(ref)
		}
		b.WriteString(v)
		return len(ref)
	}
	v := html.UnescapeString(ref)
	if v == ref || strings.HasSuffix(v, ";") {
		return 0
	}
	e.fixed.note(RepairEntity)
	b.WriteString(v)
	return len(ref)
}

// declare reads the general entities of a DOCTYPE's internal subset. External
// ones are never fetched. A value is expanded once, here, so that its use costs
// its length and nothing more; what entities within entities grow to is counted.
func (e *entities) declare(doctype string) {
	for {
		i := strings.Index(doctype, "<!ENTITY")
		if i < 0 {
			return
		}
		doctype = doctype[i+len("<!ENTITY"):]
		name, rest, ok := strings.Cut(strings.TrimLeft(doctype, " \t\r\n"), " ")
		rest = strings.TrimLeft(rest, " \t\r\n")
		if !ok || name == "%" || rest == "" || rest[0] != '"' && rest[0] != '\'' {
			continue
		}
		value, after, ok := strings.Cut(rest[1:], rest[:1])
		if !ok {
			return
		}
		doctype = after
		if _, twice := e.declared[name]; twice {
			continue // the first declaration counts (XML 1.0, section 4.2)
		}
		value = e.decode(value)
		if e.left -= len(value) + len(name); e.left < 0 {
			e.err = &LimitError{"entities", e.limit}
		}
		if e.err != nil {
			return
		}
		if e.declared == nil {
			e.declared = make(map[string]string)
		}
		e.declared[name] = value
	}
}
