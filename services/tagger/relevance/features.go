package relevance

import (
	"math"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/tagger/cue"
	"github.com/rasad-project/rasad/services/tagger/event"
	"github.com/rasad-project/rasad/services/tagger/reading"
	"github.com/rasad-project/rasad/services/tagger/watch"
)

// Feature is one thing the model looks at.
type Feature uint8

// The features. Each lies between 0 and 1. The head is the title, or the headlines
// above the text, or else its first sentence; the lead is the first two sentences
// of the text.
const (
	HeadContact  Feature = iota // the head speaks of both together
	HeadOne                     // the head names one of the two
	HeadNeither                 // the head names neither
	HeadThird                   // the head names other countries
	HeadListed                  // the head has both in a row with others
	HeadDeal                    // the head has both and a word of dealing
	LeadContact                 // the lead speaks of both together
	LeadBoth                    // head and lead name both, if apart
	Soon                        // how near the top both first stand together
	Share                       // of sentences that speak of both together
	Often                       // how many do
	PairShare                   // of sentences that have "Iran and Pakistan"
	Turns                       // sentences that name one right after one that names the other
	TurnsHead                   // one in head and lead
	Both                        // "the two leaders" without a name beside it
	Near                        // fewest words between the two
	Weaker                      // share of sentences that name the party named less
	Balance                     // the two are named about as often
	Thirds                      // share of other countries among all named
	TopThird                    // the other country named most, against the weaker party
	ContactThird                // sentences of both that name others too
	Listed                      // sentences that have both only in a row with others
	Bilateral                   // "the two countries" beside both
	Dealing                     // sentences of both with a word of dealing
	Tie                         // sentences of both with a word of getting on or not
	BorderWord                  // sentences of both about a border
	Officials                   // bodies or officials of both
	SportHead                   // the head is sport
	SportShare                  // sentences about sport
	NatureShare                 // sentences about the weather or an earthquake, and not of aid
	MarketWord                  // sentences of both with prices and output
	RankWord                    // sentences of both with figures
	PastWord                    // sentences of both that look back
	ManyWord                    // sentences of both about many countries
	TalkWord                    // the lead has a commentator speak
	Long                        // length of the text
	Deed                        // an event between the two that is news
	DeedHead                    // one in the headline
	DeedLead                    // one in the lead
	Deeds                       // how many
	Words                       // one that is a statement only
	Retold                      // one that is background
	Features
)

var names = [Features]string{
	"head.contact", "head.one", "head.neither", "head.third", "head.listed", "head.deal", "lead.contact", "lead.both", "soon", "share", "often",
	"pair", "turns", "turns.head", "both", "near", "weaker", "balance", "thirds", "third.top", "contact.third", "listed", "bilateral", "dealing", "tie", "border", "officials",
	"sport.head", "sport.share", "nature", "market", "figures", "past", "many", "talk", "long",
	"deed", "deed.head", "deed.lead", "deeds", "words", "retold",
}

// String returns the feature's name in files and contributions.
func (f Feature) String() string { return names[f] }

// Vector is an article as the model sees it.
type Vector [Features]float64

// tally is what is counted over the sentences of an article.
type tally struct {
	live, contact, pair, listed, third    float64
	deal, tie, border, market, rank, past float64
	many, bilateral, sport, nature        float64
	sides                                 [3]float64 // mentions
	named                                 [2]float64 // sentences
	soon                                  float64
	near                                  int32
	leadContact, leadTalk, leadTurn       bool
	turns, both                           float64
	before                                reading.Side // whom the sentence before named, alone
	lead                                  [2]bool
	officials                             [2]bool
	thirds                                [8]counted
}

// counted is how often one other country was named.
type counted struct {
	entity *watch.Entity
	n      float64
}

