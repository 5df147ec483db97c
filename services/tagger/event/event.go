package event

import (
	"time"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/tagger/linear"
	"github.com/rasad-project/rasad/services/tagger/text"
	"github.com/rasad-project/rasad/services/tagger/watch"
)

// Limit is the most events an article is coded with.
const Limit = 4

// Input is an article as the coder reads it.
type Input struct {
	Title, Text *text.Doc // nil for none
	// TitleMentions and TextMentions are what the watch finds in the two, from
	// left to right, without the names that do not count ([watch.Match]).
	TitleMentions, TextMentions []watch.Match
	// Parties are the codes of the watched parties.
	Parties [2]news.Party
	// Home is the party whose country the report comes from, "" for neither or
	// when it is not known. "The foreign minister" of no country is taken for
	// its own, or else for that of Own.
	Home news.Party
	// Own is the party whose own report it is, "" for neither or when it is not
	// known: what its country does need not name it.
	Own news.Party
	// Published tells old happenings from new ones; zero when it is not known.
	Published time.Time
	// Language is en, fa, ur or ar; anything else is read as English.
	Language string
}

// The statuses of an event.
const (
	Done      = "done"
	Announced = "announced"  // will happen, by the word of who is to do it
	CalledFor = "called_for" // somebody wants it
	Denied    = "denied"     // did not happen, or will not
)

// Event is who did what to whom.
type Event struct {
	Source, Target news.Party // a watched party's code, news.Both or news.Other
	Action         string     // AGREE ... STATE, see the package comment
	Status         string
	// Date is when it happened, as far as the words about it say: ISO 8601 to the
	// known precision, "" when they do not.
	Date string
	// Background tells what is retold from what is news.
	Background bool
	// Loose tells what is read from where the names stand, because grammar found
	// nobody who acts on the other.
	Loose bool
	// Weight is the rule's on Goldstein's scale (-10 to 10), by half for what is
	// announced, by a quarter for what is called for, 0 for what is denied.
	Weight float64
	// Trust is how likely it is right, by its traits: 0 to 1.
	Trust  float64
	Traits Traits
	// Spans are the words that say so: the clause that was read, then the next
	// best one that says the same.
	Spans []Span
}

// Span is a run of words: the bytes [Start, End) of a field, both on rune
// boundaries.
type Span struct {
	Field string // "title" or "text"
	Start int
	End   int
	Rule  string // the rule that read it: "event.consult.meet"
}

// Told reports whether e is trusted enough to be told to a reader. What is not still
// helps to judge what an article is about.
func (e *Event) Told() bool { return e.Trust >= Trusted }

// discount is what a status leaves of a rule's weight.
var discount = map[string]float64{Done: 1, Announced: 0.5, CalledFor: 0.25, Denied: 0}

// Code appends the events of an article to dst, the main one first, [Limit] at
// most. What lies beyond the length of dst is written over, spans and all.
func (c *Coder) Code(in Input, dst []Event) []Event {
	m := c.pool.Get().(*memory)
	defer c.pool.Put(m)
	m.reset(&in)
	grammar := c.lexicon(in.Language)
	m.readField(titleField, in.Title, in.TitleMentions, in.Parties, grammar)
	m.readField(textField, in.Text, in.TextMentions, in.Parties, grammar)
	m.rank()
	for i := range m.found {
		dst = m.found[i].appendTo(dst, in.Parties, c.trust)
	}
	return dst
}

// appendTo writes a candidate as an event.
func (c *candidate) appendTo(dst []Event, parties [2]news.Party, trust *linear.Model) []Event {
	var spans []Span
	if n := len(dst); n < cap(dst) {
		spans = dst[:n+1][n].Spans[:0]
	}
	spans = append(spans, c.spans[0])
	if c.spans[1].End > 0 {
		spans = append(spans, c.spans[1])
	}
	return append(dst, Event{
		Source: c.source.party(parties), Target: c.target.party(parties),
		Action: c.rule.action, Status: c.status, Date: c.date.String(),
		Background: c.background, Loose: c.loose, Weight: c.rule.weight * discount[c.status],
		Trust: linear.Sigmoid(trust.Odds(c.traits[:])), Traits: c.traits, Spans: spans,
	})
}

// party is the code that verdicts have for s.
func (s sides) party(parties [2]news.Party) news.Party {
	switch s & both {
	case both:
		return news.Both
	case first:
		return parties[0]
	case second:
		return parties[1]
	}
	return news.Other
}
