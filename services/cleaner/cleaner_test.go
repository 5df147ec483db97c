package cleaner

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rasad-project/rasad/kit/news"
)

// story is long enough to be an article.
const story = "The ministers of both countries met in Quetta on Saturday and spoke for three hours about the border markets. " +
	"They agreed to open two of them before the spring, officials said, and to meet again in Zahedan within a month."

func htmlPage(s string) *news.Page {
	return &news.Page{URL: "https://herald.test/x", ContentType: "text/html; charset=utf-8", Body: []byte(s)}
}

func textPage(s string) *news.Page {
	return &news.Page{ContentType: "text/plain; charset=utf-8", Body: []byte(s)}
}

func TestCleanTakesTheBestSource(t *testing.T) {
	article := "<html><body><article><h1>Ministers meet</h1><p>" + strings.ReplaceAll(story, ". They", ".</p><p>They") + "</p></article></body></html>"
	for _, c := range []struct {
		name  string
		entry news.Entry
		want  []string
	}{
		{"the page", news.Entry{Title: "Ministers meet", Summary: "The ministers met.", Page: htmlPage(article)}, strings.SplitAfter(story, "markets. ")},
		{"the content when there is no page", news.Entry{Content: "<p>" + story + "</p>", Summary: "The ministers met."}, []string{story}},
		{"the summary when there is nothing else", news.Entry{Summary: "The ministers of both countries met &amp; spoke."}, []string{"The ministers of both countries met & spoke."}},
		{"plain text", news.Entry{Page: textPage(story + "\n\nIANS\n")}, []string{story}},
		{"the content when the page is empty", news.Entry{Content: "<p>" + story + "</p>", Page: htmlPage("<html><body></body></html>")}, []string{story}},
	} {
		a := NewRules().Clean(&c.entry)
		for i := range c.want {
			c.want[i] = strings.TrimSpace(c.want[i])
		}
		if diff := cmp.Diff(c.want, a.Paragraphs()); diff != "" {
			t.Errorf("%s: -want +got:\n%s", c.name, diff)
		}
		if a.Dropped != "" {
			t.Errorf("%s: dropped: %s", c.name, a.Dropped)
		}
	}
}

func TestCleanLeavesTheSourceBehind(t *testing.T) {
	e := &news.Entry{ID: "1", Content: "<p>x</p>", Summary: "y", Page: textPage(story)}
	a := NewRules().Clean(e)
	if a.Entry.Content != "" || a.Entry.Summary != "" || a.Entry.Page.Body != nil || a.Entry.ID != "1" {
		t.Errorf("the article carries its source: %+v", a.Entry)
	}
	if e.Content == "" || e.Summary == "" || len(e.Page.Body) == 0 {
		t.Error("the entry was changed")
	}
}

func TestNothingToTagIsDropped(t *testing.T) {
	for name, e := range map[string]news.Entry{
		"nothing":            {},
		"an empty text":      {Page: textPage("\n\n")},
		"only furniture":     {Page: textPage("Leave a Comment\n")},
		"a page of no words": {Page: htmlPage("<html></html>")},
	} {
		if a := NewRules().Clean(&e); a.Dropped != "empty" {
			t.Errorf("%s: dropped %q, want %q; blocks %v", name, a.Dropped, "empty", a.Blocks)
		}
	}
}

func TestDatesKeepTheirOrigin(t *testing.T) {
	feed := news.Date{Time: time.Date(2024, 1, 27, 10, 0, 0, 0, time.UTC), Precision: news.Second, Zone: news.Stated, From: news.FromFeed}
	body := "<p>" + story + "</p>"
	for _, c := range []struct {
		name string
		e    news.Entry
		want string
		from news.Origin
	}{
		{"the feed's first", news.Entry{Published: feed, Page: textPage("January 26, 2024 - 21:51\n" + story)}, "2024-01-27T10:00:00Z", news.FromFeed},
		{"the text's when there is no other", news.Entry{Page: textPage("January 26, 2024 - 21:51\n" + story)}, "2024-01-26T21:51", news.FromText},
		{"the page's before the text's", news.Entry{Page: htmlPage(`<html><head><meta property="article:published_time" content="2024-01-25T08:00:00Z"></head><body><p>January 26, 2024</p>` + body)}, "2024-01-25T08:00:00Z", news.FromMeta},
		{"none", news.Entry{Page: textPage(story)}, "", ""},
	} {
		a := NewRules().Clean(&c.e)
		if got := a.Published; got.String() != c.want || got.From != c.from {
			t.Errorf("%s: got %s from %q, want %s from %q", c.name, got, got.From, c.want, c.from)
		}
	}
}
