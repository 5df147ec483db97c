// Package lang tells the languages of the region's press apart, by letters and
// small words. It knows English, Persian, Urdu, Arabic and Pashto, and says "und"
// for anything else.
package lang

import "unicode"

// Unknown is the answer to a text in none of the known languages, or too short
// to tell (BCP 47, "undetermined").
const Unknown = "und"

// sample bounds the letters that are looked at.
const sample = 4000

// The known languages in the Arabic script; the order decides a tie.
const (
	persian = iota
	urdu
	arabic
	pashto
	scripts
)

var codes = [scripts]string{"fa", "ur", "ar", "ps"}

// Detect returns the language of text: "en", "fa", "ur", "ar", "ps" or [Unknown].
func Detect(text string) string {
	var t tally
	t.read(text)
	switch {
	case t.latin+t.arabic+t.other < 4:
		return Unknown
	case t.other > t.latin && t.other > t.arabic:
		return Unknown
	case t.latin >= t.arabic:
		return t.english()
	}
	return t.script()
}

// tally counts what speaks for each language.
type tally struct {
	latin, arabic, other int // letters by script
	words                int // Latin words
	small                int // English small words among them
	foreign              int // small words of other Latin languages, and accented letters
	score                [scripts]int
	word                 []rune
}

func (t *tally) read(text string) {
	for _, r := range text {
		if t.latin+t.arabic+t.other > sample {
			break
		}
		switch {
		case r == '\u200c' || unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r):
			t.letter(r)
			t.word = append(t.word, unicode.ToLower(r))
		default:
			t.endWord()
		}
	}
	t.endWord()
}

func (t *tally) letter(r rune) {
	switch {
	case unicode.Is(unicode.Arabic, r):
		t.arabic++
		for l, w := range letters[r] {
			t.score[l] += w
		}
	case unicode.Is(unicode.Latin, r):
		t.latin++
		if r > 0x7f {
			t.foreign++
		}
	default:
		t.other++
	}
}

func (t *tally) endWord() {
	if len(t.word) == 0 {
		return
	}
	w := string(t.word)
	t.word = t.word[:0]
	if w[0] < 0x80 {
		t.words++
	}
	if english[w] {
		t.small++
	}
	if foreign[w] {
		t.foreign++
	}
	for l, weight := range stops[w] {
		t.score[l] += weight
	}
}

// english wants the small words that no English text goes without. A headline
// may have none: then nothing foreign is enough.
func (t *tally) english() string {
	switch {
	case t.small > t.foreign && (t.small*12 >= t.words || t.words < 20):
		return "en"
	case t.foreign == 0 && t.words < 20:
		return "en"
	}
	return Unknown
}

func (t *tally) script() string {
	best := 0
	for l := range t.score {
		if t.score[l] > t.score[best] {
			best = l
		}
	}
	return codes[best]
}