// Describe returns what the model looks at in r.
func Describe(r *reading.Reading, events []event.Event) (v Vector) {
	var t tally
	t.near, t.before = -1, reading.None
	t.field(&r.Title)
	t.field(&r.Body)
	head(r, &v, &t)
	t.fill(&v)
	deeds(r, events, &v)
	return v
}

// deeds looks at the events.
func deeds(r *reading.Reading, events []event.Event, v *Vector) {
	n := 0.0
	for i := range events {
		e := &events[i]
		if e.Loose || e.Target == news.Other || e.Source == news.Other && e.Target != news.Both {
			continue // what another does to both is between them too
		}
		switch {
		case e.Background:
			v[Retold] = 1
			continue
		case e.Action == "STATE":
			v[Words] = 1
			continue
		}
		at := &e.Spans[0]
		s := r.Body.At(at.Start)
		if at.Field == "title" {
			s = r.Title.At(at.Start)
		}
		if s == nil || !s.Contact() && !s.Head || v[SportHead] > 0 && s.Set.Has(cue.Sport) && e.Action != "AGREE" {
			continue // a meeting of teams is a match, a deal of federations is none
		}
		n++
		v[DeedHead] = max(v[DeedHead], flag(s.Head))
		v[DeedLead] = max(v[DeedLead], flag(!s.Head && s.Order < reading.Lead))
	}
	v[Deed] = flag(n > 0)
	v[Deeds] = min(n, 4) / 4
}

// head looks at the headline.
func head(r *reading.Reading, v *Vector, t *tally) {
	var h tally
	h.near = -1
	var set cue.Set
	n := 0
	for _, f := range r.Fields() {
		for i := range f.Sentences {
			if s := &f.Sentences[i]; s.Live && (s.Head || n == 0) {
				h.sentence(f, s)
				set |= s.Set
				n++
			}
		}
		if n > 0 && f == &r.Title {
			break
		}
	}
	one, two := h.sides[0] > 0, h.sides[1] > 0
	v[HeadContact] = flag(h.contact > 0)
	v[HeadOne] = flag(one != two)
	v[HeadNeither] = flag(!one && !two)
	v[HeadThird] = min(h.sides[2], 3) / 3
	v[HeadListed] = flag(h.listed > 0 && h.contact == 0)
	v[HeadDeal] = flag(one && two && (set.Has(cue.Contact) || set.Has(cue.Pair)))
	v[SportHead] = flag(set.Has(cue.Sport))
	t.lead[0], t.lead[1] = t.lead[0] || one, t.lead[1] || two
}

func (t *tally) field(f *reading.Field) {
	for i := range f.Sentences {
		if s := &f.Sentences[i]; s.Live {
			t.sentence(f, s)
		}
	}
}

func (t *tally) sentence(f *reading.Field, s *reading.Sentence) {
	order := float64(max(s.Order, 0))
	t.live++
	t.sport += flag(s.Set.Has(cue.Sport))
	t.nature += flag(s.Set.Has(cue.Nature) && !s.Set.Has(cue.Aid))
	for side := range t.sides {
		t.sides[side] += float64(s.Sides[side])
	}
	for side := range t.named {
		t.named[side] += flag(s.Sides[side] > 0)
		if order < reading.Lead {
			t.lead[side] = t.lead[side] || s.Sides[side] > 0
		}
	}
	t.mentions(f.Mentions[s.Mentions[0]:s.Mentions[1]])
	t.leadTalk = t.leadTalk || order < reading.Lead && s.Set.Has(cue.Talk)
	t.listed += flag(s.Listed && !s.Contact())
	t.turn(s, order)
	if s.Contact() {
		t.together(s, order)
	}
}

// turn counts a sentence that takes the word from the other, or speaks of both
// without a name.
func (t *tally) turn(s *reading.Sentence, order float64) {
	who := reading.None
	switch one, two := s.Sides[0] > 0, s.Sides[1] > 0; {
	case s.Sides[reading.Third] > 0 || one && two:
	case one:
		who = reading.First
	case two:
		who = reading.Second
	case s.Set.Has(cue.Pair) && t.named[0] > 0 && t.named[1] > 0:
		t.both++
	}
	if who != reading.None && t.before != reading.None && who != t.before {
		t.turns++
		t.leadTurn = t.leadTurn || s.Head || order < reading.Lead
	}
	t.before = who
}

