package main

import (
	"bytes"
	"net/url"
	"strings"

	readability "codeberg.org/readeck/go-readability/v2"
	trafilatura "github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/rasad-project/rasad/services/cleaner/page/learn"
)

// parseOnly is the name of the measure that the others' CPU time is held against.
const parseOnly = "html.Parse"

// peers are what the cleaner is measured beside.
var peers = []extractor{
	{"go-trafilatura", withFallback}, {"readeck", readeck}, {"all <p>", allP}, {parseOnly, parse},
}

func withFallback(body []byte, d *learn.Doc) string {
	u, err := url.Parse(d.Gold.URL)
	if err != nil {
		u = nil
	}
	out, err := trafilatura.Extract(bytes.NewReader(body), trafilatura.Options{OriginalURL: u, EnableFallback: true, ExcludeComments: true})
	if err != nil {
		return ""
	}
	return out.ContentText
}

func readeck(body []byte, d *learn.Doc) string {
	u, err := url.Parse(d.Gold.URL)
	if err != nil {
		u = nil
	}
	a, err := readability.FromReader(bytes.NewReader(body), u)
	if err != nil || a.Node == nil {
		return ""
	}
	var b strings.Builder
	if a.RenderText(&b) != nil {
		return ""
	}
	return b.String()
}

func allP(body []byte, _ *learn.Doc) string {
	doc, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		return ""
	}
	var b strings.Builder
	for n := range doc.Descendants() {
		if n.Type == html.TextNode && inP(n) {
			b.WriteString(n.Data)
		}
		if n.DataAtom == atom.P {
			b.WriteString("\n\n")
		}
	}
	return b.String()
}

func inP(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		switch n.DataAtom {
		case atom.Script, atom.Style, atom.Noscript:
			return false
		case atom.P:
			return true
		}
	}
	return false
}

// parse reads the page and says nothing.
func parse(body []byte, _ *learn.Doc) string {
	doc, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		return ""
	}
	return doc.Data
}
