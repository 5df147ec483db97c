package feed

import (
	"context"
	"slices"
	"strings"
)

// builder makes a tree of a document's tokens, whatever state they are in.
type builder struct {
	lex    lexer
	limits Limits
	fixed  *repairs
	base   string

	page     bool // the document is a web page
	other    bool // it began with an element that no feed has
	root     *node
	prefix   string  // the root's, "" for none
	items    string  // what the items of such a root are called
	open     []*node // the open elements, outermost first
	scope    scope
	slab     []node
	elements int
}

// build reads the document into a tree. The error is ErrNotFeed,
// a LimitError or the context's.
func (b *builder) build(ctx context.Context, s string) (*node, error) {
	b.lex = lexer{s: s, fixed: b.fixed, ents: entities{left: b.limits.Entities, limit: b.limits.Entities, fixed: b.fixed}}
	for n := 0; ; n++ {
		if n%4096 == 4095 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		t := b.lex.next(b.innermost())
		if b.lex.ents.err != nil {
			return nil, b.lex.ents.err
		}
		if t.kind == tokEOF || b.done() && b.behind(t) {
			break
		}
		if b.done() {
			continue
		}
		if err := b.take(t); err != nil {
			return nil, err
		}
		if len(b.open) == 1 && b.root.closed {
			b.pop(0) // it was opened again for the item that is now over
		}
	}
	if b.root == nil {
		return nil, ErrNotFeed
	}
	b.finish()
	return b.root, nil
}

// done reports whether the root was closed.
func (b *builder) done() bool { return b.root != nil && len(b.open) == 0 }

// behind takes a token behind the root and reports whether the reading is over.
// An item there belongs to the feed, which was closed too early. Anything else
// but space and comments is junk, and another root is another document.
func (b *builder) behind(t token) (over bool) {
	name := strings.ToLower(local(t.name))
	switch {
	case t.kind == tokStart && name == b.items:
		b.fixed.note(RepairStructure)
		b.open = append(b.open, b.root)
	case t.kind == tokStart && name != "entry" && isRoot(t.name):
		b.fixed.note(RepairTrailing)
		return true
	case t.kind != tokMisc && strings.TrimSpace(t.text+t.name) != "":
		b.fixed.note(RepairTrailing)
	}
	return false
}

func (b *builder) innermost() string {
	if len(b.open) == 0 {
		return ""
	}
	return b.open[len(b.open)-1].raw
}

func (b *builder) take(t token) error {
	switch t.kind {
	case tokText:
		return b.text(t)
	case tokStart:
		return b.start(t)
	case tokEnd:
		b.end(t.name)
	}
	return nil
}

// text adds characters to the innermost element. Before the root they are junk.
func (b *builder) text(t token) error {
	if b.root == nil {
		if strings.TrimSpace(t.text) != "" {
			b.fixed.note(RepairLeading)
		}
		return nil
	}
	top := b.open[len(b.open)-1]
	if (top == b.root || holder(top)) && strings.TrimSpace(t.text) == "" {
		return nil // space between facts
	}
	if err := b.count(); err != nil {
		return err
	}
	n := b.alloc()
	n.text = t.text
	top.kids = append(top.kids, n)
	return nil
}

func (b *builder) count() error {
	b.elements++
	return over("elements", b.elements, b.limits.Elements)
}

// alloc returns a node from a block of them: a feed has hundreds.
func (b *builder) alloc() *node {
	if len(b.slab) == 0 {
		b.slab = make([]node, 128)
	}
	n := &b.slab[0]
	b.slab = b.slab[1:]
	return n
}

// start opens an element.
func (b *builder) start(t token) error {
	if b.root == nil && !b.begins(t) {
		b.other = b.other || !structural(local(t.name))
		if b.other || !strings.EqualFold(t.name, "item") {
			b.fixed.note(RepairLeading)
			return nil
		}
		b.wrap()
	}
	if err := b.count(); err != nil {
		return err
	}
	if err := over("depth", len(b.open)+1, b.limits.Depth); err != nil {
		return err
	}
	n, outer := b.alloc(), len(b.scope)
	if err := b.fill(n, t); err != nil {
		return err
	}
	if b.root == nil {
		b.begin(n)
	} else {
		n.closed = t.closed
		own := slices.Clone(b.scope[outer:])
		b.closeBefore(n)
		b.scope.restore(own, len(b.open))
		b.add(n)
	}
	b.open = append(b.open, n)
	if n.closed = t.closed || b.void(n); n.closed {
		b.pop(len(b.open) - 1)
	}
	return nil
}

