package score

import (
	"strings"
	"unicode"
)

// Title reports whether two titles are the same once case, punctuation and white
// space are folded.
func Title(gold, got string) bool { return normal(gold) == normal(got) }

// normal keeps the letters and numbers of s in lower case, one space between words.
func normal(s string) string {
	return strings.ToLower(strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	}), " "))
}

// Authors returns how many names of gold and got are the same once normalised, for
// a micro-averaged F1 over documents.
func Authors(gold, got []string) (both int) {
	left := make(map[string]int, len(gold))
	for _, n := range gold {
		left[normal(n)]++
	}
	for _, n := range got {
		if k := normal(n); left[k] > 0 {
			left[k]--
			both++
		}
	}
	return both
}

// Date is the answer to one document with a gold date.
type Date int

// The answers.
const (
	NoDate Date = iota
	RightDate
	WrongDate
)

// CheckDate compares days (YYYY-MM-DD); got may be longer than a day.
func CheckDate(gold, got string) Date {
	switch {
	case got == "":
		return NoDate
	case len(got) >= 10 && len(gold) >= 10 && got[:10] == gold[:10]:
		return RightDate
	}
	return WrongDate
}
