package event

import (
	"fmt"
	"time"
)

// date is a day, a month (day 0) or a year (month 0); the zero date is unknown.
type date struct{ year, month, day int }

func dayOf(t time.Time) date {
	if t.IsZero() {
		return date{}
	}
	return date{t.Year(), int(t.Month()), t.Day()}
}

func (d date) String() string {
	switch {
	case d.year == 0:
		return ""
	case d.month == 0:
		return fmt.Sprintf("%04d", d.year)
	case d.day == 0:
		return fmt.Sprintf("%04d-%02d", d.year, d.month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
}

// last is the last day that d can mean.
func (d date) last() time.Time {
	switch {
	case d.month == 0:
		return time.Date(d.year, 12, 31, 0, 0, 0, 0, time.UTC)
	case d.day == 0:
		return time.Date(d.year, time.Month(d.month)+1, 0, 0, 0, 0, 0, time.UTC)
	}
	return time.Date(d.year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC)
}

// newsDays is how long a happening is news; a report that names a day older than
// that tells it again.
const newsDays = 3

// oldOn reports whether d lay too far back to be news on a day.
func (d date) oldOn(day date) bool {
	return d.year != 0 && day.year != 0 && day.last().Sub(d.last()) > newsDays*24*time.Hour
}
