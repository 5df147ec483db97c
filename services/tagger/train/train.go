// Package train fits the tagger's models to labelled articles. The tagger does not
// use it; the program that makes the weights and the evaluation under
// cross-validation do.
package train

import (
	"slices"
	"time"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/tagger/cue"
	"github.com/rasad-project/rasad/services/tagger/event"
	"github.com/rasad-project/rasad/services/tagger/ground"
	"github.com/rasad-project/rasad/services/tagger/learn"
	"github.com/rasad-project/rasad/services/tagger/linear"
	"github.com/rasad-project/rasad/services/tagger/reading"
	"github.com/rasad-project/rasad/services/tagger/relevance"
	"github.com/rasad-project/rasad/services/tagger/tone"
	"github.com/rasad-project/rasad/services/tagger/topic"
	"github.com/rasad-project/rasad/services/tagger/watch"
)

// Recipe is how the models are fitted: the ridge of each (see [learn.Fit]).
type Recipe struct {
	Relevance, Topics, Tone, Trust float64
}

// Standard is the recipe of the weights that ship.
func Standard() Recipe { return Recipe{Relevance: 0.003, Topics: 0.002, Tone: 0.003, Trust: 0.003} }

// Models are the weights of one fit.
type Models struct {
	Relevance, Topics, Tone *linear.Model
}

// Point is a labelled article as the models see it.
type Point struct {
	Item    ground.Item
	Missing relevance.Missing
	Vector  relevance.Vector
	Topics  [topic.Topics]topic.Vector
	Tone    tone.Vector
}

// Points reads the items with w.
func Points(w *watch.Watch, items []ground.Item) ([]Point, error) {
	d, err := newDesk(w)
	if err != nil {
		return nil, err
	}
	points := make([]Point, len(items))
	for i := range items {
		p := &points[i]
		p.Item = items[i]
		r := d.read(&p.Item)
		if p.Missing = relevance.Gate(r); p.Missing != "" {
			continue
		}
		events := d.code(&p.Item)
		p.Vector = relevance.Describe(r, events)
		p.Topics = topic.Describe(r, events)
		p.Tone = tone.Describe(r, events)
	}
	return points, nil
}

// desk reads items as the tagger does, one after the other.
type desk struct {
	watch   *watch.Watch
	reader  *reading.Reader
	coder   *event.Coder
	reading reading.Reading
	events  []event.Event
}

func newDesk(w *watch.Watch) (*desk, error) {
	reader, err := reading.NewReader(w)
	if err != nil {
		return nil, err
	}
	coder, err := event.New()
	return &desk{watch: w, reader: reader, coder: coder}, err
}

// read returns what counts in an item. It is good until the next is read.
func (d *desk) read(it *ground.Item) *reading.Reading {
	d.reader.Read(&d.reading, reading.Publisher(d.watch, &news.Article{Site: it.Site}), it.Title, it.Text)
	return &d.reading
}

// code returns the events of the item that was read. They are good until the next is
// coded.
func (d *desk) code(it *ground.Item) []event.Event {
	published, _ := time.Parse(time.DateOnly, it.Published) // most have none
	d.events = d.coder.Code(d.reader.Input(&d.reading, published), d.events[:0])
	return d.events
}

// Fit fits the models to the points that pass the gate.
func (c Recipe) Fit(points []Point) Models {
	var about, topics, tones []learn.Example
	for i := range points {
		p := &points[i]
		if p.Missing != "" {
			continue
		}
		about = append(about, learn.Example{X: p.Vector[:], Y: float64(p.Item.Relevance) / 2, Sure: p.Item.Sure})
		if p.Item.Relevance == 2 {
			topics = p.topics(topics)
			tones = p.tones(tones)
		}
	}
	return Models{
		Relevance: learn.Fit(about, len(relevance.Names()), c.Relevance),
		Topics:    learn.Fit(topics, len(topic.Names()), c.Topics),
		Tone:      learn.Fit(tones, len(tone.Names()), c.Tone),
	}
}

// topics adds an example for every topic that has a cue and on which the readers
// agree.
func (p *Point) topics(to []learn.Example) []learn.Example {
	for i := range p.Topics {
		name := cue.Topics[i]
		if !p.Topics[i].Speaks() || slices.Contains(p.Item.Maybe, name) {
			continue
		}
		y := 0.0
		if slices.Contains(p.Item.Topics, name) {
			y = 1
		}
		to = append(to, learn.Example{X: p.Topics[i].Wide(i), Y: y, Sure: p.Item.Sure})
	}
	return to
}

// tones adds an article that leans one way.
func (p *Point) tones(to []learn.Example) []learn.Example {
	coop, conflict := slices.Contains(p.Item.Tones, tone.Cooperative), slices.Contains(p.Item.Tones, tone.Conflictual)
	mixed := slices.Contains(p.Item.Tones, tone.Mixed)
	switch {
	case coop && !conflict:
		return append(to, learn.Example{X: p.Tone.Leaning[:], Y: 1, Sure: p.Item.Sure})
	case conflict && !coop:
		return append(to, learn.Example{X: p.Tone.Leaning[:], Y: 0, Sure: p.Item.Sure})
	case mixed:
		return append(to, learn.Example{X: p.Tone.Leaning[:], Y: 0.5, Sure: p.Item.Sure})
	}
	return to
}

// HoldOut fits the models to all points but those of each source in turn.
func (c Recipe) HoldOut(points []Point) map[string]Models {
	models := map[string]Models{}
	for i := range points {
		source := points[i].Item.Source
		if _, done := models[source]; done {
			continue
		}
		models[source] = c.Fit(slices.DeleteFunc(slices.Clone(points), func(p Point) bool { return p.Item.Source == source }))
	}
	return models
}
