package words_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/rasad-project/rasad/kit/store/internal/words"
)

func TestFold(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"no word", " \t—!", ""},
		{"case and punctuation", "Iran/Pakistan: 2,000 \"trucks\".", "iran pakistan 2 000 trucks"},
		{"accents", "Téhéran Čabahar", "teheran cabahar"},
		{"Arabic and Persian letters are the same", "باكستان ايراني", "باکستان ایرانی"},
		{"alef with hamza and madda", "أفغانستان آرمان", "افغانستان ارمان"},
		{"Urdu heh and yeh", "یہ ہے", "یه هی"},
		{"a word with a non-joiner is one", "می\u200cگوید", "میگوید"},
		{"vowel signs and tatweel go", "مُحَمَّد بـــــه", "محمد به"},
		{"digits of every script", "۱۴۰۲ ٢٠٢٤ २०", "1402 2024 20"},
		{"compatibility forms", "ﷲ ﬁle", "الله file"},
		{"not UTF-8", "a\xffb", "a b"},
	} {
		if got := words.Fold(c.in); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestEveryDigitHasItsValue(t *testing.T) {
	for _, of := range unicode.Digit.R16 {
		for r := rune(of.Lo); r <= rune(of.Hi); r++ {
			want := string('0' + (r-rune(of.Lo))%10)
			if got := words.Fold(string(r)); got != want {
				t.Errorf("%U: got %q, want %q", r, got, want)
			}
		}
	}
}

func TestALongWordIsCut(t *testing.T) {
	got := words.Fold(strings.Repeat("ایران", 1000) + " end")
	if word, rest, _ := strings.Cut(got, " "); len(word) != 128 || rest != "end" {
		t.Errorf("got %d bytes and %q", len(word), rest)
	}
}
