package feed

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
)

// linkAttr reports whether an attribute of HTML holds one address.
func linkAttr(name string) bool {
	switch name {
	case "href", "src", "cite", "action", "background", "longdesc", "usemap", "poster", "codebase", "data", "profile", "formaction":
		return true
	}
	return false
}

// resolveHTML returns markup with its relative links resolved against base.
// Everything else stays as it was given, byte for byte.
func resolveHTML(base, markup string) string {
	if !absolute(base) || !mayLink(markup) {
		return markup
	}
	z := html.NewTokenizer(strings.NewReader(markup))
	var out bytes.Buffer
	out.Grow(len(markup) + 64)
	for {
		switch z.Next() {
		case html.ErrorToken:
			return out.String()
		case html.StartTagToken, html.SelfClosingTagToken:
			out.Write(resolveTag(z, base))
		default:
			out.Write(z.Raw())
		}
	}
}

// mayLink is a quick look whether there is anything to resolve: an attribute
// that does not go straight to an absolute address.
func mayLink(s string) bool {
	if strings.IndexByte(s, '<') < 0 {
		return false
	}
	for {
		i := strings.IndexByte(s, '=')
		if i < 0 {
			return false
		}
		before := s[:i]
		s = s[i+1:]
		if !linkAttr(lastWord(before)) {
			continue
		}
		v := strings.TrimLeft(s, `"'`)
		if !strings.HasPrefix(v, "http://") && !strings.HasPrefix(v, "https://") {
			return true
		}
	}
}

// lastWord is the name that s ends with, in lower case.
func lastWord(s string) string {
	s = strings.TrimRight(s, " \t\r\n")
	i := len(s)
	for i > 0 && len(s)-i < 16 && (s[i-1]|0x20 >= 'a' && s[i-1]|0x20 <= 'z') {
		i--
	}
	return strings.ToLower(s[i:])
}

// resolveTag returns the source of the tag z stands on, with relative addresses
// resolved; a tag without any is returned as it was written.
func resolveTag(z *html.Tokenizer, base string) []byte {
	raw := bytes.Clone(z.Raw())
	t := z.Token()
	changed := false
	for i, a := range t.Attr {
		if !linkAttr(a.Key) || a.Val == "" {
			continue
		}
		if v := resolve(base, a.Val); v != a.Val {
			t.Attr[i].Val, changed = v, true
		}
	}
	if !changed {
		return raw
	}
	return []byte(t.String())
}
