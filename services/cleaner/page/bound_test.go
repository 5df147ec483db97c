package page

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// TestReadIsBounded reads pages that are made to cost. What is asserted is how much
// is left of them, not how long it takes.
func TestReadIsBounded(t *testing.T) {
	limits := Limits{Bytes: 200_000, Tags: 3_000, Depth: 100}
	for _, c := range []struct {
		name, page string
		bounded    bool
	}{
		{"a small page", small, false},
		{"many bytes", "<p>" + strings.Repeat("word ", 100_000), true},
		{"many tags", strings.Repeat("<p>x</p>", 10_000), true},
		{"deep nesting", strings.Repeat("<div>", 2_900) + "x", true},
		{"unclosed formatting", strings.Repeat("<p><b><i><u><font>x", 5_000), true},
		{"half a tag", strings.Repeat("<", 100_000), false},
		{"one attribute", `<p class="` + strings.Repeat("a b ", 60_000), true},
		{"nothing but spaces", strings.Repeat(" \n", 90_000), false},
	} {
		p, err := Read([]byte(c.page), Options{Limits: limits})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if p.Bounded != c.bounded {
			t.Errorf("%s: bounded %v, want %v", c.name, p.Bounded, c.bounded)
		}
		if len(p.Blocks) > limits.Tags {
			t.Errorf("%s: %d blocks", c.name, len(p.Blocks))
		}
		size := 0
		for _, b := range p.Blocks {
			size += len(b.Text)
		}
		if size > limits.Bytes {
			t.Errorf("%s: %d bytes of text", c.name, size)
		}
	}
}

// TestGreatPages reads with the limits that ship. A page that is too much is read in
// part and says so; the story that stands first in it is there.
func TestGreatPages(t *testing.T) {
	story := small[:strings.Index(small, "<div class=\"related\">")] + "</article>"
	const link = `<li><a href="/x">A story of another day</a></li>`
	for _, c := range []struct {
		name, page string
		bounded    bool
	}{
		{"10 MB of paragraphs that no one marked", story + strings.Repeat("<div><a href=/x>lorem ipsum dolor</a></div>", 10<<20/43), true},
		{"200,000 nodes", story + "<ul>" + strings.Repeat(link, 100_000) + "</ul>", true},
		{"5,000 levels", story + strings.Repeat("<div>", 5_000) + "deep" + strings.Repeat("</div>", 5_000), true},
		{"5,000 levels, never closed", story + strings.Repeat("<span>", 5_000) + "deep", true},
		{"a megabyte in one node", story + "<pre>" + strings.Repeat("0123456789abcdef ", 1<<20/17) + "</pre>", false},
		{"a megabyte without a blank", story + "<pre>" + strings.Repeat("x", 1<<20) + "</pre>", false},
		{"a megabyte in a script", "<script>" + strings.Repeat("x=1;", 1<<18) + "</script>" + story, false},
	} {
		p, err := Read([]byte(c.page), Options{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if p.Bounded != c.bounded {
			t.Errorf("%s: bounded %v, want %v", c.name, p.Bounded, c.bounded)
		}
		if text := p.Text(); !strings.Contains(text, "They agreed to open two of them before the spring") {
			t.Errorf("%s: the story is not in the text of %d bytes", c.name, len(text))
		}
	}
}

// TestNothingToRead gives pages without a word: they are empty, not an error.
func TestNothingToRead(t *testing.T) {
	for _, body := range []string{"", " \n", "<html></html>", "<frameset><frame src=a><frame src=b></frameset>", "\x00\x00", "<!-- -->", "<script>x</script>"} {
		p, err := Read([]byte(body), Options{})
		if err != nil || p.Kind != Empty || p.Text() != "" {
			t.Errorf("%q: %v, %+v", body, err, p)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(small), "text/html; charset=utf-8", "https://herald.test/x")
	f.Add([]byte("<title>Just a moment</title><h1>x</h1><time datetime='2024-13-99'>"), "", "")
	f.Add([]byte(`<script type="application/ld+json">[{"@type":"NewsArticle","author":[{"name":{"name":1}}],"articleBody":"x"}]</script>`), "", "://")
	f.Add([]byte("\xff\xfe<\x00p\x00>\x00"), "text/html; charset=utf-16", "http://x/2024/01/27/")
	f.Add([]byte("<ul><li><a href=//x>\xc8\xc7</a><table><tr><td><p></table></a>"), "text/html; charset=windows-1256", "")
	f.Fuzz(func(t *testing.T, body []byte, contentType, address string) {
		p, err := Read(body, Options{ContentType: contentType, URL: address, Title: "x", Limits: Limits{Bytes: 1 << 16, Tags: 2_000}})
		if err != nil {
			return
		}
		if p.Confidence < 0 || p.Confidence > 1 {
			t.Errorf("confidence %v", p.Confidence)
		}
		for _, b := range p.Blocks {
			if !utf8.ValidString(b.Text) || strings.TrimSpace(b.Text) != b.Text || b.Text == "" {
				t.Errorf("block %q", b.Text)
			}
		}
	})
}

func FuzzDecode(f *testing.F) {
	arabic, err := charmap.Windows1256.NewEncoder().String(arabicText)
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(arabic), "text/html; charset=windows-1256")
	f.Add([]byte("\x1b$B"), "")
	f.Add([]byte("\x00<\x00p"), "text/html; charset=utf-32")
	f.Add([]byte("<?xml encoding='x'"), "charset=")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		text, name := Decode(body, contentType)
		if !utf8.ValidString(text) || name == "" {
			t.Errorf("%q in %q", text, name)
		}
	})
}
