package watch

import (
	"slices"

	"github.com/rasad-project/rasad/services/tagger/name"
	"github.com/rasad-project/rasad/services/tagger/text"
)

// roster holds the full names of the people and groups of a watch, to find them
// in spellings that no alias has. Countries and places are never found so.
type roster struct {
	names  []full
	byLast map[string][]int32 // indexes into names, by the skeleton of the last word
}

type full struct {
	name.Name
	entity int32
}

// most is how many words of a text are tried as one name.
const most = 5

// titles begin aliases that are no full names ("General Bajwa"). Taken for a first
// name they make anybody of the post the one that the watch knows: Prime Minister
// Keir Starmer sounds as Prime Minister Kakar does.
var titles = text.Hashes("prime minister pm fm president general gen field marshal major admiral ambassador ayatollah imam")

func newRoster(entities []Entity) *roster {
	r := &roster{byLast: map[string][]int32{}}
	for i := range entities {
		for _, s := range entities[i].Names {
			r.add(s, int32(i))
		}
	}
	return r
}

func (r *roster) add(spelled string, entity int32) {
	var d text.Doc
	d.Read(spelled)
	if len(d.Toks) == 0 || slices.Contains(titles, d.Toks[0].Hash) {
		return
	}
	words := make([]string, len(d.Toks))
	for i := range words {
		words[i] = d.Word(int32(i))
	}
	n, ok := name.Name{}.Of(words...)
	if !ok {
		return
	}
	f := full{n, entity}
	for _, k := range r.byLast[string(f.Last)] {
		if o := &r.names[k]; o.entity == entity && string(o.First) == string(f.First) {
			return
		}
	}
	r.byLast[string(f.Last)] = append(r.byLast[string(f.Last)], int32(len(r.names)))
	r.names = append(r.names, f)
}

// find adds the names in d that stand in no match of dst, and keeps dst in order.
func (r *roster) find(d *text.Doc, entities []Entity, dst []Match) []Match {
	known, found := 0, len(dst)
	for i := int32(0); i < int32(len(d.Toks)); {
		if d.Toks[i].Flags&text.Upper == 0 {
			i++
			continue
		}
		for known < found && dst[known].Last <= i {
			known++
		}
		if known < found && dst[known].First <= i {
			i = dst[known].Last
			continue
		}
		limit := int32(len(d.Toks))
		if known < found {
			limit = dst[known].First
		}
		end := run(d, i, limit)
		if end > i+1 {
			dst = r.within(d, i, end, entities, dst)
		}
		i = end
	}
	for i := found; i < len(dst); i++ {
		for k := i; k > 0 && dst[k].First < dst[k-1].First; k-- {
			dst[k], dst[k-1] = dst[k-1], dst[k]
		}
	}
	return dst
}

// run returns the end of the run of capitalised words that begins with token i:
// words with nothing but a space, hyphen or apostrophe between them, and the
// particles inside names.
func run(d *text.Doc, i, limit int32) int32 {
	end := i + 1
	for k := end; k < limit && joins(d.Gap(k)); k++ {
		if d.Toks[k].Flags&text.Upper != 0 {
			end = k + 1
		} else if !name.Particle(d.Word(k)) {
			break
		}
	}
	return end
}

func joins(gap string) bool {
	switch gap {
	case " ", "-", "'", "’", "‑", "\u00a0":
		return true
	}
	return false
}

// within appends the names in the run of tokens [first, end).
func (r *roster) within(d *text.Doc, first, end int32, entities []Entity, dst []Match) []Match {
	for last := end - 1; last > first; last-- {
		from, who := r.ending(d, first, last)
		if who < 0 {
			continue
		}
		dst = append(dst, Match{Entity: &entities[who], First: from, Last: last + 1, Near: true})
		last = from
	}
	return dst
}

// ending returns the entity whose name ends with token last and begins at first
// or later, and where it begins; -1 when there is none, or more than one is as
// near.
func (r *roster) ending(d *text.Doc, first, last int32) (from, who int32) {
	var room [64]byte
	named := r.byLast[string(name.Last(room[:0], d.Word(last)))]
	if len(named) == 0 {
		return 0, -1
	}
	var words [most]string
	var lasts, firsts [96]byte
	given := name.Name{Last: lasts[:0], First: firsts[:0]}
	who, best := -1, 0.0
	for at := max(first, last+1-most); at < last; at++ {
		n := 0
		for k := at; k <= last; k++ {
			words[n] = d.Word(k)
			n++
		}
		tried, ok := given.Of(words[:n]...)
		if !ok {
			continue
		}
		for _, k := range named {
			f := &r.names[k]
			switch s := tried.Like(f.Name); {
			case s > best:
				from, who, best = at, f.entity, s
			case s == best && s > 0 && f.entity != who:
				who = -1
			}
		}
	}
	return from, who
}
