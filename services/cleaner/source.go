package cleaner

import (
	"mime"
	"strings"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/cleaner/page"
)

// teaser is how many words a text has at most to be the teaser of an article
// rather than the article.
const teaser = 80

// source is what an entry offers: its blocks, and its page if it was read.
type source struct {
	entry      *news.Entry
	page       *page.Page // nil when there is none
	blocks     []news.Block
	confidence float64
	dropped    string
}

// sourceOf reads e: its page if that is an article, else the feed's content if
// that is more than a teaser, else what there is.
func sourceOf(e *news.Entry) *source {
	s := &source{entry: e, confidence: 1}
	s.readPage()
	if s.page != nil && s.page.Kind == page.Article && keptWords(s.blocks) > 0 || s.page == nil && len(s.blocks) > 0 {
		return s
	}
	content := fragment(e.Content)
	if summary := fragment(e.Summary); keptWords(content) < keptWords(summary) {
		content = summary
	}
	switch {
	case s.page == nil || s.page.Kind == page.Empty && len(content) > 0 || keptWords(content) > teaser:
		s.blocks, s.confidence = content, 1
	case s.page.Kind != page.Article:
		s.dropped = string(s.page.Kind)
	case keptWords(s.blocks) == 0 && len(content) > 0:
		s.blocks = append(s.blocks, content...)
	}
	return s
}

// readPage reads the entry's page: HTML, or plain text, which has no facts.
func (s *source) readPage() {
	p := s.entry.Page
	if p == nil || len(p.Body) == 0 {
		return
	}
	if isPlain(p) {
		body, _ := page.Decode(p.Body, p.ContentType)
		s.blocks = paragraphs(body)
		return
	}
	read, err := page.Read(p.Body, optionsOf(s.entry))
	if err != nil {
		return // nothing to read: the feed's own text is used
	}
	s.page, s.blocks, s.confidence = read, read.Blocks, read.Confidence
}

func isPlain(p *news.Page) bool {
	media, _, err := mime.ParseMediaType(p.ContentType)
	return err == nil && media == "text/plain"
}

// optionsOf is what is known of the page of e.
func optionsOf(e *news.Entry) page.Options {
	return page.Options{
		ContentType: e.Page.ContentType, URL: e.Page.URL, Title: e.Title, Site: e.Feed.Title, Content: e.Content,
		Country: e.Feed.Country, Now: e.Page.Fetched,
	}
}

func keptWords(blocks []news.Block) int {
	n := 0
	for _, b := range blocks {
		if b.Kept() {
			n += len(strings.Fields(b.Text))
		}
	}
	return n
}
