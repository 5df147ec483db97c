// Package page reads a news page: bytes in, blocks of text with a decision on each
// and the facts around them out. The page is decoded once and parsed once; nothing
// here knows of phrases, of other pages or of a site's rules.
package page

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/rasad-project/rasad/kit/news"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Options say what is known of a page beside its bytes. The zero value is usable.
type Options struct {
	ContentType string    // the Content-Type header
	URL         string    // the page's address after redirects
	Title       string    // the item's title as its feed gave it
	Site        string    // the name of the feed or site
	Content     string    // the item's body as its feed gave it, HTML
	Country     string    // the outlet's, ISO 3166-1 alpha-2: which zone a date without one is in
	Now         time.Time // when the page was fetched; the zero time is unknown
	Limits      Limits
}

// Page is what was read.
type Page struct {
	Title     string   // "" when the page has none
	Byline    []string // names of authors, in order
	Site      string   // the name the site gives itself
	Language  string   // as declared, BCP 47 primary tag in lower case, "" when not declared
	URL       string   // canonical, absolute
	Published news.Date
	Modified  news.Date
	// Blocks are all the page's runs of text in order; Cut is one of the reasons of
	// package cut, "" for the article.
	Blocks []news.Block
	// Confidence is how far the readings of the page agree, 0 to 1.
	Confidence float64
	// Kind is what the page is.
	Kind Kind
	// Encoding is the IANA name of the encoding the bytes were in.
	Encoding string
	// Bounded reports that the page was longer than its Limits and read in part.
	Bounded bool
}

// Text is the kept blocks, joined by a blank line.
func (p *Page) Text() string {
	var kept []string
	for _, b := range p.Blocks {
		if b.Kept() {
			kept = append(kept, b.Text)
		}
	}
	return strings.Join(kept, "\n\n")
}

// Read reads the page in body. It is deterministic and safe for concurrent use;
// body is not kept. The error says that there was nothing to read.
func Read(body []byte, opt Options) (*Page, error) { return shipped().Read(body, opt) }

// Read reads the page in body with model m; see the function [Read].
func (m *Model) Read(body []byte, opt Options) (*Page, error) {
	p, err := read(body, opt, m.lex)
	if err != nil {
		return nil, err
	}
	scores := m.scores(newSheet(p, m.cues), nil)
	return p.page(scores, m.Keep), nil
}

// reading is a page on its way through Read.
type reading struct {
	opt       Options
	encoding  string
	bounded   bool
	markup    markup
	layout    layout
	ld        linked
	types     map[string]bool // schema.org types on the page
	siteNames []string
	title     string
	titleAt   int // the run that shows the title, -1 for none
	byline    []string
}

// read decodes and parses the page and cuts it into runs.
func read(body []byte, opt Options, lex *lexicon) (*reading, error) {
	limits := opt.Limits.withDefaults()
	if len(body) > 4*limits.Bytes {
		body = body[:4*limits.Bytes]
	}
	p := &reading{opt: opt, markup: markup{metas: make(map[string][]string)}}
	text, encoding := Decode(body, opt.ContentType)
	kept := bound(text, limits)
	p.encoding, p.bounded = encoding, len(kept) < len(text)
	doc, err := html.Parse(strings.NewReader(kept))
	if err != nil { // too deep
		p.bounded = true
		doc, err = html.Parse(strings.NewReader(shallow(kept, limits.Depth)))
	}
	if err != nil {
		return nil, fmt.Errorf("page %s: %w", opt.URL, err)
	}
	p.layout = *newLayout(lex, limits, &p.markup)
	if u, err := url.Parse(opt.URL); err == nil {
		p.layout.host = siteOf(u.Host)
	}
	p.cut(doc)
	p.ld, p.types = readLinked(p.markup.ld)
	p.siteNames = p.siteKeys()
	p.title = p.headline()
	p.titleAt = p.layout.titleRun(p.title)
	p.byline = p.bylines()
	return p, nil
}

// cut walks the document: the head for its facts, the body for its text too.
func (p *reading) cut(doc *html.Node) {
	for root := range doc.ChildNodes() {
		if root.DataAtom != atom.Html {
			continue
		}
		p.markup.element(root)
		for c := range root.ChildNodes() {
			switch c.DataAtom {
			case atom.Head:
				p.head(c)
			case atom.Body:
				p.layout.block(c, -1, 0)
			}
		}
	}
	p.layout.link()
}

func (p *reading) head(n *html.Node) {
	for c := range n.ChildNodes() {
		if c.Type == html.ElementNode {
			p.markup.element(c)
		}
	}
}

// url is the page's address: the one it was fetched from, else its canonical one.
func (p *reading) url() string {
	if p.opt.URL != "" {
		return p.opt.URL
	}
	if p.markup.canonical != "" {
		return p.markup.canonical
	}
	return p.markup.first("og:url")
}

// canonical is the address the page gives itself, if it is on the same host, else
// the one it was fetched from.
func (p *reading) canonical() string {
	base, err := url.Parse(p.opt.URL)
	if err != nil {
		return p.opt.URL
	}
	for _, given := range []string{p.markup.canonical, p.markup.first("og:url")} {
		u, err := url.Parse(given)
		if err != nil || given == "" {
			continue
		}
		u = base.ResolveReference(u)
		deeper := len(strings.Trim(u.Path, "/")) > 0 || u.RawQuery != "" || len(strings.Trim(base.Path, "/")) == 0
		if (u.Scheme == "http" || u.Scheme == "https") && deeper && (base.Host == "" || siteOf(u.Host) == siteOf(base.Host)) {
			return u.String()
		}
	}
	return p.opt.URL
}

// siteOf returns the last two labels of a host: near enough to tell a page's own
// addresses from others'.
func siteOf(host string) string {
	labels := strings.Split(strings.ToLower(host), ".")
	return strings.Join(labels[max(0, len(labels)-2):], ".")
}

// language is the declared language.
func (p *reading) language() string {
	for _, l := range []string{p.markup.lang, p.ld.language, p.markup.first("og:locale", "content-language", "language", "dc.language")} {
		l = strings.ToLower(strings.TrimSpace(l))
		if i := strings.IndexAny(l, "-_,"); i >= 0 {
			l = l[:i]
		}
		if len(l) == 2 || len(l) == 3 {
			return l
		}
	}
	return ""
}

func (p *reading) site() string {
	for _, s := range []string{p.markup.first("og:site_name"), p.ld.publisher, p.markup.first("application-name"), p.opt.Site} {
		if s = tidy(s); s != "" {
			return s
		}
	}
	return ""
}

// page puts the facts and the decisions together.
func (p *reading) page(scores []float32, keep float32) *Page {
	out := &Page{
		Title: p.title, Byline: p.byline, Site: p.site(), Language: p.language(), URL: p.canonical(),
		Encoding: p.encoding, Bounded: p.bounded,
	}
	out.Published, out.Modified = p.dates()
	title := wordSet(p.title)
	out.Blocks = make([]news.Block, len(p.layout.runs))
	for i := range p.layout.runs {
		r := &p.layout.runs[i]
		b := news.Block{Text: r.text, Path: p.layout.path(r.box)}
		if scores[i] < keep {
			b.Cut = p.layout.reason(i, title)
		}
		out.Blocks[i] = b
	}
	p.settle(out.Blocks)
	out.Confidence = p.confidence(out.Blocks, scores)
	out.Blocks = p.fallBack(out.Blocks)
	out.Kind = p.kind(out.Blocks)
	return out
}
