package when

import (
	"strconv"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/rasad-project/rasad/kit/news"
)

// figure is a number of the date part.
type figure struct {
	n     int
	width int  // digits written
	sep   byte // the mark before it, 0 for none
}

// reading is one string being read: the tokens, and what they have said so far.
type reading struct {
	toks  []token
	hints Hints

	figures []figure // of day, month and year, in the order written
	sep     byte     // the last mark seen
	month   int
	solar   bool   // the month is of the Iranian calendar
	home    string // the country the words imply, "" for none
	clock   clock
	half    sense // am or pm, 0 for neither
	zone    zone
	lead    bool // the string begins with "-": the century was left out
	behind  spot // what the next token stands behind
}

// spot is where an offset can stand.
type spot uint8

const (
	elsewhere spot = iota
	clockEnd       // behind a clock or its half of the day
	nameEnd        // behind UTC or a like name
)

// clock is a time of day.
type clock struct {
	set, seconds bool
	h, m, s      int
}

// zone is where a clock stands.
type zone struct {
	set, sure bool
	loc       *time.Location
}

// read takes the tokens in. It reports false at the first that has no place in
// a date.
func (r *reading) read() bool {
	if done, ok := r.bare(); done {
		return ok
	}
	r.lead = len(r.toks) > 0 && r.toks[0].text == "-"
	r.weekday()
	for len(r.toks) > 0 {
		t := r.toks[0]
		if t.kind != mark {
			r.behind = elsewhere
		}
		ok := false
		switch t.kind {
		case number:
			ok = r.number(t)
		case word:
			ok = r.word(t)
		default:
			ok = r.mark(t)
		}
		if !ok {
			return false
		}
	}
	return true
}

// weekday skips a short word that a comma follows at the very beginning, with a
// point between them or without: there it can be nothing but a day of the week,
// in whatever language.
func (r *reading) weekday() {
	if len(r.toks) < 3 || r.toks[0].kind != word || utf8.RuneCountInString(r.toks[0].text) > 3 {
		return
	}
	n := 1
	if r.mark1(1, ".") {
		n = 2
	}
	if r.mark1(n, ",") {
		r.skip(n + 1)
	}
}

// next reports whether token i is of kind k with no space before it.
func (r *reading) next(i int, k kind) bool {
	return i < len(r.toks) && r.toks[i].kind == k && r.toks[i].glued
}

// mark1 reports whether token i is the mark m with no space before it.
func (r *reading) mark1(i int, m string) bool { return r.next(i, mark) && r.toks[i].text == m }

func (r *reading) skip(n int) bool {
	r.toks = r.toks[n:]
	return true
}

// number takes a number: a clock when a colon follows, or a point where the day
// is complete, or a half of the day; otherwise part of the date.
func (r *reading) number(t token) bool {
	switch {
	case r.mark1(1, ":") && r.next(2, number):
		return r.readClock(":")
	case r.complete() && r.mark1(1, ".") && r.next(2, number):
		return r.readClock(".")
	case !r.clock.set && r.halfBehind():
		r.clock = clock{set: true, h: small(t)}
		return r.skip(1)
	}
	n, err := strconv.Atoi(t.text)
	if err != nil {
		return false
	}
	if t.width() == 8 && len(r.figures) == 0 {
		r.figures = append(r.figures, figure{n / 10000, 4, 0}, figure{n / 100 % 100, 2, '-'}, figure{n % 100, 2, '-'})
		return r.skip(1)
	}
	if len(r.figures) == 3 {
		return false
	}
	r.figures = append(r.figures, figure{n, t.width(), r.sep})
	r.sep = 0
	return r.skip(1)
}

func (t token) width() int { return len(t.text) }

// complete reports whether day, month and year have all been read.
func (r *reading) complete() bool {
	return len(r.figures) == 3 || len(r.figures) == 2 && r.month != 0
}

