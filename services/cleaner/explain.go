package cleaner

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/lines"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/cleaner/page"
)

// The terminal's strike-through, on and off (ECMA-48, SGR 9 and 29).
const (
	strike   = "\x1b[9m"
	noStrike = "\x1b[29m"
)

// Explain cleans e and writes its blocks for a reader, a line each: those that were
// cut struck through, with the reason before them. Below a block that the page's
// model decided on stand its score and the features that moved it most; what moved
// the first look stands behind it in brackets.
func (r *Rules) Explain(e *news.Entry) string {
	a, why := r.Clean(e), whysOf(e)
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n", cli.Plain(cmp.Or(a.Title, "(no title)")))
	fmt.Fprintf(&b, "  published %s; by %s; site %s; language %s; dateline %s; confidence %.2f\n",
		dated(a.Published), cli.Plain(cmp.Or(a.Byline, "–")), cli.Plain(cmp.Or(a.Site, "–")), a.Language,
		cli.Plain(cmp.Or(strings.Trim(a.Dateline.Place+" / "+a.Dateline.Agency, "/ "), "–")), a.Confidence)
	if a.Dropped != "" {
		fmt.Fprintf(&b, "  dropped: %s\n", a.Dropped)
	}
	for _, block := range a.Blocks {
		b.WriteString(explained(block))
		b.WriteString(why.of(block))
	}
	return b.String()
}

// whys are a page's blocks with what decided on them, as far as they are not told.
type whys struct {
	blocks []news.Block
	why    []page.Why
}

func whysOf(e *news.Entry) *whys {
	if e.Page == nil || len(e.Page.Body) == 0 || isPlain(e.Page) {
		return new(whys)
	}
	p, why, err := page.Explain(e.Page.Body, optionsOf(e))
	if err != nil {
		return new(whys)
	}
	return &whys{p.Blocks[:len(why)], why}
}

// of tells why b is kept or not, once: the rules on words part some of the page's
// blocks, and leave all in order.
func (w *whys) of(b news.Block) string {
	for i := range w.blocks {
		if strings.HasPrefix(strings.Join(strings.Fields(w.blocks[i].Text), " "), b.Text) {
			why := w.why[i]
			w.blocks, w.why = w.blocks[i+1:], w.why[i+1:]
			return fmt.Sprintf("  %18.2f  %s\n", why.Score, weighed(why))
		}
	}
	return ""
}

// weighed lists what moved the score: "link density 1 -2.1" is a block that is all
// link, which took 2.1 off the log odds of its being article.
func weighed(why page.Why) string {
	var parts []string
	for _, w := range why.Weights {
		part := fmt.Sprintf("%s %.3g %+.1f", w.Feature, w.Value, w.LogOdds)
		if w.Feature == "score+0" && len(why.First) > 0 {
			part += " (" + weighed(page.Why{Weights: why.First}) + ")"
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ", ")
}

func dated(d news.Date) string {
	if !d.Known() {
		return "–"
	}
	return fmt.Sprintf("%s (from %s)", d, d.From)
}

// explained is one block.
func explained(b news.Block) string {
	text := cli.Plain(b.Text)
	if b.Kept() {
		return fmt.Sprintf("  %18s  %s\n", "", text)
	}
	return fmt.Sprintf("- %18s  %s%s%s\n", b.Cut, strike, text, noStrike)
}

// explainLines explains each line of in that can be used.
func (r *Rules) explainLines(in io.Reader, out io.Writer) error {
	return lines.Decoded(in, EntryOf, func(e *news.Entry) error {
		if _, err := fmt.Fprintf(out, "%s\n", r.Explain(e)); err != nil {
			return fmt.Errorf("write: %w", err)
		}
		return nil
	})
}
