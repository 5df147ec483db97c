package feed_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"

	"github.com/rasad-project/rasad/services/fetcher/feed"
)

// large is a clean feed of 30 items and 55 kB, as outlets send it.
func large() string {
	var b strings.Builder
	head, _, _ := strings.Cut(clean(), "<item>")
	b.WriteString(head)
	for i := range 30 {
		fmt.Fprintf(&b, `<item>
<title>%s</title>
<link>%s</link>
<guid isPermaLink="false">item-%d</guid>
<pubDate>Tue, 05 Mar 2024 08:%02d:00 +0330</pubDate>
<dc:creator><![CDATA[Desk %d]]></dc:creator>
<category><![CDATA[Economy]]></category>
<description><![CDATA[<p>%s</p>]]></description>
<content:encoded><![CDATA[<p>%s</p>
]]></content:encoded>
</item>
`, escape(titles[i%10]), escape(link(i)), i, i, i, strings.Repeat("A lead of some words. ", 8), strings.Repeat(`The body has <a href="https://news.example/x">links</a> &amp; words. `, 18))
	}
	b.WriteString("</channel></rss>\n")
	return b.String()
}

// BenchmarkParse is to be read beside BenchmarkGofeed: what repair, budgets and
// exact values cost on a clean feed.
func BenchmarkParse(b *testing.B) {
	body := []byte(large())
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := feed.Parse(b.Context(), feed.Document{Body: body, URL: "https://news.example/rss"}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkGofeed(b *testing.B) {
	body := large()
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := gofeed.NewParser().Parse(strings.NewReader(body)); err != nil {
			b.Fatal(err)
		}
	}
}
