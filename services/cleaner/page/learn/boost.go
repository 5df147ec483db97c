package learn

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/rasad-project/rasad/services/cleaner/page"
)

// maxBins is how many ranges a feature's values are sorted into.
const maxBins = 64

// Boost says how a forest is grown.
type Boost struct {
	Trees    int
	Leaves   int     // of a tree
	Rate     float64 // how much of each tree's answer is taken
	Columns  float64 // share of the features that each tree may use
	Rows     float64 // share of the rows that each tree is grown on
	MinUnits float64 // least hessian weight of a leaf
	Lambda   float64 // ridge on the leaves' answers
	Seed     uint64
}

// table is features by column, each value sorted into a bin.
type table struct {
	bins [][]uint8
	cuts [][]float32 // bin b holds the values in (cuts[b-1], cuts[b]]
}

// tableOf sorts the values of rows; at most 40,000 rows decide where the bins end.
func tableOf(rows [][]float32) *table {
	t := new(table)
	step := max(1, len(rows)/40_000)
	for f := range rows[0] {
		sample := make([]float32, 0, len(rows)/step+1)
		for i := 0; i < len(rows); i += step {
			sample = append(sample, rows[i][f])
		}
		cuts := cutsOf(sample)
		col := make([]uint8, len(rows))
		for i, r := range rows {
			b, _ := slices.BinarySearch(cuts, r[f])
			col[i] = uint8(b)
		}
		t.bins, t.cuts = append(t.bins, col), append(t.cuts, cuts)
	}
	return t
}

// with returns a table of t's columns and o's; t is left as it was.
func (t *table) with(o *table) *table {
	return &table{slices.Concat(t.bins, o.bins), slices.Concat(t.cuts, o.cuts)}
}

// cutsOf returns the upper ends of at most maxBins-1 bins of about equal size; the
// last bin is open.
func cutsOf(values []float32) []float32 {
	slices.Sort(values)
	var cuts []float32
	last := values[len(values)-1]
	for b := 1; b < maxBins; b++ {
		v := values[len(values)*b/maxBins]
		if v < last && (len(cuts) == 0 || v > cuts[len(cuts)-1]) {
			cuts = append(cuts, v)
		}
	}
	return cuts
}

// slope is a sum of gradients and hessians of the loss.
type slope struct{ g, h float64 }

// leaf is a set of rows that may be split further.
type leaf struct {
	rows    []int32
	hist    []slope
	sum     slope
	node    int // in the tree in the making
	gain    float64
	feature int // index into grower.use, -1 where no split helps
	at      int
	left    slope
}

// grower grows one forest.
type grower struct {
	Boost
	t      *table
	rows   []int32
	loss   []slope   // by row of the table
	odds   []float64 // by row of the table
	use    []int     // the tree's features
	nodes  []grown
	random *rand.Rand
}

type grown struct {
	feature     int // -1 for a leaf
	bin         int
	value       float64
	left, right int
}

// grow trains a forest on some rows of t with soft labels y in [0,1] and weights w,
// both by row of t. The same arguments give the same forest.
func (b Boost) grow(t *table, rows []int32, y, w []float32) page.Forest {
	n := len(y)
	g := &grower{Boost: b, t: t, rows: rows, loss: make([]slope, n), odds: make([]float64, n), random: rand.New(rand.NewPCG(b.Seed, 1))}
	bias := base(rows, y, w)
	for _, i := range rows {
		g.odds[i] = bias
	}
	f := page.Forest{Bias: float32(bias)}
	for range b.Trees {
		for _, i := range rows {
			p := 1 / (1 + math.Exp(-g.odds[i]))
			g.loss[i] = slope{(p - float64(y[i])) * float64(w[i]), max(p*(1-p), 1e-6) * float64(w[i])}
		}
		g.tree()
		for _, i := range rows {
			g.odds[i] += g.answer(i)
		}
		f.Trees = append(f.Trees, g.flatten(0, nil))
	}
	return f
}

// base is the log odds of the mean label.
func base(rows []int32, y, w []float32) float64 {
	var pos, all float64
	for _, i := range rows {
		pos += float64(y[i] * w[i])
		all += float64(w[i])
	}
	p := min(max(pos/max(all, 1e-9), 1e-4), 1-1e-4)
	return math.Log(p / (1 - p))
}

