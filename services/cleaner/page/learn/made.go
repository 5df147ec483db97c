package learn

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"github.com/rasad-project/rasad/services/cleaner/page"
	"github.com/rasad-project/rasad/services/cleaner/page/made"
	"github.com/rasad-project/rasad/services/cleaner/score"
)

// LoadMade reads the pages made by hand in dir to learn from. Pages of one kind are
// dealt to one fold, whatever their language: what a fold's model makes of them it
// has not seen.
func LoadMade(dir string) ([]*Doc, error) {
	pages, err := made.Load(dir)
	if err != nil {
		return nil, err
	}
	var docs []*Doc
	for _, p := range pages {
		h := fnv.New32a()
		h.Write([]byte(p.Kind()))
		d := &Doc{
			Set: "by hand", Body: []byte(p.HTML), Fold: int(h.Sum32() % Folds), byHand: true, never: p.Never,
			Gold: score.Doc{ID: p.Name, Text: strings.Join(p.Want, "\n\n")},
		}
		if err := d.prepare(); err != nil {
			return nil, fmt.Errorf("%s: %w", p.Name, err)
		}
		docs = append(docs, d)
	}
	return docs, nil
}

// Leaks says how many lines of other stories are kept: those that the pages made by
// hand name, and on real pages the lines of four words or more that are links and
// that the gold has not.
func Leaks(docs []*Doc, m func(*Doc) *page.Model) string {
	type count struct{ kept, all, pages int }
	counts := make([]count, len(docs))
	parallel(len(docs), func(i int) {
		d := docs[i]
		p, err := m(d).Read(d.Body, page.Options{URL: d.Gold.URL})
		if err != nil {
			return
		}
		c := &counts[i]
		for k := range d.labels {
			if !d.foreign(k) {
				continue
			}
			c.all++
			if p.Blocks[k].Kept() {
				c.kept++
			}
		}
		if c.kept > 0 {
			c.pages = 1
		}
	})
	sums := make(map[string]count)
	var sets []string
	for i, d := range docs {
		if _, ok := sums[d.Set]; !ok {
			sets = append(sets, d.Set)
		}
		s, c := sums[d.Set], counts[i]
		sums[d.Set] = count{s.kept + c.kept, s.all + c.all, s.pages + c.pages}
	}
	var b strings.Builder
	for _, set := range sets {
		c := sums[set]
		fmt.Fprintf(&b, "%-14s %d of %d lines kept (%.2f %%), on %d pages\n", set, c.kept, c.all, 100*float64(c.kept)/float64(max(1, c.all)), c.pages)
	}
	return b.String()
}

// foreign reports whether run k is a line of another story.
func (d *Doc) foreign(k int) bool {
	if d.byHand {
		return slices.Contains(d.never, d.sample.Text(k))
	}
	return d.found && d.labels[k] < 0.2 && len(d.sample.Words(k)) >= gram && d.sample.Linked(k)
}
