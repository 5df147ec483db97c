package tagger

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/lines"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/tagger/event"
	"github.com/rasad-project/rasad/services/tagger/relevance"
)

// explainLines writes a page for every line of in that can be used, or for the one with
// the given id.
func (t *Tagger) explainLines(in io.Reader, out io.Writer, id string) error {
	found := false
	err := lines.Decoded(in, tagIn, func(l *lines.TagIn) error {
		if id != "" && l.ID != id {
			return nil
		}
		found = true
		return t.explain(out, l)
	})
	if id != "" && !found {
		err = errors.Join(err, fmt.Errorf("no line has the id %q", id))
	}
	return err
}

// explain writes what decided on one article, on one screen.
func (t *Tagger) explain(out io.Writer, l *lines.TagIn) error {
	a := article(l)
	v := t.Tag(a)
	b := t.benches.Get().(*bench)
	defer t.benches.Put(b)
	j := t.judge(b, a)
	w := &page{Writer: bufio.NewWriter(out)}
	w.line("%s  %s", cli.Plain(l.ID), shorten(cmp.Or(l.Title, l.Text), 90))
	w.line("%s, level %d, score %.2f. %s", verdict(v), v.Level, v.Score, v.Why)
	if j.Missing == "" {
		w.contributions(t.relevance.Contributions(j.Vector), j.Odds)
	}
	if v.Relevant {
		w.line("topics: %s   tone: %s", strings.Join(v.Topics, " "), v.Tone)
		w.events(v)
		w.untold(b)
		w.named(v)
		w.evidence(v)
	}
	w.line("")
	return errors.Join(w.err, w.Flush())
}

func verdict(v *news.Verdict) string {
	if v.Relevant {
		return "relevant"
	}
	return "not relevant"
}

// page writes lines and keeps the first error.
type page struct {
	*bufio.Writer
	err error
}

func (w *page) line(format string, args ...any) {
	_, err := fmt.Fprintf(w, format+"\n", args...)
	w.err = cmp.Or(w.err, err)
}

// most is how many contributions and pieces of evidence make a screen.
const most = 12

// contributions writes what decided, the weightiest first.
func (w *page) contributions(all []relevance.Contribution, odds float64) {
	slices.SortStableFunc(all, func(a, b relevance.Contribution) int { return cmp.Compare(math.Abs(b.Odds), math.Abs(a.Odds)) })
	rest := 0.0
	for i, c := range all {
		if i < most {
			w.line("  %+6.2f  %-14s = %.2f", c.Odds, c.Name, c.Value)
		} else {
			rest += c.Odds
		}
	}
	w.line("  %+6.2f  the rest", rest)
	w.line("  %+6.2f  log odds", odds)
}

func (w *page) events(v *news.Verdict) {
	for _, e := range v.Events {
		w.line("event: %s %s %s, %s%s  %v", e.Source, e.Action, e.Target, e.Status, background(e), e.Evidence)
	}
}

// untold writes the events that are not trusted enough to be told, with their words.
func (w *page) untold(b *bench) {
	p := proof{reading: &b.reading}
	for i := range b.events {
		if e := &b.events[i]; !e.Told() {
			s := &e.Spans[0]
			w.line("not told, trusted %.2f of %.2f: %s %s %s  %s %s", e.Trust, event.Trusted, e.Source, e.Action, e.Target, s.Rule, shorten(p.field(s.Field).Doc.Src[s.Start:s.End], 70))
		}
	}
}

func background(e news.Event) string {
	if e.Background {
		return ", background"
	}
	return ""
}

func (w *page) named(v *news.Verdict) {
	var who []string
	for _, a := range v.Actors {
		who = append(who, fmt.Sprintf("%s (%s)", a.Name, a.Country))
	}
	for _, p := range v.Places {
		who = append(who, fmt.Sprintf("%s (%s)", p.Name, p.Precision))
	}
	if len(who) > 0 {
		w.line("named: %s", strings.Join(who, ", "))
	}
}

func (w *page) evidence(v *news.Verdict) {
	for i, e := range v.Evidence {
		if i == most {
			w.line("  and %d more", len(v.Evidence)-most)
			return
		}
		w.line("  [%d] %s[%d:%d] %-24s %s", i, e.Field, e.Start, e.End, e.Rule, shorten(e.Quote, 70))
	}
}

// shorten returns s on one line of at most n runes, fit for a terminal.
func shorten(s string, n int) string {
	r := []rune(strings.Join(strings.Fields(cli.Plain(s)), " "))
	if len(r) <= n {
		return string(r)
	}
	return string(r[:n-1]) + "…"
}
