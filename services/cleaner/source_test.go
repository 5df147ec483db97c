package cleaner

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rasad-project/rasad/kit/news"
)

func TestParagraphs(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a line is a paragraph", "One.\nTwo.\r\nThree.", "One.|Two.|Three."},
		{"blank lines part nothing more", "One.\n\n\n Two. \n", "One.|Two."},
		{
			"a wrapped text is joined",
			"    Asian countries are offering better oil exploration\nconcessions to avert damaging shortfalls due to the slump of\nlast year in the price, the United Nations said on\nMonday.\n" +
				"    The commission said that importers saved between eight and\nnine billion dollars during the year.\n REUTER\n",
			"Asian countries are offering better oil exploration concessions to avert damaging shortfalls due to the slump of last year in the price, the United Nations said on Monday.|" +
				"The commission said that importers saved between eight and nine billion dollars during the year.|REUTER",
		},
		{
			"headlines are not joined",
			"Ministers meet in Quetta to talk about the railway line\nStorm closes three ports on the northern coast of the sea\nTeam wins first match of the regional volleyball games\nPrices of rice and wheat fall for the third month now",
			"Ministers meet in Quetta to talk about the railway line|Storm closes three ports on the northern coast of the sea|Team wins first match of the regional volleyball games|Prices of rice and wheat fall for the third month now",
		},
		{"nothing", " \n\t\n", ""},
	} {
		if got := joined(paragraphs(c.text)); got != c.want {
			t.Errorf("%s:\ngot  %q\nwant %q", c.name, got, c.want)
		}
	}
}

func TestFragment(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"paragraphs", "<p>One <b>bold</b> word.</p><p>Two<br>three</p>", "One bold word.|Two|three"},
		{"what is not shown", "<p>One<script>var x = '<p>no</p>'</script></p><style>p{}</style><p>Two</p>", "One|Two"},
		{"lists and headings", "<h2>Head</h2><ul><li>a</li><li>b</li></ul>", "Head|a|b"},
		{"entities, once and twice", "<p>A &amp; B &amp;amp; C</p>", "A & B & C"},
		{"no markup", "First line.\nSecond &amp; last.", "First line.|Second & last."},
		{"broken off", "<p>One</p><p>Two <a href='x", "One|Two"},
		{"nothing", "", ""},
	} {
		if got := joined(fragment(c.body)); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func joined(blocks []news.Block) string {
	var texts []string
	for _, b := range blocks {
		texts = append(texts, b.Text)
	}
	return strings.Join(texts, "|")
}

// FuzzClean holds the whole cleaner against any bytes: it ends, keeps what it was
// given, and says the same twice.
func FuzzClean(f *testing.F) {
	f.Add([]byte("<html><body><p>TEHRAN – Ministers met.</p><div class=share>Share</div>"), "text/html", "<p>Ministers met.</p>")
	f.Add([]byte("TEHRAN – Ministers met.\nLeave a comment"), "text/plain; charset=windows-1256", "")
	f.Add([]byte("\xff\xfe<\x00p\x00>\x00a\x00"), "", "a\x00b")
	rules := NewRules()
	f.Fuzz(func(t *testing.T, body []byte, contentType, content string) {
		if len(body)+len(content) > 1<<15 {
			return
		}
		e := &news.Entry{ID: "1", Content: content, Page: &news.Page{Body: body, ContentType: contentType, URL: "https://herald.test/"}}
		a := rules.Clean(e)
		if diff := cmp.Diff(a, rules.Clean(e)); diff != "" {
			t.Errorf("the second time: %s", diff)
		}
		if a.Dropped == "" && len(a.Paragraphs()) == 0 {
			t.Error("an article without a paragraph is not dropped")
		}
		if a.Language == "" || string(e.Page.Body) != string(body) {
			t.Errorf("language %q, body %q", a.Language, e.Page.Body)
		}
	})
}
