package feed

import (
	"slices"
	"strings"
)

// What the builder knows of the structure of feeds, which is what tells a
// missing end tag from nesting.

// holder reports whether the children of n are the facts of a feed or an item.
func holder(n *node) bool {
	if n.space != "" {
		return false
	}
	return n.item || n.name == "channel" || n.name == "feed"
}

// word reports whether n is a fact that holds a line of text and no elements.
func word(n *node) bool {
	switch n.space {
	case "":
		switch n.name {
		case "title", "link", "guid", "id", "pubdate", "published", "issued", "updated", "modified", "created", "lastbuilddate",
			"category", "comments", "language", "copyright", "managingeditor", "webmaster", "generator", "docs", "ttl", "loc", "lastmod":
			return true
		}
	case "dc", "dcterms", "sy":
		return true
	}
	return false
}

// body reports whether n is a fact whose text may contain markup.
func body(n *node) bool {
	switch n.space {
	case "":
		switch n.name {
		case "description", "summary", "content", "subtitle", "tagline", "info", "body", "fullitem", "abstract":
			return true
		}
	case "content", "xhtml":
		return n.name == "encoded" || n.name == "body"
	}
	return false
}

// group reports whether n is a fact whose children look like those of a feed.
func group(n *node) bool {
	switch n.name {
	case "image", "textinput", "source", "group":
		return true
	}
	return false
}

// fact reports whether n can only be a fact of a feed or an item, and, when
// inHTML, cannot be an element of HTML either.
func fact(n *node, inHTML bool) bool {
	switch n.space {
	case "":
		switch n.name {
		case "guid", "pubdate", "description", "published", "issued", "updated", "modified", "lastbuilddate", "enclosure", "comments", "content", "category":
			return true
		case "title", "link", "author", "source", "summary", "id":
			return !inHTML
		}
	case "dc", "dcterms":
		return true
	case "content":
		return n.name == "encoded"
	}
	return false
}

// structural reports whether an element of that name, in the feed's own
// vocabulary, is part of what feeds are made of.
func structural(name string) bool {
	n := &node{name: strings.ToLower(name)}
	return n.name == "item" || n.name == "entry" || word(n) || body(n)
}

// closeBefore closes what an opening element shows to be over: an item, when
// the next begins; a line of text, or an element that no feed has, when another
// fact begins; a body, when a fact begins that HTML has no element for. An item
// that the next shows to be over before it has any fact was a slip.
func (b *builder) closeBefore(n *node) {
	for i := len(b.open) - 1; i > 0; i-- {
		if n.item && b.open[i].item {
			b.fixed.note(RepairMissingEnd)
			b.pop(i)
			b.dropEmpty()
			return
		}
		if !holder(b.open[i-1]) {
			continue
		}
		if b.over(i, n) {
			b.fixed.note(RepairMissingEnd)
			b.pop(i)
		}
		if !n.item {
			return
		}
	}
}

// dropEmpty drops the last child of the innermost element if there is nothing in it.
func (b *builder) dropEmpty() {
	in := b.open[len(b.open)-1]
	if last := len(in.kids) - 1; len(in.kids[last].kids)+len(in.kids[last].attrs) == 0 {
		in.kids = in.kids[:last]
	}
}

// over reports whether the i-th open element, a fact, must be over where n begins.
func (b *builder) over(i int, n *node) bool {
	leaf, innermost := b.open[i], i == len(b.open)-1
	switch {
	case n.item:
		return word(leaf) || body(leaf)
	case word(leaf):
		return innermost && (leaf.raw == n.raw || fact(n, false) && !b.encloses(leaf, n, b.open[i-1]))
	case body(leaf):
		return fact(n, true) && !b.encloses(leaf, n, b.open[i-1])
	default:
		return innermost && !holder(leaf) && !group(leaf) && fact(n, false) && !b.encloses(leaf, n, b.open[i-1])
	}
}

// encloses reports whether an element in another encloses what opens in it: it
// has an end tag of its own, behind that of n, and before the end of what it is
// in and the next item.
func (b *builder) encloses(leaf, n, in *node) bool {
	end := b.lex.endTag(leaf.raw, b.lex.i)
	if inner := b.lex.endTag(n.raw, b.lex.i); !n.closed && (inner < 0 || inner > end) {
		return false
	}
	for _, bound := range []int{b.lex.endTag(in.raw, b.lex.i), b.lex.startTag(in.raw), b.lex.startTag(b.items)} {
		if bound >= 0 && bound < end {
			return false
		}
	}
	return end >= 0
}

// void reports whether n is an element of HTML that has no end tag, written
// bare in a body or among facts.
func (b *builder) void(n *node) bool {
	if n.space != "" && n.space != "xhtml" {
		return false
	}
	switch n.name {
	case "br", "hr", "img", "wbr", "input", "embed", "area", "col":
		return holder(b.open[len(b.open)-2]) || slices.ContainsFunc(b.open, body)
	}
	return false
}

// salvage leaves out the item a document was cut in, unless it has every kind of
// fact that the one before it had and the cut fell behind them.
func (b *builder) salvage() {
	for i := len(b.open) - 1; i > 0; i-- {
		n := b.open[i]
		if !n.item {
			continue
		}
		parent := b.open[i-1]
		last := len(parent.kids) - 1
		if i == len(b.open)-1 && likeBefore(parent.kids[:last], n) {
			return
		}
		parent.kids = parent.kids[:last]
		return
	}
}

// likeBefore reports whether n has all the facts the item before it had.
func likeBefore(before []*node, n *node) bool {
	has := make(map[[2]string]bool, len(n.kids))
	for _, k := range n.kids {
		has[[2]string{k.space, k.name}] = true
	}
	for _, prev := range slices.Backward(before) {
		if prev.name != n.name {
			continue
		}
		return !slices.ContainsFunc(prev.kids, func(k *node) bool { return k.name != "" && !has[[2]string{k.space, k.name}] })
	}
	return false
}
