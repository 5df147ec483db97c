package feed_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/rasad-project/rasad/services/fetcher/feed"
)

const head = `<rss version="2.0"><channel><title>T</title><item><title>One</title><description>`

// lol is the billion laughs: ten levels of entities, each ten of the last.
func lol() string {
	var b strings.Builder
	b.WriteString("<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY l0 \"lol\">\n")
	for i := 1; i < 10; i++ {
		fmt.Fprintf(&b, "<!ENTITY l%d \"%s\">\n", i, strings.Repeat(fmt.Sprintf("&l%d;", i-1), 10))
	}
	b.WriteString("]>" + head + "&l9;</description></item></channel></rss>")
	return b.String()
}

// blowUp is the quadratic form: one long entity, used often.
func blowUp() string {
	return `<!DOCTYPE rss [<!ENTITY a "` + strings.Repeat("a", 5000) + `">]>` + head + strings.Repeat("&a;", 5000) + "</description></item></channel></rss>"
}

func nested(open, end string, n int) string {
	return head + strings.Repeat(open, n) + strings.Repeat(end, n) + "</description></item></channel></rss>"
}

// zeros is n times 8 MiB of nothing, compressed to n times 8 KiB.
func zeros(t *testing.T, n int) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(make([]byte, 8<<20)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return strings.Repeat(b.String(), n)
}

// TestHostile holds that what would cost too much is refused, by which budget,
// and that refusing it is cheap.
func TestHostile(t *testing.T) {
	for _, c := range []struct{ name, body, what string }{
		{"8,000 nested namespace declarations", nested(`<a xmlns:n="http://n.example/namespace">`, "</a>", 8000), "depth"},
		{"8,000 declarations on one element", strings.Replace(head, "<rss ", "<rss "+declarations(8000), 1), "namespaces"},
		{"declarations on every level", nested("<a "+declarations(40)+">", "</a>", 100), "namespaces"},
		{"deep", nested("<b>", "</b>", 100_000), "depth"},
		{"wide", head + strings.Repeat("<b/>", 1_000_000), "elements"},
		{"a million bare less-than signs", head + strings.Repeat("<", 1_000_000), "elements"},
		{"billion laughs", lol(), "entities"},
		{"one entity, used often", blowUp(), "entities"},
		{"bytes", head + strings.Repeat("x", feed.MaxBytes), "bytes"},
		{"gzip of a gigabyte of zeros", zeros(t, 128), "bytes"},
		{"gzip of zeros", zeros(t, 1), "ratio"},
		{"deep JSON", strings.Repeat(`{"items":[`, 100_000), "depth"},
		{"deep JSON behind a quote in a comment", "{\"version\":\"https://jsonfeed.org/version/1\", // \"\n\"items\":" + strings.Repeat("[", 100_000), "depth"},
		{"wide JSON", `{"version":"https://jsonfeed.org/version/1.1","items":[` + strings.Repeat("{},", 1_000_000) + "{}]}", "elements"},
	} {
		t.Run(c.name, func(t *testing.T) {
			body := []byte(c.body)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := feed.Parse(t.Context(), feed.Document{Body: body})
			runtime.ReadMemStats(&after)
			over, ok := errors.AsType[*feed.LimitError](err)
			if !ok || over.What != c.what {
				t.Fatalf("got %v, want an error for %s", err, c.what)
			}
			most := uint64(50<<20 + 4*len(body))
			if c.what == "bytes" {
				most += 4 * feed.MaxBytes // a document may grow to that before it is too large
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > most {
				t.Errorf("allocated %d MB before it was refused, want at most %d", used>>20, most>>20)
			}
		})
	}
}

func declarations(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `xmlns:n%d="http://n.example/%d" `, i, i)
	}
	return b.String()
}

// TestSlow holds that documents made to send a reader over the same text again
// and again are read in time linear in their length: they are of the largest
// size there is, and quadratic reading would outlast any test.
func TestSlow(t *testing.T) {
	const size = 1 << 20
	limits := feed.Limits{Elements: 1 << 30}
	for name, piece := range map[string]string{
		"comments that never end":       "<!--",
		"instructions that never end":   "<?x ",
		"CDATA in CDATA, no end tag":    "<![CDATA[<![CDATA[]]>]]></y>",
		"CDATA that never ends":         "<![CDATA[ </y>",
		"ampersands":                    "&",
		"references that never end":     "&aaaaaaaa",
		"tags that never end":           "<a b=",
		"quotes that never end":         `<a b="`,
		"document types":                "<!DOCTYPE [",
		"end tags that close nothing":   "</x>",
		"end tags that never end":       "</x",
		"text before end tags":          "x</title>",
		"end tags of items":             "<b/></item>",
		"end tags without a name":       "</   ",
		"start tags without a bracket":  "<guid",
		"halves of characters":          "&#xD83D;",
		"bytes that are no UTF-8":       "\xe2\x80 \x93",
		"xlinks":                        `<a xlink:href="x"/>`,
		"commas":                        ", ",
		"marked sections":               "<![x",
		"attributes of one tag, unread": " a",
	} {
		t.Run(name, func(t *testing.T) {
			body := head + strings.Repeat(piece, size/len(piece))
			if _, err := feed.Parse(t.Context(), feed.Document{Body: []byte(body), Limits: limits}); err != nil {
				t.Error(err)
			}
		})
	}
	for name, piece := range map[string]string{"comments": "/* */", "comments that never end": "/*", "commas and comments": ",/* */"} {
		t.Run("JSON "+name, func(t *testing.T) {
			body := `{"version":"https://jsonfeed.org/version/1","items":[` + strings.Repeat(piece, size/len(piece))
			if _, err := feed.Parse(t.Context(), feed.Document{Body: []byte(body), Limits: limits}); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestCancelled holds that reading ends with its context.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, body := range map[string]string{"small": clean(), "large": head + strings.Repeat("<b/>", 10_000)} {
		if _, err := feed.Parse(ctx, feed.Document{Body: []byte(body)}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
