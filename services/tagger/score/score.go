// Package score measures verdicts against labelled articles.
package score

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/tagger/ground"
)

// Counts are right and wrong answers.
type Counts struct{ Right, False, Missed int }

// Rates returns precision, recall and their harmonic mean; 0 where there is nothing
// to divide by.
func (c Counts) Rates() (precision, recall, f1 float64) {
	precision = share(c.Right, c.Right+c.False)
	recall = share(c.Right, c.Right+c.Missed)
	if precision+recall > 0 {
		f1 = 2 * precision * recall / (precision + recall)
	}
	return precision, recall, f1
}

func (c *Counts) add(want, got bool) {
	switch {
	case want && got:
		c.Right++
	case got:
		c.False++
	case want:
		c.Missed++
	}
}

func share(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// Report is how a set of verdicts did. Topics, tone and events are scored on the
// articles that are about the relation and were found: a topic that readers
// disagree on neither helps nor hurts, and any reader's tone or event is right.
type Report struct {
	Strict  Counts // articles about the relation against those that are not
	Lenient Counts // those with a distinct part about it among the former
	Topics  Counts
	Found   int // articles about the relation, found
	Tone    int // of them with a right tone
	Action  int // with the main event's action among the coded
	Main    int // with its action and both parties
	Coded   int // events coded in them
	Items   int
}

// Add scores one verdict.
func (r *Report) Add(it *ground.Item, v *news.Verdict) {
	r.Items++
	if it.Relevance != 1 {
		r.Strict.add(it.Relevance == 2, v.Relevant)
	}
	r.Lenient.add(it.Relevance > 0, v.Relevant)
	if it.Relevance != 2 || !v.Relevant {
		return
	}
	r.Found++
	for _, topic := range v.Topics {
		if !slices.Contains(it.Maybe, topic) {
			r.Topics.add(slices.Contains(it.Topics, topic), true)
		}
	}
	for _, topic := range it.Topics {
		if !slices.Contains(v.Topics, topic) {
			r.Topics.add(true, false)
		}
	}
	if slices.Contains(it.Tones, v.Tone) {
		r.Tone++
	}
	r.events(it, v)
}

func (r *Report) events(it *ground.Item, v *news.Verdict) {
	r.Coded += len(v.Events)
	action, main := false, false
	for _, e := range v.Events {
		for _, want := range it.Events {
			if e.Action == want.Action {
				action = true
				main = main || e.Source == want.Source && e.Target == want.Target
			}
		}
	}
	if action {
		r.Action++
	}
	if main {
		r.Main++
	}
}

// Table writes reports as a table, a row for each name.
func Table(w io.Writer, names []string, reports map[string]*Report) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "\titems\tstrict P\tR\tF1\tlenient P\tR\tF1\ttopics F1\ttone\taction\tmain event\tevents/item\t")
	for _, name := range names {
		r := reports[name]
		p, rec, f := r.Strict.Rates()
		lp, lr, lf := r.Lenient.Rates()
		_, _, tf := r.Topics.Rates()
		fmt.Fprintf(t, "%s\t%d\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f\t%.1f\t\n", name, r.Items, p, rec, f, lp, lr, lf, tf,
			share(r.Tone, r.Found), share(r.Action, r.Found), share(r.Main, r.Found), share(r.Coded, r.Found))
	}
	return t.Flush()
}
