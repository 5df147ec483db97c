package reading

import (
	"github.com/rasad-project/rasad/services/tagger/text"
)

// neighbours takes out of what counts the countries that only tell where a place
// lies: "the province, which borders Iran and Afghanistan". Agencies add such a
// clause to every report from there.
func (f *Field) neighbours() {
	var last *Mention // the last of them
	for i := range f.Mentions {
		m := &f.Mentions[i]
		if country(m) && (last != nil && f.follows(last, m) || f.neighbour(m)) {
			m.Counts, last = false, m
		}
	}
}

// follows reports whether b stands right after a, or with an "and" between them.
func (f *Field) follows(a, b *Mention) bool {
	return a.Sent == b.Sent && (b.First == a.Last || b.First == a.Last+1 && isOneOf(ands, f.Doc.Toks[a.Last].Hash))
}

// neighbour reports whether the words around m make it the neighbour of what was
// named before.
func (f *Field) neighbour(m *Mention) bool {
	word := func(i int32) uint64 {
		if i < 0 || int(i) >= len(f.Doc.Toks) {
			return 0
		}
		return f.Doc.Toks[i].Hash
	}
	before, two := word(m.First-1), word(m.First-2)
	if before == both { // "borders both Iran and"
		before, two = two, word(m.First-3)
	}
	switch {
	case before == borders:
		return isOneOf(relatives, two)
	case before == bordering:
		return isOneOf(regions, two)
	case isOneOf(with, before) && isOneOf(shared, two): // "shares a border with", "هم\u200cمرز با"
		return two == adjoins || f.nearby(m.First-2) || f.shares(m.First-2)
	case isOneOf(adjoining, before):
		return true
	}
	after, next := word(m.Last), word(m.Last+1)
	switch {
	case after == se: // "ایران سے متصل"
		return isOneOf(adjoiningUrdu, next)
	case after == ki && next == sarhad && word(m.Last+2) == se: // "ایران کی سرحد سے متصل"
		return isOneOf(adjoiningUrdu, word(m.Last+3))
	}
	return false
}

// nearby reports whether the border at token i is one that something is near:
// "near the border with Iran".
func (f *Field) nearby(i int32) bool {
	return i >= 2 && f.Doc.Toks[i-1].Hash == the && (f.Doc.Toks[i-2].Hash == near || i >= 3 && f.Doc.Toks[i-2].Hash == to && f.Doc.Toks[i-3].Hash == closeTo)
}

// shares reports whether the border at token i is one that a place before it
// shares: "which shares a long border".
func (f *Field) shares(i int32) bool {
	const adjectives = 5
	for k := i - 1; k >= max(i-adjectives, 1); k-- {
		if isOneOf(sharing, f.Doc.Toks[k].Hash) {
			return isOneOf(relatives, f.Doc.Toks[k-1].Hash)
		}
	}
	return false
}

var (
	borders   = text.Hash("borders")
	bordering = text.Hash("bordering")
	both      = text.Hash("both")
	the       = text.Hash("the")
	near      = text.Hash("near")
	closeTo   = text.Hash("close")
	to        = text.Hash("to")
	adjoins   = text.Hash("هم\u200cمرز")
	se        = text.Hash("سے")
	ki        = text.Hash("کی")
	sarhad    = text.Hash("سرحد")

	relatives     = hashes("which", "that", "also")
	regions       = hashes("province", "district", "region", "town")
	shared        = hashes("border", "borders", "هم\u200cمرز")
	sharing       = hashes("shares", "share")
	with          = hashes("with", "با")
	adjoining     = hashes("المحاذية", "المحاذي", "المتاخمة", "المتاخم")
	adjoiningUrdu = hashes("متصل", "ملحقہ", "ملحق", "منسلک")
)
