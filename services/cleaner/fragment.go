package cleaner

import (
	"strings"

	"github.com/rasad-project/rasad/kit/news"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// fragment cuts the HTML of a feed's item into blocks. It is no page: there is
// nothing around the text, and the words decide on it. A body with no markup is
// plain text.
func fragment(body string) []news.Block {
	if !strings.Contains(body, "<") {
		return paragraphs(html.UnescapeString(body))
	}
	f := cutter{tokens: html.NewTokenizer(strings.NewReader(body[:min(len(body), sourceBytes)]))}
	for f.next() {
	}
	f.flush()
	return f.blocks
}

// cutter reads a fragment token by token: no tree is built, so that no nesting is
// too deep.
type cutter struct {
	tokens *html.Tokenizer
	text   strings.Builder
	path   string
	skip   atom.Atom // the element whose text is not shown, 0 for none
	blocks []news.Block
}

func (f *cutter) next() bool {
	switch kind := f.tokens.Next(); kind {
	case html.ErrorToken:
		return false
	case html.TextToken:
		if f.skip == 0 {
			f.text.Write(f.tokens.Text())
		}
	case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
		name, _ := f.tokens.TagName()
		f.tag(atom.Lookup(name), kind)
	}
	return true
}

func (f *cutter) tag(a atom.Atom, kind html.TokenType) {
	switch {
	case f.skip != 0:
		if a == f.skip && kind == html.EndTagToken {
			f.skip = 0
		}
	case hidden(a) && kind == html.StartTagToken:
		f.skip = a
	case inline(a):
	default:
		f.flush()
		f.path = ""
		if kind == html.StartTagToken {
			f.path = a.String()
		}
	}
}

// flush ends the block. The tokenizer has undone the entities of the text.
func (f *cutter) flush() {
	if text := strings.Join(strings.Fields(html.UnescapeString(f.text.String())), " "); text != "" {
		f.blocks = append(f.blocks, news.Block{Text: text, Path: f.path})
	}
	f.text.Reset()
}

func hidden(a atom.Atom) bool {
	switch a {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Select, atom.Iframe, atom.Textarea:
		return true
	}
	return false
}

// inline reports whether an element does not break a paragraph.
func inline(a atom.Atom) bool {
	switch a {
	case atom.A, atom.Abbr, atom.B, atom.Bdi, atom.Bdo, atom.Big, atom.Cite, atom.Code, atom.Data, atom.Del, atom.Em, atom.Font, atom.I, atom.Img,
		atom.Ins, atom.Kbd, atom.Mark, atom.Q, atom.S, atom.Small, atom.Span, atom.Strike, atom.Strong, atom.Sub, atom.Sup, atom.Time, atom.U, atom.Var, atom.Wbr:
		return true
	}
	return false
}
