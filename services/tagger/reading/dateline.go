package reading

import (
	"strings"

	"github.com/rasad-project/rasad/services/tagger/text"
	"github.com/rasad-project/rasad/services/tagger/watch"
)

// datelineWords is the longest dateline: "TEHRAN, Iran (Xinhua/APP, March 3) --".
const datelineWords = 8

// datelines takes the parties' places that open a report ("TEHRAN (IRNA) -"), and what
// else stands in such a dateline, out of what counts: it says where it was written. It
// returns the side of the first.
func (f *Field) datelines() Side {
	at, home := 0, None
	for i := range f.Doc.Lines {
		first := f.Doc.Lines[i].First
		for at < len(f.Mentions) && f.Mentions[at].First < first {
			at++
		}
		if at == len(f.Mentions) {
			break
		}
		if m := &f.Mentions[at]; m.First != first || !f.mayOpen(m) {
			continue
		}
		end := f.datelineEnd(i, f.Mentions[at].Last)
		side := f.Mentions[at].Side
		if end > 0 && home == None {
			home = side
		}
		for k := at; side != Third && k < len(f.Mentions) && f.Mentions[k].First < end; k++ {
			f.Mentions[k].Counts = false
		}
	}
	return home
}

// mayOpen reports whether m can open a dateline: a place, or in capitals another country's
// capital, which the watch does not tell from the country.
func (f *Field) mayOpen(m *Mention) bool {
	switch m.Entity.Kind {
	case watch.Capital, watch.Place:
		return true
	case watch.Country:
		return m.Side == Third && f.Doc.Toks[m.First].Flags&text.Caps != 0
	}
	return false
}

// datelineEnd returns the token after the dateline that a place ending before
// token after opens on line i, 0 when it opens none.
func (f *Field) datelineEnd(i int, after int32) int32 {
	l := &f.Doc.Lines[i]
	if after < l.Last && isOneOf(newsrooms, f.Doc.Toks[after].Hash) {
		return after
	}
	for k := after; k <= min(l.First+datelineWords, l.Last-1); k++ {
		gap := f.Doc.Gap(k)
		if strings.ContainsAny(gap, ":–—ـ_") || strings.Contains(gap, "--") || strings.Contains(gap, " -") || strings.Contains(gap, "- ") {
			return k
		}
		if f.Doc.Toks[k].Flags&text.Lower != 0 || strings.ContainsAny(gap, ".؟!۔") {
			return 0
		}
		if f.Doc.Toks[k].Flags&text.Script != 0 && k > after+3 {
			return 0
		}
	}
	return 0
}

// newsrooms are words that follow the place of an Urdu dateline, which need have no
// mark: "اسلام آباد ویب ڈیسک", Islamabad web desk.
var newsrooms = text.Hashes("ویب مانیٹرنگ نمائندہ نامہ رپورٹر نیوز بیورو اسٹاف سٹاف خصوصی")
