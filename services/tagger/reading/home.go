package reading

import (
	"slices"
	"strings"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/tagger/cue"
	"github.com/rasad-project/rasad/services/tagger/text"
	"github.com/rasad-project/rasad/services/tagger/watch"
)

// Publisher returns the side whose own outlet has a, None for an outlet that w does not
// know. Where the article stands says more than where it was found: a feed may bring
// what others wrote.
func Publisher(w *watch.Watch, a *news.Article) Side {
	feed := &a.Entry.Feed
	if side := w.Publishes(a.URL, a.Entry.URL, a.Site, feed.URL, feed.Country); side >= 0 {
		return Side(side)
	}
	return None
}

// brief is how many sentences a report in a side's language may have that names nothing
// of that side. A longer one is about the other country alone, and so are its offices.
const brief = 4

// own is the side whose own report this is, None when that cannot be told. Where a
// language is a side's, it is, unless the outlet is the other's, the report speaks as
// much of another country that writes the same, or it is long and names nothing of that
// side. Elsewhere the outlet tells, and where that is not known the dateline, if the
// report was not written abroad and names something else of that side: most of what an
// outlet has in English on the other country alone is an agency's, in which "the foreign
// minister" is the other's.
func (r *Reading) own(w *watch.Watch) Side {
	if side := w.Writes(r.Language); side >= 0 && (r.publisher == None || r.publisher == Side(side)) {
		return r.unlessAnothers(Side(side))
	}
	side := r.publisher
	if side == None && !w.Written(r.Language) {
		side = r.Home
	}
	if side >= Third || r.Home != side && r.Home != None || !r.names(side) || r.Body.strangers() {
		return None
	}
	return side
}

// unlessAnothers returns side, or None if the report speaks of another country that
// writes its language as much, or at length of nothing of that side.
func (r *Reading) unlessAnothers(side Side) Side {
	mine, others := 0, 0
	for _, f := range r.Fields() {
		for i := range f.Mentions {
			switch m := &f.Mentions[i]; {
			case !m.Counts || !f.Sentences[m.Sent].Live:
			case m.Side == side:
				mine++
			case m.Side == Third && slices.Contains(m.Entity.Languages, r.Language):
				others++
			}
		}
	}
	if others > 0 && others >= mine || mine == 0 && len(r.Body.Doc.Sents) > brief {
		return None
	}
	return side
}

// names reports whether anything of a side is named that counts.
func (r *Reading) names(side Side) bool {
	is := func(m *Mention) bool { return m.Side == side && m.Counts }
	return r.Title.named(is) || r.Body.named(is)
}

// strangers reports whether a prime or foreign minister is named whom the watch does
// not know: "Prime Minister Keir Starmer". It knows those of both parties, so the
// ministers of an English report are another country's then. Headlines, where every
// word may have a capital, say nothing of it.
func (f *Field) strangers() bool {
	for _, h := range f.Cues {
		if !isOneOf(highest, f.Doc.Toks[h.First].Hash) || f.Doc.Toks[h.Last-1].Hash != minister {
			continue
		}
		next := h.Last
		if int(next) == len(f.Doc.Toks) || f.Doc.Toks[next].Flags&text.Upper == 0 || f.Doc.Gap(next) != " " || isOneOf(premises, f.Doc.Toks[next].Hash) {
			continue
		}
		if !f.named(func(m *Mention) bool { return m.First == next }) {
			return true
		}
	}
	return false
}

// highest begin the offices whose holders the watch knows, of ministers; premises are
// what stands behind them and is nobody's name.
var (
	highest  = text.Hashes("prime foreign")
	minister = text.Hash("minister")
	premises = text.Hashes("house office secretariat")
)

// imply files what a report of a side's own country says of it without its name
// ("the foreign minister", "our country") as mentions. An office is another's
// throughout the article if its country stands with it once.
func (r *Reading) imply(w *watch.Watch, side Side) {
	r.foreign = r.foreign[:0]
	for _, f := range r.Fields() {
		for _, h := range f.Cues {
			if h.Set.Has(cue.Home) && f.owned(h, r.Language) {
				r.foreign = append(r.foreign, f.words(h))
			}
		}
	}
	for _, f := range r.Fields() {
		f.imply(w.Own(int(side)), side, r.foreign)
	}
}

