package when_test

import (
	"testing"
	"time"

	"github.com/jalaali/go-jalaali"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/when"
)

// show writes a date so that one string says all of it.
func show(d news.Date) string {
	s := d.Time.UTC().Format(time.RFC3339)
	if d.Precision == news.Day {
		s = d.Time.Format(time.DateOnly)
	}
	if d.Precision == news.Minute {
		s = d.Time.UTC().Format("2006-01-02T15:04Z07:00")
	}
	if d.Zone == news.Guessed {
		s += " guessed"
	}
	if d.Flag != "" {
		s += " " + d.Flag
	}
	return s
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ country, in, want string }{
		// The standards.
		{"", "Sat, 27 Jan 2024 21:51:07 +0330", "2024-01-27T18:21:07Z"},
		{"", "Saturday, 27-Jan-24 21:51:07 GMT", "2024-01-27T21:51:07Z"},
		{"", "Sat Jan 27 21:51:07 2024", "2024-01-27T21:51:07Z guessed"},
		{"", "2024-01-27T21:51:07.25+03:30", "2024-01-27T18:21:07Z"},
		{"", "2024-01-27T21:51Z", "2024-01-27T21:51Z"},
		{"", "2024-01-27t21:51:07z", "2024-01-27T21:51:07Z"},
		{"", "20240127T215107Z", "2024-01-27T21:51:07Z"},
		{"", "20240127T2151+0330", "2024-01-27T18:21Z"},
		{"", "2024-027", "2024-01-27"},
		{"", "2024-01", "2024-01-01 month"},
		{"", "-24-01", "2024-01-01 month"},
		{"", "-2401", "2024-01-01 month"},
		{"", "24-027", "2024-01-27"},
		{"", "2024", "2024-01-01 year"},
		{"", "27 Jan 2024", "2024-01-27"},
		{"", "Sat, 27 Jan 2024 21:51 -0000", "2024-01-27T21:51Z"},
		// What feeds really send.
		{"", "Mon, 27 Jan 2024 21:51:07 GMT", "2024-01-27T21:51:07Z"},
		{"", "sat, 27 jan 2024 21:51:07 gmt", "2024-01-27T21:51:07Z"},
		{"", "Sat, 27 January 24 21:51:07 GMT", "2024-01-27T21:51:07Z"},
		{"", "Sat, 27 Jan 99 21:51:07 GMT", "1999-01-27T21:51:07Z"},
		{"", "Sat, 27 Jan, 2024 21:51:07 UTC", "2024-01-27T21:51:07Z"},
		{"", "Sat, 27 Jan 2024 24:00:00 GMT", "2024-01-28T00:00:00Z"},
		{"", "27 Jan 2024 12:05 am GMT", "2024-01-27T00:05Z"},
		{"", "27 Jan 2024 12:05 p.m. GMT", "2024-01-27T12:05Z"},
		{"", "27 Jan 2024 13:05 PM GMT", "2024-01-27T13:05Z"},
		{"", "Sat, 27 Jan 2024 10:00:00 AM +0500", "2024-01-27T05:00:00Z"},
		{"", "Published January 27, 2024 12:13am", "2024-01-27T00:13Z guessed"},
		{"PK", "Published January 27, 2024 12:13am", "2024-01-26T19:13Z guessed"},
		{"", "January 27th, 2024", "2024-01-27"},
		{"", "January 27, 2024, 9 p.m.", "2024-01-27T21:00Z guessed"},
		{"", "Sat, 27 Jan 2024 9 PM GMT", "2024-01-27T21:00Z"},
		{"", "9 AM, 27 Jan 2024", "2024-01-27T09:00Z guessed"},
		{"", "Sat, 27 Jan 2024 21.51.07 GMT", "2024-01-27T21:51:07Z"},
		{"", "27.01.2024 21.51", "2024-01-27T21:51Z guessed"},
		{"", "Sa, 27 Jan 2024 21:51:07 +0100", "2024-01-27T20:51:07Z"},
		{"", "2024-01-27T21:51:07+05:00[Asia/Karachi]", "2024-01-27T16:51:07Z"},
		{"", "January 27, 2024 - 21:51", "2024-01-27T21:51Z guessed"},
		{"", "21:51 - 27/01/2024", "2024-01-27T21:51Z guessed"},
		{"", "9:51 PM, 27-01-2024", "2024-01-27T21:51Z guessed"},
		{"", "21:51-27 January 2024", ""},
		{"", "2024-01-27 21:51:07", "2024-01-27T21:51:07Z guessed"},
		{"", "2024-01-27 21:51:07.0", "2024-01-27T21:51:07Z guessed"},
		{"", "2024-01-27 21:51:07 +0330 IRST", "2024-01-27T18:21:07Z"},
		{"", "Sat Jan 27 2024 21:51:07 GMT+0330 (Iran Standard Time)", "2024-01-27T18:21:07Z"},
		{"", "Sat Jan 27 21:51:07 GMT+03:30 2024", "2024-01-27T18:21:07Z"},
		{"", "Sat, 27 Jan 2024 21:51:07 UTC+0500", "2024-01-27T16:51:07Z"},
		{"", "Sat, 27 Jan 2024 21:51:07 GMT+5", "2024-01-27T16:51:07Z"},
		{"", "Sat, 27 Jan 2024 21:51:07 +5", "2024-01-27T16:51:07Z"},
		{"", "21:51 +5 27 Jan 2024", ""},
		{"", "2024-01-27 21:51:07 Asia/Tehran", "2024-01-27T18:21:07Z"},
		{"", "27 Jan 2024 21:51:07 (PKT)", "2024-01-27T16:51:07Z"},
		{"", "1706379067", "2024-01-27T18:11:07Z"},
		{"", "1706379067000", "2024-01-27T18:11:07Z"},
		{"", "1706379067.25", "2024-01-27T18:11:07Z"},
		{"", "20240127215107", "2024-01-27T21:51:07Z guessed"},
		{"", "240127", "2024-01-27"},
		// Zone names by country.
		{"", "27 Jan 2024 21:51:07 PKT", "2024-01-27T16:51:07Z"},
		{"", "27 Jan 2024 21:51:07 IRST", "2024-01-27T18:21:07Z"},
		{"", "27 Jul 2021 21:51:07 IRDT", "2021-07-27T17:21:07Z"},
		{"", "27 Jan 2024 21:51:07 IST", "2024-01-27T16:21:07Z guessed"},
		{"", "27 Jul 2024 21:51:07 MESZ", "2024-07-27T19:51:07Z"},
		{"IN", "27 Jan 2024 21:51:07 IST", "2024-01-27T16:21:07Z"},
		{"IR", "27 Jan 2024 21:51:07 IST", "2024-01-27T18:21:07Z"},
		{"IL", "27 Jan 2024 21:51:07 IST", "2024-01-27T19:51:07Z"},
		{"AE", "27 Jan 2024 21:51:07 GST", "2024-01-27T17:51:07Z"},
		{"SA", "27 Jan 2024 21:51:07 AST", "2024-01-27T18:51:07Z"},
		{"PK", "27 Jan 2024 21:51:07 PST", "2024-01-27T16:51:07Z"},
		{"", "27 Jan 2024 21:51:07 XYZT", "2024-01-27T21:51:07Z guessed"},
		{"IR", "27 Jul 2021 21:51:07", "2021-07-27T17:21:07Z guessed"},
		{"IR", "27 Jul 2023 21:51:07", "2023-07-27T18:21:07Z guessed"},
		// Day and month.
		{"", "1/27/2024 9:51:07 PM", "2024-01-27T21:51:07Z guessed"},
		{"", "27/1/2024", "2024-01-27"},
		{"", "2024/1/27", "2024-01-27"},
		{"", "27.01.2024", "2024-01-27"},
		{"", "03/04/2024", "2024-04-03 order"},
		{"US", "03/04/2024", "2024-03-04"},
		{"PK", "03/04/2024", "2024-04-03"},
		{"", "3/4/2024 9:51:07 PM", "2024-03-04T21:51:07Z guessed order"},
		{"", "03-12-31", "2003-12-31"},
		// The region's calendars, digits and months.
		{"", "۷ بهمن ۱۴۰۲", "2024-01-27"},
		{"", "شنبه ۷ بهمن ۱۴۰۲ ساعت ۲۱:۵۱", "2024-01-27T18:21Z guessed"},
		{"", "پنج\u200cشنبه، ۵ بهمن\u200cماه ۱۴۰۲ - ۱۰:۰۰", "2024-01-25T06:30Z guessed"},
		{"", "1402/11/07", "2024-01-27"},
		{"", "07/11/1402", "2024-01-27"},
		{"", "14021107", "2024-01-27"},
		{"", "۱۴۰۲/۱۱/۰۷ ۲۱:۵۱:۰۷", "2024-01-27T18:21:07Z guessed"},
		{"", "1402-11-07T21:51:07+03:30", "2024-01-27T18:21:07Z"},
		{"", "30 Esfand 1403", "2025-03-20"},
		{"", "۱۸ جدی ۱۴۰۲", "2024-01-08"},
		{"", "۲۷ ژانویه ۲۰۲۴", "2024-01-27"},
		{"", "27 جنوری 2024", "2024-01-27"},
		{"PK", "ہفتہ 27 جنوری 2024 بوقت 9:51 شام", "2024-01-27T16:51Z guessed"},
		{"", "٢٧ يناير ٢٠٢٤", "2024-01-27"},
		{"", "السبت، 27 كانون الثاني 2024", "2024-01-27"},
		{"", "27 كانون الأول/ديسمبر 2023", "2023-12-27"},
		{"", "27 تشرين الثاني 2023", "2023-11-27"},
		{"", "27 شباط 2024م", "2024-02-27"},
		{"", "27 يناير 2024م الساعة 09:51 م", "2024-01-27T21:51Z guessed"},
		{"", "27 جنوری، 2024ء", "2024-01-27"},
		{"", "تم النشر في: 27 يناير 2024 الساعة 21:51 بتوقيت غرينتش", "2024-01-27T21:51Z"},
		{"LB", "آخر تحديث: 27 كانون الثاني 2024 - 21:51", "2024-01-27T19:51Z guessed"},
		{"", "27 مئی 2024", "2024-05-27"},
		{"", "27 ژوئیه 2024", "2024-07-27"},
		// Neighbours.
		{"", "2004-május-13T9:15-05:00", "2004-05-13T14:15Z"},
		{"", "2004년 05월 28일 01:31:15", "2004-05-27T16:31:15Z guessed"},
		{"", "2024-01-27 오후 9:51:07", "2024-01-27T12:51:07Z guessed"},
		{"", "27 जनवरी 2024 21:51", "2024-01-27T21:51Z guessed"},
		{"IN", "शनिवार, २७ जनवरी २०२४", "2024-01-27"},
		{"", "27 janvier 2024 à 21:51", "2024-01-27T21:51Z guessed"},
		{"", "sam., 27 janv. 2024 21:51:07 +0000", "2024-01-27T21:51:07Z"},
		{"", "27 de enero de 2024", "2024-01-27"},
		{"", "Samstag, 27. Januar 2024, 21:51 Uhr", "2024-01-27T21:51Z guessed"},
		{"TR", "27 Oca 2024 21:51", "2024-01-27T18:51Z guessed"},
		{"", "27 янв 2024 г.", "2024-01-27"},
		// Not dates.
		{"", "", ""},
		{"", "soon", ""},
		{"", "Vol, 27 soon", ""},
		{"", "27 Jan 2024 25 PM", ""},
		{"", "22.013", ""},
		{"", "Sun, 31 Jun 2024 12:00:00 GMT", ""},
		{"", "30 Esfand 1402", ""},
		{"", "1445/07/15", ""},
		{"", "15 رجب 1445", ""},
		{"", "1:2:3:4 27 Jan 2024", ""},
		{"", "27 Jan 2024 10:61:00 GMT", ""},
		{"", "27 Jan 2024 24:01 GMT", ""},
		{"", "27 Jan 2024 10:00:00 +zz:00", ""},
		{"", "27 Jan 2024 10:00:00 +00:xx", ""},
		{"", "27 Jan 2024 10:00:00 -99:99", ""},
		{"", "2024-13-01", ""},
		{"", "2024-01-27-01", ""},
		{"", "2024-xx-27", ""},
		{"", "22013", ""},
		{"", "1970-01-01T00:00:00Z", ""},
		{"", "0001-01-01T00:00:00", ""},
		{"", "0000-00-00 00:00:00", ""},
		{"", "27 January", ""},
		{"", "10:00", ""},
	} {
		d, ok := when.Parse(c.in, when.Hints{Country: c.country})
		got := ""
		if ok {
			got = show(d)
		}
		if got != c.want {
			t.Errorf("Parse(%q) in %q: got %q, want %q", c.in, c.country, got, c.want)
		}
		if ok != d.Known() {
			t.Errorf("Parse(%q): reports %v with %v", c.in, ok, d)
		}
	}
}

