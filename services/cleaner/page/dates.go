package page

import (
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/when"
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

// Changed is the flag of a date of publication that only that of a change is known for.
const Changed = "changed"

// dates finds when the page was published and changed: JSON-LD, meta tags,
// microdata and time tags, the address, a line by the title. Nothing found is an
// answer.
func (p *reading) dates() (published, modified news.Date) {
	published = p.parseDate(p.ld.published, news.FromJSONLD)
	if !published.Known() {
		published = p.firstDate(publishedMeta)
	}
	if !published.Known() {
		published = p.timeTags(func(t timeTag) bool { return t.own })
	}
	if !published.Known() {
		published = p.timeTags(func(t timeTag) bool { return !t.mod && p.byTitle(t.at) })
	}
	if !published.Known() {
		published = p.timeTags(func(t timeTag) bool { return !t.mod })
	}
	if !published.Known() {
		published = dateInURL(p.url())
	}
	shown, changed := p.shownDates()
	if !published.Known() || published.From == news.FromURL && sameDay(published, shown) {
		published = shown
	}
	modified = p.parseDate(p.ld.modified, news.FromJSONLD)
	if !modified.Known() {
		modified = p.firstDate(modifiedMeta)
	}
	if !modified.Known() {
		modified = p.timeTags(func(t timeTag) bool { return t.mod })
	}
	if !modified.Known() {
		modified = changed
	}
	if !published.Known() && modified.From != news.FromText {
		published = modified // no earlier date is told: it was out by then
		if published.Known() {
			published.Flag = Changed
		}
	}
	return published, modified
}

func (p *reading) firstDate(names []string) news.Date {
	for _, n := range names {
		for _, v := range p.markup.metas[n] {
			if d := p.parseDate(v, news.FromMeta); d.Known() {
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
		if d := p.parseDate(t.value, news.FromMeta); d.Known() {
			return d
		}
	}
	return news.Date{}
}

// parseDate reads a date written for machines; an unknown Date if it is none, is not
// certain, or lies outside 1990 to 2100.
func (p *reading) parseDate(s string, from news.Origin) news.Date {
	d, ok := when.Parse(strings.TrimSpace(s), when.Hints{Country: p.opt.Country, Now: p.opt.Now, From: from})
	if !ok || d.Flag != "" && d.Flag != when.Future || d.Time.Year() < 1990 || d.Time.Year() > 2100 {
		return news.Date{}
	}
	return d
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