// imply adds the mentions that a field implies.
func (f *Field) imply(own *watch.Entity, side Side, foreign []uint64) {
	known, sent := len(f.Mentions), int32(0)
	at := 0
	for _, h := range f.Cues {
		if !h.Set.Has(cue.Home) {
			continue
		}
		for at < known && f.Mentions[at].Last <= h.First {
			at++
		}
		if at < known && f.Mentions[at].First < h.Last || slices.Contains(foreign, f.words(h)) {
			continue
		}
		for h.First >= f.Doc.Sents[sent].Last {
			sent++
		}
		if isOneOf(parting, f.Doc.Toks[h.Last-1].Hash) && f.another(sent, foreign) {
			continue
		}
		f.Mentions = append(f.Mentions, Mention{
			Entity: own, First: h.First, Last: h.Last, Sent: sent, Side: side, Counts: true, Implied: true,
		})
	}
	slices.SortFunc(f.Mentions, func(a, b Mention) int { return int(a.First - b.First) })
}

// another reports whether a sentence speaks of another country, or of an office of
// one: what is traded with a party there need not be the report's own.
func (f *Field) another(sent int32, foreign []uint64) bool {
	in := func(first int32) bool { return f.Doc.Sents[sent].First <= first && first < f.Doc.Sents[sent].Last }
	return f.named(func(m *Mention) bool { return m.Side == Third && in(m.First) }) ||
		slices.ContainsFunc(f.Cues, func(h cue.Hit) bool {
			return h.Set.Has(cue.Home) && in(h.First) && slices.Contains(foreign, f.words(h))
		})
}

// Unnamed returns the party that the report, being its own, speaks of and never
// names; None for none.
func (r *Reading) Unnamed() Side {
	side := None
	for _, f := range r.Fields() {
		for i := range f.Mentions {
			if m := &f.Mentions[i]; m.Implied {
				side = m.Side
			}
		}
	}
	for _, f := range r.Fields() {
		for i := range f.Mentions {
			if m := &f.Mentions[i]; m.Side == side && m.Counts && !m.Implied {
				return None
			}
		}
	}
	return side
}

// words are the words of a cue as one number.
func (f *Field) words(h cue.Hit) uint64 {
	return f.Doc.Toks[h.First].Hash ^ 3*f.Doc.Toks[h.Last-1].Hash
}

// ownerReach is how many words may stand between an office and its country:
// "وزیر صنعت، معدن و تجارت پاکستان".
const ownerReach = 4

// owned reports whether somebody's name stands with the office of a cue: after it
// in Persian, "وزیر خارجه پاکستان", before it in Urdu, "ایران کے وزیر خارجہ", and before or after
// it in English, where a person's counts as much: "Foreign Minister Ishaq Dar".
func (f *Field) owned(h cue.Hit, language string) bool {
	if isOneOf(parting, f.Doc.Toks[h.First].Hash) || isOneOf(parting, f.Doc.Toks[h.Last-1].Hash) {
		return false // "صادرات به", exports to
	}
	switch language {
	case "ur":
		last := h.First
		if isOneOf(genitives, f.hash(last-1)) {
			last--
		}
		return f.named(func(m *Mention) bool { return m.Last == last })
	case "en":
		return f.named(func(m *Mention) bool {
			return m.Last == h.First || m.Last == h.First-1 && f.hash(m.Last) == s || m.First == h.Last || m.First == h.Last+1 && isOneOf(ofs, f.hash(h.Last))
		})
	}
	for i := h.Last; i < min(h.Last+ownerReach, int32(len(f.Doc.Toks))); i++ {
		if gap := f.Doc.Gap(i); isOneOf(parting, f.Doc.Toks[i].Hash) || strings.ContainsAny(gap, ".:؛؟!«»()\n") {
			return false
		}
		if f.named(func(m *Mention) bool { return m.First == i }) {
			return true
		}
	}
	return false
}

func (f *Field) named(is func(*Mention) bool) bool {
	for i := range f.Mentions {
		if is(&f.Mentions[i]) {
			return true
		}
	}
	return false
}

// ofs join an office to its country in English, and s is what a genitive ends in.
var (
	ofs = text.Hashes("of from in")
	s   = text.Hash("s")
)

// genitives join an office to its country in Urdu.
var genitives = text.Hashes("کے کی کا")

// parting are words that end what belongs to an office.
var parting = text.Hashes("with from to into for با در به از را که بر برای گفت نیز هم درباره پس طی علیه عازم وارد راهی سے کو")
