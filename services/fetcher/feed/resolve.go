package feed

import (
	"strings"
	"unicode"
)

// reference is a URI reference in its parts (RFC 3986, section 3). The parts
// stay as they were written: escapes, case and non-ASCII letters are kept, so
// that an address is never changed by being resolved.
type reference struct {
	scheme, authority, path, query, fragment string
	hasAuthority                             bool
}

// split takes a reference apart (RFC 3986, appendix B).
func split(s string) reference {
	var r reference
	s, frag, ok := strings.Cut(s, "#")
	if ok {
		r.fragment = "#" + frag
	}
	s, query, ok := strings.Cut(s, "?")
	if ok {
		r.query = "?" + query
	}
	if i := strings.IndexByte(s, ':'); i > 0 && isScheme(s[:i]) {
		r.scheme, s = s[:i], s[i+1:]
	}
	if rest, ok := strings.CutPrefix(s, "//"); ok {
		r.hasAuthority = true
		if i := strings.IndexByte(rest, '/'); i >= 0 {
			r.authority, s = rest[:i], rest[i:]
		} else {
			r.authority, s = rest, ""
		}
	}
	r.path = s
	return r
}

func isScheme(s string) bool {
	for i := range len(s) {
		c := s[i] | 0x20
		letter := c >= 'a' && c <= 'z'
		if !letter && (i == 0 || !(s[i] >= '0' && s[i] <= '9') && s[i] != '+' && s[i] != '-' && s[i] != '.') {
			return false
		}
	}
	return true
}

func (r reference) String() string {
	var b strings.Builder
	if r.scheme != "" {
		b.WriteString(r.scheme)
		b.WriteByte(':')
	}
	if r.hasAuthority {
		b.WriteString("//")
		b.WriteString(r.authority)
	}
	b.WriteString(r.path)
	b.WriteString(r.query)
	b.WriteString(r.fragment)
	return b.String()
}

// absolute reports whether s stands for itself, wherever it is written.
func absolute(s string) bool { return split(s).scheme != "" }

// resolve returns what ref means in a document at base (RFC 3986, section
// 5.2.2). Space and marks nobody sees around ref, and line breaks and tabs
// within it, are dropped, as browsers drop most of them. An empty ref stays empty, and any ref stays itself when base is
// not absolute.
func resolve(base, ref string) string {
	ref = tidyURL(ref)
	if ref == "" {
		return ""
	}
	r := split(ref)
	if r.scheme != "" {
		return ref
	}
	b := split(base)
	if b.scheme == "" || !b.hasAuthority && !strings.HasPrefix(b.path, "/") {
		return ref
	}
	t := reference{scheme: b.scheme, authority: b.authority, hasAuthority: b.hasAuthority, fragment: r.fragment, query: r.query}
	switch {
	case r.hasAuthority:
		t.authority, t.hasAuthority, t.path = r.authority, true, dots(r.path)
	case r.path == "":
		t.path = b.path
		if r.query == "" {
			t.query = b.query
		}
	case r.path[0] == '/':
		t.path = dots(r.path)
	default:
		dir := b.path[:strings.LastIndexByte(b.path, '/')+1]
		if dir == "" {
			dir = "/"
		}
		t.path = dots(dir + r.path)
	}
	return t.String()
}

// tidyURL drops what cannot be part of an address that was typed in a feed.
func tidyURL(s string) string {
	s = strings.TrimFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) })
	if !strings.ContainsAny(s, "\n\r\t") {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' || r == '\t' {
			return -1
		}
		return r
	}, s)
}

// dots removes the dot segments of a path (RFC 3986, section 5.2.4).
func dots(path string) string {
	if !strings.Contains(path, "/.") {
		return path
	}
	segs := strings.Split(path, "/")
	out := segs[:0:0]
	for i, s := range segs {
		last := i == len(segs)-1
		switch s {
		case ".":
		case "..":
			if len(out) > 1 {
				out = out[:len(out)-1]
			}
		default:
			out = append(out, s)
			continue
		}
		if last {
			out = append(out, "")
		}
	}
	return strings.Join(out, "/")
}
