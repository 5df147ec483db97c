package feed

import "strings"

// tokenKind is what a token is.
type tokenKind uint8

const (
	tokEOF tokenKind = iota
	tokText
	tokStart
	tokEnd
	tokMisc // a comment, a processing instruction, a declaration
)

// attr is an attribute as written, its references decoded.
type attr struct{ name, value string }

// token is a piece of a document. Its strings point into the document where no
// reference had to be decoded.
type token struct {
	kind   tokenKind
	name   string // of a tag, as written
	attrs  []attr
	closed bool   // <tag/>
	text   string // of tokText
	cdata  bool
}

// lexer splits markup into tokens. It has no error of syntax: what is no markup
// is text.
type lexer struct {
	s     string
	i     int
	ents  entities
	fixed *repairs
	attrs []attr // reused from tag to tag
	typed bool   // a document type declaration was read
	// What was last looked for, so that text which opens a thousand comments and
	// closes none is searched once.
	stops, closes finder
	tags          map[string]*finder // by what the tags begin with
}

// finder finds the next place of a needle from a place that only moves forward.
type finder struct {
	needle   string
	from, at int
}

func (f *finder) index(s, needle string, from int) int {
	if !f.knows(needle, from) {
		f.needle, f.from, f.at = needle, from, strings.Index(s[from:], needle)
		if f.at >= 0 {
			f.at += from
		}
	}
	return f.at
}

// knows reports whether what was last found is the answer from here too.
func (f *finder) knows(needle string, from int) bool {
	return f.needle == needle && f.from <= from && (f.at < 0 || f.at >= from)
}

// finder is the one for what begins with start.
func (l *lexer) finder(start string) *finder {
	f := l.tags[start]
	if f == nil {
		f = &finder{}
		if l.tags == nil {
			l.tags = make(map[string]*finder)
		}
		l.tags[start] = f
	}
	return f
}

// startTag returns where the next start tag of an element called name may be,
// or -1.
func (l *lexer) startTag(name string) int {
	return l.finder("<"+name).index(l.s, "<"+name, l.i)
}

// endTag returns where the next end tag of the element called name begins, in
// whatever case, or -1.
func (l *lexer) endTag(name string, from int) int {
	if name == "" {
		return -1
	}
	f := l.finder("</" + name)
	if !f.knows(name, from) {
		f.needle, f.from, f.at = name, from, findEnd(l.s, name, from)
	}
	return f.at
}

func findEnd(s, name string, from int) int {
	for {
		i := strings.Index(s[from:], "</")
		if i < 0 {
			return -1
		}
		at := from + i
		from = at + max(endTag(s[at:]), 2)
		after := from + len(name)
		if after <= len(s) && strings.EqualFold(s[from:after], name) && (after == len(s) || s[after] == '>' || space(s[after])) {
			return at
		}
	}
}

// next returns the next token; in is the name of the innermost open element,
// which tells where an unclosed CDATA section ends.
func (l *lexer) next(in string) token {
	if l.i >= len(l.s) {
		return token{}
	}
	if l.s[l.i] != '<' {
		return l.text(l.i)
	}
	rest := l.s[l.i:]
	switch {
	case len(rest) >= len(cdataOpen) && strings.EqualFold(rest[:len(cdataOpen)], cdataOpen):
		return l.cdata(in)
	case strings.HasPrefix(rest, "<!--"):
		return l.misc("-->", 4)
	case strings.HasPrefix(rest, "<?"):
		return l.instruction()
	case strings.HasPrefix(rest, "<!") && len(rest) > 2 && rest[2]|0x20 == 'd':
		return l.doctype()
	case endTag(rest) > 0:
		return l.end(endTag(rest))
	case len(rest) > 1 && nameStart(rest[1]):
		if t, ok := l.start(); ok {
			return t
		}
	}
	l.fixed.note(RepairLess)
	return l.text(l.i + 1)
}

// text takes characters up to the next "<" at or after from.
func (l *lexer) text(from int) token {
	end := strings.IndexByte(l.s[from:], '<')
	if end < 0 {
		end = len(l.s) - from
	}
	t := token{kind: tokText, text: l.ents.decode(l.s[l.i : from+end])}
	l.i = from + end
	if inner, ok := escapedCDATA(t.text); ok {
		l.fixed.note(RepairNested)
		t.text = inner
	}
	return t
}

// misc takes what ends with stop, and only the mark that opens it, as text,
// when it never does.
func (l *lexer) misc(stop string, open int) token {
	end := l.stops.index(l.s, stop, l.i+open)
	if end < 0 {
		l.fixed.note(RepairTag)
		l.i += open
		return token{kind: tokMisc}
	}
	l.i = end + len(stop)
	return token{kind: tokMisc}
}

func (l *lexer) instruction() token {
	from := l.i
	t := l.misc("?>", 2)
	pi := l.s[from:l.i]
	if strings.HasPrefix(pi, "<?xml ") && strings.Contains(pi, "version") &&
		!strings.Contains(pi, `"1.0"`) && !strings.Contains(pi, "'1.0'") {
		l.fixed.note(RepairVersion)
	}
	return t
}

