package train_test

import (
	"slices"
	"testing"

	"github.com/rasad-project/rasad/services/tagger/ground"
	"github.com/rasad-project/rasad/services/tagger/linear"
	"github.com/rasad-project/rasad/services/tagger/train"
	"github.com/rasad-project/rasad/services/tagger/watch"
)

// points reads the tagger's own texts, as those of two sources.
func points(t *testing.T) []train.Point {
	t.Helper()
	w, err := watch.Default()
	if err != nil {
		t.Fatal(err)
	}
	items, err := ground.Load("../testdata/texts")
	if err != nil {
		t.Fatal(err)
	}
	for i := range items {
		items[i].Source = []string{"odd", "even"}[i%2]
	}
	ps, err := train.Points(w, items)
	if err != nil {
		t.Fatal(err)
	}
	return ps
}

func TestTheSamePointsMakeTheSameModels(t *testing.T) {
	ps := points(t)
	a, b := train.Standard().Fit(ps), train.Standard().Fit(ps)
	for name, pair := range map[string][2]*linear.Model{
		"relevance": {a.Relevance, b.Relevance}, "topics": {a.Topics, b.Topics}, "tone": {a.Tone, b.Tone},
	} {
		if pair[0].Bias != pair[1].Bias || !slices.Equal(pair[0].Weights, pair[1].Weights) {
			t.Errorf("%s: two fits differ", name)
		}
	}
}

// TestHoldOutNeverSeesItsSource turns one source's labels round: the models that
// judge it must not change, those that judge the other must.
func TestHoldOutNeverSeesItsSource(t *testing.T) {
	ps := points(t)
	before := train.Standard().HoldOut(ps)
	for i := range ps {
		if ps[i].Item.Source == "odd" {
			ps[i].Item.Relevance = 2 - ps[i].Item.Relevance
		}
	}
	after := train.Standard().HoldOut(ps)
	if !slices.Equal(before["odd"].Relevance.Weights, after["odd"].Relevance.Weights) {
		t.Error("the models that judge a source saw its labels")
	}
	if slices.Equal(before["even"].Relevance.Weights, after["even"].Relevance.Weights) {
		t.Error("the models that judge the other source did not see them")
	}
}