// halfBehind reports whether a half of the day stands behind the next token, as
// in "6 PM" and "6 p.m.", and no clock of its own behind that.
func (r *reading) halfBehind() bool {
	if len(r.toks) < 2 || r.toks[1].kind != word {
		return false
	}
	m, _ := look(r.toks[1].text)
	if m.sense != am && m.sense != pm || len(r.toks) > 3 && r.toks[2].kind == number && r.mark1(3, ":") {
		return false
	}
	return m.n != behind || r.mark1(2, ".") && r.next(3, word) && lower(r.toks[3].text) == "m"
}

// readClock takes h:mm, h:mm:ss or h:mm:ss.fff, or the like with another mark.
func (r *reading) readClock(sep string) bool {
	if r.clock.set {
		return false
	}
	c := clock{set: true, h: small(r.toks[0]), m: small(r.toks[2])}
	n := 3
	if r.mark1(3, sep) {
		if !r.next(4, number) {
			return false
		}
		c.s, c.seconds, n = small(r.toks[4]), true, 5
		if (r.mark1(5, ".") || r.mark1(5, ",")) && r.next(6, number) {
			n = 7
		}
		if r.mark1(n, sep) {
			return false
		}
	}
	r.clock, r.behind = c, clockEnd
	return r.skip(n)
}

// compact takes the clock of ISO 8601's basic format, 1000 or 100000, after a T.
func (r *reading) compact() bool {
	t := r.toks[0]
	n, err := strconv.Atoi(t.text)
	switch {
	case err != nil || r.clock.set:
		return false
	case t.width() == 4:
		r.clock = clock{set: true, h: n / 100, m: n % 100}
	case t.width() == 6:
		r.clock = clock{true, true, n / 10000, n / 100 % 100, n % 100}
	default:
		return false
	}
	r.behind = clockEnd
	return r.skip(1)
}

// small is the value of a number of one or two digits, and 99, which no clock
// and no offset allows, for a longer one.
func small(t token) int {
	if t.width() > 2 {
		return 99
	}
	n, _ := strconv.Atoi(t.text)
	return n
}

// readOffset takes +hh:mm, +hhmm or +hh, and nothing where the sign only parts
// the clock from a date. A single digit is an offset only behind a name ("GMT+3")
// and where the date is complete.
func (r *reading) readOffset() bool {
	sign := r.toks[0].text
	if !r.next(1, number) {
		return sign == "-" && r.separator()
	}
	h, m, n := 0, 0, 2
	switch t := r.toks[1]; {
	case t.width() == 4:
		v, _ := strconv.Atoi(t.text)
		h, m = v/100, v%100
	case r.mark1(2, ":"):
		if !r.next(3, number) || r.toks[3].width() != 2 {
			return false
		}
		h, m, n = small(t), small(r.toks[3]), 4
	case r.mark1(2, "/") || r.mark1(2, "-") || r.mark1(2, "."):
		return r.separator()
	case t.width() == 2 || t.width() == 1 && (r.behind == nameEnd || r.complete()):
		h = small(t)
	default:
		return r.separator()
	}
	if h > 15 || m > 59 {
		return false
	}
	off := hours(h, m)
	if sign == "-" {
		off = -off
	}
	r.at(off, true)
	r.behind = elsewhere
	return r.skip(n)
}

func (r *reading) at(offset int, sure bool) {
	loc := time.UTC
	if offset != 0 {
		loc = time.FixedZone("", offset)
	}
	r.zone = zone{true, sure, loc}
}

// word takes a word: a zone behind a clock, or one of the words of the package.
func (r *reading) word(t token) bool {
	if t.text == "T" && t.glued && r.next(1, number) && !r.mark1(2, ":") {
		r.skip(1)
		return r.compact()
	}
	m, known := look(t.text)
	if r.clock.set && !r.zone.set && (!known || t.text == "AT") {
		return r.readZone(t)
	}
	if !known {
		return r.zone.set && r.rest(t)
	}
	switch m.sense {
	case gregorian, jalali:
		return r.setMonth(m.n, m.sense == jalali) && r.skip(1)
	case pair:
		return r.readPair(m.n)
	case am, pm:
		if m.n != behind || r.clock.set {
			r.half = m.sense
		}
		if r.clock.set {
			r.behind = clockEnd
		}
	case first, second:
		return false
	}
	if korean, _ := utf8.DecodeRuneInString(t.text); unicode.Is(unicode.Hangul, korean) {
		r.home = "KR"
	}
	return r.skip(1)
}

