package learn

import (
	"runtime"
	"slices"
	"sync"

	"github.com/rasad-project/rasad/services/cleaner/page"
)

// Recipe is how a model is trained.
type Recipe struct {
	First, Second Boost
	Gate, Keep    float32
}

// Standard is the recipe of the model that ships.
func Standard() Recipe {
	return Recipe{
		First:  Boost{Trees: 60, Leaves: 24, Rate: 0.15, Columns: 0.5, Rows: 0.5, MinUnits: 0.05, Lambda: 0.5, Seed: 1},
		Second: Boost{Trees: 80, Leaves: 24, Rate: 0.1, Columns: 0.5, Rows: 0.7, MinUnits: 0.05, Lambda: 0.5, Seed: 2},
		Gate:   0.01, Keep: 0.5,
	}
}

// out is a set of folds that a forest has not seen, a bit each.
type out uint

func (o out) has(fold int) bool { return o&(1<<fold) != 0 }

// Trainer trains models on one collection of documents.
type Trainer struct {
	recipe Recipe
	docs   []*Doc
	rows   [][]float32
	y, w   []float32
	first  *table
	stages map[out]page.Forest // first forests by what they have not seen
}

// NewTrainer lays the documents' runs out in one table. Where the bins end is
// decided by the values of all runs; no label takes part in it.
func NewTrainer(recipe Recipe, docs []*Doc) *Trainer {
	t := &Trainer{recipe: recipe, docs: docs, first: new(table), stages: make(map[out]page.Forest)}
	for _, d := range docs {
		d.row = len(t.rows)
		t.rows, t.y, t.w = append(t.rows, d.first...), append(t.y, d.labels...), append(t.w, d.weight...)
	}
	first, _ := page.FeatureNames()
	for f := range first {
		t.first.add(t.rows, f)
	}
	return t
}

// Models trains the model of all documents, and for each fold the model that has
// not seen it. The second stage learns from first scores of forests that had not
// seen the page's site, and for a fold's model not that fold either.
func (t *Trainer) Models() (whole *page.Model, folds []*page.Model) {
	outs := []out{0}
	for k := range Folds {
		outs = append(outs, 1<<k)
	}
	t.firsts(outs)
	models := make([]*page.Model, len(outs))
	parallel(len(outs), func(i int) { models[i] = t.model(outs[i]) })
	return models[0], models[1:]
}

// firsts grows the first forests that the models in outs need, each once: the one
// that has not seen folds a and b serves both.
func (t *Trainer) firsts(outs []out) {
	var need []out
	for _, o := range outs {
		need = append(need, o)
		for k := range Folds {
			need = append(need, o|1<<k)
		}
	}
	slices.Sort(need)
	need = slices.Compact(need)
	forests := make([]page.Forest, len(need))
	parallel(len(need), func(i int) {
		forests[i] = t.recipe.First.grow(t.first, t.seen(need[i], nil), t.y, t.w)
	})
	for i, o := range need {
		t.stages[o] = forests[i]
	}
}

// seen returns the rows of the documents outside o, and of these only where
// scores, if given, pass the gate.
func (t *Trainer) seen(o out, scores []float32) []int32 {
	var rows []int32
	for _, d := range t.docs {
		if !d.found || o.has(d.Fold) {
			continue
		}
		for i := d.row; i < d.row+len(d.labels); i++ {
			if scores == nil || scores[i] >= t.recipe.Gate {
				rows = append(rows, int32(i))
			}
		}
	}
	return rows
}

// model trains the model that has not seen the folds in o.
func (t *Trainer) model(o out) *page.Model {
	scores := make([]float32, len(t.rows))
	second := make([][]float32, len(t.rows))
	for _, d := range t.docs {
		if o.has(d.Fold) {
			continue
		}
		f := t.stages[o|1<<d.Fold]
		own := scores[d.row : d.row+len(d.labels)]
		for i, v := range d.first {
			own[i] = f.Score(v)
		}
		copy(second[d.row:], d.sample.Second(own))
	}
	_, names := page.FeatureNames()
	blank := make([]float32, len(names))
	for i := range second {
		if second[i] == nil {
			second[i] = blank
		}
	}
	extra := new(table)
	for f := range names {
		extra.add(second, f)
	}
	return page.NewModel(t.stages[o], t.recipe.Second.grow(t.first.with(extra), t.seen(o, scores), t.y, t.w), t.recipe.Gate, t.recipe.Keep)
}

// parallel calls do with 0 to n-1 on every core.
func parallel(n int, do func(i int)) {
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	workers.Wait()
}