// doctype takes a document type declaration, the first with its internal subset.
func (l *lexer) doctype() token {
	s := l.s[l.i:]
	gt := strings.IndexByte(s, '>')
	if gt < 0 {
		l.i = len(l.s)
		return token{kind: tokMisc}
	}
	open := strings.IndexByte(s[:gt], '[')
	if open >= 0 && !l.typed {
		if end := subset(s[open:]); end >= 0 {
			l.ents.declare(s[open : open+end])
			gt = open + end + strings.IndexByte(s[open+end:], '>')
		}
	}
	l.typed = true
	l.i += gt + 1
	return token{kind: tokMisc}
}

// subset returns where the "]" of an internal subset is, the comments and the
// quoted values in it apart, or -1.
func subset(s string) int {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case strings.HasPrefix(s[i:], "<!--"):
			end := strings.Index(s[i:], "-->")
			if end < 0 {
				return -1
			}
			i += end
		case c == '"' || c == '\'':
			end := strings.IndexByte(s[i+1:], c)
			if end < 0 {
				return -1
			}
			i += end + 1
		case c == ']':
			if strings.IndexByte(s[i:], '>') < 0 {
				return -1
			}
			return i
		}
	}
	return -1
}

// endTag is where the name begins of the end tag that s begins with, 0 for none.
// Writers that pretty-print put space before it, which XML does not allow.
func endTag(s string) int {
	if !strings.HasPrefix(s, "</") {
		return 0
	}
	i := 2
	for i < len(s) && space(s[i]) {
		i++
	}
	if i == len(s) || !nameStart(s[i]) {
		return 0
	}
	return i
}

// end takes an end tag whose name begins at the name-th byte, up to its ">" or
// to whatever stands in its place.
func (l *lexer) end(name int) token {
	if name > 2 {
		l.fixed.note(RepairTag)
	}
	s := l.s[l.i+name:]
	n := nameLen(s)
	t := token{kind: tokEnd, name: s[:n]}
	l.i += name + n
	stop := strings.IndexAny(s[n:], "<>")
	switch {
	case stop < 0:
		l.i = len(l.s)
		l.fixed.note(RepairTag)
	case s[n+stop] == '<':
		l.i += stop
		l.fixed.note(RepairTag)
	default:
		l.i += stop + 1
	}
	return t
}

// start takes a start tag. It reports false, taking nothing, where another "<"
// comes before the tag is over: then the first was not meant as markup, unless
// all that is missing is the ">" behind the name of a fact or an item.
func (l *lexer) start() (token, bool) {
	s := l.s
	i := l.i + 1
	n := nameLen(s[i:])
	t := token{kind: tokStart, name: s[i : i+n]}
	i += n
	l.attrs = l.attrs[:0]
	if i < len(s) && s[i] == '<' && structural(t.name) {
		l.fixed.note(RepairTag)
		l.i = i
		return t, true
	}
	for {
		for i < len(s) && (space(s[i]) || s[i] == '/') {
			t.closed = s[i] == '/'
			i++
		}
		if i >= len(s) || s[i] == '<' {
			return token{}, false
		}
		if s[i] == '>' {
			break
		}
		t.closed = false
		a, next, ok := l.attribute(i)
		if !ok {
			return token{}, false
		}
		l.attrs = append(l.attrs, a)
		i = next
	}
	t.attrs = l.attrs
	l.i = i + 1
	return t, true
}

// attribute takes one attribute from i and returns where it ends. Values
// without quotes and names without values are taken as HTML takes them.
func (l *lexer) attribute(i int) (a attr, next int, ok bool) {
	s := l.s
	from := i
	for i < len(s) && !space(s[i]) && s[i] != '=' && s[i] != '>' && s[i] != '<' && (s[i] != '/' || i == from) {
		i++
	}
	a.name = s[from:i]
	for i < len(s) && space(s[i]) {
		i++
	}
	if i >= len(s) || s[i] == '<' {
		return a, i, false
	}
	if s[i] != '=' {
		l.fixed.note(RepairTag)
		return a, max(i, from+1), true
	}
	for i++; i < len(s) && space(s[i]); {
		i++
	}
	if i >= len(s) {
		return a, i, false
	}
	if q := s[i]; q == '"' || q == '\'' {
		end := strings.IndexByte(s[i+1:], q)
		if end < 0 {
			return a, i, false
		}
		if v := s[i+1 : i+1+end]; !strings.Contains(v, "</") && !opens(v, s[i+end+2:]) {
			a.value = l.ents.decode(v)
			return a, i + end + 2, true
		}
		i++ // the quote that closes is missing: take the value as if both were
	}
	l.fixed.note(RepairTag)
	from = i
	for i < len(s) && !space(s[i]) && s[i] != '>' && s[i] != '<' {
		i++
	}
	a.value = l.ents.decode(strings.TrimRight(s[from:i], `"'`))
	return a, i, true
}

// opens reports whether a quote, what stands before it and behind it, opens the
// value of the next attribute, in place of closing one.
func opens(before, behind string) bool {
	return strings.HasSuffix(before, "=") && strings.ContainsAny(before, " \n\t") && behind != "" && nameStart(behind[0])
}

func space(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

func nameStart(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' || c == ':' || c >= 0x80
}

// nameLen is the length of the name that s begins with.
func nameLen(s string) int {
	for i := range len(s) {
		if c := s[i]; !nameStart(c) && (c < '0' || c > '9') && c != '-' && c != '.' {
			return i
		}
	}
	return len(s)
}
