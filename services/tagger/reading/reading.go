// Package reading reads an article once for everything that judges it: words,
// sentences, who is named where, which words are cues, and which lines are not
// prose of the article. What the rooms beside it decide, they decide from a
// [Reading].
package reading

import (
	"slices"

	"github.com/rasad-project/rasad/services/tagger/cue"
	"github.com/rasad-project/rasad/services/tagger/match"
	"github.com/rasad-project/rasad/services/tagger/text"
	"github.com/rasad-project/rasad/services/tagger/watch"
)

// Side is whom a mention speaks of.
type Side uint8

// The sides. First and Second are the watch's parties in its order.
const (
	First Side = iota
	Second
	Third // another country
	None  // a group of no side
)

// Mention is somebody or something the watch knows, found in a field.
type Mention struct {
	Entity      *watch.Entity
	First, Last int32 // tokens
	Sent        int32
	Side        Side
	// Counts tells a mention that speaks of its side; one in a dateline or in
	// furniture does not.
	Counts bool
	// Row numbers the row of countries that the name stands in ("Iran, India and
	// Pakistan"), from 1; 0 when it stands alone. Long is how many countries the
	// row names.
	Row, Long int32
	// Implied tells one that is not named: the report's own country, meant by
	// "the foreign minister".
	Implied bool
}

// Sentence is what a sentence of a field holds.
type Sentence struct {
	Mentions [2]int32 // Field.Mentions[Mentions[0]:Mentions[1]]
	Cues     [2]int32 // Field.Cues[Cues[0]:Cues[1]]
	Sides    [3]int32 // mentions that count, by side
	// Near is the fewest words between a mention of one party and one of the
	// other that are not of one row with a third country, -1 when there are none.
	Near   int32
	Listed bool    // both parties stand in one row with a third country
	Pair   bool    // "Iran and Pakistan", "Iran-Pakistan": a row of the two alone
	Set    cue.Set // of all its cues
	Live   bool    // prose, or a headline above it
	Head   bool    // a headline
	// Order is its place among the live sentences of the body, from 0; -1 when it
	// is not live.
	Order int32
}

// Lead is how many sentences of the body make its lead.
const Lead = 2

// reach is how many words apart two names may stand and still be in contact: text
// without punctuation has sentences as long as itself.
const reach = 40

// Contact reports whether the sentence speaks of the two parties together.
func (s *Sentence) Contact() bool { return s.Near >= 0 && s.Near <= reach }

// Field is one field of an article, read.
type Field struct {
	Doc       text.Doc
	Mentions  []Mention
	Cues      []cue.Hit
	Sentences []Sentence // by Doc.Sents
	Wrapped   bool       // lines end where a column ended, so sentences go on over them
	// Named are the watch's matches that count and stand in live sentences.
	Named []watch.Match
}

// At returns the sentence that holds byte at of the field, nil when none does.
func (f *Field) At(at int) *Sentence {
	for i := range f.Doc.Sents {
		if s := &f.Doc.Sents[i]; int(s.Start) <= at && at < int(s.End) {
			return &f.Sentences[i]
		}
	}
	return nil
}

// Reading is an article, read. It may be used again for another article and then
// reuses its memory; it is not safe for concurrent use.
type Reading struct {
	Title, Body Field
	Language    string
	Live        int32 // live sentences of the body
	// Home is the side whose country the report was written in, by its dateline;
	// None when there is none.
	Home Side
	// Found tells which parties a name stands for anywhere in the article, or may
	// be implied in it.
	Found [2]bool
	// Own is the side whose own report it is, None when that cannot be told.
	Own Side

	// publisher is the side whose own outlet has the article, None when that is not known.
	publisher Side

	hits    []match.Hit
	matches [2][]watch.Match // of the title and the body
	foreign []uint64         // offices of another country than the report's own
}

// Fields are the title and the body.
func (r *Reading) Fields() [2]*Field { return [2]*Field{&r.Title, &r.Body} }

// Reader reads articles for one watch. It is read only and safe for concurrent
// use.
type Reader struct {
	watch    *watch.Watch
	lexicons map[string]*cue.Lexicon
}

// NewReader returns a reader for w.
func NewReader(w *watch.Watch) (*Reader, error) {
	lexicons, err := cue.Load()
	if err != nil {
		return nil, err
	}
	return &Reader{w, lexicons}, nil
}

// Read makes r the reading of an article that a side's own outlet has, or None's.
func (x *Reader) Read(r *Reading, publisher Side, title, body string) {
	x.Skim(r, publisher, title, body)
	x.Finish(r)
}

// Skim reads the words of an article and the names in it, and reports whether both
// parties may be spoken of. If so [Reader.Finish] reads the rest, which is empty
// until then; most articles need no more.
func (x *Reader) Skim(r *Reading, publisher Side, title, body string) bool {
	r.Title.Doc.ReadWords(title)
	r.Body.Doc.ReadWords(body)
	r.Title.clear()
	r.Body.clear()
	r.Language = language(&r.Title.Doc, &r.Body.Doc)
	r.publisher = publisher
	x.find(r)
	return r.Found[First] && r.Found[Second]
}

// Finish reads what Skim left.
func (x *Reader) Finish(r *Reading) {
	lexicon := x.lexicons[r.Language]
	if lexicon == nil {
		lexicon = x.lexicons["en"]
	}
	for i, f := range r.Fields() {
		f.Doc.Split()
		f.Cues = lexicon.Find(&f.Doc, f.Cues[:0])
		f.mention(x.watch, r.matches[i])
	}
	confirm(r)
	r.Title.headline()
	r.Body.live()
	r.Home = r.Body.datelines()
	r.Body.unseam()
	if r.Own = r.own(x.watch); r.Own != None {
		r.imply(x.watch, r.Own)
	}
	for _, f := range r.Fields() {
		f.rows()
		f.neighbours()
		f.count()
		f.name()
	}
	r.order()
}

// find finds who is named. Where no alias of either party stands, nobody is looked for
// who is spelled as no alias has it, and third countries do not matter.
func (x *Reader) find(r *Reading) {
	named := false
	for i, f := range r.Fields() {
		r.hits, r.matches[i] = x.watch.Aliases(&f.Doc, r.hits[:0], r.matches[i][:0])
		named = named || slices.ContainsFunc(r.matches[i], func(m watch.Match) bool { return side(x.watch, m.Entity) < Third })
	}
	r.Found = [2]bool{}
	if side := x.watch.Writes(r.Language); side >= 0 {
		r.Found[side] = true
	}
	for i, f := range r.Fields() {
		if !named {
			r.matches[i] = r.matches[i][:0]
			continue
		}
		r.matches[i] = x.watch.Spellings(&f.Doc, r.matches[i])
		for k := range r.matches[i] {
			if s := side(x.watch, r.matches[i][k].Entity); s < Third {
				r.Found[s] = true
			}
		}
	}
}

// clear empties f of all but its words.
func (f *Field) clear() {
	f.Mentions, f.Cues, f.Sentences, f.Named, f.Wrapped = f.Mentions[:0], f.Cues[:0], f.Sentences[:0], f.Named[:0], false
}

func language(title, body *text.Doc) string {
	if l := body.Language(); l != "und" {
		return l
	}
	return title.Language()
}

// order numbers the live sentences of the body.
func (r *Reading) order() {
	r.Live = 0
	for i := range r.Body.Sentences {
		s := &r.Body.Sentences[i]
		s.Order = -1
		if s.Live {
			s.Order = r.Live
			r.Live++
		}
	}
}
