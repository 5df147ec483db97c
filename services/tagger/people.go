package tagger

import (
	"strings"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/tagger/name"
	"github.com/rasad-project/rasad/services/tagger/person"
)

// people lists those whom the watch does not know and the article gives with their
// post, each once however spelled. found is memory.
func (p *proof) people(found *[]person.Person) {
	for _, f := range p.fields() {
		*found = person.Find(&f.Doc, f.Named, (*found)[:0])
		for _, x := range *found {
			spelled := x.Name(&f.Doc)
			if p.lists(spelled) {
				continue
			}
			p.verdict.Actors = append(p.verdict.Actors, news.Actor{Name: spelled, Country: x.Party, Role: x.Role(&f.Doc)})
			p.add(f, int(f.Doc.Toks[x.First].Start), int(f.Doc.Toks[x.Last-1].End), "actor.post")
		}
	}
}

// lists reports whether an actor of that name, or one spelled much like it, is in
// the verdict already.
func (p *proof) lists(spelled string) bool {
	given, full := name.Name{}.Of(strings.Fields(spelled)...)
	for i := range p.verdict.Actors {
		a := p.verdict.Actors[i].Name
		if strings.EqualFold(a, spelled) {
			return true
		}
		if other, ok := (name.Name{}).Of(strings.Fields(a)...); full && ok && given.Like(other) > 0 {
			return true
		}
	}
	return false
}
