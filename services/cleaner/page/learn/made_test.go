package learn

import (
	"strings"
	"testing"

	"github.com/rasad-project/rasad/services/cleaner/page"
)

// TestLoadMade finds the gold and the lines of other stories of every page made by
// hand, and deals pages that are built alike to one fold: what a fold's model makes
// of them it has not seen.
func TestLoadMade(t *testing.T) {
	docs, err := LoadMade("../testdata/rivers")
	if err != nil {
		t.Fatal(err)
	}
	folds := make(map[string]int)
	for _, d := range docs {
		_, kind, _ := strings.Cut(d.Gold.ID, "-")
		if at, ok := folds[kind]; ok && at != d.Fold {
			t.Errorf("%s is in fold %d, its like in %d", d.Gold.ID, d.Fold, at)
		}
		folds[kind] = d.Fold
		foreign := 0
		for k, y := range d.labels {
			if !d.foreign(k) {
				continue
			}
			foreign++
			if y > 0 {
				t.Errorf("%s: %q is labelled as the story's", d.Gold.ID, d.sample.Text(k))
			}
		}
		if !d.found || foreign != len(d.never) {
			t.Errorf("%s: gold found %v, %d of %d lines of other stories", d.Gold.ID, d.found, foreign, len(d.never))
		}
	}
	if len(folds) < 3 {
		t.Errorf("%d kinds of page", len(folds))
	}
}

// TestLeaks counts what a model keeps that it should not: one that keeps everything,
// and one that keeps nothing.
func TestLeaks(t *testing.T) {
	docs, err := LoadMade("../testdata/rivers")
	if err != nil {
		t.Fatal(err)
	}
	leaks := func(bias float32) string {
		m := page.NewModel(nil, page.Forest{}, page.Forest{Bias: bias}, 0, 0.5)
		return Leaks(docs, func(*Doc) *page.Model { return m })
	}
	if none, all := leaks(-9), leaks(9); !strings.Contains(none, " 0 of 70 lines") || strings.Contains(all, " 0 of 70 lines") {
		t.Errorf("a model that keeps nothing: %sone that keeps everything: %s", none, all)
	}
}
