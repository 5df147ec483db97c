package learn

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rasad-project/rasad/services/cleaner/page"
	"github.com/rasad-project/rasad/services/cleaner/score"
)

// Errors lists the pages that model m decides wrongly, worst first, and their wrong
// blocks: "+" for one that should not have been kept, "-" for one that should.
func Errors(docs []*Doc, m func(*Doc) *page.Model) []string {
	type entry struct {
		f1   float64
		text string
	}
	all := make([]entry, len(docs))
	parallel(len(docs), func(i int) {
		d := docs[i]
		p, err := m(d).Read(d.Body, page.Options{URL: d.Gold.URL})
		if err != nil {
			return
		}
		c, best := score.Text(d.Gold.Text, p.Text()), score.Text(d.Gold.Text, d.Best())
		all[i].f1 = score.F1(c.Precision(), c.Recall())
		var b strings.Builder
		fmt.Fprintf(&b, "F1 %.3f P %.3f R %.3f of P %.3f R %.3f  %s %s %s\n", all[i].f1, c.Precision(), c.Recall(), best.Precision(), best.Recall(), d.Set, d.Gold.ID, d.Gold.URL)
		for k, block := range p.Blocks {
			if block.Kept() != (d.labels[k] >= 0.5) {
				fmt.Fprintf(&b, "  %s %s [%s] %.160s\n", sign(block.Kept()), block.Path, block.Cut, block.Text)
			}
		}
		all[i].text = b.String()
	})
	slices.SortStableFunc(all, func(a, b entry) int {
		switch {
		case a.f1 < b.f1:
			return -1
		case a.f1 > b.f1:
			return 1
		}
		return 0
	})
	var out []string
	for _, e := range all {
		out = append(out, e.text)
	}
	return out
}

func sign(kept bool) string {
	if kept {
		return "+"
	}
	return "-"
}
