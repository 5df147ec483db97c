package page

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/rasad-project/rasad/kit/news"
)

// publishedMeta and modifiedMeta are the names of meta tags that state a date, most
// trusted first.
var publishedMeta = []string{
	"article:published_time", "article:published", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date",
	"sailthru.date", "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created", "publishdate", "publish-date", "publish_date", "pubdate", "pub_date",
	"publication_date", "publicationdate", "article.published", "article_date_original", "originalpublicationdate", "date.created", "cxenseparse:recs:publishtime", "iso-8601-publish-date",
	"bt:pubdate", "article:post_date", "created", "datecreated", "citation_publication_date", "ptime", "last_publish_date", "shareaholic:article_published_time",
	"dc.date", "dcterms.date", "date", "displaydate", "rnews:datepublished", "og:pubdate", "published_at", "published", "article:create_at",
}

var modifiedMeta = []string{
	"article:modified_time", "article:modified", "og:updated_time", "datemodified", "dcterms.modified", "dc.date.modified", "last-modified", "lastmod", "article:updated_time", "cxenseparse:recs:updatetime",
}

// dates finds when the page was published and changed: JSON-LD, meta tags,
// microdata and time tags, the address. Nothing found is an answer.
func (p *reading) dates() (published, modified news.Date) {
	published = parseDate(p.ld.published, news.FromJSONLD)
	if !published.Known() {
		published = p.firstDate(publishedMeta)
	}
	if !published.Known() {
		published = p.timeTags(func(t timeTag) bool { return t.own })
	}
	if !published.Known() {
		published = p.timeTags(func(t timeTag) bool { return !t.mod })
	}
	if !published.Known() {
		published = dateInURL(p.url())
	}
	modified = parseDate(p.ld.modified, news.FromJSONLD)
	if !modified.Known() {
		modified = p.firstDate(modifiedMeta)
	}
	if !modified.Known() {
		modified = p.timeTags(func(t timeTag) bool { return t.mod })
	}
	return published, modified
}

func (p *reading) firstDate(names []string) news.Date {
	for _, n := range names {
		for _, v := range p.markup.metas[n] {
			if d := parseDate(v, news.FromMeta); d.Known() {
				return d
			}
		}
	}
	return news.Date{}
}

// timeTags takes the first tag that want accepts and that carries a date for
// machines.
func (p *reading) timeTags(want func(timeTag) bool) news.Date {
	for _, t := range p.markup.times {
		if !want(t) {
			continue
		}
		if d := parseDate(t.value, news.FromMeta); d.Known() {
			return d
		}
	}
	return news.Date{}
}

// isoForms are the shapes of ISO 8601 (and the near misses) that pages write.
var isoForms = []struct {
	layout    string
	precision news.Precision
	zoned     bool
}{
	{"2006-01-02T15:04:05Z07:00", news.Second, true},
	{"2006-01-02T15:04:05Z0700", news.Second, true},
	{"2006-01-02T15:04:05Z07", news.Second, true},
	{"2006-01-02T15:04Z07:00", news.Minute, true},
	{"2006-01-02T15:04Z0700", news.Minute, true},
	{"2006-01-02 15:04:05Z07:00", news.Second, true},
	{"2006-01-02 15:04:05 Z07:00", news.Second, true},
	{"2006-01-02 15:04:05 Z0700", news.Second, true},
	{"2006-01-02 15:04:05 MST", news.Second, true},
	{"2006-01-02T15:04:05", news.Second, false},
	{"2006-01-02T15:04", news.Minute, false},
	{"2006-01-02 15:04:05", news.Second, false},
	{"2006-01-02 15:04", news.Minute, false},
	{"2006/01/02 15:04:05", news.Second, false},
	{"2006/01/02 15:04", news.Minute, false},
	{"2006-01-02", news.Day, false},
	{"2006/01/02", news.Day, false},
	{"20060102T150405Z0700", news.Second, true},
	{"20060102T150405", news.Second, false},
	{time.RFC1123Z, news.Second, true},
	{time.RFC1123, news.Second, true},
	{"Mon, 2 Jan 2006 15:04:05 -0700", news.Second, true},
	{"Mon Jan 2 15:04:05 MST 2006", news.Second, true},
	{"January 2, 2006", news.Day, false},
	{"Jan 2, 2006", news.Day, false},
	{"2 January 2006", news.Day, false},
	{"2 Jan 2006", news.Day, false},
}

// parseDate reads a date written for machines; an unknown Date if it is none, or
// lies outside 1990 to 2100.
func parseDate(s string, from news.Origin) news.Date {
	s = strings.TrimSpace(s)
	if len(s) < 8 || len(s) > 64 {
		return news.Date{}
	}
	if d := unixDate(s, from); d.Known() {
		return d
	}
	for _, f := range isoForms {
		t, err := time.Parse(f.layout, s)
		if err != nil || t.Year() < 1990 || t.Year() > 2100 {
			continue
		}
		d := news.Date{Time: t, Precision: f.precision, From: from}
		switch {
		case f.precision == news.Day:
		case f.zoned && !strings.HasSuffix(f.layout, "MST") || strings.HasSuffix(s, "GMT") || strings.HasSuffix(s, "UTC"):
			d.Zone = news.Stated
		default:
			d.Zone = news.Guessed
		}
		return d
	}
	return news.Date{}
}

// unixDate reads seconds or milliseconds since 1970.
func unixDate(s string, from news.Origin) news.Date {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || len(s) != 10 && len(s) != 13 {
		return news.Date{}
	}
	if len(s) == 13 {
		n /= 1000
	}
	t := time.Unix(n, 0).UTC()
	if t.Year() < 1995 || t.Year() > 2100 {
		return news.Date{}
	}
	return news.Date{Time: t, Precision: news.Second, Zone: news.Stated, From: from}
}

var urlDay = regexp.MustCompile(`(?:^|[/_-])((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?:[/_.-]|$)`)

// dateInURL reads a day such as /2024/01/27/ in an address.
func dateInURL(address string) news.Date {
	u, err := url.Parse(address)
	if err != nil {
		return news.Date{}
	}
	m := urlDay.FindStringSubmatch(u.Path)
	if m == nil {
		return news.Date{}
	}
	t, err := time.Parse("2006-01-02", m[1]+"-"+m[2]+"-"+m[3])
	if err != nil {
		return news.Date{}
	}
	return news.Date{Time: t, Precision: news.Day, From: news.FromURL}
}
