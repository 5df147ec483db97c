package feed_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/fetcher/feed"
)

// show writes what a feed says, a line for each fact that is not empty.
func show(f *feed.Feed) string {
	var b strings.Builder
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\n", name, value)
		}
	}
	line("kind", f.Kind)
	line("id", f.ID)
	line("title", f.Title)
	line("link", f.Link)
	line("subtitle", f.Subtitle)
	line("language", f.Language)
	line("author", f.Author)
	line("updated", day(f.Updated))
	if f.Pace.TTL+f.Pace.Period > 0 || f.Pace.SkipHours != nil || f.Pace.SkipDays != nil {
		line("pace", fmt.Sprint(f.Pace))
	}
	line("self", f.Links.Self)
	line("hubs", strings.Join(f.Links.Hubs, " "))
	line("current", f.Links.Current)
	line("previous", f.Links.Previous)
	line("next", f.Links.Next)
	line("moved", f.Links.Moved)
	line("sitemaps", strings.Join(f.Links.Sitemaps, " "))
	for _, e := range f.Entries {
		b.WriteString("-\n")
		line("guid", e.GUID)
		if e.ID != e.GUID {
			line("id", e.ID)
		}
		if e.Permalink {
			line("permalink", "yes")
		}
		line("link", e.Link)
		line("title", e.Title)
		line("published", day(e.Published))
		line("updated", day(e.Updated))
		line("summary", e.Summary)
		line("content", e.Content)
		line("author", e.Author)
		line("categories", strings.Join(e.Categories, ", "))
		for _, enc := range e.Enclosures {
			line("enclosure", strings.TrimSpace(enc.URL+" "+enc.Type+" "+enc.Length))
		}
	}
	line("repairs", strings.Join(f.Repairs, ", "))
	return b.String()
}

// day is a date to the precision it is known to.
func day(d news.Date) string { return d.String() }

func parse(t *testing.T, doc feed.Document) string {
	t.Helper()
	if doc.URL == "" {
		doc.URL = "http://x.example/d/feed"
	}
	f, err := feed.Parse(t.Context(), doc)
	if err != nil {
		t.Fatal(err)
	}
	return show(f)
}

func rss(inside string) string {
	return `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:content="http://purl.org/rss/1.0/modules/content/"` +
		` xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:atom="http://www.w3.org/2005/Atom"` +
		` xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel>` + inside + `</channel></rss>`
}

func item(inside string) string { return rss("<item>" + inside + "</item>") }

func atom(inside string) string {
	return `<feed xmlns="http://www.w3.org/2005/Atom">` + inside + `</feed>`
}

func entry(inside string) string { return atom("<entry>" + inside + "</entry>") }

func atom03(inside string) string {
	return `<feed version="0.3" xmlns="http://purl.org/atom/ns#">` + inside + `</feed>`
}

