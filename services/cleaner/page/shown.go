package page

import (
	"strings"
	"time"
	"unicode"

	"github.com/rasad-project/rasad/kit/news"
)

// How far around the title a line with the date is looked for.
const (
	runsAbove = 5
	runsBelow = 15
)

// shownDates reads the dates that stand in lines of their own around the title,
// below it first. Menus, and links above, are passed over: they show today, or the
// dates of other stories.
func (p *reading) shownDates() (published, changed news.Date) {
	if p.titleAt < 0 {
		return published, changed
	}
	for _, i := range p.around() {
		d, isChange := p.shownDate(&p.layout.runs[i])
		switch {
		case !d.Known():
		case isChange && !changed.Known():
			changed = d
		case !isChange && !published.Known():
			published = d
		}
	}
	return published, changed
}

// byTitle reports whether what stands after at runs stands by the title.
func (p *reading) byTitle(at int) bool {
	return p.titleAt >= 0 && at >= p.titleAt-runsAbove && at <= p.titleAt+runsBelow
}

// around lists the runs near the title: those below it as far as the text begins,
// then those above.
func (p *reading) around() []int {
	l := &p.layout
	var near []int
	for i := p.titleAt + 1; i < min(len(l.runs), p.titleAt+runsBelow); i++ {
		if l.runs[i].prosaic() && l.runs[i].units > 200 {
			break
		}
		near = append(near, i)
	}
	for i := p.titleAt - 1; i >= max(0, p.titleAt-runsAbove); i-- {
		if l.runs[i].links == 0 {
			near = append(near, i)
		}
	}
	return near
}

// maxDateWords is how long a line with a date in it can be.
const maxDateWords = 18

// shownDate reads r as a date with a word or two around it. isChange says that it is
// the date of an update.
func (p *reading) shownDate(r *run) (d news.Date, isChange bool) {
	b := &p.layout.boxes[r.box]
	if r.digits < 3 || r.words > maxDateWords || b.tags[tNav] < near || b.away[vRelated] < 3 {
		return d, false
	}
	for part := range strings.FieldsFuncSeq(r.text, func(c rune) bool { return c == '|' || c == '•' || c == '·' }) {
		if d := p.dateWithin(strings.Fields(part)); d.Known() {
			return d, saysChanged(part)
		}
	}
	return d, false
}

// dateWithin finds a date in words, at most five of which before it and four of
// which after it are something else.
func (p *reading) dateWithin(words []string) news.Date {
	for end := len(words); end > max(0, len(words)-5); end-- {
		for from := 0; from < min(end, 6); from++ {
			s := strings.Trim(strings.Join(words[from:end], " "), " :-–—،,()[]")
			if !hasYear(s) {
				continue
			}
			if d := p.parseDate(s, news.FromText); d.Known() {
				return d
			}
		}
	}
	return news.Date{}
}

// hasYear reports whether s has four digits in a row, in any script.
func hasYear(s string) bool {
	n := 0
	for _, r := range s {
		if !unicode.IsDigit(r) {
			n = 0
			continue
		}
		if n++; n == 4 {
			return true
		}
	}
	return false
}

// changeWords say that a date is that of a change.
var changeWords = []string{"updated", "update", "modified", "aktualisiert", "mis à jour", "actualizado", "روزرسانی", "به\u200cروز", "تحديث", "تحدیث", "اپ ڈیٹ", "обновлено", "更新"}

func saysChanged(s string) bool {
	s = strings.ToLower(s)
	for _, w := range changeWords {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// sameDay reports whether two dates can be of one day, whatever their zones.
func sameDay(a, b news.Date) bool {
	return a.Known() && b.Known() && a.Time.Sub(b.Time).Abs() < 36*time.Hour
}
