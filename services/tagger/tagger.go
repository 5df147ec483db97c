// Package tagger decides whether an article is about the relation of the two
// parties of a watch, and says what it is about, in what tone, who did what to
// whom, and which words prove it.
package tagger

import (
	"fmt"
	"slices"
	"sync"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/tagger/cue"
	"github.com/rasad-project/rasad/services/tagger/event"
	"github.com/rasad-project/rasad/services/tagger/person"
	"github.com/rasad-project/rasad/services/tagger/reading"
	"github.com/rasad-project/rasad/services/tagger/relevance"
	"github.com/rasad-project/rasad/services/tagger/tone"
	"github.com/rasad-project/rasad/services/tagger/topic"
	"github.com/rasad-project/rasad/services/tagger/watch"
)

// Tagger tags articles for one watch. It is read only and safe for concurrent use;
// the same article gets the same verdict everywhere.
type Tagger struct {
	watch     *watch.Watch
	reader    *reading.Reader
	coder     *event.Coder
	relevance *relevance.Model
	topics    *topic.Model
	tone      *tone.Model
	benches   sync.Pool // of *bench
}

// bench is the memory that one article is tagged in.
type bench struct {
	reading reading.Reading
	events  []event.Event
	topics  []cue.Class
	seen    []*watch.Entity
	people  []person.Person
	proved  []news.Evidence
}

// NewTagger returns a tagger for w.
func NewTagger(w *watch.Watch) (*Tagger, error) {
	t := &Tagger{watch: w}
	t.benches.New = func() any { return new(bench) }
	for _, load := range []func() error{
		func() (err error) { t.reader, err = reading.NewReader(w); return err },
		func() (err error) { t.coder, err = event.New(); return err },
		func() (err error) { t.relevance, err = relevance.Load(); return err },
		func() (err error) { t.topics, err = topic.Load(); return err },
		func() (err error) { t.tone, err = tone.Load(); return err },
	} {
		if err := load(); err != nil {
			return nil, fmt.Errorf("tagger: %w", err)
		}
	}
	return t, nil
}

// Tag returns the verdict on a. What the cleaner dropped gets one that says so.
// The verdict's Tagged is left to the caller, for it is no part of the answer.
func (t *Tagger) Tag(a *news.Article) *news.Verdict {
	v := &news.Verdict{Article: *a, Watch: t.watch.Name, Tone: tone.Neutral}
	if a.Dropped != "" {
		v.Why = "Nothing to tag: " + a.Dropped + "."
		return v
	}
	b := t.benches.Get().(*bench)
	defer t.benches.Put(b)
	j := t.judge(b, a)
	v.Relevant, v.Score, v.Level = j.Level > relevance.Merely, j.Score, int(j.Level)
	v.Why = t.why(b, &j)
	if v.Relevant {
		t.label(b, v)
	}
	return v
}

// judge reads a into b and decides on it.
func (t *Tagger) judge(b *bench, a *news.Article) relevance.Judgement {
	r := &b.reading
	if t.reader.Skim(r, reading.Publisher(t.watch, a), a.Title, a.Text()) {
		t.reader.Finish(r)
	}
	if missing := relevance.Gate(r); missing != "" {
		return relevance.Judgement{Missing: missing}
	}
	b.events = t.coder.Code(t.reader.Input(r, a.Published.Time), b.events[:0])
	return t.relevance.Judge(relevance.Describe(r, b.events))
}

// label fills in what a relevant article is about.
func (t *Tagger) label(b *bench, v *news.Verdict) {
	r := &b.reading
	p := proof{reading: r, verdict: v}
	v.Evidence = b.proved[:0]
	p.relevance()
	vs := topic.Describe(r, b.events)
	b.topics = t.topics.Choose(&vs, b.topics[:0])
	v.Topics = make([]string, 0, len(b.topics))
	for _, c := range b.topics {
		v.Topics = append(v.Topics, c.String())
		p.cue(topicRules[c], c)
	}
	tones := tone.Describe(r, b.events)
	v.Tone = t.tone.Choose(&tones)
	p.tone()
	v.Events = slices.Grow(v.Events, len(b.events))
	for i := range b.events {
		if e := &b.events[i]; e.Told() {
			v.Events = append(v.Events, p.event(e))
		}
	}
	p.named(&b.seen)
	p.people(&b.people)
	b.proved, v.Evidence = v.Evidence, slices.Clone(v.Evidence)
	clear(b.proved) // the article's text must not outlive it here
}