func TestFacts(t *testing.T) {
	for _, c := range []struct{ name, doc, want string }{
		// RSS, the feed.
		{
			"channel", rss(`<title>T</title><link>http://x.example/</link><description>D</description><language>fa-IR</language>` +
				`<managingEditor>e@x.example (Ed)</managingEditor><lastBuildDate>Tue, 05 Mar 2024 08:00:00 GMT</lastBuildDate>`),
			"kind: rss\ntitle: T\nlink: http://x.example/\nsubtitle: D\nlanguage: fa-IR\nauthor: e@x.example (Ed)\nupdated: 2024-03-05T08:00:00Z\n",
		},
		{
			"a build date that is none", rss(`<lastBuildDate>never</lastBuildDate><pubDate>Tue, 05 Mar 2024 08:00:00 GMT</pubDate>`),
			"kind: rss\nupdated: 2024-03-05T08:00:00Z\n",
		},
		{
			"channel in Dublin Core", rss(`<dc:title>T</dc:title><dc:language>ur</dc:language><dc:creator>C</dc:creator><dc:date>2024-03-05</dc:date>`),
			"kind: rss\ntitle: T\nlanguage: ur\nauthor: C\nupdated: 2024-03-05\n",
		},
		{
			"an image's and a text input's facts are not the channel's", rss(`<image><title>I</title><link>http://i.example/</link></image><textInput><title>S</title></textInput><title>T</title><link>http://x.example/</link>`),
			"kind: rss\ntitle: T\nlink: http://x.example/\n",
		},
		{
			"podcast", rss(`<itunes:subtitle>S</itunes:subtitle><itunes:author>A</itunes:author><itunes:new-feed-url>http://y.example/f</itunes:new-feed-url>`),
			"kind: rss\nsubtitle: S\nauthor: A\nmoved: http://y.example/f\n",
		},
		{
			"pace", rss(`<ttl>90</ttl><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency><skipHours><hour>0</hour><hour>24</hour><hour>x</hour></skipHours><skipDays><day>Friday</day></skipDays>`),
			"kind: rss\npace: {1h30m0s 6h0m0s [0 0] [Friday]}\n",
		},
		{"pace of nonsense", rss(`<ttl>often</ttl><sy:updatePeriod>weakly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>`), "kind: rss\n"},
		{
			"doors", rss(`<atom:link rel="self" href="http://x.example/f"/><atom:link rel="hub" href="http://h.example/"/><atom:link rel="HUB" href="/hub"/><atom:link rel="prev-archive" href="2023.xml"/><atom:link rel="next" href="?p=2"/><atom:link rel="current" href="/f"/>`),
			"kind: rss\nself: http://x.example/f\nhubs: http://h.example/ http://x.example/hub\ncurrent: http://x.example/f\nprevious: http://x.example/d/2023.xml\nnext: http://x.example/d/feed?p=2\n",
		},

		// RSS, the items.
		{
			"item", item(`<title>A &amp; B</title><link>http://x.example/a</link><guid isPermaLink="false">7</guid><pubDate>Tue, 05 Mar 2024 08:00:00 +0330</pubDate><description>D</description><author>a@x.example</author><category>c</category><category>c</category><category domain="x">d</category><enclosure url="http://x.example/e.mp3" type="audio/mpeg" length="9"/>`),
			"kind: rss\n-\nguid: 7\nlink: http://x.example/a\ntitle: A & B\npublished: 2024-03-05T04:30:00Z\nsummary: D\nauthor: a@x.example\ncategories: c, d\nenclosure: http://x.example/e.mp3 audio/mpeg 9\n",
		},
		{
			"item in Dublin Core", item(`<dc:title>A</dc:title><dc:creator>C</dc:creator><dc:subject>s</dc:subject><dc:date>2024-03-05T08:00:00Z</dc:date><dc:description>D</dc:description>`),
			"kind: rss\n-\ntitle: A\npublished: 2024-03-05T08:00:00Z\nupdated: 2024-03-05T08:00:00Z\nsummary: D\nauthor: C\ncategories: s\n",
		},
		{
			"when it was issued and modified", item(`<dcterms:issued>2024-03-05</dcterms:issued><dcterms:modified>2024-03-06</dcterms:modified>`),
			"kind: rss\n-\npublished: 2024-03-05\nupdated: 2024-03-06\n",
		},
		{"a permalink is the link", item(`<guid>http://x.example/a</guid>`), "kind: rss\n-\nguid: http://x.example/a\npermalink: yes\nlink: http://x.example/a\n"},
		{"unless it is none", item(`<guid isPermaLink="False">http://x.example/a</guid>`), "kind: rss\n-\nguid: http://x.example/a\n"},
		{"or no address", item(`<guid>a-7</guid>`), "kind: rss\n-\nguid: a-7\n"},
		{"or there is a link", item(`<guid>http://x.example/g</guid><link>/a</link>`), "kind: rss\n-\nguid: http://x.example/g\npermalink: yes\nlink: http://x.example/a\n"},
		{"an id is kept as it is", item(`<guid> HTTP://X.Example/%7Ea/../b </guid>`), "kind: rss\n-\nguid: HTTP://X.Example/%7Ea/../b\npermalink: yes\nlink: HTTP://X.Example/%7Ea/../b\n"},
		{"and resolved beside it where it is a path", item(`<guid>/a/7</guid>`), "kind: rss\n-\nguid: /a/7\nid: http://x.example/a/7\npermalink: yes\nlink: http://x.example/a/7\n"},
		{"a link in an attribute", item(`<link href="/a"/>`), "kind: rss\n-\nlink: http://x.example/a\n"},
		{"a link of Atom", item(`<atom:link href="/a"/>`), "kind: rss\n-\nlink: http://x.example/a\n"},
		{"FeedBurner's original", item(`<link>http://f.example/~r/1</link><feedburner:origLink>http://x.example/a</feedburner:origLink>`), "kind: rss\n-\nlink: http://x.example/a\n"},
		{"summary and content", item(`<description>D</description><content:encoded><![CDATA[<p>C</p>]]></content:encoded>`), "kind: rss\n-\nsummary: D\ncontent: <p>C</p>\n"},
		{"description before summary", item(`<description>D</description><summary>S</summary>`), "kind: rss\n-\nsummary: D\ncontent: S\n"},
		{"summary before description", item(`<summary>S</summary><description>D</description>`), "kind: rss\n-\nsummary: S\ncontent: D\n"},
		{"markup that is not escaped", item(`<description><p>a<br/>b &amp; c</p></description>`), "kind: rss\n-\nsummary: <p>a<br />b &amp; c</p>\n"},
		{"a body of XHTML", item(`<body xmlns="http://www.w3.org/1999/xhtml"><p>C</p></body>`), "kind: rss\n-\ncontent: <p>C</p>\n"},
		{"a full item", item(`<fullitem>&lt;p>C&lt;/p></fullitem>`), "kind: rss\n-\ncontent: <p>C</p>\n"},
		{
			"media", item(`<media:group><media:title>A</media:title><media:description>D</media:description></media:group><media:category>c</media:category>`),
			"kind: rss\n-\ntitle: A\nsummary: D\ncategories: c\n",
		},
		{"a title goes before the media's", item(`<media:title>M</media:title><title>A</title>`), "kind: rss\n-\ntitle: A\n"},
		{
			"a podcast's episode", item(`<itunes:author>A</itunes:author><itunes:summary>S</itunes:summary><itunes:keywords>a, b</itunes:keywords>`),
			"kind: rss\n-\nsummary: S\nauthor: A\ncategories: a, b\n",
		},
		{"a category in HTML", item(`<category><![CDATA[A &amp; <b>B</b>]]></category>`), "kind: rss\n-\ncategories: A & B\n"},
		{"marks that nobody sees about a link", item("<link>\u200b/a\ufeff</link>"), "kind: rss\n-\nlink: http://x.example/a\n"},
		{"a picture in a category", item(`<category>c <image><title>I</title><link>http://i.example/</link></image></category><title>A</title>`), "kind: rss\n-\ntitle: A\ncategories: c\n"},
		{"several authors", item(`<dc:creator>A</dc:creator><dc:creator>B</dc:creator><dc:creator>A</dc:creator>`), "kind: rss\n-\nauthor: A, B\n"},
		{
			"relative links in HTML", item(`<description>&lt;a href="b">x&lt;/a> &lt;img src='/i.png'> &lt;a href="http://y.example/">y&lt;/a></description>`),
			"kind: rss\n-\nsummary: <a href=\"http://x.example/d/b\">x</a> <img src=\"http://x.example/i.png\"> <a href=\"http://y.example/\">y</a>\n",
		},
		{"a title's text", item(`<title>&lt;b&gt;A&lt;/b&gt; &amp;amp; B</title>`), "kind: rss\n-\ntitle: <b>A</b> &amp; B\n"},
		{"a title with a character in halves", item(`<title>A &#xD83D;&#56832;&#xD83D; B</title>`), "kind: rss\n-\ntitle: A 😀 B\nrepairs: control-characters\n"},
		{
			"sections that are all but closed", item(`<title><![CDATA[A]] ></title><description><![CDATA[B [c]]></description><dc:creator><![CDATA[C]></dc:creator><category><![CDATA[D]]</category>`),
			"kind: rss\n-\ntitle: A\nsummary: B [c\nauthor: C\ncategories: D\nrepairs: unclosed-cdata\n",
		},
		{"a title of CDATA and text", item(`<title>A <![CDATA[& <b>B</b>]]> &amp; C</title>`), "kind: rss\n-\ntitle: A & <b>B</b> & C\n"},
		{"an address in an author is no tag", item(`<author>A &lt;a@x.example&gt;</author>`), "kind: rss\n-\nauthor: A <a@x.example>\n"},
		{
			"Atom's words in RSS", item(`<title>A</title><link>http://x.example/a</link><atom:link rel="self" href="/s"/><atom:author><atom:name>N</atom:name></atom:author><atom:published>2024-03-05T08:00:00Z</atom:published><atom:updated>2024-03-06T08:00:00Z</atom:updated><atom:summary>S</atom:summary>`),
			"kind: rss\n-\nlink: http://x.example/a\ntitle: A\npublished: 2024-03-05T08:00:00Z\nupdated: 2024-03-06T08:00:00Z\nsummary: S\nauthor: N\n",
		},
		{"the first date that can be read", item(`<pubDate>n/a</pubDate><atom:published>2024-03-05T08:00:00Z</atom:published><prism:publicationDate>2024-03-04</prism:publicationDate>`), "kind: rss\n-\npublished: 2024-03-05T08:00:00Z\nrepairs: undeclared-namespace\n"},
		{"a date of PRISM", item(`<prism:publicationDate xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/">2024-03-05</prism:publicationDate>`), "kind: rss\n-\npublished: 2024-03-05\n"},
		{"a section closed twice", item(`<title><![CDATA[A]]>]]></title>`), "kind: rss\n-\ntitle: A\nrepairs: nested-cdata\n"},
		{"a link escaped twice", item(`<link>/a?b=1&amp;amp;c=2</link>`), "kind: rss\n-\nlink: http://x.example/a?b=1&c=2\n"},
		{"a link as HTML has it", item(`<link/>http://x.example/a<title>A</title>`), "kind: rss\n-\nlink: http://x.example/a\ntitle: A\n"},
		{"Dublin Core as the default namespace of items", rss(`<item xmlns="http://purl.org/dc/elements/1.1/"><title>A</title><creator>C</creator></item>`), "kind: rss\n-\ntitle: A\nauthor: C\n"},
		{"a namespace over https", item(`<c:encoded xmlns:c="https://purl.org/rss/1.0/modules/content/">C</c:encoded>`), "kind: rss\n-\ncontent: C\n"},
		{"a date that cannot be read stays unknown", item(`<pubDate>yesterday</pubDate>`), "kind: rss\n-\n"},

		{"items with nothing around them", `<item><title>A</title></item><item><title>B</title></item>`, "kind: rss\n-\ntitle: A\n-\ntitle: B\nrepairs: structure\n"},
		{"items of a feed whose beginning is lost", `rice</title><pubDate>x</pubDate></item><item><title>A</title></item><item><title>B</title></item></channel></rss>`, "kind: rss\n-\ntitle: A\n-\ntitle: B\nrepairs: leading-junk, structure, trailing-junk\n"},

		// RSS's relatives.
		{
			"RSS 1.0", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="http://x.example/"><title>T</title></channel><item rdf:about="http://x.example/a"><title>A</title><dc:date>2024-03-05T08:00:00+05:00</dc:date></item></rdf:RDF>`,
			"kind: rdf\ntitle: T\n-\nguid: http://x.example/a\nlink: http://x.example/a\ntitle: A\npublished: 2024-03-05T03:00:00Z\nupdated: 2024-03-05T03:00:00Z\n",
		},
		{
			"RSS 0.90", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>T</title></channel><item><title>A</title></item></rdf:RDF>`,
			"kind: rdf\ntitle: T\n-\ntitle: A\n",
		},
		{
			"RSS 1.0 with prefixes", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:r="http://purl.org/rss/1.0/"><r:channel><r:title>T</r:title></r:channel><r:item rdf:about="a#1"><r:title>A</r:title><r:link>http://x.example/a</r:link></r:item></rdf:RDF>`,
			"kind: rdf\ntitle: T\n-\nguid: a#1\nlink: http://x.example/a\ntitle: A\n",
		},
		{
			"RDF as the default namespace", `<RDF xmlns="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:r="http://purl.org/rss/1.0/"><r:channel><r:title>T</r:title></r:channel><r:item about="http://x.example/a"><r:title>A</r:title></r:item></RDF>`,
			"kind: rdf\ntitle: T\n-\nguid: http://x.example/a\nlink: http://x.example/a\ntitle: A\n",
		},
		{
			"CDF", `<CHANNEL HREF="http://x.example/" LASTMOD="2024-03-05T08:00"><TITLE>T</TITLE><ABSTRACT>S</ABSTRACT><ITEM HREF="http://x.example/a" LASTMOD="2024-03-04"><TITLE>A</TITLE><ABSTRACT>B</ABSTRACT></ITEM></CHANNEL>`,
			"kind: cdf\ntitle: T\nlink: http://x.example/\nsubtitle: S\nupdated: 2024-03-05T08:00\n-\nlink: http://x.example/a\ntitle: A\npublished: 2024-03-04\nupdated: 2024-03-04\nsummary: B\n",
		},

		// Atom.
		{
			"feed", atom(`<id>urn:f</id><title>T</title><subtitle>S</subtitle><link href="/"/><link rel="self" href="/f"/><updated>2024-03-05T08:00:00Z</updated><author><name>N</name><email>n@x.example</email></author>`),
			"kind: atom\nid: urn:f\ntitle: T\nlink: http://x.example/\nsubtitle: S\nauthor: N (n@x.example)\nupdated: 2024-03-05T08:00:00Z\nself: http://x.example/f\n",
		},
		{
			"entry", entry(`<id>urn:a</id><title>A</title><link rel="alternate" href="/a"/><link rel="enclosure" href="/e.pdf" type="application/pdf" length="9"/><published>2024-03-05T08:00:00Z</published><updated>2024-03-06T08:00:00Z</updated><summary>S</summary><content type="html">&lt;p>C&lt;/p></content><category term="c" label="C"/><author><name>N</name></author><contributor><name>M</name></contributor>`),
			"kind: atom\n-\nguid: urn:a\nlink: http://x.example/a\ntitle: A\npublished: 2024-03-05T08:00:00Z\nupdated: 2024-03-06T08:00:00Z\nsummary: S\ncontent: <p>C</p>\nauthor: N\ncategories: c\nenclosure: http://x.example/e.pdf application/pdf 9\n",
		},
		{"an entry alone", `<entry xmlns="http://www.w3.org/2005/Atom"><id>urn:a</id><title>A</title></entry>`, "kind: atom\n-\nguid: urn:a\ntitle: A\n"},
		{"no link but an address for an id", entry(`<id>http://x.example/a</id>`), "kind: atom\n-\nguid: http://x.example/a\npermalink: yes\nlink: http://x.example/a\n"},
		{"the page goes before its other forms", entry(`<link type="application/json" href="/a.json"/><link rel="related" href="/r"/><link type="text/html" href="/a"/>`), "kind: atom\n-\nlink: http://x.example/a\n"},
		{
			"a relation by its registered address", entry(`<link rel="http://www.iana.org/assignments/relation/self" href="/s"/><link rel="http://www.iana.org/assignments/relation/alternate" href="/a"/><link rel="http://www.iana.org/assignments/relation/enclosure" href="/e"/>`),
			"kind: atom\n-\nlink: http://x.example/a\nenclosure: http://x.example/e\n",
		},
		{"a quote missing before the next attribute", entry(`<link rel="alternate type="text/html" href="/a?b=" title="t"/>`), "kind: atom\n-\nlink: http://x.example/a?b=\nrepairs: malformed-tag\n"},
		{"an author without an end", entry(`<author><name>N</name><summary>S</summary><title>A</title>`), "kind: atom\n-\ntitle: A\nsummary: S\nauthor: N\nrepairs: missing-end-tag\n"},
		{"a start tag twice", item(`<dc:creator><dc:creator>A</dc:creator><title>A</title>`), "kind: rss\n-\ntitle: A\nauthor: A\nrepairs: missing-end-tag\n"},
		{"text", entry(`<title type="text">a &lt;b> &amp;amp;</title>`), "kind: atom\n-\ntitle: a &lt;b&gt; &amp;amp;\n"},
		{"html", entry(`<title type="html">a &lt;b>b&lt;/b></title>`), "kind: atom\n-\ntitle: a <b>b</b>\n"},
		{"xhtml", entry(`<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>a</p><p>b</p></div></content>`), "kind: atom\n-\ncontent: <p>a</p><p>b</p>\n"},
		{"xhtml with a prefix", entry(`<content type="xhtml" xmlns:h="http://www.w3.org/1999/xhtml"><h:div><h:p>a</h:p></h:div></content>`), "kind: atom\n-\ncontent: <p>a</p>\n"},
		{
			"xhtml with a drawing", entry(`<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><s:svg xmlns:s="http://www.w3.org/2000/svg"><s:title>d</s:title></s:svg></div></content>`),
			"kind: atom\n-\ncontent: <svg xmlns=\"http://www.w3.org/2000/svg\"><title>d</title></svg>\n",
		},
		{
			"xhtml with links in a drawing", entry(`<content type="xhtml" xmlns:l="http://www.w3.org/1999/xlink"><div xmlns="http://www.w3.org/1999/xhtml"><svg xmlns="http://www.w3.org/2000/svg"><a xlink:href="/a" xlink:type="simple"><b xlink:href="/b"/></a></svg></div></content>`),
			"kind: atom\n-\ncontent: <svg xmlns=\"http://www.w3.org/2000/svg\"><a xlink:href=\"http://x.example/a\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" xlink:type=\"simple\"><b xlink:href=\"http://x.example/b\"></b></a></svg>\n",
		},
		{
			"XML of another kind that has words of ours", entry(`<content type="application/xml"><doc xmlns=""><description>D</description><guid>7</guid></doc></content><title>A</title>`),
			"kind: atom\n-\ntitle: A\ncontent: <doc><description>D</description><guid>7</guid></doc>\n",
		},
		{"base64", entry(`<content type="application/octet-stream">PHA+Yjwv cD4=</content>`), "kind: atom\n-\ncontent: <p>b</p>\n"},
		{"a prefix on everything", `<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>T</a:title><a:entry><a:title>A</a:title></a:entry></a:feed>`, "kind: atom\ntitle: T\n-\ntitle: A\n"},
		{"an entry's source is not the entry", entry(`<source><title>S</title><id>urn:s</id></source><title>A</title><id>urn:a</id>`), "kind: atom\n-\nguid: urn:a\ntitle: A\n"},
		{
			"bases", `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://b.example/x/"><link href="."/><entry xml:base="y/"><link href="a"/><content type="html" xml:base="/z/">&lt;a href="c">c&lt;/a></content></entry></feed>`,
			"kind: atom\nlink: http://b.example/x/\n-\nlink: http://b.example/x/y/a\ncontent: <a href=\"http://b.example/z/c\">c</a>\n",
		},
		{"languages", `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fa_IR"><title>T</title></feed>`, "kind: atom\ntitle: T\nlanguage: fa-IR\n"},
		{
			"Atom 0.3", atom03(`<title>T</title><tagline>S</tagline><modified>2024-03-05T08:00:00Z</modified><entry><title mode="escaped" type="text/html">&lt;b>A&lt;/b></title><id>urn:a</id><issued>2024-03-04T08:00</issued><modified>2024-03-05T08:00:00Z</modified><content mode="base64" type="text/html">PHA+Yjwv cD4=</content></entry>`),
			"kind: atom\ntitle: T\nsubtitle: S\nupdated: 2024-03-05T08:00:00Z\n-\nguid: urn:a\ntitle: <b>A</b>\npublished: 2024-03-04T08:00\nupdated: 2024-03-05T08:00:00Z\ncontent: <p>b</p>\n",
		},

		// The rest.
		{
			"news sitemap", `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>http://x.example/a</loc><lastmod>2024-03-06</lastmod><n:news><n:publication><n:name>P</n:name></n:publication><n:publication_date>2024-03-05T08:00Z</n:publication_date><n:title>A &amp; B</n:title><n:keywords>a, b</n:keywords></n:news></url><url><loc>/b</loc></url><url/></urlset>`,
			"kind: sitemap\n-\nguid: http://x.example/a\nlink: http://x.example/a\ntitle: A & B\npublished: 2024-03-05T08:00:00Z\nupdated: 2024-03-06\ncategories: a, b\n-\nguid: http://x.example/b\nlink: http://x.example/b\n",
		},
		{
			"sitemap index", `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>http://x.example/1.xml</loc></sitemap><sitemap><loc>2.xml</loc></sitemap></sitemapindex>`,
			"kind: sitemapindex\nsitemaps: http://x.example/1.xml http://x.example/d/2.xml\n",
		},
		{
			"JSON Feed 1.1", `{"version":"https://jsonfeed.org/version/1.1","title":"T","home_page_url":"/","feed_url":"http://x.example/f","description":"S","language":"fa","authors":[{"name":"N"},{"name":"M"}],"next_url":"?p=2","hubs":[{"type":"WebSub","url":"http://h.example/"}],` +
				`"items":[{"id":"http://x.example/a","title":"A < B","content_html":"<a href=\"b\">b</a>","summary":"S","date_published":"2024-03-05T08:00:00Z","date_modified":"2024-03-06T08:00:00Z","tags":["a","b"],"attachments":[{"url":"/e.mp3","mime_type":"audio/mpeg","size_in_bytes":9}]}]}`,
			"kind: json\nid: http://x.example/f\ntitle: T\nlink: http://x.example/\nsubtitle: S\nlanguage: fa\nauthor: N, M\nself: http://x.example/f\nhubs: http://h.example/\nnext: http://x.example/d/feed?p=2\n-\nguid: http://x.example/a\npermalink: yes\nlink: http://x.example/a\ntitle: A &lt; B\npublished: 2024-03-05T08:00:00Z\nupdated: 2024-03-06T08:00:00Z\nsummary: S\ncontent: <a href=\"http://x.example/d/b\">b</a>\ncategories: a, b\nenclosure: http://x.example/e.mp3 audio/mpeg 9\n",
		},
		{
			"JSON Feed 1.0", `{"version":"https://jsonfeed.org/version/1","title":"T","author":{"name":"N"},"items":[{"id":7,"url":"http://x.example/a","content_text":"a & <b>\u0001\ufffe"}]}`,
			"kind: json\ntitle: T\nauthor: N\n-\nguid: 7\nlink: http://x.example/a\ncontent: a &amp; &lt;b&gt;\n",
		},
		{"JSON with commas too many and escapes JSON lacks", "{\"items\":[{\"id\":\"it\\'s\",\"title\":\"a\nb\",},],}", "kind: json\n-\nguid: it's\ntitle: a\nb\nrepairs: json-syntax\n"},
		{"JSON with comments", "{\"title\":\"a // b\", // c\n/* d { */ \"items\":[{\"id\":\"1\"}, /* e */ // f\n]}", "kind: json\ntitle: a // b\n-\nguid: 1\nrepairs: json-syntax\n"},
		{"JSON behind a warning", "<br />\n<b>Warning</b>: x & y\n" + `{"version":"https:\/\/jsonfeed.org\/version\/1","title":"T","items":[{"id":"1"}]}`, "kind: json\ntitle: T\n-\nguid: 1\nrepairs: leading-junk\n"},
		{"JSON in a call", `f({"version":"https://jsonfeed.org/version/1","title":"T","items":[{"id":"1"}]});`, "kind: json\ntitle: T\n-\nguid: 1\nrepairs: leading-junk\n"},
		{"JSON with names in place of authors", `{"title":"It&#8217;s R&amp;D","author":"N","items":[{"id":"1","authors":["A",{"name":"B"}]}]}`, "kind: json\ntitle: It’s R&amp;D\nauthor: N\n-\nguid: 1\nauthor: A, B\n"},
		{"JSON cut short", `{"title":"T","items":[{"id":"1"},{"id":"2","tags":["x"]},{"id":"3`, "kind: json\ntitle: T\n-\nguid: 1\n-\nguid: 2\ncategories: x\nrepairs: json-syntax, truncated\n"},
		{"JSON with one bad item", `{"title":"T","items":[{"id":"1"},{"id":2-2},{"id":"3"}],"description":"S"}`, "kind: json\ntitle: T\n-\nguid: 1\n-\nguid: 3\nrepairs: json-syntax\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, parse(t, feed.Document{Body: []byte(c.doc)})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestAround holds what is read of the response and of the outlet.
func TestAround(t *testing.T) {
	for _, c := range []struct {
		name string
		doc  feed.Document
		want string
	}{
		{
			"no address",
			feed.Document{Body: []byte(item(`<link>/a</link><description>&lt;a href="b">b&lt;/a></description>`)), URL: "-"},
			"kind: rss\n-\nlink: /a\nsummary: <a href=\"b\">b</a>\n",
		},
		{
			"Content-Location",
			feed.Document{Body: []byte(item(`<link>a</link>`)), Header: http.Header{"Content-Location": {"/e/feed"}}},
			"kind: rss\n-\nlink: http://x.example/e/a\n",
		},
		{
			"Content-Language",
			feed.Document{Body: []byte(rss(`<title>T</title>`)), Header: http.Header{"Content-Language": {"ur, en"}}},
			"kind: rss\ntitle: T\nlanguage: ur\n",
		},
		{"Link", feed.Document{
			Body:   []byte(rss(`<atom:link rel="hub" href="http://h.example/"/><atom:link rel="self" href="http://y.example/"/>`)),
			Header: http.Header{"Link": {`<http://x.example/f>; rel="self", </hub>; title="a, b"; rel=hub`, `<http://h.example/>; rel="hub other"`, `broken; rel=hub`}},
		}, "kind: rss\nself: http://x.example/f\nhubs: http://x.example/hub http://h.example/\n"},
		{
			"charset",
			feed.Document{Body: []byte("<rss><channel><title>\xc7\xed\xd1\xc7\xe4</title></channel></rss>"), Header: http.Header{"Content-Type": {"text/xml; charset=windows-1256"}}},
			"kind: rss\ntitle: ايران\n",
		},
		{
			"the country's zone names",
			feed.Document{Body: []byte(item(`<pubDate>Tue, 05 Mar 2024 08:00:00 IST</pubDate>`)), Country: "IR"},
			"kind: rss\n-\npublished: 2024-03-05T04:30:00Z\n",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, parse(t, c.doc)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFutureIsFlagged(t *testing.T) {
	body := []byte(item(`<pubDate>Tue, 05 Mar 2024 08:00:00 GMT</pubDate>`))
	f, err := feed.Parse(t.Context(), feed.Document{Body: body, Now: time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	if d := f.Entries[0].Published; d.Flag != "future" || d.From != news.FromFeed || d.Zone != news.Stated {
		t.Errorf("got %+v", d)
	}
}
