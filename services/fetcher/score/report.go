package score

import (
	"fmt"
	"html"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/rasad-project/rasad/kit/lines"
	"github.com/rasad-project/rasad/kit/when"
)

// Share is how many of a number of cases passed.
type Share struct{ Passed, Of int }

func (s Share) String() string { return fmt.Sprintf("%d/%d", s.Passed, s.Of) }

func (s *Share) count(passed bool) {
	s.Of++
	if passed {
		s.Passed++
	}
}

// Report is how a set was read.
type Report struct {
	WellFormed, IllFormed Share // files read
	Fields                Share
	Groups                map[string]*Share // Fields by group
	Damaged               Share             // feeds wholly recovered
	DateForms             Share             // feeds of which every date was read
	Dates                 Share
	Misses                []string // a line for each case that failed
}

// Against scores what was read of each file, by the name the set has for it.
func (s *Set) Against(read map[string]lines.Parsed) *Report {
	r := &Report{Groups: make(map[string]*Share)}
	for _, f := range s.Files {
		if f.WellFormed {
			r.WellFormed.count(read[f.File].OK)
		} else {
			r.IllFormed.count(read[f.File].OK)
		}
	}
	for _, c := range s.Cases {
		r.field(c, read[c.File])
	}
	for _, d := range s.Damaged {
		r.damaged(d, read[d.File])
	}
	for _, d := range s.Dates {
		r.date(d)
	}
	return r
}

func (r *Report) miss(format string, args ...any) {
	r.Misses = append(r.Misses, fmt.Sprintf(format, args...))
}

func (r *Report) field(c Case, p lines.Parsed) {
	got := value(p, c.Field)
	good := Same(got, text(c.Expected)) != (c.Op == "ne")
	r.Fields.count(good)
	g := r.Groups[c.Group]
	if g == nil {
		g = &Share{}
		r.Groups[c.Group] = g
	}
	g.count(good)
	if !good {
		r.miss("%s %s: want %s %.90q, got %.90q", c.ID, c.Field, c.Op, text(c.Expected), got)
	}
}

// value is the value of a field of a feed or of its first entry.
func value(p lines.Parsed, field string) string {
	if field == "entries.length" {
		return fmt.Sprint(len(p.Entries))
	}
	if name, ok := strings.CutPrefix(field, "feed."); ok {
		return feedValue(p.Feed, name)
	}
	_, name, ok := strings.Cut(field, "].")
	if !ok || len(p.Entries) == 0 {
		return ""
	}
	return entryValue(p.Entries[0], name)
}

func feedValue(f lines.ParsedFeed, name string) string {
	return map[string]string{
		"id": f.ID, "title": f.Title, "link": f.Link, "subtitle": f.Subtitle, "language": f.Language, "author": f.Author,
		"updated": f.Updated, "updated_parsed": f.Updated,
	}[name]
}

func entryValue(e lines.ParsedEntry, name string) string {
	switch {
	case strings.HasPrefix(name, "tags["):
		return strings.Join(e.Categories[:min(len(e.Categories), 1)], "")
	case strings.HasPrefix(name, "enclosures[") && len(e.Enclosures) > 0:
		first := e.Enclosures[0]
		part := name[strings.LastIndexByte(name, '.')+1:]
		return map[string]string{"href": first.URL, "url": first.URL, "type": first.Type, "length": first.Length}[part]
	case strings.HasPrefix(name, "content"):
		return e.Content
	}
	return map[string]string{
		"id": e.ID, "title": e.Title, "link": e.Link, "summary": e.Summary, "author": e.Author,
		"published": e.Published, "published_parsed": e.Published, "updated": e.Updated, "updated_parsed": e.Updated,
	}[name]
}

func (r *Report) damaged(d Damaged, p lines.Parsed) {
	titles, links, dates := 0, 0, 0
	for i := range min(len(p.Entries), len(d.Expected)) {
		got, want := p.Entries[i], d.Expected[i]
		titles += one(html.UnescapeString(strings.TrimSpace(got.Title)) == html.UnescapeString(want.Title))
		links += one(got.Link == want.Link)
		dates += one(got.Published == want.Date)
	}
	good := len(p.Entries) >= d.Complete && min(titles, links, dates) >= d.Complete
	if d.dates {
		good = dates >= len(d.Expected)
		r.DateForms.count(good)
	} else {
		r.Damaged.count(good)
	}
	if !good {
		r.miss("%s: %d items; right: %d titles, %d links, %d dates", d.ID, len(p.Entries), titles, links, dates)
	}
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (r *Report) date(d Date) {
	got, want := "unknown", "unknown"
	if read, ok := when.Parse(d.Input, when.Hints{}); ok {
		got = read.Time.UTC().Format(time.RFC3339)
	}
	if d.Expected != nil {
		want = *d.Expected
	}
	r.Dates.count(got == want)
	if got != want {
		r.miss("date %q: want %s, got %s", d.Input, want, got)
	}
}

// Print writes the report; the misses only when they are asked for.
func (r *Report) Print(w io.Writer, misses bool) {
	if misses {
		for _, m := range r.Misses {
			fmt.Fprintln(w, "  miss", m)
		}
	}
	fmt.Fprintln(w, "well-formed files read:", r.WellFormed)
	fmt.Fprintln(w, "ill-formed files read:", r.IllFormed)
	fmt.Fprintf(w, "field values: %s = %.3f ", r.Fields, float64(r.Fields.Passed)/float64(max(r.Fields.Of, 1)))
	for _, g := range slices.Sorted(maps.Keys(r.Groups)) {
		fmt.Fprintf(w, " %s %s", g, r.Groups[g])
	}
	fmt.Fprintf(w, "\ndamaged feeds wholly recovered: %s   date forms: %s   dates: %s\n", r.Damaged, r.DateForms, r.Dates)
}
