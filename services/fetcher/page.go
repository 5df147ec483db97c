package fetcher

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"mime"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/fetcher/feed"
	"github.com/rasad-project/rasad/services/fetcher/web"
)

// pageBudget is what an article's page may cost.
var pageBudget = web.Budget{Time: 45 * time.Second, Bytes: 8 << 20, Redirects: 6}

const (
	pageAccept = "text/html, application/xhtml+xml;q=0.9, text/plain;q=0.5, */*;q=0.1"
	// pageTries is how many polls try to get a page before its item goes without.
	pageTries = 3
)

// The outcomes of fetching a page, besides web's kinds of error.
const (
	pageOK      = "ok"
	pageDenied  = "robots"       // its robots.txt keeps us out
	pageStatus  = "status"       // the server answered, with no page
	pageTrouble = "server_error" // the server is in trouble, or asks us to slow down
	pageKind    = "not_text"     // it is no text: a film, a picture, a PDF
)

// isTeaser reports whether a feed gives fewer than least characters of an item
// that has a page.
func isTeaser(e *news.Entry, least int) bool {
	return e.URL != "" && length(e.Content, least) < least && length(e.Summary, least) < least
}

// length counts the characters of a text that may be HTML; one of fewer than most
// bytes is not looked into.
func length(html string, most int) int {
	if len(html) < most {
		return len(html) // fewer bytes than characters asked for: no need to count
	}
	return utf8.RuneCountInString(feed.PlainText(html))
}

// page fetches the page behind an address. It returns nil without one, with the
// outcome and whether another try may bring it.
func (s *Service) page(ctx context.Context, address string) (page *news.Page, outcome string, again bool) {
	if !s.robots.Allowed(ctx, address) {
		return nil, pageDenied, false
	}
	resp, err := s.web.Get(ctx, web.Request{URL: address, Accept: pageAccept, Budget: pageBudget})
	if err != nil {
		kind := web.KindOf(err)
		return nil, string(kind), !kind.Budget() && kind != web.BadURL && kind != web.Refused
	}
	s.measure("page", resp)
	switch {
	case resp.Status == http.StatusOK && !isText(resp.Header.Get("Content-Type")):
		return nil, pageKind, false
	case resp.Status == http.StatusOK && len(resp.Body) > 0:
		return newPage(resp), pageOK, false
	case resp.Status >= 500 || resp.Status == http.StatusTooManyRequests || resp.Status == http.StatusForbidden:
		return nil, pageTrouble, true
	}
	return nil, pageStatus, false
}

func newPage(resp *web.Response) *news.Page {
	sum := sha256.Sum256(resp.Body)
	return &news.Page{
		URL: resp.URL, ContentType: resp.Header.Get("Content-Type"), Body: resp.Body,
		Fetched: time.Now().UTC(), Hash: hex.EncodeToString(sum[:16]),
	}
}

// isText reports whether a media type may be an article's; a page without one
// may.
func isText(contentType string) bool {
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		kind, _, _ = strings.Cut(strings.ToLower(contentType), ";")
		kind = strings.TrimSpace(kind)
	}
	return kind == "" || strings.HasPrefix(kind, "text/") || strings.HasSuffix(kind, "html") || strings.HasSuffix(kind, "+xml") || kind == "application/xml"
}
