package when

import "time"

// The years for which the 33-year rule below equals the Iranian calendar, whose
// new year is fixed by the equinox, with room to spare on either side.
const (
	firstJalali = 1300
	lastJalali  = 1500
)

// FromJalali returns midnight UTC of a day of the Iranian solar calendar:
// FromJalali(1402, 11, 7) is 27 January 2024. It reports false for a day that
// does not exist and for years outside 1300 to 1500.
func FromJalali(year, month, day int) (time.Time, bool) {
	if year < firstJalali || year > lastJalali || month < 1 || month > 12 || day < 1 || day > jalaliDays(year, month) {
		return time.Time{}, false
	}
	days := day - 1
	for m := 1; m < month; m++ {
		days += jalaliDays(year, m)
	}
	return nowruz(year).AddDate(0, 0, days), true
}

// Jalali returns the day of the Iranian solar calendar that t is in its own
// location, and false outside the years 1300 to 1500.
func Jalali(t time.Time) (year, month, day int, ok bool) {
	t = time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	year = t.Year() - 621
	if year < firstJalali || year > lastJalali+1 {
		return 0, 0, 0, false
	}
	if t.Before(nowruz(year)) {
		year--
	}
	if year < firstJalali || year > lastJalali {
		return 0, 0, 0, false
	}
	left := int(t.Sub(nowruz(year)).Hours() / 24)
	month = 1
	for left >= jalaliDays(year, month) {
		left -= jalaliDays(year, month)
		month++
	}
	return year, month, left + 1, true
}

// nowruz returns the first day of a year, counted from that of 1403, which fell
// on 20 March 2024.
func nowruz(year int) time.Time {
	days := 0
	for y := 1403; y < year; y++ {
		days += 365 + leap(y)
	}
	for y := year; y < 1403; y++ {
		days -= 365 + leap(y)
	}
	return time.Date(2024, time.March, 20+days, 0, 0, 0, 0, time.UTC)
}

func jalaliDays(year, month int) int {
	switch {
	case month <= 6:
		return 31
	case month <= 11:
		return 30
	default:
		return 29 + leap(year)
	}
}

// leap is 1 for a year of 366 days: eight years in every 33, the arithmetic form
// of a calendar that is fixed by observation. The tests hold it against the
// published first days of the year.
func leap(year int) int {
	if (25*year+11)%33 < 8 {
		return 1
	}
	return 0
}
