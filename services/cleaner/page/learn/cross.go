package learn

import (
	"runtime"
	"slices"
	"sync"

	"github.com/rasad-project/rasad/services/cleaner/page"
)

// Recipe is how a model is trained.
type Recipe struct {
	Words         Words
	First, Second Boost
	Gate, Keep    float32
}

// Standard is the recipe of the model that ships.
func Standard() Recipe {
	return Recipe{
		Words:  Words{Alpha: 1, Beta: 1, L1: 0.07, L2: 0.1, Rounds: 3},
		First:  Boost{Trees: 70, Leaves: 24, Rate: 0.13, Columns: 0.4, Rows: 0.5, MinUnits: 0.05, Lambda: 0.5, Seed: 1},
		Second: Boost{Trees: 140, Leaves: 24, Rate: 0.07, Columns: 0.4, Rows: 0.6, MinUnits: 0.05, Lambda: 0.5, Seed: 2},
		Gate:   0.01, Keep: 0.5,
	}
}

// out is a set of folds that a part has not seen, a bit each.
type out uint

func (o out) has(fold int) bool    { return o&(1<<fold) != 0 }
func (o out) without(fold int) out { return o | 1<<fold }

// Trainer trains models on one collection of documents. Each stage learns from what
// the stage before says of sites that it has not seen, as it will be in use; so every
// part is learnt for many sets of folds left out, and shared where the sets agree.
type Trainer struct {
	recipe Recipe
	docs   []*Doc
	y, w   []float32
	plain  *table // the first stage's features but the lexical ones
	lexes  map[out]*page.Lexis
	firsts map[out]*page.Forest
}

// NewTrainer lays the documents' runs out in one table. Where its bins end is
// decided by the values of all runs; no label takes part in it.
func NewTrainer(recipe Recipe, docs []*Doc) *Trainer {
	t := &Trainer{recipe: recipe, docs: docs}
	var rows [][]float32
	for _, d := range docs {
		d.row = len(rows)
		rows, t.y, t.w = append(rows, d.first...), append(t.y, d.labels...), append(t.w, d.weight...)
	}
	t.plain = tableOf(rows)
	return t
}

// Models trains the model of all documents, and for each fold the model that has
// not seen it.
func (t *Trainer) Models() (whole *page.Model, folds []*page.Model) {
	outs := []out{0}
	for k := range Folds {
		outs = append(outs, out(0).without(k))
	}
	stage := wider(outs)
	t.lexes = each(wider(stage), t.lexis)
	t.firsts = each(stage, t.first)
	models := each(outs, t.model)
	for _, o := range outs[1:] {
		folds = append(folds, models[o])
	}
	return models[0], folds
}

// wider returns outs and every set that leaves one fold more out, sorted, each once.
func wider(outs []out) []out {
	var all []out
	for _, o := range outs {
		all = append(all, o)
		for k := range Folds {
			all = append(all, o.without(k))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// lexis learns the words of the documents outside o.
func (t *Trainer) lexis(o out) *page.Lexis {
	var docs []*Doc
	for _, d := range t.docs {
		if d.found && !o.has(d.Fold) {
			docs = append(docs, d)
		}
	}
	return t.recipe.Words.learn(docs)
}

// first grows the first forest on the documents outside o.
func (t *Trainer) first(o out) *page.Forest {
	var lexical [][]float32
	for _, d := range t.docs {
		lexical = append(lexical, d.sample.Lexical(t.lexes[o.without(d.Fold)])...)
	}
	f := t.recipe.First.grow(t.plain.with(tableOf(lexical)), t.seen(o, nil), t.y, t.w)
	return &f
}

// model trains the model that has not seen the folds in o.
func (t *Trainer) model(o out) *page.Model {
	_, names := page.FeatureNames()
	blank := make([]float32, len(names))
	var scores []float32
	var lexical, second [][]float32
	for _, d := range t.docs {
		unseen := o.without(d.Fold)
		words := d.sample.Lexical(t.lexes[unseen])
		lexical = append(lexical, words...)
		if o.has(d.Fold) {
			scores = append(scores, make([]float32, len(words))...)
			second = append(second, slices.Repeat([][]float32{blank}, len(words))...)
			continue
		}
		own := d.scores(t.firsts[unseen], words)
		scores, second = append(scores, own...), append(second, d.sample.Second(own)...)
	}
	table := t.plain.with(tableOf(lexical)).with(tableOf(second))
	forest := t.recipe.Second.grow(table, t.seen(o, scores), t.y, t.w)
	return page.NewModel(t.lexes[o], *t.firsts[o], forest, t.recipe.Gate, t.recipe.Keep)
}

// scores is what f says of the document's runs.
func (d *Doc) scores(f *page.Forest, lexical [][]float32) []float32 {
	out := make([]float32, len(d.first))
	var v []float32
	for i := range d.first {
		v = append(append(v[:0], d.first[i]...), lexical[i]...)
		out[i] = f.Score(v)
	}
	return out
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

// each calls do for every set, on every core.
func each[T any](outs []out, do func(out) T) map[out]T {
	results := make([]T, len(outs))
	parallel(len(outs), func(i int) { results[i] = do(outs[i]) })
	all := make(map[out]T, len(outs))
	for i, o := range outs {
		all[o] = results[i]
	}
	return all
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
