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
}

// Fit returns the logistic regression of the examples with a ridge penalty: the
// minimum of the mean log loss plus ridge/2 times the squared weights, the bias
// free. It is found by Newton's method (Hastie, Tibshirani, Friedman: The Elements
// of Statistical Learning, 2nd ed., 4.4.1), so the same examples give the same
// model everywhere. n is the number of features; no examples make a model that
// knows nothing.
func Fit(examples []Example, n int, ridge float64) *linear.Model {
	m := &linear.Model{Weights: make([]float64, n)}
	if len(examples) == 0 {
		return m
	}
	for range 60 {
		step := solve(newton(m, examples, ridge))
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
	return m
}

// newton returns the Hessian of the loss with its gradient as the last column; the
// bias is the last row.
func newton(m *linear.Model, examples []Example, ridge float64) [][]float64 {
	n := len(m.Weights)
	rows := make([][]float64, n+1)
	for i := range rows {
		rows[i] = make([]float64, n+2)
	}
	share := 1 / float64(len(examples))
	x := make([]float64, n+1)
	x[n] = 1
	for _, e := range examples {
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
