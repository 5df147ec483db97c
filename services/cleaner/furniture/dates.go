package furniture

import (
	"strings"
	"time"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/when"
	"github.com/rasad-project/rasad/services/cleaner/cut"
)

// dateWords stand before a date that is a line of its own.
var dateWords = wordSet(`published publish posted post updated update modified last on at date created added released issued first time by
تاریخ انتشار منتشر شده شد در زمان ساعت به روزرسانی بروزرسانی روز درج ارسال اخرین
شائع تاریخ اشاعت اپ ڈیٹ اپڈیٹ پوسٹ وقت بوقت اخری بار
نشر نشرت تم النشر بتاریخ التاریخ الساعه اخر تحدیث تاریخ الاحد الاثنین الثلاثاء الاربعاء الخمیس الجمعه السبت`)

// updateWords say that a date is that of a change.
var updateWords = wordSet("updated update modified روزرسانی بروزرسانی ڈیٹ اپڈیٹ تحدیث")

// cutDates cuts the lines of the head and the end that are no more than a date.
// The first that is not of a change is when the text was published. A date
// inside the story is a heading of it.
func (t *text) cutDates() {
	head, foot := t.head(), t.foot()
	for i := range t.lines {
		if i >= head && i < foot {
			continue
		}
		l := &t.lines[i]
		if !l.kept() || len(l.words) > 14 {
			continue
		}
		d, changed := t.dateLine(l.Text)
		if !d.Known() {
			continue
		}
		l.Cut = cut.Date
		if !changed && !t.published.Known() {
			t.published = d
		}
	}
}

// dateLine reads a line that is a date with a word or two before it.
func (t *text) dateLine(s string) (d news.Date, changed bool) {
	for range 6 {
		if d = t.date(s); d.Known() {
			return d, changed
		}
		word, rest, ok := strings.Cut(strings.TrimLeft(s, " :|-–•/"), " ")
		w := key(word)
		if !ok || !dateWords[w] && !dateWords[strings.TrimRight(w, " ")] {
			break
		}
		changed = changed || updateWords[w]
		s = strings.TrimLeft(rest, " :|-–•/")
	}
	return news.Date{}, false
}

// date reads s as one date.
func (t *text) date(s string) news.Date {
	if d := t.parse(s); d.Known() {
		return d
	}
	return t.parse(strings.NewReplacer(" - ", " ", " – ", " ", " | ", " ", "،", " ").Replace(strings.TrimPrefix(s, "date ")))
}

func (t *text) parse(s string) news.Date {
	if len(s) < 6 || len(s) > 80 || !strings.ContainsAny(s, "0123456789۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩") {
		return news.Date{}
	}
	d, ok := when.Parse(s, when.Hints{Country: t.known.Country, Now: t.known.Seen, From: news.FromText})
	if !ok || d.Flag != "" {
		return news.Date{}
	}
	return d
}

// readsAsDate reports whether s is a date, or one without its year, or a year.
func readsAsDate(s string) bool {
	s = strings.TrimPrefix(strings.TrimSpace(s), "date ")
	if isYear(key(s)) {
		return true
	}
	if len(s) < 4 || len(s) > 40 || !strings.ContainsAny(s, "0123456789۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩") {
		return false
	}
	for _, full := range [...]string{s, s + " 2024", s + " 1402"} {
		if d, ok := when.Parse(full, when.Hints{}); ok && d.Precision != "" {
			return true
		}
	}
	return false
}

// doubt is how much later than its date a text may speak of a day: a meeting
// that is announced is rarely further off.
const doubt = 45 * 24 * time.Hour

// doubtDate refuses a date that the text contradicts: the story names a day long
// after it, or the page still carries its template's filler, so that the date is
// the template's too.
func (t *text) doubtDate() {
	if !t.published.Known() {
		return
	}
	for i := range t.lines {
		l := &t.lines[i]
		if l.Cut == cut.Filler || l.kept() && t.speaksOfLater(l.Text) {
			t.published = news.Date{}
			return
		}
	}
}

// speaksOfLater reports whether s names a day with its year that lies long after
// the date.
func (t *text) speaksOfLater(s string) bool {
	words := strings.Fields(s)
	for i, w := range words {
		if !isYear(key(w)) || i < 2 {
			continue
		}
		d := t.parse(strings.Trim(strings.Join(words[i-2:i+1], " "), ".,;:()\"'”’،؛"))
		if d.Known() && d.Time.After(t.published.Time.Add(doubt)) {
			return true
		}
	}
	return false
}
