package text

import "strings"

// Split finds the lines and sentences of d from what stands between its words.
func (d *Doc) Split() {
	d.Sents, d.Lines = d.Sents[:0], d.Lines[:0]
	n := int32(len(d.Toks))
	if n == 0 {
		return
	}
	sent, line, firstSent := int32(0), int32(0), int32(0)
	for i := int32(1); i <= n; i++ {
		how := lineEnd
		if i < n {
			how = d.boundary(i)
		} else if closes(d.Gap(i)) {
			how |= sentEnd
		}
		if how == none {
			continue
		}
		d.Sents = append(d.Sents, Sent{
			First: sent, Last: i, Start: d.Toks[sent].Start, End: d.Toks[i-1].End,
			Line: int32(len(d.Lines)), Closed: how&sentEnd != 0,
		})
		sent = i
		if how&lineEnd != 0 {
			d.Lines = append(d.Lines, Line{First: line, Last: i, Start: d.Toks[line].Start, End: d.Toks[i-1].End, Sent: firstSent})
			line, firstSent = i, int32(len(d.Sents))
		}
	}
}

type end uint8

const (
	none    end = 0
	sentEnd end = 1 << iota
	lineEnd
)

// boundary says what ends between token i-1 and token i.
func (d *Doc) boundary(i int32) end {
	prev, next := &d.Toks[i-1], &d.Toks[i]
	gap := d.Src[prev.End:next.Start]
	if len(gap) == 1 && gap[0] != '\n' {
		return none
	}
	if before, _, ok := strings.Cut(gap, "\n"); ok {
		if closes(before) {
			return lineEnd | sentEnd
		}
		if next.Flags&Lower != 0 && strings.Count(gap, "\n") == 1 {
			return none // a line that was broken to fit a column
		}
		return lineEnd
	}
	switch mark, space := endMark(gap); {
	case mark == hard, mark == soft && space && !d.abbreviated(i):
		return sentEnd
	}
	return none
}

type mark uint8

const (
	soft mark = iota + 1 // a full stop, which abbreviations have too
	hard                 // ends a sentence wherever it stands
)

// closes reports whether a gap ends the sentence before it.
func closes(gap string) bool { m, _ := endMark(gap); return m != 0 }

// endMark finds the first mark in gap that can end a sentence, and whether a
// space follows it.
func endMark(gap string) (m mark, space bool) {
	for i, r := range gap {
		switch r {
		case '؟', '۔', '!':
			return hard, true
		case '.', '?', '…':
			rest := strings.TrimLeft(gap[i+len(string(r)):], `"'”’)]»?!.`)
			if r != '.' && strings.HasPrefix(rest, " ") {
				return hard, true
			}
			return soft, rest != "" && (rest[0] <= ' ' || rest[0] >= 0x80)
		}
	}
	return 0, false
}

// abbreviated reports whether the full stop between token i-1 and token i is an
// abbreviation's: a small letter goes on after it, or the word before it is one
// of those that take it ("Lt. Gen."), or an initial ("U.S.") that no ordinary
// first word of a sentence follows.
func (d *Doc) abbreviated(i int32) bool {
	prev, next := &d.Toks[i-1], &d.Toks[i]
	if next.Flags&Lower != 0 {
		return true
	}
	if prev.Flags&Script != 0 {
		return false
	}
	if prev.End-prev.Start == 1 && prev.Flags&Upper != 0 {
		return !opens(d.Word(i))
	}
	numbered := abbreviations.Get(prev.Hash)
	return numbered != nil && (!*numbered || next.Flags&Digit != 0)
}

// abbreviations are words that take a full stop, and whether they do so only before a
// number.
var abbreviations = func() Table[bool] {
	m := map[uint64]bool{}
	for _, h := range Hashes("mr mrs ms dr prof gen lt col maj brig capt sgt cpl adm cmdr sen rep gov pres rev hon st jr vs messrs sq dept amb supt mt ft") {
		m[h] = false
	}
	for _, h := range Hashes("no nos jan feb mar apr jun jul aug sept sep oct nov dec art para rs") {
		m[h] = true
	}
	return NewTable(m)
}()

// opens reports whether word is one that opens sentences and no name.
func opens(word string) bool {
	switch word {
	case "The", "He", "She", "It", "They", "We", "In", "On", "At", "But", "And", "This", "That", "These", "Those",
		"His", "Her", "Their", "Its", "A", "An", "As", "For", "However", "Meanwhile", "Earlier", "There", "If", "When", "After", "Both":
		return true
	}
	return false
}