// together counts a sentence that speaks of both.
func (t *tally) together(s *reading.Sentence, order float64) {
	t.contact++
	t.soon = max(t.soon, 1/(1+order/2))
	t.leadContact = t.leadContact || order < reading.Lead
	if t.near < 0 || s.Near < t.near {
		t.near = s.Near
	}
	t.pair += flag(s.Pair)
	t.third += flag(s.Sides[reading.Third] > 0)
	t.deal += flag(s.Set.Has(cue.Contact))
	t.tie += flag(s.Set.Has(cue.Coop) || s.Set.Has(cue.Conflict))
	t.bilateral += flag(s.Set.Has(cue.Pair))
	t.border += flag(s.Set.Has(cue.Border))
	t.market += flag(s.Set.Has(cue.Market))
	t.rank += flag(s.Set.Has(cue.Rank))
	t.past += flag(s.Set.Has(cue.Past))
	t.many += flag(s.Set.Has(cue.Many))
}

func (t *tally) mentions(ms []reading.Mention) {
	for i := range ms {
		m := &ms[i]
		switch {
		case !m.Counts:
		case m.Side == reading.Third:
			t.another(m.Entity)
		case m.Side < reading.Third && (m.Entity.Kind == watch.Person || m.Entity.Kind == watch.Office || m.Entity.Kind == watch.Force):
			t.officials[m.Side] = true
		}
	}
}

func (t *tally) another(e *watch.Entity) {
	for i := range t.thirds {
		if c := &t.thirds[i]; c.entity == e || c.entity == nil {
			c.entity = e
			c.n++
			return
		}
	}
}

func (t *tally) fill(v *Vector) {
	live, contact := max(t.live, 1), t.contact+1
	weaker, stronger := min(t.sides[0], t.sides[1]), max(t.sides[0], t.sides[1])
	v[LeadContact] = flag(t.leadContact)
	v[LeadBoth] = flag(t.lead[0] && t.lead[1])
	v[Soon] = t.soon
	v[Share] = t.contact / live
	v[Often] = min(math.Log2(1+t.contact)/4, 1)
	v[PairShare] = t.pair / live
	v[Turns] = min(t.turns, 4) / 4
	v[TurnsHead] = flag(t.leadTurn)
	v[Both] = min(t.both, 3) / 3
	if t.near >= 0 {
		v[Near] = 1 / (1 + float64(t.near)/2)
	}
	v[Weaker] = min(t.named[0], t.named[1]) / live
	v[Balance] = weaker / max(stronger, 1)
	v[Thirds] = t.sides[2] / max(t.sides[0]+t.sides[1]+t.sides[2], 1)
	top := 0.0
	for _, c := range t.thirds {
		top = max(top, c.n)
	}
	v[TopThird] = top / max(top+weaker, 1)
	v[ContactThird] = t.third / contact
	v[Listed] = t.listed / max(t.listed+t.contact, 1)
	v[Bilateral] = min(t.bilateral, 3) / 3
	v[Dealing] = t.deal / contact
	v[Tie] = t.tie / contact
	v[BorderWord] = t.border / contact
	v[Officials] = flag(t.officials[0] && t.officials[1])
	v[SportShare] = t.sport / live
	v[NatureShare] = t.nature / live
	v[MarketWord] = t.market / contact
	v[RankWord] = t.rank / contact
	v[PastWord] = t.past / contact
	v[ManyWord] = t.many / contact
	v[TalkWord] = flag(t.leadTalk)
	v[Long] = min(math.Log2(1+t.live)/6, 1)
}

func flag(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
