package main

import (
	"fmt"
	"html"
	"math/rand/v2"
	"strings"

	"github.com/rasad-project/rasad/corpus"
	"github.com/rasad-project/rasad/kit/news"
)

// mill makes synthetic articles: pages of real length with sentences of the
// corpus in an order of their own. Article i is the same every time.
type mill struct {
	titles    []string
	sentences []string
}

func newMill() (*mill, error) {
	texts, err := corpus.Texts()
	if err != nil {
		return nil, err
	}
	m := &mill{}
	for _, t := range texts {
		if t.Gold.Title != nil {
			m.titles = append(m.titles, *t.Gold.Title)
		}
		for _, p := range t.Gold.Paragraphs {
			m.sentences = append(m.sentences, strings.SplitAfter(p, ". ")...)
		}
	}
	return m, nil
}

const (
	millParagraphs = 9 // of an article: about 3 KB of text, the mean of the open sets
	millSentences  = 2 // of a paragraph
)

// entry is article i as an entry with its page.
func (m *mill) entry(i int) *news.Entry {
	r := rand.New(rand.NewPCG(uint64(i), 2))
	site := i % 50
	title := m.titles[r.IntN(len(m.titles))]
	address := fmt.Sprintf("http://site%d.test/news/%d", site, i)
	e := saved(news.Feed{ID: fmt.Sprintf("site%d-test-00000000", site), URL: fmt.Sprintf("http://site%d.test/rss", site), Title: fmt.Sprintf("Site %d", site)},
		address, address, "text/html; charset=utf-8", m.page(r, title))
	e.Title = title
	return e
}

// page writes an article with what stands around one.
func (m *mill) page(r *rand.Rand, title string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>%s</title></head><body>", html.EscapeString(title))
	b.WriteString(`<header><nav class="menu"><ul>`)
	for _, s := range []string{"Home", "World", "Politics", "Economy", "Culture", "Sport", "Opinion", "Video", "Archive", "About"} {
		fmt.Fprintf(&b, `<li class="menu-item"><a href="/%s">%s</a></li>`, strings.ToLower(s), s)
	}
	fmt.Fprintf(&b, `</ul></nav></header><main><article class="story"><h1>%s</h1><div class="story-body">`, html.EscapeString(title))
	for range millParagraphs {
		b.WriteString("<p>")
		for range millSentences {
			b.WriteString(html.EscapeString(m.sentences[r.IntN(len(m.sentences))]) + " ")
		}
		b.WriteString("</p>")
	}
	b.WriteString(`</div></article><aside class="sidebar"><h3>Most read</h3><ul>`)
	for range 12 {
		fmt.Fprintf(&b, `<li><a href="/news/%d">%s</a></li>`, r.IntN(1e6), html.EscapeString(m.titles[r.IntN(len(m.titles))]))
	}
	b.WriteString(`</ul></aside></main><footer><p>All rights reserved.</p></footer></body></html>`)
	return []byte(b.String())
}
