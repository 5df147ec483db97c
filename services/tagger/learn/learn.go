// Package learn fits the tagger's small linear models. It is used by the program
// that trains them and by its tests, never by the tagger.
package learn

import (
	"math"

	"github.com/rasad-project/rasad/services/tagger/linear"
)

// Example is one labelled point.
type Example struct {
	X []float64
	Y float64 // 0 to 1: a probability for what two readers disagree on
	// Sure is an example that must come out right: it counts as often as that takes.
	Sure bool
}

// clear is by how much the log odds of what is sure lie on the right side, and
// rounds how often it may be counted once more until they do.
const (
	clear  = 0.1
	rounds = 100
)

// Fit returns the logistic regression of the examples with a ridge penalty: the
// minimum of the mean log loss plus ridge/2 times the squared weights, the bias
// free. It is found by Newton's method (Hastie, Tibshirani, Friedman: The Elements
// of Statistical Learning, 2nd ed., 4.4.1), so the same examples give the same
// model everywhere. What is sure and comes out wrong counts once more, until it
// comes out right. n is the number of features; no examples make a model that knows
// nothing.
func Fit(examples []Example, n int, ridge float64) *linear.Model {
	m := &linear.Model{Weights: make([]float64, n)}
	times := make([]float64, len(examples))
	for i := range times {
		times[i] = 1
	}
	for range rounds {
		minimise(m, examples, times, ridge)
		if !raise(m, examples, times) {
			break
		}
	}
	return m
}

// raise counts once more every sure example that m has wrong, and reports whether
// there is one.
func raise(m *linear.Model, examples []Example, times []float64) (any bool) {
	for i, e := range examples {
		if e.Sure && m.Odds(e.X)*(2*e.Y-1) < clear*math.Abs(2*e.Y-1) {
			times[i]++
			any = true
		}
	}
	return any
}

// minimise moves m to the minimum.
func minimise(m *linear.Model, examples []Example, times []float64, ridge float64) {
	if len(examples) == 0 {
		return
	}
	n := len(m.Weights)
	for range 60 {
		step := solve(newton(m, examples, times, ridge))
		size := 0.0
		m.Bias -= step[n]
		for i := range m.Weights {
			m.Weights[i] -= step[i]
			size = max(size, math.Abs(step[i]))
		}
		if size < 1e-8 {
			break
		}
	}
}

// newton returns the Hessian of the loss with its gradient as the last column; the
// bias is the last row.
func newton(m *linear.Model, examples []Example, times []float64, ridge float64) [][]float64 {
	n := len(m.Weights)
	rows := make([][]float64, n+1)
	for i := range rows {
		rows[i] = make([]float64, n+2)
	}
	all := 0.0
	for _, k := range times {
		all += k
	}
	x := make([]float64, n+1)
	x[n] = 1
	for k, e := range examples {
		share := times[k] / all
		copy(x, e.X)
		p := linear.Sigmoid(m.Odds(e.X))
		for i, xi := range x {
			if xi == 0 {
				continue
			}
			for j, xj := range x {
				rows[i][j] += share * p * (1 - p) * xi * xj
			}
			rows[i][n+1] += share * (p - e.Y) * xi
		}
	}
	for i := range n {
		rows[i][i] += ridge
		rows[i][n+1] += ridge * m.Weights[i]
	}
	rows[n][n] += 1e-9
	return rows
}

// solve returns x of A·x = b, where rows is A with b as its last column, by
// Gaussian elimination with partial pivoting. It changes rows.
func solve(rows [][]float64) []float64 {
	n := len(rows)
	for c := range n {
		best := c
		for r := c + 1; r < n; r++ {
			if math.Abs(rows[r][c]) > math.Abs(rows[best][c]) {
				best = r
			}
		}
		rows[c], rows[best] = rows[best], rows[c]
		for r := c + 1; r < n; r++ {
			f := rows[r][c] / rows[c][c]
			if f == 0 {
				continue
			}
			for k := c; k <= n; k++ {
				rows[r][k] -= f * rows[c][k]
			}
		}
	}
	x := make([]float64, n)
	for c := n - 1; c >= 0; c-- {
		sum := rows[c][n]
		for k := c + 1; k < n; k++ {
			sum -= rows[c][k] * x[k]
		}
		x[c] = sum / rows[c][c]
	}
	return x
}
