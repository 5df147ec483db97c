package lines

import (
	"time"

	"github.com/rasad-project/rasad/kit/news"
)

// Parsed is a line of `rasad parse`: one feed document. Dates are RFC 3339 in UTC,
// "" where unknown.
type Parsed struct {
	File    string        `json:"file"`
	OK      bool          `json:"ok"` // every complete item was read, repaired or not
	Error   string        `json:"error"`
	Repairs []string      `json:"repairs"`
	Feed    ParsedFeed    `json:"feed"`
	Entries []ParsedEntry `json:"entries"`
}

// ParsedFeed is what the document says of itself.
type ParsedFeed struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Link     string `json:"link"`
	Subtitle string `json:"subtitle"`
	Language string `json:"language"`
	Author   string `json:"author"`
	Updated  string `json:"updated"`
}

// ParsedEntry is one item of the document. The summary of one that has only a
// content is that, as feedparser has it: a reader who shows one line of an item
// need not ask where it stood.
type ParsedEntry struct {
	ID         string      `json:"id"`
	Title      string      `json:"title"`
	Link       string      `json:"link"`
	Published  string      `json:"published"`
	Updated    string      `json:"updated"`
	Summary    string      `json:"summary"`
	Content    string      `json:"content"`
	Author     string      `json:"author"`
	Categories []string    `json:"categories"`
	Enclosures []Enclosure `json:"enclosures"`
}

// Enclosure is a file attached to an item.
type Enclosure struct {
	URL    string `json:"url"`
	Type   string `json:"type"`
	Length string `json:"length"`
}

// ManifestLine is a line of `rasad parse --manifest`: a file, the address it came
// from, and its response headers.
type ManifestLine struct {
	File    string            `json:"file"`
	Base    string            `json:"base"`
	Headers map[string]string `json:"headers"`
}

// CleanIn is a line that `rasad clean` reads: HTML or text.
type CleanIn struct {
	ID        string `json:"id"`
	URL       string `json:"url"`
	HTML      string `json:"html"`
	Text      string `json:"text"`
	Title     string `json:"title"`
	Published string `json:"published"`
	FeedTitle string `json:"feed_title"`
}

// CleanOut is a line that `rasad clean` writes and `rasad tag` reads.
type CleanOut struct {
	ID                 string    `json:"id"`
	Title              string    `json:"title"`
	Published          string    `json:"published"`
	PublishedPrecision string    `json:"published_precision"` // second, minute, day or ""
	PublishedFrom      string    `json:"published_from"`      // feed, jsonld, meta, url, text or ""
	Byline             string    `json:"byline"`
	Language           string    `json:"language"`
	Site               string    `json:"site"`
	Dateline           Dateline  `json:"dateline"`
	Paragraphs         []string  `json:"paragraphs"`
	Text               string    `json:"text"` // the paragraphs joined by a blank line
	Removed            []Removed `json:"removed"`
}

// Dateline is the place and agency that open a report.
type Dateline struct {
	Place  string `json:"place"`
	Agency string `json:"agency"`
}

// Removed is what was cut and why.
type Removed struct {
	Text   string `json:"text"`
	Reason string `json:"reason"`
}

// Cleaned is a as a line of `rasad clean`, under the id of the line it came from.
func Cleaned(id string, a *news.Article) CleanOut {
	out := CleanOut{
		ID: id, Title: a.Title, Published: a.Published.String(),
		PublishedPrecision: string(a.Published.Precision), PublishedFrom: string(a.Published.From),
		Byline: a.Byline, Language: a.Language, Site: a.Site,
		Dateline:   Dateline{a.Dateline.Place, a.Dateline.Agency},
		Paragraphs: a.Paragraphs(), Text: a.Text(), Removed: []Removed{},
	}
	for _, b := range a.Blocks {
		if !b.Kept() {
			out.Removed = append(out.Removed, Removed{b.Text, b.Cut})
		}
	}
	return out
}

// TagIn is a line that `rasad tag` reads: a line of [CleanOut], or no more than an
// id, a title and a text.
type TagIn struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Text      string `json:"text"`
	Published string `json:"published"`
	Language  string `json:"language"`
	Site      string `json:"site"`
}

