package tagger

import (
	"slices"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/tagger/cue"
	"github.com/rasad-project/rasad/services/tagger/event"
	"github.com/rasad-project/rasad/services/tagger/reading"
	"github.com/rasad-project/rasad/services/tagger/tone"
	"github.com/rasad-project/rasad/services/tagger/watch"
)

// proof collects the evidence of a verdict.
type proof struct {
	reading *reading.Reading
	verdict *news.Verdict
}

// field is a field of the article with its name in evidence.
type field struct {
	name string
	*reading.Field
}

func (p *proof) fields() [2]field {
	return [2]field{{"title", &p.reading.Title}, {"text", &p.reading.Body}}
}

// field is the field of a name.
func (p *proof) field(name string) field {
	fields := p.fields()
	if name == fields[0].name {
		return fields[0]
	}
	return fields[1]
}

// add files the bytes [start, end) of a field under a rule and returns the index
// of that evidence. The same words under the same rule are filed once.
func (p *proof) add(f field, start, end int, rule string) int {
	for i := range p.verdict.Evidence {
		if e := &p.verdict.Evidence[i]; e.Start == start && e.End == end && e.Field == f.name && e.Rule == rule {
			return i
		}
	}
	p.verdict.Evidence = append(p.verdict.Evidence, news.Evidence{
		Field: f.name, Start: start, End: end, Quote: f.Doc.Src[start:end], Rule: rule,
	})
	return len(p.verdict.Evidence) - 1
}

// contacts is how many sentences are quoted for the relation.
const contacts = 3

// relevance quotes the sentences that speak of both parties, from the top; where
// no sentence does, the first that name each.
func (p *proof) relevance() {
	n := 0
	for _, f := range p.fields() {
		for i := range f.Sentences {
			if s := &f.Sentences[i]; s.Live && s.Contact() && n < contacts {
				rule := "relevance.contact"
				if s.Head {
					rule = "relevance.headline"
				}
				p.add(f, int(f.Doc.Sents[i].Start), int(f.Doc.Sents[i].End), rule)
				p.home(f, s)
				n++
			}
		}
	}
	if n == 0 {
		p.apart(reading.First)
		p.apart(reading.Second)
	}
}

// home quotes what stands for a party in a sentence that does not name it.
func (p *proof) home(f field, s *reading.Sentence) {
	ms := f.Mentions[s.Mentions[0]:s.Mentions[1]]
	for i := range ms {
		if m := &ms[i]; m.Implied && !slices.ContainsFunc(ms, func(o reading.Mention) bool { return o.Side == m.Side && o.Counts && !o.Implied }) {
			p.add(f, int(f.Doc.Toks[m.First].Start), int(f.Doc.Toks[m.Last-1].End), homeRule)
			return
		}
	}
}

// homeRule is the rule of what names no party and speaks of the report's own
// country.
const homeRule = "relevance.home"

// apart quotes the first mention of a side.
func (p *proof) apart(side reading.Side) {
	for _, f := range p.fields() {
		for i := range f.Mentions {
			if m := &f.Mentions[i]; m.Side == side && m.Counts && f.Sentences[m.Sent].Live {
				rule := "relevance.named"
				if m.Implied {
					rule = homeRule
				}
				p.add(f, int(f.Doc.Toks[m.First].Start), int(f.Doc.Toks[m.Last-1].End), rule)
				return
			}
		}
	}
}

// cues is how many words are quoted for a topic or a tone.
const cues = 2

// cue quotes the first words of a class: those beside both parties first.
func (p *proof) cue(rule string, classes ...cue.Class) {
	n := 0
	for _, beside := range []bool{true, false} {
		for _, f := range p.fields() {
			for i := range f.Sentences {
				s := &f.Sentences[i]
				if !s.Live || (s.Head || s.Contact()) != beside {
					continue
				}
				for _, h := range f.Cues[s.Cues[0]:s.Cues[1]] {
					if !anyOf(h.Set, classes) {
						continue
					}
					p.add(f, int(f.Doc.Toks[h.First].Start), int(f.Doc.Toks[h.Last-1].End), rule)
					if n++; n == cues {
						return
					}
				}
			}
		}
	}
}

func anyOf(s cue.Set, classes []cue.Class) bool {
	return slices.ContainsFunc(classes, s.Has)
}

// tone quotes the words behind the tone; a neutral one has none.
func (p *proof) tone() {
	switch p.verdict.Tone {
	case tone.Cooperative:
		p.cue("tone.cooperative", cue.Coop)
	case tone.Conflictual:
		p.cue("tone.conflictual", cue.Conflict)
	case tone.Mixed:
		p.cue("tone.cooperative", cue.Coop)
		p.cue("tone.conflictual", cue.Conflict)
	}
}

// event quotes the words of an event and returns it as verdicts have it.
func (p *proof) event(e *event.Event) news.Event {
	out := news.Event{
		Source: e.Source, Action: e.Action, Target: e.Target, Status: e.Status, Date: e.Date, Background: e.Background, Weight: e.Weight,
		Evidence: make([]int, 0, len(e.Spans)),
	}
	for _, s := range e.Spans {
		out.Evidence = append(out.Evidence, p.add(p.field(s.Field), s.Start, s.End, s.Rule))
	}
	return out
}

// named lists the actors and the places, each once and with its first mention
// quoted. seen is memory.
func (p *proof) named(seen *[]*watch.Entity) {
	*seen = (*seen)[:0]
	for _, f := range p.fields() {
		for i := range f.Mentions {
			m := &f.Mentions[i]
			if !m.Counts || m.Implied || !f.Sentences[m.Sent].Live || has(*seen, m.Entity) {
				continue
			}
			*seen = append(*seen, m.Entity)
			if rule := p.entity(m.Entity); rule != "" {
				p.add(f, int(f.Doc.Toks[m.First].Start), int(f.Doc.Toks[m.Last-1].End), rule)
			}
		}
	}
}

func has(all []*watch.Entity, e *watch.Entity) bool {
	return slices.Contains(all, e)
}

// The rules that topics, actors and places are quoted under: by class, by kind, by
// precision.
var (
	topicRules = prefixed("topic.", cue.Topics[:])
	actorRules = prefixed("actor.", watch.Kinds[:])
	placeRules = prefixed("place.", watch.Precisions)
)

func prefixed(prefix string, names []string) []string {
	rules := make([]string, len(names))
	for i, n := range names {
		rules[i] = prefix + n
	}
	return rules
}

// entity adds an actor or a place to the verdict and returns the rule it is quoted
// under; countries are neither.
func (p *proof) entity(e *watch.Entity) string {
	switch e.Kind {
	case watch.Person, watch.Office, watch.Force, watch.Agency, watch.Company, watch.Group, watch.Seat:
		role, _ := e.Role(p.verdict.Article.Published.Time)
		if role == "" && e.Kind != watch.Person {
			role = e.Kind.String()
		}
		p.verdict.Actors = append(p.verdict.Actors, news.Actor{Name: e.Name, Country: e.Party, Role: role})
		return actorRules[e.Kind]
	case watch.Place, watch.Capital:
		if e.Where == nil {
			return ""
		}
		p.verdict.Places = append(p.verdict.Places, news.Place{
			Name: e.Name, Country: e.Party, Precision: e.Where.Precision, Lat: e.Where.Lat, Lon: e.Where.Lon,
		})
		return placeRules[slices.Index(watch.Precisions, e.Where.Precision)]
	}
	return ""
}
