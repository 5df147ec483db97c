package main

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/news"
)

// column is one column of the table of verdicts.
type column struct {
	title string
	width int // in characters; the last column takes what is left
	cell  func(*news.Verdict) string
}

var columns = [...]column{
	{"TIME", 17, func(v *news.Verdict) string { return timeCell(v.Article.Published) }},
	{"SITE", 16, func(v *news.Verdict) string { return v.Article.Site }},
	{"RELEVANT", 8, func(v *news.Verdict) string { return relevantCell(v) }},
	{"TOPICS", 38, func(v *news.Verdict) string { return strings.Join(v.Topics, " ") }},
	{"TONE", 11, func(v *news.Verdict) string { return v.Tone }},
	{"WHO → WHAT → WHOM", 26, func(v *news.Verdict) string { return eventCell(v.Events) }},
	{"FIRST EVIDENCE", 0, func(v *news.Verdict) string { return evidenceCell(v) }},
}

// table prints verdicts a line each, under a heading, cut to the width of the
// reader's terminal. It is not safe for concurrent use.
type table struct {
	w     io.Writer
	width int // in characters
	begun bool
}

func (t *table) row(v *news.Verdict) error {
	if !t.begun {
		t.begun = true
		if err := t.line(func(c column) string { return c.title }); err != nil {
			return err
		}
	}
	return t.line(func(c column) string { return c.cell(v) })
}

func (t *table) line(cell func(column) string) error {
	var b strings.Builder
	left := t.width
	for _, c := range columns {
		width := c.width
		if width == 0 {
			width = max(left, 20)
		}
		b.WriteString(fit(cell(c), width))
		b.WriteString("  ")
		left -= width + 2
	}
	_, err := fmt.Fprintln(t.w, strings.TrimRight(b.String(), " "))
	return err
}

// fit cuts or pads s to width characters on one line, without what a terminal
// would obey. Combining marks take no room.
func fit(s string, width int) string {
	s = strings.Join(strings.Fields(cli.Plain(s)), " ")
	n, cut := 0, len(s)
	for i, r := range s {
		if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) {
			continue
		}
		if n == width-1 {
			cut = i
		}
		n++
	}
	if n > width {
		return s[:cut] + "…"
	}
	return s + strings.Repeat(" ", width-n)
}

func timeCell(d news.Date) string {
	if !d.Known() {
		return "unknown"
	}
	return strings.Replace(strings.TrimSuffix(d.String(), ":00Z"), "T", " ", 1)
}

func relevantCell(v *news.Verdict) string {
	if v.Article.Dropped != "" {
		return "dropped"
	}
	if v.Relevant {
		return fmt.Sprintf("yes %.2f", v.Score)
	}
	return fmt.Sprintf("no  %.2f", v.Score)
}

func eventCell(events []news.Event) string {
	for _, e := range events {
		if !e.Background {
			return eventText(e)
		}
	}
	if len(events) > 0 {
		return eventText(events[0])
	}
	return ""
}

func eventText(e news.Event) string {
	s := e.Source + " → " + e.Action + " → " + e.Target
	if e.Status != "" && e.Status != "done" {
		s += " (" + e.Status + ")"
	}
	return s
}

func evidenceCell(v *news.Verdict) string {
	if v.Article.Dropped != "" {
		return v.Article.Dropped
	}
	if !v.Relevant || len(v.Evidence) == 0 {
		return v.Why
	}
	return "“" + v.Evidence[0].Quote + "”"
}
