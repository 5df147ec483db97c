package page

import (
	"strings"
	"testing"
)

const small = `<!doctype html><html lang="en-GB"><head><title>Ministers meet in Quetta | The Example Herald</title>
<meta property="og:site_name" content="The Example Herald"><meta property="og:title" content="Ministers meet in Quetta">
<meta property="article:published_time" content="2024-01-27T21:51:00+05:00"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
<article><h1>Ministers meet in Quetta</h1><p class="byline">By <a rel="author" href="/a">Sana Malik</a></p>
<p>The ministers of both countries met in Quetta on Saturday, and spoke for three hours about the border markets.</p>
<p>They agreed to open two of them before the spring, officials said, and to meet again in Zahedan within a month.</p>
<div class="related"><a href="/1">Other story about trade</a></div></article>
<footer>© The Example Herald</footer></body></html>`

func TestRead(t *testing.T) {
	p, err := Read([]byte(small), Options{URL: "https://herald.example/x"})
	if err != nil {
		t.Fatal(err)
	}
	if p.Title != "Ministers meet in Quetta" || p.Language != "en" || p.Site != "The Example Herald" {
		t.Errorf("title %q, language %q, site %q", p.Title, p.Language, p.Site)
	}
	if got := p.Published.String(); got != "2024-01-27T16:51:00Z" {
		t.Errorf("published %s", got)
	}
	if len(p.Byline) != 1 || p.Byline[0] != "Sana Malik" {
		t.Errorf("byline %q", p.Byline)
	}
	var kept []string
	for _, b := range p.Blocks {
		if b.Kept() {
			kept = append(kept, b.Text)
		}
	}
	if len(kept) != 2 || !strings.HasPrefix(kept[0], "The ministers") || !strings.HasPrefix(kept[1], "They agreed") {
		t.Errorf("kept %q", kept)
	}
}
