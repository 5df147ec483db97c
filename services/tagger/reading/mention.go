package reading

import (
	"github.com/rasad-project/rasad/services/tagger/watch"
)

// mention files the watch's matches as mentions, each with its sentence.
func (f *Field) mention(w *watch.Watch, matches []watch.Match) {
	f.Mentions = f.Mentions[:0]
	sent := int32(0)
	for _, m := range matches {
		for m.First >= f.Doc.Sents[sent].Last {
			sent++
		}
		f.Mentions = append(f.Mentions, Mention{
			Entity: m.Entity, First: m.First, Last: m.Last, Sent: sent, Side: side(w, m.Entity), Counts: !m.Short && !m.Needs,
		})
	}
}

func side(w *watch.Watch, e *watch.Entity) Side {
	switch s := w.Side(e.Party); {
	case s >= 0:
		return Side(s)
	case e.Party == "":
		return None
	}
	return Third
}

// confirm lets a name that counts only beside another count where that other
// stands: a surname beside the full name, a shared name beside its country.
func confirm(r *Reading) {
	var named [2]bool
	for _, f := range r.Fields() {
		for i := range f.Mentions {
			if m := &f.Mentions[i]; m.Counts && m.Side < Third {
				named[m.Side] = true
			}
		}
	}
	for _, f := range r.Fields() {
		for i := range f.Mentions {
			m := &f.Mentions[i]
			if m.Counts || m.Side >= Third {
				continue
			}
			m.Counts = named[m.Side] && (m.Entity.Kind != watch.Person || r.fullName(m.Entity))
		}
	}
}

func (r *Reading) fullName(e *watch.Entity) bool {
	for _, f := range r.Fields() {
		for i := range f.Mentions {
			if m := &f.Mentions[i]; m.Entity == e && m.Counts {
				return true
			}
		}
	}
	return false
}

// name collects the matches that count in live sentences.
func (f *Field) name() {
	f.Named = f.Named[:0]
	for i := range f.Mentions {
		if m := &f.Mentions[i]; m.Counts && f.Sentences[m.Sent].Live {
			f.Named = append(f.Named, watch.Match{Entity: m.Entity, First: m.First, Last: m.Last})
		}
	}
}
