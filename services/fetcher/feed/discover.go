package feed

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Found is a feed that a web page names.
type Found struct {
	URL   string
	Type  string // media type, as given
	Title string
}

// PageError is a web page where a feed was expected. It is an [ErrNotFeed].
type PageError struct {
	Feeds []Found // the feeds the page names, as Discover finds them
}

func (e *PageError) Error() string {
	switch len(e.Feeds) {
	case 0:
		return "a web page, not a feed"
	case 1:
		return "a web page, not a feed; it names the feed " + e.Feeds[0].URL
	default:
		return fmt.Sprintf("a web page, not a feed; it names %d feeds, the first %s", len(e.Feeds), e.Feeds[0].URL)
	}
}

func (e *PageError) Unwrap() error { return ErrNotFeed }

// notFeed is the error for a text in which no feed was found.
func notFeed(text, base string) error {
	head := strings.ToLower(text[:min(len(text), 4096)])
	for _, sign := range []string{"<html", "<!doctype html", "<head", "<body"} {
		if strings.Contains(head, sign) {
			return &PageError{Discover(text, base)}
		}
	}
	return ErrNotFeed
}

// Discover returns the feeds that a page at base names, in the order it names
// them: those of its link elements (HTML, section 4.6.7.1), else the links in
// its text whose address looks like a feed's.
func Discover(page, base string) []Found {
	var linked, guessed []Found
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		t := z.Token()
		href := htmlAttr(t, "href")
		switch {
		case href == "":
		case t.Data == "base":
			base = rebase(base, href)
		case t.Data == "link" && alternate(t):
			linked = append(linked, Found{resolve(base, href), htmlAttr(t, "type"), htmlAttr(t, "title")})
		case t.Data == "a" && feedLike(href):
			guessed = append(guessed, Found{resolve(base, href), "", htmlAttr(t, "title")})
		}
	}
	if len(linked) == 0 {
		linked = guessed
	}
	return once(linked)
}

// once drops the feeds whose address came before.
func once(all []Found) []Found {
	seen := make(map[string]bool, len(all))
	return slices.DeleteFunc(all, func(f Found) bool {
		twice := seen[f.URL]
		seen[f.URL] = true
		return twice
	})
}

func htmlAttr(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

// alternate reports whether a link element names a feed.
func alternate(t html.Token) bool {
	rels := strings.Fields(strings.ToLower(htmlAttr(t, "rel")))
	if slices.Contains(rels, "feed") {
		return true
	}
	if !slices.Contains(rels, "alternate") {
		return false
	}
	kind, _, _ := strings.Cut(strings.ToLower(htmlAttr(t, "type")), ";")
	switch strings.TrimSpace(kind) {
	case "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json", "application/json", "application/xml", "text/xml":
		return true
	}
	return false
}

// feedLike reports whether the path of an address ends as those of feeds do.
func feedLike(href string) bool {
	path := strings.ToLower(strings.TrimRight(split(href).path, "/"))
	last := path[strings.LastIndexByte(path, '/')+1:]
	switch last {
	case "rss", "feed", "atom", "rss.xml", "feed.xml", "atom.xml", "index.xml", "index.rdf", "feed.json":
		return true
	}
	return strings.HasSuffix(last, ".rss") || strings.HasSuffix(last, ".atom") || strings.HasSuffix(last, ".rdf")
}
