// Package when reads the dates that feeds and pages really carry, exactly or
// not at all: RFC 822, 850, 2822 and 3339, W3CDTF, ISO 8601's basic forms,
// asctime, epoch seconds and milliseconds, and the free forms of the region's
// press, with Persian, Arabic and Urdu digits and month names and the Iranian
// solar (Jalali) calendar.
//
// What a string does not say is not made up: a date with no time of day has Day
// precision, an offset supplied by us makes the zone Guessed, and a string with
// a word the package does not know is no date at all. It has no notion of "now"
// but the one it is handed, and keeps no state between calls.
package when

import (
	"time"

	"github.com/rasad-project/rasad/kit/news"
)

// The flags a date can carry: what speaks against taking it as it stands.
const (
	// Future is a date after Hints.Now by more than clocks and guessed zones explain.
	Future = "future"
	// Month is a date of which only year and month were given ("2024-01"): the day is the first.
	Month = "month"
	// Year is a date of which only the year was given: the day is the first of January.
	Year = "year"
	// Order is a date such as 03/04/2024 whose day and month cannot be told
	// apart by the string nor by the outlet's country.
	Order = "order"
)

// Hints is what is known around a string that holds a date. The zero value
// knows nothing and is good to use.
type Hints struct {
	// Country is the outlet's, ISO 3166-1 alpha-2 in upper case. It decides what
	// IST and other shared zone names mean, the offset of a local time that
	// states none, and the order of day and month in 03/04/2024.
	Country string
	// Now is when the string was read; the zero time switches off the Future flag.
	Now time.Time
	// From is copied into the date.
	From news.Origin
}

// Parse reads s as one date. It reports false, with the unknown date, when s is
// empty, is not a date, names a day that does not exist (a wrong weekday is
// forgiven, the 31st of June is not), lies outside 1900 to 2199, or is the zero
// value of a well-known system (1970-01-01T00:00:00Z, 0001-01-01, 0000-00-00).
//
// The instant of a date with Second or Minute precision is in UTC for a Stated
// zone and in the guessed location otherwise; a date of Day precision is
// midnight UTC of that day. Fractions of a second are dropped.
func Parse(s string, h Hints) (news.Date, bool) {
	if len(s) > maxLen {
		return news.Date{}, false
	}
	r := reading{toks: lex(fold(s)), hints: h}
	if !r.read() {
		return news.Date{}, false
	}
	d, ok := r.date()
	if !ok {
		return news.Date{}, false
	}
	d.From = h.From
	if ahead(d, h.Now) {
		d.Flag = Future
	}
	return d, true
}

// maxLen is the length in bytes of the longest string that is looked at; real
// dates, comments and all, stay under 100.
const maxLen = 256

// ahead reports whether d is later than now, allowing an hour for clocks that
// run fast, and a day where the offset or the time of day is not known.
func ahead(d news.Date, now time.Time) bool {
	if now.IsZero() {
		return false
	}
	slack := time.Hour
	if d.Zone != news.Stated {
		slack = 26 * time.Hour
	}
	return d.Time.After(now.Add(slack))
}

// zero reports whether t is what a system writes when it has no date.
func zero(t time.Time) bool {
	y := t.Year()
	return t.Unix() == 0 || y < 1900 || y > 2199
}