// tree grows one tree, best leaf first.
func (g *grower) tree() {
	g.pick()
	g.nodes = append(g.nodes[:0], grown{feature: -1})
	root := &leaf{rows: g.draw()}
	for _, i := range root.rows {
		root.sum.g += g.loss[i].g
		root.sum.h += g.loss[i].h
	}
	g.nodes[0].value = g.value(root.sum)
	root.hist = g.histogram(root.rows)
	g.best(root)
	leaves := []*leaf{root}
	for len(leaves) < g.Leaves {
		at := -1
		for i, l := range leaves {
			if l.feature >= 0 && (at < 0 || l.gain > leaves[at].gain) {
				at = i
			}
		}
		if at < 0 {
			return
		}
		a, b := g.split(leaves[at])
		leaves[at] = a
		leaves = append(leaves, b)
	}
}

// pick draws the features that the next tree may use.
func (g *grower) pick() {
	g.use = g.use[:0]
	for f := range g.t.bins {
		if len(g.t.cuts[f]) > 0 && g.random.Float64() < g.Columns {
			g.use = append(g.use, f)
		}
	}
}

// draw draws the rows that the next tree is grown on.
func (g *grower) draw() []int32 {
	out := make([]int32, 0, len(g.rows))
	for _, i := range g.rows {
		if g.random.Float64() < g.Rows {
			out = append(out, i)
		}
	}
	return out
}

// value is a leaf's answer in log odds.
func (g *grower) value(s slope) float64 { return -g.Rate * s.g / (s.h + g.Lambda) }

// answer is what the tree in the making says of row i.
func (g *grower) answer(i int32) float64 {
	at := 0
	for g.nodes[at].feature >= 0 {
		n := &g.nodes[at]
		if int(g.t.bins[n.feature][i]) <= n.bin {
			at = n.left
		} else {
			at = n.right
		}
	}
	return g.nodes[at].value
}

// histogram sums the slopes of rows by feature and bin.
func (g *grower) histogram(rows []int32) []slope {
	hist := make([]slope, len(g.use)*maxBins)
	loss := make([]slope, len(rows))
	for k, i := range rows {
		loss[k] = g.loss[i]
	}
	for u, f := range g.use {
		col, h := g.t.bins[f], hist[u*maxBins:(u+1)*maxBins]
		for k, i := range rows {
			b := &h[col[i]&(maxBins-1)]
			b.g += loss[k].g
			b.h += loss[k].h
		}
	}
	return hist
}

// best finds the leaf's best split.
func (g *grower) best(l *leaf) {
	l.gain, l.feature = 1e-9, -1
	whole := l.sum.g * l.sum.g / (l.sum.h + g.Lambda)
	for u, f := range g.use {
		var left slope
		for b := range len(g.t.cuts[f]) {
			left.g += l.hist[u*maxBins+b].g
			left.h += l.hist[u*maxBins+b].h
			right := slope{l.sum.g - left.g, l.sum.h - left.h}
			if left.h < g.MinUnits || right.h < g.MinUnits {
				continue
			}
			gain := left.g*left.g/(left.h+g.Lambda) + right.g*right.g/(right.h+g.Lambda) - whole
			if gain > l.gain {
				l.gain, l.feature, l.at, l.left = gain, u, b, left
			}
		}
	}
}

// split parts a leaf in two; the larger part's histogram is the difference.
func (g *grower) split(l *leaf) (a, b *leaf) {
	f := g.use[l.feature]
	col := g.t.bins[f]
	var left, right []int32
	for _, i := range l.rows {
		if int(col[i]) <= l.at {
			left = append(left, i)
		} else {
			right = append(right, i)
		}
	}
	a = &leaf{rows: left, sum: l.left, node: len(g.nodes)}
	b = &leaf{rows: right, sum: slope{l.sum.g - l.left.g, l.sum.h - l.left.h}, node: len(g.nodes) + 1}
	g.nodes[l.node] = grown{feature: f, bin: l.at, value: g.value(l.sum), left: a.node, right: b.node}
	g.nodes = append(g.nodes, grown{feature: -1, value: g.value(a.sum)}, grown{feature: -1, value: g.value(b.sum)})
	small, large := a, b
	if len(small.rows) > len(large.rows) {
		small, large = b, a
	}
	small.hist = g.histogram(small.rows)
	large.hist = l.hist
	for i := range large.hist {
		large.hist[i].g -= small.hist[i].g
		large.hist[i].h -= small.hist[i].h
	}
	g.best(a)
	g.best(b)
	return a, b
}

// flatten writes the tree under node at in pre-order.
func (g *grower) flatten(at int, out []page.Node) []page.Node {
	n := g.nodes[at]
	i := len(out)
	out = append(out, page.Node{Feature: int16(n.feature), Value: float32(n.value)})
	if n.feature < 0 {
		return out
	}
	out[i].At = g.t.cuts[n.feature][n.bin]
	out = g.flatten(n.left, out)
	out[i].Right = int16(len(out))
	return g.flatten(n.right, out)
}
