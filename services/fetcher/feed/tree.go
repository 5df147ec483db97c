package feed

import "strings"

// node is an element, or a run of text when its name is "".
type node struct {
	space  string // the vocabulary's short name, "" for the feed's own
	name   string // local name in lower case
	raw    string // as written, with its prefix
	uri    string // of its namespace, as declared
	attrs  []attr // without namespace declarations
	kids   []*node
	text   string
	base   string // the address its relative links stand on
	lang   string // xml:lang in force
	item   bool   // an item of the feed
	closed bool   // its own end tag was seen
}

func (n *node) attr(name string) string {
	for _, a := range n.attrs {
		if strings.EqualFold(a.name, name) {
			return a.value
		}
	}
	return ""
}

// child returns the first element of that name, nil for none.
func (n *node) child(space, name string) *node {
	for _, k := range n.kids {
		if k.name == name && k.space == space {
			return k
		}
	}
	return nil
}

// plain returns the text in n and its descendants.
func (n *node) plain() string {
	switch len(n.kids) {
	case 0:
		return n.text
	case 1:
		return n.kids[0].plain()
	}
	var b strings.Builder
	for _, k := range n.kids {
		b.WriteString(k.plain())
	}
	return b.String()
}

// inherit sets what holds for an element from its parent and its xml: attributes.
func (n *node) inherit(parent *node) {
	n.base, n.lang = parent.base, parent.lang
	for _, a := range n.attrs {
		switch a.name {
		case "xml:base":
			n.base = rebase(parent.base, a.value)
		case "xml:lang":
			n.lang = a.value
		}
	}
}

// rebase returns the base that xml:base sets. One that leads nowhere is ignored.
func rebase(outer, value string) string {
	if r := resolve(outer, value); absolute(r) {
		return r
	}
	return outer
}
