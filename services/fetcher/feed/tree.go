package feed

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

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

// builder makes a tree of a document's tokens, whatever state they are in.
type builder struct {
	lex    lexer
	limits Limits
	fixed  *repairs
	base   string

	page     bool // the document is a web page
	root     *node
	prefix   string  // the root's, "" for none
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
	case t.kind == tokStart && (name == "item" || name == "entry"):
		b.fixed.note(RepairStructure)
		b.open = append(b.open, b.root)
	case t.kind == tokStart && isRoot(t.name):
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
	if err := b.count(); err != nil {
		return err
	}
	top := b.open[len(b.open)-1]
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
		b.fixed.note(RepairLeading)
		return nil
	}
	if err := b.count(); err != nil {
		return err
	}
	if err := over("depth", len(b.open)+1, b.limits.Depth); err != nil {
		return err
	}
	n := b.alloc()
	if err := b.fill(n, t); err != nil {
		return err
	}
	if b.root == nil {
		b.begin(n)
	} else {
		b.closeBefore(n)
		top := b.open[len(b.open)-1]
		n.inherit(top)
		top.kids = append(top.kids, n)
	}
	b.open = append(b.open, n)
	if t.closed || b.void(n) {
		n.closed = true
		b.pop(len(b.open) - 1)
	}
	return nil
}

// begin makes n the root.
func (b *builder) begin(n *node) {
	b.root = n
	n.inherit(&node{base: b.base})
	if i := strings.IndexByte(n.raw, ':'); i >= 0 {
		b.prefix = n.raw[:i]
	}
	n.item = n.name == "entry"
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

// declares returns the prefix that an attribute of that name declares.
func declares(name string) (prefix string, ok bool) {
	prefix, ok = strings.CutPrefix(name, "xmlns")
	if !ok || prefix == "" {
		return "", ok
	}
	return strings.CutPrefix(prefix, ":")
}

// place finds the vocabulary of an element.
func (b *builder) place(n *node) {
	prefix, name, prefixed := strings.Cut(n.raw, ":")
	if !prefixed {
		prefix, name = "", n.raw
	}
	n.name = strings.ToLower(name)
	ns, declared := b.scope.lookup(prefix)
	n.uri = ns.uri
	if b.root == nil {
		return
	}
	n.space = b.vocabulary(n, ns, prefix)
	if prefixed && !declared && n.space != "" {
		b.fixed.note(RepairNamespace)
	}
	n.item = n.space == "" && (n.name == "item" || n.name == "entry" || n.name == "url" && b.root.name == "urlset")
}

// vocabulary is the short name of the vocabulary of an element. Whatever
// namespace the root is in is the feed's own, for every element without a prefix
// or with the root's.
func (b *builder) vocabulary(n *node, ns binding, prefix string) string {
	switch {
	case ns.space == "rss", ns.space == nsAtom && b.root.name == "feed":
		return ""
	case n.uri == b.root.uri && (prefix == "" || prefix == b.prefix):
		return ""
	case ns.space != "":
		return ns.space
	case prefix != "":
		return cmp.Or(usual[strings.ToLower(prefix)], n.uri, prefix)
	case n.uri == "" || b.inside(n):
		return ""
	default:
		return n.uri
	}
}

// inside reports whether an element of an unknown namespace is part of the feed
// all the same: feeds put all manner of default namespaces on their channel.
func (b *builder) inside(n *node) bool {
	if n.name == "channel" || n.name == "item" {
		return true
	}
	parent := b.open[len(b.open)-1]
	return holder(parent) && parent.uri == n.uri
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

// end closes the element an end tag names: the innermost of that name, else of
// that local name, with all that is open inside it.
func (b *builder) end(name string) {
	i := b.find(name)
	if i < 0 {
		if b.root != nil {
			b.fixed.note(RepairStrayEnd)
		}
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
