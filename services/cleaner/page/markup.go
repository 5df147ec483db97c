package page

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// markup is what a page says of itself outside its text: head, JSON-LD,
// microdata, time tags, headings. It is filled on the one walk over the tree.
type markup struct {
	lang      string
	title     string
	metas     map[string][]string // by lower-case name, property or itemprop
	canonical string
	ld        []string // JSON-LD scripts
	headings  []string // texts of the h1s
	times     []timeTag
	props     []prop
	at        int // runs of text before the element that is noted
}

// timeTag is a <time>, or another element that carries a date for machines.
type timeTag struct {
	at    int    // runs before it
	value string // datetime or content
	text  string
	own   bool // marked as this page's date of publication (itemprop, pubdate, class)
	mod   bool // marked as a date of change
}

// prop is an element that names an author.
type prop struct {
	at   int    // runs before it
	key  string // author, rel or byline
	text string
}

const (
	maxLD      = 24      // JSON-LD scripts read
	maxLDBytes = 1 << 20 // of each
	maxProps   = 64
	maxText    = 512 // bytes of the text of a heading, time or author
)

// element notes n if it says something of the page.
func (m *markup) element(n *html.Node) {
	switch n.DataAtom {
	case atom.Html:
		m.lang = attr(n, "lang")
		if m.lang == "" {
			m.lang = attr(n, "xml:lang")
		}
	case atom.Title:
		if m.title == "" {
			m.title = textOf(n, maxText)
		}
	case atom.Meta:
		m.meta(n)
	case atom.Link:
		m.link(n)
	case atom.Script:
		if len(m.ld) < maxLD && strings.HasPrefix(attr(n, "type"), "application/ld+json") && n.FirstChild != nil && len(n.FirstChild.Data) < maxLDBytes {
			m.ld = append(m.ld, n.FirstChild.Data)
		}
	case atom.H1:
		if len(m.headings) < maxProps {
			m.headings = append(m.headings, textOf(n, maxText))
		}
	default:
		m.body(n)
	}
}

func (m *markup) meta(n *html.Node) {
	content := strings.TrimSpace(attr(n, "content"))
	if content == "" {
		return
	}
	for _, key := range [...]string{"name", "property", "itemprop", "http-equiv"} {
		if k := strings.ToLower(strings.TrimSpace(attr(n, key))); k != "" && len(m.metas[k]) < maxProps {
			m.metas[k] = append(m.metas[k], content)
		}
	}
}

func (m *markup) link(n *html.Node) {
	if m.canonical == "" && strings.EqualFold(attr(n, "rel"), "canonical") {
		m.canonical = strings.TrimSpace(attr(n, "href"))
	}
}

// body notes dates and authors in elements of the body.
func (m *markup) body(n *html.Node) {
	var itemprop, rel, class, datetime string
	for _, a := range n.Attr {
		switch a.Key {
		case "itemprop":
			itemprop = strings.ToLower(a.Val)
		case "rel":
			rel = strings.ToLower(a.Val)
		case "class":
			class = a.Val
		case "datetime", "data-datetime":
			datetime = a.Val
		}
	}
	if n.DataAtom == atom.Time || strings.HasPrefix(itemprop, "date") {
		m.time(n, itemprop, class, datetime)
	}
	if len(m.props) >= maxProps {
		return
	}
	switch {
	case strings.Contains(itemprop, "author"):
		text := attr(n, "content")
		if text == "" {
			text = textOf(n, maxText)
		}
		m.props = append(m.props, prop{m.at, "author", text})
	case rel == "author" || strings.HasPrefix(rel, "author "):
		m.props = append(m.props, prop{m.at, "rel", textOf(n, maxText)})
	case class != "" && namesAuthor(class):
		m.props = append(m.props, prop{m.at, "byline", textOf(n, maxText)})
	}
}

func (m *markup) time(n *html.Node, itemprop, class, datetime string) {
	if len(m.times) >= maxProps {
		return
	}
	if datetime == "" {
		datetime = attr(n, "content")
	}
	lower := strings.ToLower(class)
	t := timeTag{at: m.at, value: datetime, text: textOf(n, maxText)}
	t.mod = strings.Contains(itemprop, "modified") || strings.Contains(lower, "updated") && !strings.Contains(lower, "published") || strings.Contains(lower, "modified")
	t.own = !t.mod && (strings.Contains(itemprop, "published") || strings.Contains(itemprop, "created") || strings.Contains(lower, "publish") || hasAttr(n, "pubdate"))
	m.times = append(m.times, t)
}

// namesAuthor reports whether a class attribute marks a byline.
func namesAuthor(class string) bool {
	for name := range strings.FieldsSeq(strings.ToLower(class)) {
		switch {
		case strings.Contains(name, "byline"), strings.HasSuffix(name, "author-name"), strings.HasSuffix(name, "author__name"),
			strings.HasSuffix(name, "author_name"), name == "author", strings.HasSuffix(name, "-author"), strings.HasSuffix(name, "_author"), name == "authors", name == "fn":
			return true
		}
	}
	return false
}

func (m *markup) first(keys ...string) string {
	for _, k := range keys {
		if v := m.metas[k]; len(v) > 0 {
			return v[0]
		}
	}
	return ""
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

// textOf returns the text under n, its white space folded, cut after limit bytes. Two
// elements with nothing between them are two words.
func textOf(n *html.Node, limit int) string {
	var b strings.Builder
	gather(n, &b, limit)
	return strings.Join(strings.Fields(b.String()), " ")
}

func gather(n *html.Node, b *strings.Builder, limit int) {
	for c := n.FirstChild; c != nil && b.Len() < limit; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			b.WriteString(c.Data[:min(len(c.Data), limit)])
		case c.Type == html.ElementNode && !skipped[c.DataAtom]:
			if !inline[c.DataAtom] {
				b.WriteByte(' ')
			}
			gather(c, b, limit)
			if !inline[c.DataAtom] || c.NextSibling != nil && c.NextSibling.Type == html.ElementNode {
				b.WriteByte(' ')
			}
		}
	}
}
