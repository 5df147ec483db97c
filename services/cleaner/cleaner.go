// Package cleaner turns an entry into the article and nothing but the article:
// page cuts the HTML into blocks and decides by where they stand, furniture
// decides on what their words say, and Rules puts the two and the facts around
// them together. Nothing is lost: an article carries every block its source
// showed, with the reason for which it was cut.
package cleaner

import (
	"cmp"
	"strings"
	"time"

	"github.com/rasad-project/rasad/kit/lang"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/cleaner/furniture"
	"github.com/rasad-project/rasad/services/cleaner/page"
)

// Rules cleans entries. It is immutable and safe for concurrent use: the same
// entry gives the same article, always.
type Rules struct{ words *furniture.Reader }

// NewRules returns the rules of the cleaner.
func NewRules() *Rules { return &Rules{words: furniture.New()} }

// Clean decides on every block of e: of its page if that has an article, else of
// its feed's content, else of its summary. e is not changed; what the article
// keeps of it is listed at [news.Article.Entry].
func (r *Rules) Clean(e *news.Entry) *news.Article { return r.CleanWith(e, nil) }

// CleanWith is Clean with what the site's other articles tell of a line; see
// [furniture.Known].
func (r *Rules) CleanWith(e *news.Entry, foreign func(line string) (reason string)) *news.Article {
	src := sourceOf(e)
	known := furniture.Known{
		Titles: src.titles(), Site: src.site(), Country: e.Feed.Country, Seen: e.Seen, Shown: src.shown(), Foreign: foreign,
	}
	read := r.words.Read(src.blocks, known)
	a := &news.Article{
		Entry: light(e), Title: read.Title, Byline: src.byline(read.Byline), Site: known.Site, URL: src.url(),
		Dateline: read.Dateline, Blocks: read.Blocks, Confidence: src.confidence, Dropped: src.dropped,
	}
	a.Published, a.Modified = src.dates(read.Published)
	a.Language = src.language(a)
	if a.Dropped == "" && len(a.Paragraphs()) == 0 {
		a.Dropped = string(page.Empty)
	}
	return a
}

// light is e without what stays behind in the ENTRIES stream.
func light(e *news.Entry) news.Entry {
	out := *e
	out.Summary, out.Content = "", ""
	if e.Page != nil {
		p := *e.Page
		p.Body = nil
		out.Page = &p
	}
	return out
}

// titles are the article's title and the other forms in which it is known: the
// page's own first, as feeds shorten theirs. The site's name alone is no title.
func (s *source) titles() []string {
	given := []string{s.entry.Title}
	if s.page != nil {
		given = []string{s.page.Title, s.entry.Title}
	}
	var titles []string
	for _, t := range given {
		if t = strings.TrimSpace(t); t != "" && !strings.EqualFold(t, s.site()) {
			titles = append(titles, t)
		}
	}
	return titles
}

func (s *source) site() string {
	if s.page != nil && s.page.Site != "" {
		return s.page.Site
	}
	return s.entry.Feed.Title
}

func (s *source) url() string {
	if s.page != nil && s.page.URL != "" {
		return s.page.URL
	}
	return s.entry.URL
}

func (s *source) byline(inText string) string {
	names := ""
	if s.page != nil {
		names = strings.Join(s.page.Byline, ", ")
	}
	return cmp.Or(names, strings.TrimSpace(s.entry.Author), inText)
}

// language asks the letters first, then what the page and the feed declare: a
// declared language is often the template's.
func (s *source) language(a *news.Article) string {
	found := lang.Detect(a.Title + "\n" + a.Text())
	if found != lang.Unknown {
		return found
	}
	declared := ""
	if s.page != nil {
		declared = s.page.Language
	}
	if declared == "" {
		declared, _, _ = strings.Cut(strings.ToLower(s.entry.Feed.Language), "-")
	}
	if isKnown(declared) || declared == "" {
		return lang.Unknown // the letters would have told
	}
	return declared
}

func isKnown(code string) bool {
	switch code {
	case "en", "fa", "ur", "ar", "ps":
		return true
	}
	return false
}

// shown is the date that the page shows for readers, unknown when there is none:
// the words around it may contradict it.
func (s *source) shown() news.Date {
	if s.page != nil && s.page.Published.From == news.FromText {
		return s.page.Published
	}
	return news.Date{}
}

// dates chooses when the article was published: what was written for machines
// first, then what stands in the text. An address gives a day only, so a date in
// the text that falls on that day says more.
func (s *source) dates(inText news.Date) (published, modified news.Date) {
	published, modified = s.entry.Published, s.entry.Updated
	if s.page == nil {
		return firstKnown(published, inText), modified
	}
	modified = firstKnown(s.page.Modified, modified)
	switch byPage := s.page.Published; {
	case byPage.From == news.FromText:
		return firstKnown(published, inText), modified
	case byPage.From == news.FromURL && inText.Known() && sameDay(inText.Time, byPage.Time):
		return firstKnown(published, inText), modified
	default:
		return firstKnown(published, byPage, inText), modified
	}
}

func firstKnown(dates ...news.Date) news.Date {
	for _, d := range dates {
		if d.Known() {
			return d
		}
	}
	return news.Date{}
}

// sameDay allows for the zones that an address does not tell.
func sameDay(a, b time.Time) bool { return a.Sub(b).Abs() < 36*time.Hour }
