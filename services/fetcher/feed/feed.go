// Package feed turns the bytes of a feed into its entries. It reads RSS 0.9x,
// 1.0 and 2.0, RDF, Atom 0.3 and 1.0, CDF, JSON Feed and news sitemaps, in
// whatever state they arrive.
//
// A document takes four steps: its bytes become text (inflate.go, charset.go),
// the text becomes a tree that forgives what XML does not and counts what it
// costs (lex.go, build.go, mend.go, orphan.go), the tree is written out again as
// one plain RSS 2.0 document of which there is only one reading (facts.go,
// item.go, plain.go), and that is what gofeed parses (parse.go, read.go).
// Everything that had to be mended on the way is named in Feed.Repairs.
package feed

import (
	"net/http"
	"time"

	"github.com/rasad-project/rasad/kit/news"
)

// Document is a feed as it came, with what is known around it. Only Body is
// required.
type Document struct {
	Body []byte
	// URL is the document's address after redirects: what relative links stand
	// on where nothing nearer says otherwise.
	URL string
	// Header is the response's: Content-Type, Content-Location, Content-Language
	// and Link are read.
	Header http.Header
	// Country is the outlet's, ISO 3166-1 alpha-2, for zone names and local times.
	Country string
	// Now is when the document came; dates after it are flagged.
	Now    time.Time
	Limits Limits
}

// Feed is a document that was read. Text that a feed may write as HTML is HTML
// as given, with its relative links resolved; addresses are absolute wherever
// anything was known to resolve them against.
type Feed struct {
	Kind     string // rss, rdf, atom, cdf, json, sitemap or sitemapindex
	ID       string
	Title    string
	Link     string // the page the feed belongs to
	Subtitle string
	Language string // BCP 47
	Author   string
	Updated  news.Date
	Pace     Pace
	Links    Links
	Entries  []Entry
	// Repairs are the names of what was mended, from the documented list, in the
	// order first met.
	Repairs []string
}

// Pace is how often a feed says it changes. Zero fields were not given.
type Pace struct {
	TTL       time.Duration  // RSS 2.0 ttl
	Period    time.Duration  // sy:updatePeriod over sy:updateFrequency
	SkipHours []int          // hours of the day in GMT, 0 to 23
	SkipDays  []time.Weekday // in GMT
}

// Links are the other doors a feed names.
type Links struct {
	Self     string   // the feed's own address; the topic for WebSub
	Hubs     []string // WebSub hubs, those of the Link header first
	Current  string   // RFC 5005: the newest document of an archived feed
	Previous string   // RFC 5005: the archive before this document
	Next     string   // RFC 5005: the next page of a paged feed
	Moved    string   // itunes:new-feed-url: where the feed says it went
	Sitemaps []string // of a sitemap index
}

// Entry is one item.
type Entry struct {
	// GUID is the item's id exactly as the feed wrote it, but for space around
	// it; "" if it wrote none.
	GUID string
	// ID is GUID, resolved where the feed gives it as an address and it is a
	// relative one.
	ID string
	// Permalink reports that GUID is an address that leads to the item.
	Permalink bool
	Link      string
	Title     string // may be HTML: see [PlainText]
	// Published is Updated where that is all the feed says.
	Published news.Date
	Updated   news.Date
	Summary   string
	Content   string
	Author    string
	// Categories in the order given, each once.
	Categories []string
	Enclosures []news.Enclosure
}