func TestFuture(t *testing.T) {
	now := time.Date(2024, 1, 27, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct{ in, want string }{
		{"2024-01-27T12:30:00Z", ""},
		{"2024-01-27T14:00:00Z", when.Future},
		{"2024-01-27T20:00:00", ""},
		{"2024-01-28", ""},
		{"2024-01-29", when.Future},
	} {
		d, _ := when.Parse(c.in, when.Hints{Now: now, From: news.FromMeta})
		if d.Flag != c.want || d.From != news.FromMeta {
			t.Errorf("%s read at noon of the 27th: flag %q from %q, want %q from %q", c.in, d.Flag, d.From, c.want, news.FromMeta)
		}
	}
}

// The first days of years on record; 1304 began ten days before the calendar
// became law on its eleventh day, 31 March 1925.
func TestNowruz(t *testing.T) {
	for year, want := range map[int]string{
		1300: "1921-03-21", 1304: "1925-03-21", 1357: "1978-03-21", 1367: "1988-03-21", 1375: "1996-03-20", 1376: "1997-03-21",
		1379: "2000-03-20", 1387: "2008-03-20", 1388: "2009-03-21", 1391: "2012-03-20", 1395: "2016-03-20", 1396: "2017-03-21",
		1399: "2020-03-20", 1400: "2021-03-21", 1403: "2024-03-20", 1404: "2025-03-21", 1408: "2029-03-20", 1409: "2030-03-21",
	} {
		got, ok := when.FromJalali(year, 1, 1)
		if !ok || got.Format(time.DateOnly) != want {
			t.Errorf("1 Farvardin %d: got %v, want %s", year, got, want)
		}
	}
	for _, d := range []struct {
		y, m, d int
		want    string
	}{{1402, 11, 7, "2024-01-27"}, {1357, 11, 22, "1979-02-11"}, {1403, 12, 30, "2025-03-20"}, {1388, 3, 22, "2009-06-12"}} {
		if got, _ := when.FromJalali(d.y, d.m, d.d); got.Format(time.DateOnly) != d.want {
			t.Errorf("%v: got %v, want %s", d, got, d.want)
		}
	}
}

// TestJalaliRoundTrip goes through every day of 1300 to 1499, there and back, and
// holds it against another implementation, which counts leap years by their breaks
// and not by the rule of 33.
func TestJalaliRoundTrip(t *testing.T) {
	day, _ := when.FromJalali(1300, 1, 1)
	for range 365*200 + 48 {
		y, m, d, ok := when.Jalali(day)
		back, ok2 := when.FromJalali(y, m, d)
		if !ok || !ok2 || !back.Equal(day) {
			t.Fatalf("%s is %d-%d-%d (%v), and that is %v (%v)", day.Format(time.DateOnly), y, m, d, ok, back, ok2)
		}
		oy, om, od, err := jalaali.ToJalaali(day.Date())
		if err != nil || oy != y || int(om) != m || od != d {
			t.Fatalf("%s is %d-%d-%d, by go-jalaali %d-%d-%d (%v)", day.Format(time.DateOnly), y, m, d, oy, om, od, err)
		}
		day = day.AddDate(0, 0, 1)
	}
	for _, y := range []int{1299, 1501} {
		if _, ok := when.FromJalali(y, 1, 1); ok {
			t.Errorf("year %d is outside the rule's range and was converted", y)
		}
	}
}
