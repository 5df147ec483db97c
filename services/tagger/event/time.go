package event

import (
	"time"
	"unicode/utf8"

	"github.com/rasad-project/rasad/kit/when"
	"github.com/rasad-project/rasad/services/tagger/text"
)

// mark is a time that a sentence names.
type mark struct {
	at      int  // token
	date    date // zero for "last month"
	weekday int  // 1 for Sunday to 7, 0 for none
	old     bool
}

// findMarks finds the times that the sentence names.
func (s *sentence) findMarks() {
	s.marks = s.marks[:0]
	for _, i := range s.times {
		e := s.lex[i].entry
		switch {
		case e == nil:
			if d := s.year(i); d.year != 0 {
				s.marks = append(s.marks, mark{at: i, date: d, old: d.oldOn(s.published)})
			}
		case e.month != 0:
			if d, ok := s.dated(i, e); ok {
				s.marks = append(s.marks, mark{at: i, date: d, old: d.oldOn(s.published) || s.longAgo(i)})
			}
		case e.weekday != 0 && (i == 0 || s.lex[i-1].class&cNumeral == 0):
			s.marks = append(s.marks, mark{at: i, weekday: int(e.weekday)})
		case e.class&cUnit != 0 && s.longAgo(i):
			s.marks = append(s.marks, mark{at: i, old: true})
		}
	}
}

// tells reports whether e is a word of the calendar.
func (e *entry) tells() bool { return e.month|e.weekday != 0 || e.class&cUnit != 0 }

// longAgo reports whether a word like "last" or "ago" stands by the unit of time
// or the month at token i.
func (s *sentence) longAgo(i int) bool {
	for k := max(0, i-3); k < min(len(s.toks), i+2); k++ {
		if s.lex[k].class&cPast != 0 && !s.parted(min(i, k), max(i, k)) {
			return true
		}
	}
	return false
}

// dated reads the date about the month's name at token i. A month that is also
// another word counts only beside a number.
func (s *sentence) dated(i int, e *entry) (date, bool) {
	var d date
	at := i
	if n, ok := s.number(i - 1); ok && n <= 31 {
		d.day = n
	} else if n, ok := s.number(i + 1); ok && n <= 31 {
		d.day, at = n, i+1
	}
	if n, ok := s.number(at + 1); ok && n > 1000 {
		d.year = n
	}
	if d.day == 0 && d.year == 0 && (!s.upper(i) || i == 0) {
		return d, false
	}
	d.month = int(e.month)
	if e.solar {
		return s.solar(d)
	}
	if d.year == 0 {
		d.year = s.yearOf(d)
	}
	return d, d.year != 0
}

// solar turns a date of the Iranian solar calendar into a common one.
func (s *sentence) solar(d date) (date, bool) {
	if d.day == 0 {
		return date{}, false
	}
	guess := d.year == 0
	if guess && s.published.year != 0 {
		d.year, _, _, _ = when.Jalali(s.published.last())
	}
	t, ok := when.FromJalali(d.year, d.month, d.day)
	if ok && guess && t.Sub(s.published.last()) > halfYear {
		t, ok = when.FromJalali(d.year-1, d.month, d.day)
	}
	if !ok {
		return date{}, false
	}
	return dayOf(t), true
}

const halfYear = 183 * 24 * time.Hour

// yearOf is the year that puts d nearest to when the report appeared, 0 when
// that is not known.
func (s *sentence) yearOf(d date) int {
	if s.published.year == 0 {
		return 0
	}
	d.year = s.published.year
	switch ahead := d.last().Sub(s.published.last()); {
	case ahead > halfYear:
		return d.year - 1
	case ahead < -halfYear:
		return d.year + 1
	}
	return d.year
}

// year reads a year that stands alone, "in 2018".
func (s *sentence) year(i int) date {
	if s.toks[i].Flags&text.Digit == 0 || i == 0 || s.lex[i-1].class&(cPlace|cUnit|cAfter) == 0 {
		return date{}
	}
	n, _ := s.number(i)
	switch {
	case n >= 1900 && n < 2100:
		return date{year: n}
	case n >= 1300 && n < 1500:
		return date{year: n + 621}
	}
	return date{}
}

// number is the number that token i is, in any digits.
func (s *sentence) number(i int) (int, bool) {
	if i < 0 || i >= len(s.toks) || s.toks[i].Flags&text.Digit == 0 || s.toks[i].End-s.toks[i].Start > 8 {
		return 0, false
	}
	n := 0
	for w := s.src[s.toks[i].Start:s.toks[i].End]; w != ""; {
		r, size := utf8.DecodeRuneInString(w)
		w = w[size:]
		switch {
		case r >= '0' && r <= '9':
			n = 10*n + int(r-'0')
		case r >= '٠' && r <= '٩':
			n = 10*n + int(r-'٠')
		case r >= '۰' && r <= '۹':
			n = 10*n + int(r-'۰')
		}
	}
	return n, true
}

// timeOf is the time that trigger t is told with: one in its own stretch of the
// sentence, else one that opens the sentence and has no deed to itself.
func (s *sentence) timeOf(t *trigger) (mark, bool) {
	from, to := t.start, t.end
	for from > 0 && !s.parts(from) {
		from--
	}
	for to < len(s.toks) && !s.parts(to) {
		to++
	}
	for _, m := range s.marks {
		if m.at >= from && m.at < to {
			return m, true
		}
	}
	if len(s.marks) > 0 && s.marks[0].at < s.triggers[0].start && s.stretch(s.marks[0].at) <= s.triggers[0].start {
		return s.marks[0], true
	}
	return mark{}, false
}

// stretch is where the stretch of the sentence that token i is in ends.
func (s *sentence) stretch(i int) int {
	for i++; i < len(s.toks) && !s.parts(i); i++ {
	}
	return i
}

// parts reports whether token i opens another stretch of the sentence: after a
// comma, or with a word like "after" or "which".
func (s *sentence) parts(i int) bool {
	return s.lex[i].class&(cAfter|cClause) != 0 || s.comma(i-1) || s.broken(i-1)
}

// parted reports whether a mark stands between tokens a and b.
func (s *sentence) parted(a, b int) bool {
	for i := a; i < b; i++ {
		if s.comma(i) || s.broken(i) {
			return true
		}
	}
	return false
}

// dateOf is the date of an event told with m, the zero date when m has none. A
// day of the week is the one before the report, or the one after it for what is
// to come.
func (s *sentence) dateOf(m mark, status string) date {
	if m.weekday == 0 || s.published.year == 0 {
		return m.date
	}
	day := s.published.last()
	back := (int(day.Weekday()) - (m.weekday - 1) + 7) % 7
	if status == Announced && back > 0 {
		back -= 7
	}
	return dayOf(day.AddDate(0, 0, -back))
}
