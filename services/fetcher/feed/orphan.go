package feed

import (
	"slices"
	"strings"
)

// orphan looks for what an end tag without a start tag ends.
func (b *builder) orphan(name string) {
	switch {
	case len(b.open) == 0:
	case strings.EqualFold(local(name), b.items):
		b.adopt()
	case holder(b.open[len(b.open)-1]):
		b.name(name)
	}
}

// name makes a fact of the text that stands among the facts before the end tag
// of one that is not there yet. Where only the bracket of its start tag is
// missing, the rest of that is no part of the text.
func (b *builder) name(name string) {
	n, in := &node{raw: name}, b.open[len(b.open)-1]
	b.place(n)
	if !word(n) && !body(n) || in.child(n.space, n.name) != nil {
		return
	}
	from := len(in.kids)
	for from > 0 && in.kids[from-1].name == "" {
		from--
	}
	if from == len(in.kids) {
		return
	}
	n.inherit(in)
	n.closed = true
	n.kids = slices.Clone(in.kids[from:])
	n.kids[0].text = strings.TrimPrefix(strings.TrimSpace(n.kids[0].text), name+">")
	in.kids = append(in.kids[:from], n)
}

// mostFacts bounds how far back the facts of an item without a start tag are
// looked for.
const mostFacts = 64

// adopt makes an item of the facts behind the last one, where an end tag shows
// that its start tag is missing.
func (b *builder) adopt() {
	in := b.open[len(b.open)-1]
	from := len(in.kids)
	for from > 0 && !in.kids[from-1].item {
		from--
		if len(in.kids)-from > mostFacts {
			return
		}
	}
	own := in.kids[from:]
	if from == 0 || !slices.ContainsFunc(own, word) {
		return
	}
	n := b.alloc()
	n.raw, n.name, n.item, n.closed = b.items, b.items, true, true
	n.inherit(in)
	n.kids = slices.Clone(own)
	in.kids = append(in.kids[:from], n)
}
