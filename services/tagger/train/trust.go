package train

import (
	"encoding/json"
	"io"
	"path/filepath"

	"github.com/rasad-project/rasad/services/tagger/event"
	"github.com/rasad-project/rasad/services/tagger/ground"
	"github.com/rasad-project/rasad/services/tagger/learn"
	"github.com/rasad-project/rasad/services/tagger/linear"
	"github.com/rasad-project/rasad/services/tagger/watch"
)

// Judged is an event that somebody has read against its text, without the text.
type Judged struct {
	Text     string  `json:"text"` // the text's id: its events are held out together
	Language string  `json:"language"`
	Rule     string  `json:"rule"`
	Right    float64 `json:"right"` // 1, 0, or 0.5 where the reader could not tell
	// Traits are the values of the traits that are not 0, by name.
	Traits map[string]float64 `json:"traits"`
}

// coded tells the events of all texts apart: by the text's id, who did what to whom, and
// where the first words that say so begin.
type coded struct {
	ID, Source, Action, Target, Field string
	Start                             int
}

// Judge codes the texts of a folder's items.jsonl and returns those events that its
// events.jsonl has a judgement on, in their order.
func Judge(w *watch.Watch, dir string) ([]Judged, error) {
	right := map[coded]float64{}
	err := ground.Each(filepath.Join(dir, "events.jsonl"), func(line []byte) error {
		var j struct {
			coded
			Right float64
		}
		err := json.Unmarshal(line, &j)
		right[j.coded] = j.Right
		return err
	})
	if err != nil {
		return nil, err
	}
	d, err := newDesk(w)
	if err != nil {
		return nil, err
	}
	var all []Judged
	err = ground.Each(filepath.Join(dir, "items.jsonl"), func(line []byte) error {
		var it ground.Item
		if err := json.Unmarshal(line, &it); err != nil {
			return err
		}
		d.read(&it)
		events := d.code(&it)
		for i := range events {
			e := &events[i]
			s := &e.Spans[0]
			if y, ok := right[coded{it.ID, e.Source, e.Action, e.Target, s.Field, s.Start}]; ok {
				all = append(all, Judged{it.ID, it.Language, s.Rule, y, named(&e.Traits)})
			}
		}
		return nil
	})
	return all, err
}

func named(v *event.Traits) map[string]float64 {
	m := map[string]float64{}
	for i, name := range event.TraitNames() {
		if v[i] != 0 {
			m[name] = v[i]
		}
	}
	return m
}

// ReadJudged reads a file that [WriteJudged] wrote.
func ReadJudged(file string) ([]Judged, error) {
	var all []Judged
	err := ground.Each(file, func(line []byte) error {
		var j Judged
		err := json.Unmarshal(line, &j)
		all = append(all, j)
		return err
	})
	return all, err
}

// WriteJudged writes a line of JSON for each event.
func WriteJudged(w io.Writer, all []Judged) error {
	out := json.NewEncoder(w)
	for i := range all {
		if err := out.Encode(&all[i]); err != nil {
			return err
		}
	}
	return nil
}

func (j *Judged) example() learn.Example {
	var v event.Traits
	for i, name := range event.TraitNames() {
		v[i] = j.Traits[name]
	}
	return learn.Example{X: v[:], Y: j.Right}
}

// FitTrust fits the trust in an event to what readers found.
func (c Recipe) FitTrust(all []Judged) *linear.Model {
	examples := make([]learn.Example, len(all))
	for i := range all {
		examples[i] = all[i].example()
	}
	return learn.Fit(examples, len(event.TraitNames()), c.Trust)
}

// Told returns what share of the events is told when the trust in each comes from models
// that saw nothing of its text, and what share of these, and of all, is right.
func (c Recipe) Told(events []Judged) (share, right, all float64) {
	told := 0.0
	for i, trust := range c.HoldOutTrust(events) {
		all += events[i].Right
		if trust >= event.Trusted {
			told++
			right += events[i].Right
		}
	}
	n := float64(len(events))
	return told / n, right / told, all / n
}

// trustFolds is in how many parts the texts are held out.
const trustFolds = 10

// HoldOutTrust returns the trust in each event by models that saw nothing of its text.
func (c Recipe) HoldOutTrust(all []Judged) []float64 {
	fold := map[string]int{}
	for i := range all {
		if _, ok := fold[all[i].Text]; !ok {
			fold[all[i].Text] = len(fold) % trustFolds
		}
	}
	trust := make([]float64, len(all))
	for f := range trustFolds {
		var seen []Judged
		for i := range all {
			if fold[all[i].Text] != f {
				seen = append(seen, all[i])
			}
		}
		m := c.FitTrust(seen)
		for i := range all {
			if fold[all[i].Text] == f {
				trust[i] = linear.Sigmoid(m.Odds(all[i].example().X))
			}
		}
	}
	return trust
}
