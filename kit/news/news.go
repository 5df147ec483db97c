// Package news is Rasad's vocabulary: an [Entry] as its feed gave it, the
// [Article] the cleaner makes of it, and the [Verdict] the tagger passes on that.
// It is plain data and imports the standard library only; every other room
// speaks in these words.
//
// Every message struct has an Unknown field: the protobuf fields of a newer
// version, carried from stage to stage and never read. Only kit/wire writes it.
package news

import (
	"strings"
	"time"
)

// Feed is a source that is polled.
type Feed struct {
	// ID is a NATS subject token: lower-case letters, digits and hyphens,
	// derived from URL by [FeedID]. It never changes while the URL stays.
	ID string
	// URL is the feed's address, absolute.
	URL string
	// Title is the name a person gave the feed, or the one it gives itself.
	Title string
	// Country is the outlet's country, ISO 3166-1 alpha-2, "" when unknown.
	Country string
	// Language is the declared language, BCP 47, "" when unknown.
	Language string
	// Folder is the feed's place in its OPML, outermost first.
	Folder []string

	Unknown []byte
}

// Entry is one item as its feed, and the page the item points to, gave it.
type Entry struct {
	// ID is the item's identity: 32 hexadecimal digits, the same for every
	// revision of the item, in every process, for ever.
	ID string
	// Revision identifies the item's content: 16 hexadecimal digits over its
	// title and body as the feed gave them, never over the page, whose furniture
	// changes with every fetch.
	Revision string
	// Change says what a later revision changed: "" for a first revision, else
	// "title", "body" or "title,body".
	Change string

	Feed       Feed
	GUID       string // as the feed wrote it, "" if it wrote none
	URL        string // the item's canonical link, absolute, "" if it has none
	Title      string // plain text
	Summary    string // HTML as given
	Content    string // HTML as given
	Author     string
	Categories []string
	Enclosures []Enclosure
	Published  Date
	Updated    Date
	Seen       time.Time // when a poll first met this revision, UTC; never a publication date
	Page       *Page     // the page behind URL; nil when it was not fetched
	Repairs    []string  // what was mended in the feed before it could be read

	Unknown []byte
}

// Enclosure is a file attached to an item (RSS 2.0 enclosure, Atom rel=enclosure).
type Enclosure struct {
	URL    string
	Type   string // media type as given
	Length string // bytes, as given

	Unknown []byte
}

// Page is the document behind an entry's link, as the server sent it.
type Page struct {
	URL         string // after redirects
	ContentType string // the Content-Type header
	Body        []byte // content coding undone, character encoding as sent
	Fetched     time.Time
	Hash        string // of Body: 32 hexadecimal digits

	Unknown []byte
}

// Block is a run of text in an entry, with the decision on it. The blocks of an
// article in order are everything its source showed.
type Block struct {
	Text string
	// Cut is why the block is not article, from the cleaner's documented list of
	// reasons; "" when the block is article.
	Cut string
	// Path is where in the page the block stood, e.g. "article>p"; "" for text.
	Path string

	Unknown []byte
}

// Kept reports whether b is part of the article.
func (b Block) Kept() bool { return b.Cut == "" }

// Dateline is the place and agency that open a report: "TEHRAN (IRNA) -".
type Dateline struct {
	Place  string
	Agency string

	Unknown []byte
}

// Article is an entry with a decision on every block.
type Article struct {
	// Entry is the source; its Summary, Content and Page.Body are left behind in
	// the ENTRIES stream, where Page.Hash finds them.
	Entry Entry

	Title     string
	Byline    string
	Site      string
	Language  string // BCP 47 primary tag; "und" when unsure
	URL       string // canonical
	Dateline  Dateline
	Published Date
	Modified  Date
	Blocks    []Block
	// Confidence is how far independent readings of the page agree, 0 to 1.
	Confidence float64
	// Dropped is why there is nothing to tag ("empty", "consent wall", …), ""
	// for an article. A dropped article still travels to the store, so that
	// items in = items stored + items dropped with a reason.
	Dropped string

	Unknown []byte
}

// Paragraphs returns the text of the kept blocks, in order.
func (a *Article) Paragraphs() []string {
	ps := make([]string, 0, len(a.Blocks))
	for _, b := range a.Blocks {
		if b.Kept() {
			ps = append(ps, b.Text)
		}
	}
	return ps
}

// Text returns the paragraphs joined by a blank line: the text that the byte
// offsets of a verdict's evidence with Field "text" point into.
func (a *Article) Text() string { return strings.Join(a.Paragraphs(), "\n\n") }

// Verdict is the tagger's answer on an article.
type Verdict struct {
	Article Article

	Relevant bool
	Score    float64  // 0 to 1, calibrated
	Level    int      // 0 both parties merely occur, 1 a distinct part is about them, 2 the article is
	Topics   []string // from the list in the design, sorted as there
	Tone     string   // cooperative, conflictual, mixed or neutral
	Events   []Event
	Actors   []Actor
	Places   []Place
	Evidence []Evidence
	Why      string // one sentence for a reader
	Tagged   time.Time
	Watch    string // name of the watch that was applied

	Unknown []byte
}

// Party is one side of a watched relation, as events name it: the code of a
// watched party ("IRN"), Both or Other.
type Party = string

// The parties that are not a watched one.
const (
	Both  Party = "BOTH"
	Other Party = "OTHER"
)

// Event is who did what to whom.
type Event struct {
	Source     Party
	Action     string // a PLOVER root or STATE
	Target     Party
	Status     string // done, announced, called_for or denied
	Date       string // ISO 8601 to the known precision, "" when unknown
	Background bool   // retold, not news
	Weight     float64
	Evidence   []int // indexes into Verdict.Evidence

	Unknown []byte
}

// Actor is a person or body found in the article, under one name however spelled.
type Actor struct {
	Name    string
	Country Party
	Role    string

	Unknown []byte
}

// Place is a place found in the article, no more precise than the text allows.
type Place struct {
	Name      string
	Country   Party
	Precision string // town, district, province or country; "" when unknown
	Lat, Lon  float64

	Unknown []byte
}

// Evidence is the words that earned a label, and their place. The bytes
// [Start, End) of the field's UTF-8 are Quote.
type Evidence struct {
	Field string // "title" or "text"
	Start int
	End   int
	Quote string
	Rule  string

	Unknown []byte
}
