package feed

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/when"
)

// read takes the facts out of what gofeed made of a plain document.
func read(g *gofeed.Feed, doc Document) *Feed {
	hints := when.Hints{Country: doc.Country, Now: doc.Now, From: news.FromFeed}
	f := &Feed{
		ID: own(g, "id"), Title: g.Title, Link: g.Link, Subtitle: g.Description, Language: g.Language, Author: own(g, "author"),
		Updated: date(own(g, "updated"), hints), Pace: pace(g), Links: links(g, doc),
	}
	if f.Language == "" {
		f.Language, _, _ = strings.Cut(strings.TrimSpace(doc.Header.Get("Content-Language")), ",")
	}
	f.Entries = make([]Entry, len(g.Items))
	for i, item := range g.Items {
		f.Entries[i] = entry(item, hints)
	}
	return f
}

// own returns the first value of a fact that RSS has no element for.
func own(g *gofeed.Feed, name string) string {
	for _, e := range g.Extensions["r"][name] {
		return e.Value
	}
	return ""
}

func owns(g *gofeed.Feed, name string) []string {
	var all []string
	for _, e := range g.Extensions["r"][name] {
		all = append(all, e.Value)
	}
	return all
}

func entry(item *gofeed.Item, hints when.Hints) Entry {
	e := Entry{
		GUID: item.GUID, ID: firstOf(item.Custom["address"], item.GUID), Permalink: web(item.Custom["address"]),
		Link: item.Link, Title: item.Title, Summary: item.Description, Content: item.Content, Author: item.Custom["byline"],
		Published: date(item.Published, hints), Updated: date(item.Custom["updated"], hints), Categories: item.Categories,
	}
	if !e.Published.Known() {
		e.Published = e.Updated
	}
	for _, enc := range item.Enclosures {
		e.Enclosures = append(e.Enclosures, news.Enclosure{URL: enc.URL, Type: enc.Type, Length: enc.Length})
	}
	return e
}

// date reads a date; one that cannot be read stays unknown.
func date(s string, hints when.Hints) news.Date {
	d, _ := when.Parse(s, hints)
	return d
}

func pace(g *gofeed.Feed) Pace {
	p := Pace{TTL: minutes(own(g, "ttl")), Period: period(own(g, "period"), own(g, "frequency"))}
	for _, s := range owns(g, "skiphours") {
		if h, err := strconv.Atoi(s); err == nil && h >= 0 && h <= 24 {
			p.SkipHours = append(p.SkipHours, h%24)
		}
	}
	for _, s := range owns(g, "skipdays") {
		for d := time.Sunday; d <= time.Saturday; d++ {
			if strings.EqualFold(s, d.String()) {
				p.SkipDays = append(p.SkipDays, d)
			}
		}
	}
	return p
}

// minutes reads RSS 2.0's ttl; more than a year is no number of minutes.
func minutes(s string) time.Duration {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 366*24*60 {
		return 0
	}
	return time.Duration(n) * time.Minute
}

// period reads the update period of RSS 1.0's syndication module: so many times
// in so long, once where the frequency is missing.
func period(unit, frequency string) time.Duration {
	const day = 24 * time.Hour
	units := map[string]time.Duration{"hourly": time.Hour, "daily": day, "weekly": 7 * day, "monthly": 30 * day, "yearly": 365 * day}
	n, err := strconv.Atoi(frequency)
	if err != nil || n < 1 {
		n = 1
	}
	return units[strings.ToLower(unit)] / time.Duration(n)
}

// links are the doors that the document names and those of the Link header,
// which go first (WebSub, section 4).
func links(g *gofeed.Feed, doc Document) Links {
	l := Links{Self: own(g, "self"), Current: own(g, "current"), Previous: own(g, "previous"), Next: own(g, "next"), Moved: own(g, "moved")}
	header := headerLinks(doc.Header, doc.URL)
	l.Hubs = header["hub"]
	if self := header["self"]; len(self) > 0 {
		l.Self = self[0]
	}
	for _, h := range owns(g, "hub") {
		if !slices.Contains(l.Hubs, h) {
			l.Hubs = append(l.Hubs, h)
		}
	}
	return l
}

// headerLinks reads Link headers (RFC 8288) into addresses by relation.
func headerLinks(h http.Header, base string) map[string][]string {
	found := make(map[string][]string)
	for _, value := range h.Values("Link") {
		for value != "" {
			_, after, ok := strings.Cut(value, "<")
			if !ok {
				break
			}
			target, params, ok := strings.Cut(after, ">")
			if !ok {
				break
			}
			params, value = cutLink(params)
			for rel := range strings.FieldsSeq(relOf(params)) {
				rel = strings.ToLower(rel)
				found[rel] = append(found[rel], resolve(base, target))
			}
		}
	}
	return found
}

// cutLink parts the parameters of one link from the links behind it: at the
// first comma outside quotes.
func cutLink(s string) (params, rest string) {
	quoted := false
	for i := range len(s) {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case s[i] == ',' && !quoted:
			return s[:i], s[i+1:]
		}
	}
	return s, ""
}

func relOf(params string) string {
	for p := range strings.SplitSeq(params, ";") {
		name, value, _ := strings.Cut(p, "=")
		if strings.EqualFold(strings.TrimSpace(name), "rel") {
			return strings.Trim(strings.TrimSpace(value), `"`)
		}
	}
	return ""
}
