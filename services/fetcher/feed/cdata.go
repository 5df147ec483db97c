package feed

import "strings"

const (
	cdataOpen  = "<![CDATA["
	cdataClose = "]]>"
)

// cdata takes a CDATA section inside the element named in. XML ends a section at
// its first "]]>" and has no sections within sections; writers that wrap text
// which already was wrapped, or forget to close, produce both.
func (l *lexer) cdata(in string) token {
	from := l.i + len(cdataOpen)
	end := l.closes.index(l.s, cdataClose, from)
	inner := -1
	if end >= 0 {
		inner = strings.Index(l.s[from:end], cdataOpen)
	}
	if end >= 0 && inner < 0 {
		stop := end + len(cdataClose)
		if strings.HasPrefix(l.s[stop:], cdataClose) {
			l.fixed.note(RepairNested) // of which the outer lost its beginning
			stop += len(cdataClose)
		}
		return l.section(l.s[from:end], stop)
	}
	closing := l.endTag(in, from)
	switch {
	case closing >= 0 && (end < 0 || closing < from+inner):
		l.fixed.note(RepairCDATA)
		return l.section(trimClose(l.s[from:closing]), closing)
	case end < 0:
		l.fixed.note(RepairCDATA)
		return l.section(l.s[from:], len(l.s))
	}
	l.fixed.note(RepairNested)
	if closing < 0 {
		closing = len(l.s)
	}
	stop := from + nested(l.s[from:closing])
	return l.section(strings.NewReplacer(cdataOpen, "", cdataClose, "").Replace(l.s[from:stop]), stop)
}

// escapedCDATA is what stands in a CDATA section that was escaped as if it were
// text, by a writer that wrapped what another then escaped.
func escapedCDATA(text string) (string, bool) {
	inner, opened := strings.CutPrefix(strings.TrimSpace(text), cdataOpen)
	inner, closed := strings.CutSuffix(inner, cdataClose)
	return inner, opened && closed
}

// trimClose drops what was meant to close a section and does not: "]] >", "]>" or "]]".
func trimClose(text string) string {
	s, angle := strings.CutSuffix(strings.TrimSpace(text), ">")
	s = strings.TrimSpace(s)
	if inner, ok := strings.CutSuffix(s, "]]"); ok {
		return inner
	}
	if inner, ok := strings.CutSuffix(s, "]"); ok && angle {
		return inner
	}
	return text
}

// section is the token of a section that ends at stop.
func (l *lexer) section(text string, stop int) token {
	l.i = stop
	return token{kind: tokText, text: text, cdata: true}
}

// nested returns where a section with others inside it ends: at the "]]>" that
// closes as many as were opened, or at the last one there is.
func nested(body string) int {
	depth, i := 1, 0
	for depth > 0 {
		end := strings.Index(body[i:], cdataClose)
		if end < 0 {
			break
		}
		depth += strings.Count(body[i:i+end], cdataOpen) - 1
		i += end + len(cdataClose)
	}
	if i == 0 {
		return len(body)
	}
	return i
}
