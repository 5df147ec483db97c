package feed

import (
	"iter"
	"slices"
	"strings"

	"github.com/rasad-project/rasad/kit/when"
)

// link is the address that the link elements of a vocabulary give: RSS writes
// it as text, Atom in an attribute, where only an alternate one leads to a page
// (RFC 4287, section 4.2.7.2). No address has "&amp;" in it that was not escaped
// once too often.
func (n *node) link(space string) string {
	other := ""
	for i, k := range n.kids {
		if k.name != "link" || k.space != space {
			continue
		}
		href := resolve(k.base, strings.ReplaceAll(firstOf(k.attr("href"), k.plain(), n.behind(i)), "&amp;", "&"))
		rel, kind := k.rel(), strings.ToLower(k.attr("type"))
		switch {
		case href == "" || rel != "" && rel != "alternate":
		case kind == "" || strings.Contains(kind, "html"):
			return href
		case other == "":
			other = href
		}
	}
	return other
}

// behind is the address that stands behind the i-th child of n: a library for
// HTML, in which links are empty, makes "<link/>http://..." of RSS's.
func (n *node) behind(i int) string {
	if i+1 == len(n.kids) || len(n.kids[i].attrs) > 0 || !web(strings.TrimSpace(n.kids[i+1].text)) {
		return ""
	}
	return n.kids[i+1].text
}

// rel is the relation of a link, in lower case. Its name and the address under
// which IANA registered it mean the same (RFC 4287, section 4.2.7.2).
func (n *node) rel() string {
	return strings.TrimPrefix(strings.ToLower(strings.TrimSpace(n.attr("rel"))), "http://www.iana.org/assignments/relation/")
}

// mostAuthors bounds the people that an item is said to be by.
const mostAuthors = 32

// author is who wrote a feed or an item: every person that is named, by the
// name and address they are given.
func (n *node) author() string {
	for _, name := range []string{"author", "dc:creator", "dc:author", "managingeditor", "itunes:author"} {
		var all []string
		for k := range n.named(name) {
			if p := k.person(); p != "" && len(all) < mostAuthors && !slices.Contains(all, p) {
				all = append(all, p)
			}
		}
		if len(all) > 0 {
			return strings.Join(all, ", ")
		}
	}
	return ""
}

// person is the text of a person construct: "name (email)" (RFC 4287, section 3.2).
func (n *node) person() string {
	name, email := n.firstText("name"), n.firstText("email")
	switch {
	case name != "" && email != "":
		return name + " (" + email + ")"
	case name != "" || email != "":
		return name + email
	case n.hasElements():
		return ""
	default:
		return PlainText(n.plain())
	}
}

// named are the elements in n of one name: of the feed's own vocabulary, or of
// the one whose short name stands before it. Those of Media RSS may be in groups.
func (n *node) named(name string) iter.Seq[*node] {
	space, local, ok := strings.Cut(name, ":")
	if !ok {
		space, local = "", name
	}
	return func(yield func(*node) bool) { n.each(space, local, yield) }
}

func (n *node) each(space, local string, yield func(*node) bool) bool {
	for _, k := range n.kids {
		if k.space != space || k.name == "" {
			continue
		}
		if k.name == local && !yield(k) {
			return false
		}
		if space == "media" && (k.name == "group" || k.name == "content") && !k.each(space, local, yield) {
			return false
		}
	}
	return true
}

// firstHTML returns what the first of the named elements that is not empty says,
// as HTML.
func (n *node) firstHTML(names ...string) string {
	for _, name := range names {
		for k := range n.named(name) {
			if v := k.html(); v != "" {
				return v
			}
		}
	}
	return ""
}

// firstText is firstHTML for lines of text.
func (n *node) firstText(names ...string) string {
	for _, name := range names {
		for k := range n.named(name) {
			if v := strings.TrimSpace(k.plain()); v != "" {
				return v
			}
		}
	}
	return ""
}

// date returns the date that the first of the named elements says, of several
// of one name the last: it replaces those before. What is no date says nothing.
func (n *node) date(names ...string) string {
	for _, name := range names {
		last := ""
		for k := range n.named(name) {
			v := strings.TrimSpace(k.plain())
			if _, ok := when.Parse(v, when.Hints{}); ok {
				last = v
			}
		}
		if last != "" {
			return last
		}
	}
	return ""
}

// address is what an element says, resolved as an address if it begins as a
// path does.
func (n *node) address() string {
	v := tidyURL(n.plain())
	if strings.HasPrefix(v, "/") {
		return resolve(n.base, v)
	}
	return v
}

// ownText is the text of n without that of its elements.
func (n *node) ownText() string {
	var b strings.Builder
	for _, k := range n.kids {
		if k.name == "" {
			b.WriteString(k.text)
		}
	}
	return strings.TrimSpace(b.String())
}

// firstOf returns the first of its arguments that is not empty.
func firstOf(values ...string) string {
	for _, v := range values {
		if v = strings.TrimSpace(v); v != "" {
			return v
		}
	}
	return ""
}

// web reports whether s is the address of a page.
func web(s string) bool {
	return len(s) > 8 && (strings.EqualFold(s[:7], "http://") || strings.EqualFold(s[:8], "https://"))
}
