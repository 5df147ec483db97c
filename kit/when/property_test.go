package when_test

import (
	"fmt"
	"testing"
	"testing/quick"
	"time"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/when"
)

// Any instant of a century, written in any of the ways below and any offset, is
// read as that instant.
func TestNotationsAgree(t *testing.T) {
	month := []string{"", "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"}
	notations := map[string]func(time.Time) string{
		"RFC 822":  func(t time.Time) string { return t.Format(time.RFC1123Z) },
		"RFC 3339": func(t time.Time) string { return t.Format(time.RFC3339) },
		"epoch":    func(t time.Time) string { return fmt.Sprintf("%010d", t.Unix()) },
		"Jalali": func(t time.Time) string {
			y, m, d, _ := when.Jalali(t)
			return persian(fmt.Sprintf("%d %s %d %s", d, month[m], y, t.Format("15:04:05 -0700")))
		},
		"12-hour clock": func(t time.Time) string { return t.Format("January 2, 2006 3:04:05 PM -07:00") },
		"basic":         func(t time.Time) string { return t.Format("20060102T150405Z0700") },
	}
	same := func(seconds uint32, quarters int8) bool {
		want := time.Unix(1e9+int64(seconds)/2, 0).UTC() // 2001 to 2069
		local := want.In(time.FixedZone("", int(quarters%56)*15*60))
		for name, write := range notations {
			s := write(local)
			d, ok := when.Parse(s, when.Hints{})
			if !ok || !d.Time.Equal(want) || d.Zone != news.Stated || d.Precision != news.Second {
				t.Errorf("%s: %q is %v (%v), want %v", name, s, d, ok, want)
				return false
			}
		}
		return true
	}
	if err := quick.Check(same, &quick.Config{MaxCount: 2000}); err != nil {
		t.Error(err)
	}
}

func persian(s string) string {
	out := []rune(s)
	for i, r := range out {
		if r >= '0' && r <= '9' {
			out[i] = r - '0' + '۰'
		}
	}
	return string(out)
}

// Whatever the bytes, a date that is read is within bounds, and writing it and
// reading it again gives the same date.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"Sat, 27 Jan 2024 21:51:07 +0330", "۵ بهمن ۱۴۰۲ ۱۰:۰۰", "1706379067", "27 كانون الثاني 2024", "1/27/2024 9:51:07 PM",
		"2024-W04", "27 Jan 2024 21:51:07 Asia/Tehran", "10:00 T1000", "-24-01", "+", "10:00-", "99999999", "10:00 GMT+",
	} {
		f.Add(s, "IR")
	}
	f.Fuzz(func(t *testing.T, s, country string) {
		d, ok := when.Parse(s, when.Hints{Country: country})
		if !ok {
			if d.Known() {
				t.Fatalf("%q is no date and yet %v", s, d)
			}
			return
		}
		if y := d.Time.UTC().Year(); y < 1899 || y > 2200 {
			t.Fatalf("%q is in the year %d", s, y)
		}
		if d.Precision == news.Day != (d.Zone == "") {
			t.Fatalf("%q has precision %q and zone %q", s, d.Precision, d.Zone)
		}
		if d.Zone == news.Stated {
			again, ok := when.Parse(d.Time.Format(time.RFC3339), when.Hints{})
			if !ok || !again.Time.Equal(d.Time) {
				t.Fatalf("%q is %v, which reads as %v", s, d, again)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	for _, s := range []string{"Sat, 27 Jan 2024 21:51:07 +0330", "2024-01-27T21:51:07+03:30", "شنبه ۷ بهمن ۱۴۰۲ ساعت ۲۱:۵۱"} {
		b.Run(s[:10], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				when.Parse(s, when.Hints{})
			}
		})
	}
}