// Tagged is a line of `rasad tag`. Start and End of its evidence are byte offsets
// into the UTF-8 of the field of the input.
type Tagged struct {
	ID       string     `json:"id"`
	Relevant bool       `json:"relevant"`
	Score    float64    `json:"score"`
	Level    int        `json:"level"`
	Topics   []string   `json:"topics"`
	Tone     string     `json:"tone"`
	Events   []Event    `json:"events"`
	Actors   []Actor    `json:"actors"`
	Places   []Place    `json:"places"`
	Evidence []Evidence `json:"evidence"`
	Why      string     `json:"why"`
}

// Event is who did what to whom.
type Event struct {
	Source     string  `json:"source"`
	Action     string  `json:"action"`
	Target     string  `json:"target"`
	Status     string  `json:"status"`
	Date       string  `json:"date"`
	Background bool    `json:"background"`
	Weight     float64 `json:"weight"`
	Evidence   []int   `json:"evidence"` // indexes into Tagged.Evidence
}

// Actor is a person or body.
type Actor struct {
	Name    string `json:"name"`
	Country string `json:"country"`
	Role    string `json:"role"`
}

// Place is a place.
type Place struct {
	Name      string  `json:"name"`
	Country   string  `json:"country"`
	Precision string  `json:"precision,omitempty"`
	Lat       float64 `json:"lat,omitempty"`
	Lon       float64 `json:"lon,omitempty"`
}

// Evidence is the words that earned a label.
type Evidence struct {
	Field string `json:"field"` // title or text
	Start int    `json:"start"`
	End   int    `json:"end"`
	Quote string `json:"quote"`
	Rule  string `json:"rule"`
}

// VerdictOf is v as a line of `rasad tag`.
func VerdictOf(id string, v *news.Verdict) Tagged {
	out := Tagged{
		ID: id, Relevant: v.Relevant, Score: v.Score, Level: v.Level, Topics: v.Topics, Tone: v.Tone, Why: v.Why,
		Events: []Event{}, Actors: []Actor{}, Places: []Place{}, Evidence: []Evidence{},
	}
	if out.Topics == nil {
		out.Topics = []string{}
	}
	for _, e := range v.Events {
		out.Events = append(out.Events, Event{e.Source, e.Action, e.Target, e.Status, e.Date, e.Background, e.Weight, indexes(e.Evidence)})
	}
	for _, a := range v.Actors {
		out.Actors = append(out.Actors, Actor{a.Name, a.Country, a.Role})
	}
	for _, p := range v.Places {
		out.Places = append(out.Places, Place{p.Name, p.Country, p.Precision, p.Lat, p.Lon})
	}
	for _, e := range v.Evidence {
		out.Evidence = append(out.Evidence, Evidence{e.Field, e.Start, e.End, e.Quote, e.Rule})
	}
	return out
}

func indexes(of []int) []int {
	if of == nil {
		return []int{}
	}
	return of
}

// Exported is a line of `rasad export`: a stored verdict and the article it is on.
type Exported struct {
	Tagged
	Revision  string    `json:"revision"`
	Feed      string    `json:"feed"`
	URL       string    `json:"url"`
	Title     string    `json:"title"`
	Text      string    `json:"text"`
	Site      string    `json:"site"`
	Language  string    `json:"language"`
	Published string    `json:"published"`
	Seen      time.Time `json:"seen"`
	Dropped   string    `json:"dropped"`
	Removed   []Removed `json:"removed"`
}

// ExportOf is v as a line of `rasad export`.
func ExportOf(v *news.Verdict) Exported {
	a := &v.Article
	c := Cleaned(a.Entry.ID, a)
	return Exported{
		Tagged: VerdictOf(a.Entry.ID, v), Revision: a.Entry.Revision, Feed: a.Entry.Feed.ID, URL: a.URL, Title: a.Title, Text: c.Text,
		Site: a.Site, Language: a.Language, Published: c.Published, Seen: a.Entry.Seen.UTC(), Dropped: a.Dropped, Removed: c.Removed,
	}
}
