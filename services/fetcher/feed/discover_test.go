package feed_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rasad-project/rasad/services/fetcher/feed"
)

func TestDiscover(t *testing.T) {
	for _, c := range []struct {
		name, page string
		want       []feed.Found
	}{
		{"link elements", `<html><head><LINK rel="Alternate" type="application/rss+xml; charset=utf-8" title="All &amp; more" href="/rss">
			<link rel="alternate" type="application/atom+xml" href="atom.xml"><link rel="alternate" hreflang="fa" href="/fa">
			<link rel="stylesheet" href="/s.css"><link rel="feed" href="http://y.example/f"><link rel="alternate" type="application/rss+xml" href="/rss"></head><a href="/other/feed">x</a>`, []feed.Found{
			{URL: "http://x.example/rss", Type: "application/rss+xml; charset=utf-8", Title: "All & more"},
			{URL: "http://x.example/d/atom.xml", Type: "application/atom+xml"},
			{URL: "http://y.example/f"},
		}},
		{"links in the text", `<a href="/rss/">RSS</a> <a href="/rss-news">no</a> <a href="x.rss?cat=1">c</a> <a>none</a>`, []feed.Found{
			{URL: "http://x.example/rss/"}, {URL: "http://x.example/d/x.rss?cat=1"},
		}},
		{"a base", `<base href="http://b.example/"><link rel="alternate" type="text/xml" href="f">`, []feed.Found{{URL: "http://b.example/f", Type: "text/xml"}}},
		{"nothing", `<p>x`, nil},
	} {
		if diff := cmp.Diff(c.want, feed.Discover(c.page, "http://x.example/d/page")); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestNotFeed(t *testing.T) {
	for name, body := range map[string]string{
		"nothing": "", "space": " \n", "text": "Service unavailable", "XML of another kind": `<?xml version="1.0"?><opml/>`,
		"JSON of another kind": `{"status":"error"}`, "broken JSON": `{"status":`, "binary": "\x00\x01\x02\x03\xff",
		"an empty file of gzip": "\x1f\x8b\x08", "items of something else": "<menu><item><title>Tea</title></item></menu>",
	} {
		_, err := feed.Parse(t.Context(), feed.Document{Body: []byte(body)})
		if _, page := errors.AsType[*feed.PageError](err); !errors.Is(err, feed.ErrNotFeed) || page {
			t.Errorf("%s: got %v", name, err)
		}
	}
	page := "<!DOCTYPE html>\n<html><head><title>News</title><link rel=alternate type=application/rss+xml href=/rss></head>" +
		"<body><entry>a custom element</entry><channel></channel><feed></feed></body></html>"
	_, err := feed.Parse(t.Context(), feed.Document{Body: []byte(page), URL: "http://x.example/"})
	got, ok := errors.AsType[*feed.PageError](err)
	if !ok || !errors.Is(err, feed.ErrNotFeed) {
		t.Fatalf("got %v", err)
	}
	if diff := cmp.Diff([]feed.Found{{URL: "http://x.example/rss", Type: "application/rss+xml"}}, got.Feeds); diff != "" {
		t.Error(diff)
	}
}
