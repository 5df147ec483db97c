package tagger

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/rasad-project/rasad/services/tagger/event"
	"github.com/rasad-project/rasad/services/tagger/reading"
	"github.com/rasad-project/rasad/services/tagger/relevance"
)

// why says in a sentence what decided, for a reader who sees nothing else. What is
// not relevant is told what it lacks.
func (t *Tagger) why(b *bench, j *relevance.Judgement) string {
	one, two := t.watch.Parties[0].Name, t.watch.Parties[1].Name
	switch j.Missing {
	case relevance.Neither:
		return fmt.Sprintf("Neither %s nor %s is named where it counts.", one, two)
	case relevance.OneOnly:
		switch found := b.reading.Found; {
		case !found[reading.First]:
			return one + " is not named."
		case !found[reading.Second]:
			return two + " is not named."
		}
		if t.names(&b.reading, reading.Second) {
			one, two = two, one
		}
		return fmt.Sprintf("%s is named, %s is not, or only in a dateline, a list of links or an outlet's name.", one, two)
	}
	if j.Level > relevance.Merely {
		return t.because(b, j)
	}
	return fmt.Sprintf("Both %s and %s are named, but %s.", one, two, lacks(&b.reading, &j.Vector))
}

func (t *Tagger) names(r *reading.Reading, side reading.Side) bool {
	for _, f := range r.Fields() {
		for i := range f.Sentences {
			if s := &f.Sentences[i]; s.Live && s.Sides[side] > 0 {
				return true
			}
		}
	}
	return false
}

// because says what makes an article relevant.
func (t *Tagger) because(b *bench, j *relevance.Judgement) string {
	together, all := sentences(&b.reading)
	var where string
	switch v := &j.Vector; {
	case v[relevance.HeadContact] > 0:
		where = "the headline speaks of both"
	case v[relevance.LeadContact] > 0:
		where = "the lead speaks of both"
	case together == 0:
		where = "both are named throughout"
	default:
		where = "the text speaks of both"
	}
	var own, deed string
	if side := b.reading.Unnamed(); side != reading.None {
		own = "; " + t.watch.Parties[side].Name + " is the report’s own country and not named"
	}
	if i := slices.IndexFunc(b.events, func(e event.Event) bool { return !e.Background && e.Told() }); i >= 0 {
		e := &b.events[i]
		deed = "; " + e.Source + " " + e.Action + " " + e.Target + " (" + e.Status + ")"
	}
	return t.watch.Parties[0].Name + " and " + t.watch.Parties[1].Name + ": " + where + ", " + strconv.Itoa(together) + " of " +
		strconv.Itoa(all) + " sentences name them together" + own + deed + "."
}

// sentences counts the live sentences, and those that speak of both.
func sentences(r *reading.Reading) (together, all int) {
	for _, f := range r.Fields() {
		for i := range f.Sentences {
			s := &f.Sentences[i]
			if !s.Live {
				continue
			}
			all++
			if s.Contact() {
				together++
			}
		}
	}
	return together, all
}

// lacks says what keeps an article that names both from being relevant, the
// plainest reason first.
func lacks(r *reading.Reading, v *relevance.Vector) string {
	together, all := sentences(r)
	switch {
	case v[relevance.SportHead] > 0 || v[relevance.SportShare] > 0.4:
		return "it is about sport"
	case v[relevance.NatureShare] > 0.4:
		return "it is about the weather or an earthquake"
	case together == 0 && v[relevance.Listed] > 0:
		return "only in a list of countries"
	case together == 0:
		return "never in one sentence"
	case v[relevance.ContactThird] == 1 && v[relevance.Deed] == 0:
		return "together only beside other countries, with nothing between the two"
	case v[relevance.TopThird] > 0.6:
		return "another country is named far more often"
	case v[relevance.LeadContact] == 0 && v[relevance.HeadContact] == 0:
		return fmt.Sprintf("together only further down, in %d of %d sentences", together, all)
	case v[relevance.Deed] == 0:
		return fmt.Sprintf("nothing happens between the two: %d of %d sentences name them together", together, all)
	}
	return fmt.Sprintf("too little is about the two: %d of %d sentences name them together", together, all)
}
