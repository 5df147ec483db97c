package feed

import (
	"encoding/base64"
	"strings"
)

// html returns what an element says as HTML, its relative links resolved. Plain
// text is escaped where it would read as markup.
func (n *node) html() string {
	v, plain := n.construct()
	if plain {
		if strings.IndexByte(v, '<') >= 0 {
			v = escapeText(v)
		}
		return v
	}
	if n.hasElements() {
		return v
	}
	return resolveHTML(n.base, v)
}

// value returns what an element of text says: its characters, or its markup
// where elements stand in it.
func (n *node) value() string {
	for _, k := range n.kids {
		if k.name != "" {
			return n.markup()
		}
	}
	return strings.TrimSpace(n.plain())
}

// construct returns what an Atom text construct or content says and whether it
// is plain text, by RFC 4287, sections 3.1 and 4.1.3.3, and by the mode
// attribute of Atom 0.3.
func (n *node) construct() (value string, plain bool) {
	kind, mode := strings.ToLower(strings.TrimSpace(n.attr("type"))), strings.ToLower(n.attr("mode"))
	switch {
	case mode == "base64":
		return unbase64(n.plain()), kind == "text/plain"
	case kind == "xhtml", strings.HasSuffix(kind, "/xhtml+xml") && n.uri == atom10:
		return n.unwrapped().markup(), false
	case kind == "html", kind == "text/html", mode == "escaped" && kind != "text" && kind != "text/plain":
		return n.value(), false
	case kind == "" || kind == "text" || kind == "plain" || strings.HasPrefix(kind, "text/"):
		v := n.value()
		return v, kind != "" && !n.hasElements() || kind == "" && !strings.Contains(v, "<")
	case strings.HasSuffix(kind, "xml") || n.hasElements():
		return n.markup(), false
	case strings.Contains(kind, "/"):
		return unbase64(n.plain()), false
	default:
		return n.value(), false
	}
}

func (n *node) hasElements() bool {
	for _, k := range n.kids {
		if k.name != "" {
			return true
		}
	}
	return false
}

// unwrapped is the div that must stand around XHTML, and n where it does not.
func (n *node) unwrapped() *node {
	var div *node
	for _, k := range n.kids {
		switch {
		case k.name == "div" && div == nil:
			div = k
		case k.name != "" || strings.TrimSpace(k.text) != "":
			return n
		}
	}
	if div == nil {
		return n
	}
	return div
}

// unbase64 decodes text that is base64 and returns any other as it is.
func unbase64(s string) string {
	packed := strings.Join(strings.Fields(s), "")
	out, err := base64.StdEncoding.DecodeString(packed)
	if err != nil {
		return strings.TrimSpace(s)
	}
	return strings.TrimSpace(strings.ToValidUTF8(string(out), "\uFFFD"))
}

// markup writes the content of n as HTML. XHTML loses its prefixes; other
// vocabularies (SVG, MathML) become the default namespace of their outermost
// element, which is how HTML knows them.
func (n *node) markup() string {
	var b strings.Builder
	for _, k := range n.kids {
		k.write(&b, scenery{})
	}
	return strings.TrimSpace(b.String())
}

// scenery is what the elements around a node have declared.
type scenery struct {
	space string // the default namespace
	xlink bool
}

// write writes a node.
func (n *node) write(b *strings.Builder, around scenery) {
	if n.name == "" {
		b.WriteString(escapeText(n.text))
		return
	}
	name := local(n.raw)
	b.WriteByte('<')
	b.WriteString(name)
	if n.foreign() && n.uri != around.space {
		around.space = n.uri
		writeAttr(b, "xmlns", n.uri)
	}
	for _, a := range n.attrs {
		if a.name == "xml:base" {
			continue
		}
		v := a.value
		if linkAttr(local(a.name)) {
			v = resolve(n.base, v)
		}
		writeAttr(b, a.name, v)
		if strings.HasPrefix(a.name, "xlink:") && !around.xlink {
			around.xlink = true
			writeAttr(b, "xmlns:xlink", "http://www.w3.org/1999/xlink")
		}
	}
	if len(n.kids) == 0 && bare(n.name) {
		b.WriteString(" />")
		return
	}
	b.WriteByte('>')
	for _, k := range n.kids {
		k.write(b, around)
	}
	b.WriteString("</")
	b.WriteString(name)
	b.WriteByte('>')
}

// foreign reports whether n is of a vocabulary that HTML embeds.
func (n *node) foreign() bool {
	return strings.HasSuffix(n.uri, "/svg") || strings.HasSuffix(n.uri, "/MathML")
}

func writeAttr(b *strings.Builder, name, value string) {
	b.WriteByte(' ')
	b.WriteString(name)
	b.WriteString(`="`)
	b.WriteString(attrEscaper.Replace(value))
	b.WriteByte('"')
}

// attrEscaper is safe for concurrent use, as every strings.Replacer is.
var attrEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// escapeText escapes characters for an element's content.
func escapeText(s string) string {
	if !strings.ContainsAny(s, "&<>") {
		return s
	}
	return attrEscaper.Replace(s)
}

// bare reports whether an element of HTML has neither content nor end tag.
func bare(name string) bool {
	switch name {
	case "br", "hr", "img", "wbr", "input", "embed", "area", "col", "meta", "param", "track":
		return true
	}
	return false
}
