package learn

import (
	"fmt"
	"strings"

	"github.com/rasad-project/rasad/services/cleaner/page"
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

// FactsReport scores the facts around the text, set by set: dates right, missing and
// wrong of those with a gold date, names of authors, titles.
func FactsReport(docs []*Doc, m *page.Model) string {
	pages := make([]*page.Page, len(docs))
	parallel(len(docs), func(i int) {
		if p, err := m.Read(docs[i].Body, page.Options{URL: docs[i].Gold.URL}); err == nil {
			pages[i] = p
		}
	})
	rows := make(map[string]*facts)
	var sets []string
	for i, d := range docs {
		if pages[i] == nil {
			continue
		}
		if rows[d.Set] == nil {
			sets = append(sets, d.Set)
			rows[d.Set] = new(facts)
		}
		rows[d.Set].add(&d.Gold, pages[i])
	}
	var b strings.Builder
	for _, set := range sets {
		fmt.Fprintf(&b, "%-14s %s\n", set, rows[set])
	}
	return b.String()
}

// facts counts the answers on a set.
type facts struct {
	dates               [3]int // by score.Date
	both, gold, got     int    // authors' names
	titles, titlesRight int
}

func (f *facts) add(gold *score.Doc, p *page.Page) {
	if gold.Date != "" {
		f.dates[score.CheckDate(gold.Date, p.Published.String())]++
	}
	if len(gold.Author) > 0 {
		f.both += score.Authors(gold.Author, p.Byline)
		f.gold += len(gold.Author)
		f.got += len(p.Byline)
	}
	if gold.Title != "" {
		f.titles++
		if score.Title(gold.Title, p.Title) {
			f.titlesRight++
		}
	}
}

func (f *facts) String() string {
	share := func(n, of int) float64 { return float64(n) / float64(max(1, of)) }
	n := f.dates[0] + f.dates[1] + f.dates[2]
	p, r := share(f.both, f.got), share(f.both, f.gold)
	return fmt.Sprintf("date right %.3f wrong %.3f of %d  author F1 %.3f P %.3f R %.3f  title exact %.3f of %d",
		share(f.dates[score.RightDate], n), share(f.dates[score.WrongDate], n), n, score.F1(p, r), p, r, share(f.titlesRight, f.titles), f.titles)
}
