package when

import (
	"strconv"
	"time"

	"github.com/rasad-project/rasad/kit/news"
)

// date is the date that was read.
func (r *reading) date() (news.Date, bool) {
	day, flag, ok := r.day()
	if !ok {
		return news.Date{}, false
	}
	if (flag == Month || flag == Year) && r.clock.set {
		return news.Date{}, false
	}
	d, ok := r.instant(day)
	d.Flag = flag
	return d, ok
}

// day is the day that was read, as midnight UTC, and what speaks against it.
func (r *reading) day() (day time.Time, flag string, ok bool) {
	f := r.figures
	switch {
	case r.month != 0:
		return r.worded()
	case len(f) == 3:
		return r.numeric(f[0], f[1], f[2])
	case len(f) == 2 && f[0].width == 4 && f[1].width == 3:
		day, ok = ordinal(f[0].n, f[1].n)
		return day, "", ok
	case len(f) == 2 && f[0].width == 2 && f[1].width == 3 && f[1].sep == '-':
		day, ok = ordinal(century(f[0]), f[1].n)
		return day, "", ok
	case len(f) == 1 && f[0].width == 4 && r.lead:
		day, ok = r.on(century(figure{n: f[0].n / 100}), f[0].n%100, 1)
		return day, Month, ok
	case len(f) == 2 && f[0].width == 4 && f[1].width <= 2:
		day, ok = r.on(f[0].n, f[1].n, 1)
		return day, Month, ok
	case len(f) == 2 && r.lead && f[0].width == 2 && f[1].width == 2:
		day, ok = r.on(century(f[0]), f[1].n, 1)
		return day, Month, ok
	case len(f) == 1 && f[0].width == 4:
		day, ok = r.on(f[0].n, 1, 1)
		return day, Year, ok
	}
	return day, "", false
}

// worded is a day whose month is a word: the year is the longer number, or the
// second of two short ones.
func (r *reading) worded() (day time.Time, flag string, ok bool) {
	switch f := r.figures; {
	case len(f) == 1 && f[0].width == 4:
		day, ok = r.on(f[0].n, r.month, 1)
		return day, Month, ok
	case len(f) != 2:
		return day, "", false
	case f[0].width == 4 && f[1].width <= 2:
		day, ok = r.on(f[0].n, r.month, f[1].n)
	case f[0].width <= 2 && (f[1].width == 4 || f[1].width == 2 && !r.solar):
		day, ok = r.on(century(f[1]), r.month, f[0].n)
	}
	return day, "", ok
}

// numeric is a day of three numbers. A year of four digits stands first or
// last; of three short numbers, dashes mean year first and anything else day or
// month first.
func (r *reading) numeric(a, b, c figure) (day time.Time, flag string, ok bool) {
	switch {
	case a.width == 4:
		day, ok = r.on(a.n, b.n, c.n)
	case a.width > 2 || b.width > 2 || c.width != 2 && c.width != 4:
		return day, "", false
	case c.width == 2 && b.sep == '-' && c.n <= 31:
		day, ok = r.on(century(a), b.n, c.n)
	default:
		if solarYear(c.n) {
			r.home = "IR"
		}
		d, m, sure := r.order(a.n, b.n, b.sep)
		if !sure {
			flag = Order
		}
		day, ok = r.on(century(c), m, d)
	}
	return day, flag, ok
}

// order tells day and month apart: by what is possible, by the outlet's
// country, by the mark (only slashes are ever month first), and last by the
// 12-hour clock, which comes with the month first in the commonest form,
// "1/25/2024 10:00:00 AM".
func (r *reading) order(a, b int, sep byte) (day, month int, sure bool) {
	country := r.country()
	switch {
	case a > 12 || a == b:
		return a, b, true
	case b > 12:
		return b, a, true
	case country == "US" || country == "PH":
		return b, a, true
	case country != "" || sep != '/':
		return a, b, true
	case r.half != 0:
		return b, a, false
	default:
		return a, b, false
	}
}

// The years that are taken for Iranian ones when the month is a number. From
// 1440 the number is a year of the lunar calendar in any paper of our time.
const (
	firstSolar = 1300
	lastSolar  = 1439
)

func solarYear(n int) bool { return n >= firstSolar && n <= lastSolar }

// on returns a day of the calendar its month or its year belongs to.
func (r *reading) on(year, month, day int) (time.Time, bool) {
	if r.solar || r.month == 0 && solarYear(year) {
		r.home = "IR"
		return FromJalali(year, month, day)
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return t, month >= 1 && month <= 12 && t.Day() == day
}

// century completes a year of two digits: 00 to 68 are 2000 to 2068 (POSIX strptime).
func century(f figure) int {
	switch {
	case f.width > 2:
		return f.n
	case f.n < 69:
		return 2000 + f.n
	default:
		return 1900 + f.n
	}
}

func ordinal(year, day int) (time.Time, bool) {
	t := time.Date(year, time.January, day, 0, 0, 0, 0, time.UTC)
	return t, day >= 1 && t.Year() == year
}

// bare reads a string that is one number: epoch seconds of ten digits
// (milliseconds of 13, microseconds of 16), a year, or a day or instant in
// ISO 8601's basic format. done is false when there is more than a number.
func (r *reading) bare() (done, ok bool) {
	switch {
	case len(r.toks) == 0 || r.toks[0].kind != number:
		return false, false
	case len(r.toks) == 3 && r.toks[0].width() == 10 && r.mark1(1, ".") && r.next(2, number):
	case len(r.toks) != 1:
		return false, false
	}
	t := r.toks[0]
	n, err := strconv.ParseInt(t.text, 10, 64)
	if err != nil {
		return true, false
	}
	switch t.width() {
	case 4:
		r.figures = []figure{{int(n), 4, 0}}
	case 6:
		r.ymd(int(n), 2)
	case 7:
		r.figures = []figure{{int(n / 1000), 4, 0}, {int(n % 1000), 3, 0}}
	case 8:
		r.ymd(int(n), 4)
	case 10:
		r.epoch(time.Unix(n, 0))
	case 13:
		r.epoch(time.UnixMilli(n))
	case 14:
		r.ymd(int(n/1e6), 4)
		r.clock = clock{true, true, int(n / 1e4 % 100), int(n / 100 % 100), int(n % 100)}
	case 16:
		r.epoch(time.UnixMicro(n))
	default:
		return true, false
	}
	return true, true
}

func (r *reading) ymd(n, width int) {
	r.figures = []figure{{n / 10000, width, 0}, {n / 100 % 100, 2, '-'}, {n % 100, 2, '-'}}
}

func (r *reading) epoch(t time.Time) {
	t = t.UTC()
	r.figures = []figure{{t.Year(), 4, 0}, {int(t.Month()), 2, '-'}, {t.Day(), 2, '-'}}
	r.clock = clock{true, true, t.Hour(), t.Minute(), t.Second()}
	r.at(0, true)
}
