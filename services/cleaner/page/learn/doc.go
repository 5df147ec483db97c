// Package learn trains the page model on gold sets and measures it under
// cross-validation by site: no site is ever both trained and tested on.
package learn

import (
	"fmt"
	"hash/fnv"
	"net/url"
	"path/filepath"
	"strings"

	"golang.org/x/net/publicsuffix"

	"github.com/rasad-project/rasad/services/cleaner/page"
	"github.com/rasad-project/rasad/services/cleaner/score"
)

// Folds is how many parts the sites are dealt into.
const Folds = 5

// Doc is a page to learn from.
type Doc struct {
	Set  string
	Gold score.Doc
	Body []byte
	Fold int

	sample *page.Sample
	first  [][]float32
	terms  [][]uint16
	labels []float32
	weight []float32
	found  bool // the gold stands in the page's tree
	row    int  // of its first run among the runs of all documents
	byHand bool
	never  []string // the lines of other stories on a page made by hand
}

// Load reads the sets under root, a folder each, and cuts and labels their pages.
func Load(root string, sets []string) ([]*Doc, error) {
	var docs []*Doc
	for _, set := range sets {
		gold, err := score.Load(filepath.Join(root, set))
		if err != nil {
			return nil, fmt.Errorf("set %s: %w", set, err)
		}
		for _, g := range gold {
			body, err := g.HTML()
			if err != nil {
				return nil, fmt.Errorf("set %s: %w", set, err)
			}
			docs = append(docs, &Doc{Set: set, Gold: g, Body: body, Fold: foldOf(g)})
		}
	}
	failed := make([]error, len(docs))
	parallel(len(docs), func(i int) { failed[i] = docs[i].prepare() })
	for i, err := range failed {
		if err != nil {
			return nil, fmt.Errorf("set %s: %s: %w", docs[i].Set, docs[i].Gold.ID, err)
		}
	}
	return docs, nil
}

// foldOf deals a document to the fold of its site: its registrable domain without
// the suffix, so that one publisher's national editions stay together.
func foldOf(g score.Doc) int {
	site := g.ID
	if u, err := url.Parse(g.URL); err == nil && u.Hostname() != "" {
		site = u.Hostname()
		if d, err := publicsuffix.EffectiveTLDPlusOne(strings.ToLower(u.Hostname())); err == nil {
			site, _, _ = strings.Cut(d, ".")
		}
	}
	h := fnv.New32a()
	h.Write([]byte(site))
	return int(h.Sum32() % Folds)
}

// prepare cuts the page and labels its runs.
func (d *Doc) prepare() error {
	s, err := page.NewSample(d.Body, page.Options{URL: d.Gold.URL})
	if err != nil {
		return err
	}
	d.sample, d.first, d.labels = s, s.First(), labels(s, d.Gold.Text)
	d.terms = make([][]uint16, s.Len())
	var gold, goldUnits, rest float64
	for i, y := range d.labels {
		d.terms[i] = s.Terms(i)
		gold += float64(y) * float64(len(s.Words(i)))
		goldUnits += float64(y) * float64(s.Units(i))
		if y < 0.5 {
			rest += float64(s.Units(i) + 10)
		}
	}
	d.found = gold > 0.3*float64(len(page.Words(d.Gold.Text))) && gold > 0
	d.weigh(goldUnits, rest)
	return nil
}

// rare is how many times a page counts that is in another script than the Latin one
// or was made by hand: the sets have few of these, the river many.
const rare = 3

// weigh weighs a run by what it moves the page's score by; all that is not article
// weighs at most three times the article.
func (d *Doc) weigh(goldUnits, rest float64) {
	d.weight = make([]float32, len(d.labels))
	scale := min(1, 3*goldUnits/max(1, rest))
	times := 1.0
	if d.byHand || d.sample.NonLatin() {
		times = rare
	}
	for i, y := range d.labels {
		w := times * float64(d.sample.Units(i)+10) / max(200, goldUnits)
		if y < 0.5 {
			w *= scale
		}
		d.weight[i] = float32(w)
	}
}

// Latin reports whether most of the page is in the Latin script.
func (d *Doc) Latin() bool { return !d.sample.NonLatin() }

// Runs is how many runs the page was cut into.
func (d *Doc) Runs() int { return len(d.labels) }

// Best is the text that the labels keep: the most that choosing runs can do.
func (d *Doc) Best() string {
	var kept []string
	for i, y := range d.labels {
		if y >= 0.5 {
			kept = append(kept, d.sample.Text(i))
		}
	}
	return strings.Join(kept, "\n\n")
}

// Text is what model m keeps of the page.
func (d *Doc) Text(m *page.Model) string {
	p, err := m.Read(d.Body, page.Options{URL: d.Gold.URL})
	if err != nil {
		return ""
	}
	return p.Text()
}