// rest takes a second name of a zone that is already known ("+0500 PKT").
func (r *reading) rest(t token) bool {
	return upper(t.text) && r.skip(1)
}

func (r *reading) setMonth(n int, solar bool) bool {
	if r.month != 0 && (r.month != n || r.solar != solar) {
		return false
	}
	r.month, r.solar = n, solar
	if solar {
		r.home = "IR"
	}
	return true
}

// readPair takes the second word of a Levantine month: Tishrin and Kanun come
// twice, the second Kanun being January.
func (r *reading) readPair(n int) bool {
	if len(r.toks) < 2 {
		return false
	}
	switch m, _ := look(r.toks[1].text); m.sense {
	case first:
	case second:
		n = n%12 + 1
	default:
		return false
	}
	return r.setMonth(n, false) && r.skip(2)
}

// readZone takes a zone name, one with an offset ("GMT+0330"), or an IANA name.
// A name in capitals that nobody knows leaves the zone to be guessed.
func (r *reading) readZone(t token) bool {
	if r.mark1(1, "/") && r.next(2, word) {
		loc, ok := iana(t.text + "/" + r.toks[2].text)
		r.zone = zone{true, true, loc}
		return ok && r.skip(3)
	}
	off, sure, ok := named(t.text, r.hints.Country)
	if !ok {
		return upper(t.text) && r.skip(1)
	}
	r.at(off, sure)
	if off == 0 {
		r.behind = nameEnd
	}
	return r.skip(1)
}

// upper reports whether s can be a zone name: up to five Latin capitals.
func upper(s string) bool {
	for i := range len(s) {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return len(s) <= 5
}

// mark takes a mark. A comment in brackets behind a known zone is skipped.
func (r *reading) mark(t token) bool {
	switch t.text {
	case "(", "[":
		return r.comment()
	case "+", "-":
		if r.behind != elsewhere {
			return r.readOffset()
		}
		return t.text == "-" && r.separator()
	case ",", "/", ".", ":", "|", ")", "]", "•", "·":
		return r.separator()
	}
	return false
}

func (r *reading) separator() bool {
	r.sep = r.toks[0].text[0]
	return r.skip(1)
}

func (r *reading) comment() bool {
	if !r.zone.set {
		return r.skip(1)
	}
	for i, t := range r.toks {
		if t.text == ")" || t.text == "]" {
			return r.skip(i + 1)
		}
	}
	return false
}

// instant puts a day and the clock together.
func (r *reading) instant(day time.Time) (news.Date, bool) {
	if !r.clock.set {
		return news.Date{Time: day, Precision: news.Day}, !zero(day)
	}
	c, ok := r.clock.on24(r.half)
	if !ok {
		return news.Date{}, false
	}
	loc, stated := r.zone.loc, news.Stated
	if !r.zone.set {
		loc = local(r.country())
	}
	if !r.zone.sure {
		stated = news.Guessed
	}
	t := time.Date(day.Year(), day.Month(), day.Day(), c.h, c.m, c.s, 0, loc)
	if stated == news.Stated {
		t = t.UTC()
	}
	p := news.Minute
	if c.seconds {
		p = news.Second
	}
	return news.Date{Time: t, Precision: p, Zone: stated}, !zero(t)
}

// country is the outlet's, or the one the words of the date speak for.
func (r *reading) country() string {
	if r.hints.Country != "" {
		return r.hints.Country
	}
	return r.home
}

// on24 checks the clock and turns it to 24 hours. 24:00 is the end of the day
// and 13:00 PM, which is common, is one in the afternoon.
func (c clock) on24(half sense) (clock, bool) {
	if c.m > 59 || c.s > 60 || c.h > 24 || c.h == 24 && (c.m > 0 || c.s > 0) {
		return c, false
	}
	switch {
	case half == pm && c.h < 12:
		c.h += 12
	case half == am && c.h == 12:
		c.h = 0
	case half == am && c.h > 12:
		return c, false
	}
	return c, true
}
