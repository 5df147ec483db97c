package reading

import "github.com/rasad-project/rasad/services/tagger/text"

// neighbours takes out of what counts the countries that only tell where a place
// lies: "the province, which borders Iran and Afghanistan", the rest of their row
// too. Agencies add such a clause to every report from there.
func (f *Field) neighbours() {
	row := int32(0) // of the last of them
	for i := range f.Mentions {
		m := &f.Mentions[i]
		if country(m) && (row != 0 && m.Row == row || f.neighbour(m)) {
			m.Counts, row = false, m.Row
		}
	}
}

// neighbour reports whether the words around m make it the neighbour of what was
// named before.
func (f *Field) neighbour(m *Mention) bool {
	before, two := f.hash(m.First-1), f.hash(m.First-2)
	if before == both { // "borders both Iran and"
		before, two = two, f.hash(m.First-3)
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
	after, next := f.hash(m.Last), f.hash(m.Last+1)
	switch {
	case after == se: // "ایران سے متصل"
		return isOneOf(adjoiningUrdu, next)
	case after == ki && next == sarhad && f.hash(m.Last+2) == se: // "ایران کی سرحد سے متصل"
		return isOneOf(adjoiningUrdu, f.hash(m.Last+3))
	}
	return false
}

// nearby reports whether the border at token i is one that something is near:
// "near the border with Iran", "leading to the border with Iran".
func (f *Field) nearby(i int32) bool {
	return f.hash(i-1) == the && (f.hash(i-2) == near || f.hash(i-2) == to && isOneOf(towards, f.hash(i-3)))
}

// shares reports whether the border at token i is one that a place before it
// shares: "which shares a long border".
func (f *Field) shares(i int32) bool {
	const adjectives = 5
	for k := i - 1; k >= i-adjectives; k-- {
		if isOneOf(sharing, f.hash(k)) {
			return isOneOf(relatives, f.hash(k-1))
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
	to        = text.Hash("to")
	adjoins   = text.Hash("هم\u200cمرز")
	se        = text.Hash("سے")
	ki        = text.Hash("کی")
	sarhad    = text.Hash("سرحد")

	towards       = text.Hashes("close leads leading")
	relatives     = text.Hashes("which that also")
	regions       = text.Hashes("province district region town")
	shared        = text.Hashes("border borders هم\u200cمرز")
	sharing       = text.Hashes("shares share")
	with          = text.Hashes("with با")
	adjoining     = text.Hashes("المحاذية المحاذي المتاخمة المتاخم")
	adjoiningUrdu = text.Hashes("متصل ملحقہ ملحق منسلک")
)
