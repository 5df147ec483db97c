package learn

import (
	"fmt"
	"strings"

	"github.com/rasad-project/rasad/services/cleaner/score"
)

// Report scores a text for every document: a line for each set and one for the
// mean of the sets.
func Report(docs []*Doc, text func(*Doc) string) string {
	counts := make([]score.Counts, len(docs))
	parallel(len(docs), func(i int) { counts[i] = score.Text(docs[i].Gold.Text, text(docs[i])) })
	rows := make(map[string][]score.Counts)
	var sets []string
	for i, d := range docs {
		if rows[d.Set] == nil {
			sets = append(sets, d.Set)
		}
		rows[d.Set] = append(rows[d.Set], counts[i])
	}
	var b strings.Builder
	var sum [3]float64
	for _, set := range sets {
		p, r, f := score.Mean(rows[set])
		sum[0], sum[1], sum[2] = sum[0]+f, sum[1]+p, sum[2]+r
		fmt.Fprintf(&b, "%-14s %3d pages  F1 %.4f  P %.4f  R %.4f\n", set, len(rows[set]), f, p, r)
	}
	n := float64(max(1, len(sets)))
	fmt.Fprintf(&b, "%-14s %3d pages  F1 %.4f  P %.4f  R %.4f\n", "mean of sets", len(docs), sum[0]/n, sum[1]/n, sum[2]/n)
	return b.String()
}