// wrap makes a channel the root, around items of which nothing else is left. It
// counts as closed, so that what comes behind its last item may be missing too.
func (b *builder) wrap() {
	b.fixed.note(RepairStructure)
	n := b.alloc()
	n.raw, n.name, n.closed = "channel", "channel", true
	b.begin(n)
	b.open = append(b.open, n)
}

// add makes n a child of the innermost element.
func (b *builder) add(n *node) {
	top := b.open[len(b.open)-1]
	n.inherit(top)
	top.kids = append(top.kids, n)
}

// begin makes n the root.
func (b *builder) begin(n *node) {
	b.root = n
	n.inherit(&node{base: b.base})
	if i := strings.IndexByte(n.raw, ':'); i >= 0 {
		b.prefix = n.raw[:i]
	}
	b.items = itemName(n.name)
	n.item = n.name == b.items
}

// itemName is what the items of a feed with that root are called.
func itemName(root string) string {
	switch root {
	case "feed", "entry":
		return "entry"
	case "urlset":
		return "url"
	default:
		return "item"
	}
}

// begins reports whether the feed begins with a start tag. In a web page an
// element is only taken for a feed if it says what version of what it is.
func (b *builder) begins(t token) bool {
	if strings.EqualFold(t.name, "html") {
		b.page = true
	}
	return isRoot(t.name) && (!b.page || slices.ContainsFunc(t.attrs, func(a attr) bool {
		return a.name == "version" || strings.HasPrefix(a.name, "xmlns")
	}))
}

// isRoot reports whether a feed can begin with an element of that name.
func isRoot(name string) bool {
	switch strings.ToLower(local(name)) {
	case "rss", "rdf", "feed", "channel", "urlset", "sitemapindex", "entry":
		return true
	}
	return false
}

func local(name string) string { return name[strings.IndexByte(name, ':')+1:] }

// fill takes the name, the attributes and the namespaces of a start tag.
func (b *builder) fill(n *node, t token) error {
	n.raw = t.name
	if len(t.attrs) > 0 {
		n.attrs = make([]attr, 0, len(t.attrs))
	}
	for _, a := range t.attrs {
		if prefix, ok := declares(a.name); ok {
			b.scope.push(prefix, a.value, len(b.open))
		} else {
			n.attrs = append(n.attrs, a)
		}
	}
	b.place(n)
	return over("namespaces", len(b.scope), b.limits.Namespaces)
}

// end closes the element an end tag names: the innermost of that name, else of
// that local name, with all that is open inside it.
func (b *builder) end(name string) {
	i := b.find(name)
	if i < 0 {
		if b.root != nil {
			b.fixed.note(RepairStrayEnd)
		}
		b.orphan(name)
		return
	}
	n := b.open[i]
	if n.raw != name {
		if strings.EqualFold(n.raw, name) {
			b.fixed.note(RepairCase)
		} else {
			b.fixed.note(RepairMissingEnd)
		}
	}
	if i < len(b.open)-1 {
		b.fixed.note(RepairMissingEnd)
	}
	n.closed = true
	b.pop(i)
}

func (b *builder) find(name string) int {
	for i := len(b.open) - 1; i >= 0; i-- {
		if strings.EqualFold(b.open[i].raw, name) {
			return i
		}
	}
	name = local(name)
	for i := len(b.open) - 1; i >= 0; i-- {
		if strings.EqualFold(b.open[i].name, name) {
			return i
		}
	}
	return -1
}

// pop closes the open elements from the i-th on. What the root declares stays in
// force.
func (b *builder) pop(i int) {
	b.open = b.open[:i]
	b.scope.leave(max(i, 1))
}

// finish looks at what is left: elements still open mean that the document was
// cut.
func (b *builder) finish() {
	if len(b.open) == 0 {
		return
	}
	b.fixed.note(RepairTruncated)
	b.salvage()
}
