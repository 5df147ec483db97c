package news

import "time"

// Precision is how much of a date is known.
type Precision string

// The precisions a date can have; the zero value goes with an unknown date.
const (
	Second Precision = "second"
	Minute Precision = "minute"
	Day    Precision = "day"
)

// Zone is how the offset from UTC of a date came to be known.
type Zone string

// A stated zone stood in the source. A guessed one was supplied by us (the
// outlet's country, a local time with no zone): the instant may be hours off and
// must not be shown as if it were known.
const (
	Stated  Zone = "stated"
	Guessed Zone = "guessed"
)

// Origin is where a date came from.
type Origin string

// The places a date can come from, best first within a page.
const (
	FromFeed   Origin = "feed"
	FromJSONLD Origin = "jsonld"
	FromMeta   Origin = "meta"
	FromURL    Origin = "url"
	FromText   Origin = "text"
)

// Date is a point in time with what is known of it. The zero Date is an unknown
// one and stays unknown: it is never "now".
type Date struct {
	Time      time.Time
	Precision Precision
	Zone      Zone // "" for Day precision: a day has no offset
	From      Origin
	// Flag is what speaks against the date, "" for nothing: "future".
	Flag string

	Unknown []byte
}

// Known reports whether d is a date at all.
func (d Date) Known() bool { return !d.Time.IsZero() }

// String writes d no more precisely than it is known: RFC 3339 in UTC when the
// zone was stated, local time without an offset when it was not (ISO 8601 §4.3,
// "2024-01-27T21:51"), a bare date for Day, "" when unknown.
func (d Date) String() string {
	switch {
	case !d.Known():
		return ""
	case d.Precision == Day:
		return d.Time.Format(time.DateOnly)
	case d.Zone == Stated:
		return d.Time.UTC().Format(time.RFC3339)
	case d.Precision == Minute:
		return d.Time.Format("2006-01-02T15:04")
	default:
		return d.Time.Format("2006-01-02T15:04:05")
	}
}
