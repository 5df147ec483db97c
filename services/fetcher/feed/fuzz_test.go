package feed_test

import (
	"encoding/xml"
	"errors"
	"strings"
	"testing"

	"github.com/rasad-project/rasad/services/fetcher/feed"
)

var samples = []string{
	`<rss version="2.0"><channel><title>T</title><item><title>A</title><link>/a</link><description>&lt;p&gt;x&lt;/p&gt;</description></item><item><guid>http://x.example/b</guid></item></channel></rss>`,
	`<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://x.example/"><title type="html">T</title><entry><id>urn:a</id><link href="a"/><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>x</p></div></content><updated>2024-03-05T08:00:00Z</updated></entry></feed>`,
	`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>T</title></channel><item rdf:about="http://x.example/a"><title>A</title></item></rdf:RDF>`,
	`{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":1,"content_text":"a<b","tags":["x"]},{"id":"http://x.example/b","content_html":"<a href=b>b</a>"}]}`,
	`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>http://x.example/a</loc><news:news><news:title>A</news:title></news:news></url></urlset>`,
	`<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><item><title><![CDATA[<![CDATA[x]]>]]></title></channel>`,
	"<html><head><link rel=alternate type=application/rss+xml href=/feed></head></html>",
	"\xff\xfe<\x00r\x00s\x00s\x00>\x00",
}

// FuzzParse holds that no document, whatever it is, does harm; that what cannot
// be read is refused for a reason there is a type for; and that no item of a
// well-formed feed is lost.
func FuzzParse(f *testing.F) {
	for _, s := range samples {
		f.Add([]byte(s), "text/xml; charset=utf-8")
	}
	f.Add([]byte(clean()), "")
	f.Add([]byte(gzipped(samples[0])), "application/rss+xml")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		got, err := feed.Parse(t.Context(), feed.Document{
			Body: body, URL: "http://x.example/feed", Header: map[string][]string{"Content-Type": {contentType}},
		})
		_, over := errors.AsType[*feed.LimitError](err)
		if err != nil && !over && !errors.Is(err, feed.ErrNotFeed) {
			t.Fatalf("an error without a type: %v", err)
		}
		if want := items(string(body)); !over && want > 0 && (err != nil || len(got.Entries) < want) {
			t.Fatalf("a well-formed feed of %d items: %v, %+v", want, err, got)
		}
	})
}

// items counts the items of an RSS document that encoding/xml finds well-formed,
// 0 for any other.
func items(s string) (n int) {
	d := xml.NewDecoder(strings.NewReader(s))
	path := ""
	for {
		t, err := d.RawToken()
		if err != nil {
			if path != "" || err.Error() != "EOF" {
				return 0
			}
			return n
		}
		switch t := t.(type) {
		case xml.Directive:
			return 0 // encoding/xml nests them as no one else does
		case xml.StartElement:
			path += "/" + t.Name.Space + ":" + t.Name.Local
			if path == "/:rss/:channel/:item" {
				n++
			}
		case xml.EndElement:
			name := "/" + t.Name.Space + ":" + t.Name.Local
			if !strings.HasSuffix(path, name) {
				return 0
			}
			path = strings.TrimSuffix(path, name)
		}
	}
}

// FuzzDamage holds that one stretch of a feed written over with anything costs
// no item that the stretch, and what it opens, does not reach.
func FuzzDamage(f *testing.F) {
	s := clean()
	for i, d := range []string{"<", "&", "</item>", "<![CDATA[", "]]>", `"`, "<title>", "<item", "\x00", "&#x1;"} {
		f.Add(d, i*400)
	}
	f.Add(": ", 409) // the name of an element cut in two
	f.Fuzz(func(t *testing.T, with string, at int) {
		first, last := nth(s, "<item>", 2), nth(s, "<item>", 4)
		if at < 0 || len(with) > 40 || swallows(with) {
			t.Skip()
		}
		at = first + at%(last-first)
		got, err := feed.Parse(t.Context(), feed.Document{Body: []byte(s[:at] + with + s[at:])})
		if err != nil {
			t.Fatal(err)
		}
		if kept := intact(got.Entries); kept < len(titles)-1 {
			t.Errorf("%d items kept", kept)
		}
	})
}

// swallows reports whether text can hide all that follows it: where the
// document's encoding is no longer what it was, a comment or an instruction
// begins that ends far away, or another document.
func swallows(s string) bool {
	return strings.ContainsAny(s, "!?") || strings.Contains(s, "rss") || strings.ContainsFunc(s, func(r rune) bool { return r >= 0x80 })
}
