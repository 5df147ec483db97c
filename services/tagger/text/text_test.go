package text_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/rasad-project/rasad/services/tagger/text"
)

func TestSpellingsThatFoldAlike(t *testing.T) {
	for _, c := range []struct{ name, a, b string }{
		{"case", "IRAN", "iran"},
		{"Arabic kaf and yeh", "پاكستاني", "پاکستانی"},
		{"hamza on alef", "إيران", "ایران"},
		{"madda", "آیران", "ایران"},
		{"teh marbuta and the hehs", "طهرانة", "طهرانہ"},
		{"zero-width non-joiner", "می\u200cشود", "میشود"},
		{"a lone hamza", "شیء", "شی"},
		{"tatweel", "ايـــران", "ایران"},
		{"vowel marks", "إِيرَان", "ایران"},
		{"digits", "۱۴۰۲", "1402"},
		{"Latin marks", "Zāhedān", "Zahedan"},
		{"hyphen and space", "Amiri-Moqaddam", "amiri moqaddam"},
	} {
		if a, b := text.Hashes(c.a), text.Hashes(c.b); !slices.Equal(a, b) {
			t.Errorf("%s: %q and %q differ", c.name, c.a, c.b)
		}
	}
	if text.Hash("ايران") == text.Hash("عراق") || text.Hash("Iran") == text.Hash("Iraq") {
		t.Error("different words have one hash")
	}
}

func TestWordsStandWhereTheyStood(t *testing.T) {
	var d text.Doc
	d.Read("Iran’s envoy (حسین\u200c) \xff said: «ایران\u200cها»")
	var got []string
	for i := range d.Toks {
		got = append(got, d.Word(int32(i)))
	}
	want := []string{"Iran", "s", "envoy", "حسین", "said", "ایران\u200cها"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if gap := d.Gap(3); gap != " (" {
		t.Errorf("gap before the fourth word: got %q", gap)
	}
}

func TestFlags(t *testing.T) {
	var d text.Doc
	d.Read("ISPR Mand taftan 1402 ۱۴۰۲ ایران U Élan")
	want := []text.Flag{text.Upper | text.Caps, text.Upper, text.Lower, text.Digit, text.Digit, text.Script, text.Upper, text.Upper}
	for i, tok := range d.Toks {
		if tok.Flags != want[i] {
			t.Errorf("%s: got %b, want %b", d.Word(int32(i)), tok.Flags, want[i])
		}
	}
}

func TestSentences(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{"abbreviations", "Lt. Gen. Asim Munir met Maj. Gen. Bagheri. They spoke.", []string{"Lt. Gen. Asim Munir met Maj. Gen. Bagheri", "They spoke"}},
		{"initials", "The U.S. Treasury spoke. In the U.S. The law is new.", []string{"The U.S. Treasury spoke", "In the U.S", "The law is new"}},
		{"numbers", "It grew 3.5 per cent on Jan. 16. No. 4 fell.", []string{"It grew 3.5 per cent on Jan. 16", "No. 4 fell"}},
		{"quotes", "“We are friends.” He left.", []string{"We are friends", "He left"}},
		{"Urdu", "ایران نے کہا۔ پاکستان نے کہا؟ جی ہاں", []string{"ایران نے کہا", "پاکستان نے کہا", "جی ہاں"}},
		{"Persian", "ایران گفت. پاکستان پذیرفت.", []string{"ایران گفت", "پاکستان پذیرفت"}},
		{"Arabic question", "هل وصل الوزير؟نعم", []string{"هل وصل الوزير", "نعم"}},
		{"lines end sentences", "Read More:\n\nIran and Pakistan\nWeather today", []string{"Read More", "Iran and Pakistan", "Weather today"}},
		{"a broken line does not", "Iran and Pakistan\nagreed on it.", []string{"Iran and Pakistan\nagreed on it"}},
		{"an address", "See rasad.example/a?b=c.html for it", []string{"See rasad.example/a?b=c.html for it"}},
		{"nothing", " \n — ", nil},
	} {
		var d text.Doc
		d.Read(c.in)
		var got []string
		for _, s := range d.Sents {
			got = append(got, c.in[s.Start:s.End])
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestClosedSentencesAreNotHeadlines(t *testing.T) {
	var d text.Doc
	d.Read("Leaders meet in Tehran\nThey met. They parted.\nMore news")
	want := []bool{false, true, true, false}
	for i, s := range d.Sents {
		if s.Closed != want[i] {
			t.Errorf("sentence %d: closed is %v", i, s.Closed)
		}
	}
	if len(d.Lines) != 3 || d.Lines[1].Sent != 1 || d.Lines[2].Sent != 3 {
		t.Errorf("lines: %+v", d.Lines)
	}
}

func TestLanguage(t *testing.T) {
	for _, c := range []struct{ want, in string }{
		{"en", "Iran and Pakistan agree"},
		{"fa", "وزیر امور خارجه ایران وارد اسلام آباد شد"},
		{"fa", "وزير امور خارجه ايران از اسلام آباد به تهران بازگشت"},
		{"ur", "ایران کے وزیر خارجہ اسلام آباد پہنچ گئے"},
		{"ar", "وزير الخارجية الإيراني يصل إلى إسلام آباد"},
		{"ur", "پاکستانی لڑکے ٹھنڈے پانی"},
		{"ar", "القوات الإيرانية والباكستانية"},
		{"fa", "نیروهای ایرانی"},
		{"und", "24"},
	} {
		var d text.Doc
		d.Read(c.in)
		if got := d.Language(); got != c.want {
			t.Errorf("%s: got %s, want %s", c.in, got, c.want)
		}
	}
}

func TestReadAgainKeepsNothingAndAllocatesNothing(t *testing.T) {
	var d text.Doc
	long := strings.Repeat("Iran and Pakistan agreed, said Khan. Then Lt. Gen. Munir spoke. ایران و پاکستان\n", 40)
	d.Read(long)
	if n := testing.AllocsPerRun(10, func() { d.Read(long) }); n != 0 {
		t.Errorf("%v allocations a reading", n)
	}
	d.Read("one")
	if len(d.Toks) != 1 || len(d.Sents) != 1 || len(d.Lines) != 1 || d.Language() != "und" {
		t.Errorf("the second reading shows the first: %+v", d)
	}
}

// checkWords holds the words of d against the same words read alone, letter by letter,
// as the last ones of a text are.
func checkWords(t *testing.T, d *text.Doc) {
	t.Helper()
	end := int32(-1)
	for i, tok := range d.Toks {
		if tok.Start <= end || tok.End <= tok.Start || int(tok.End) > len(d.Src) {
			t.Fatalf("%q: token %d is [%d,%d) after %d of %d", d.Src, i, tok.Start, tok.End, end, len(d.Src))
		}
		w := d.Word(int32(i))
		if !utf8.ValidString(w) {
			t.Fatalf("%q: token %d cuts a rune: %q", d.Src, i, w)
		}
		var alone text.Doc
		alone.Read(w)
		want := tok
		want.Start, want.End = 0, int32(len(w))
		if len(alone.Toks) != 1 || alone.Toks[0] != want {
			t.Fatalf("%q: token %d is %+v, and %q alone %+v", d.Src, i, tok, w, alone.Toks)
		}
		end = tok.End
	}
}

// TestWordsAreReadAlikeEverywhere puts every byte at every place of words of any length,
// where they end a text and where they do not.
func TestWordsAreReadAlikeEverywhere(t *testing.T) {
	const letters = "aZ09Lz1AMm5Nn"
	var d text.Doc
	for b := range 256 {
		for n := range 20 {
			for at := range n + 1 {
				word := strings.Repeat(letters, 4)[at : at+n]
				s := word[:at] + string([]byte{byte(b)}) + word[at:]
				for _, s := range []string{s, s + ". And so on", s + "-)!?!+/", "é" + s + "é, and so on"} {
					d.Read(s)
					checkWords(t, &d)
				}
			}
		}
	}
}

func TestWhatPartsWords(t *testing.T) {
	for r := range rune(0x3000) {
		if r >= 0x0600 && r < 0x0700 || r >= 0x00C0 && r < 0x0180 {
			continue // the tables of fold
		}
		want := 2
		switch {
		case unicode.IsLetter(r) && r != 'ª' && r != 'º' && r != 'µ', unicode.IsDigit(r):
			want = 1
		case unicode.IsMark(r), r == 0x200C, r == 0x200D, r == 0x00AD:
			want = 1 // belongs to the word it stands in
		}
		for _, s := range []string{"ab%cd", "ab%cd and so on"} {
			var d text.Doc
			d.Read(strings.ReplaceAll(s, "%", string(r)))
			if got := len(d.Toks) - strings.Count(s, " "); got != want {
				t.Errorf("%U in %q: got %d words, want %d", r, s, got, want)
			}
		}
	}
}

func TestNoTwoWordsAreOne(t *testing.T) {
	seen := map[uint64]string{}
	add := func(w string) {
		h := text.Hash(w)
		if other, ok := seen[h]; ok {
			t.Fatalf("%q and %q have one hash", w, other)
		}
		seen[h] = w
	}
	for n := range 20 { // every letter at every place, and nothing but one letter
		for at := range n {
			for _, r := range "bzى09چ字\u0430\U00010900" {
				add(strings.Repeat("a", at) + string(r) + strings.Repeat("a", n-at-1))
			}
		}
		if n > 0 {
			add(strings.Repeat("a", n))
		}
	}
	add("扡") // U+6261, the bytes of "ab"
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"", "Iran’s U.S. envoy.\n\nRead more", "\xff\xc0\x80a\u200c\u0640", "ایران۔ پاکستان؟", "a\u0301\u200d."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var d text.Doc
		d.Read(s)
		checkWords(t, &d)
		next := int32(0)
		for _, sent := range d.Sents {
			if sent.First != next || sent.Last <= sent.First || sent.Line < 0 || int(sent.Line) >= len(d.Lines) {
				t.Fatalf("sentences do not cover the tokens: %+v", d.Sents)
			}
			next = sent.Last
		}
		if int(next) != len(d.Toks) {
			t.Fatalf("sentences cover %d of %d tokens", next, len(d.Toks))
		}
		d.Language()
	})
}

func BenchmarkRead(b *testing.B) {
	for name, s := range map[string]string{
		"english": strings.Repeat("Iranian President Ebrahim Raisi has highlighted the necessity of coordination. ", 30),
		"persian": strings.Repeat("وزیر امور خارجه ایران وارد اسلام آباد شد و دیدار کرد. ", 25),
	} {
		b.Run(name, func(b *testing.B) {
			var d text.Doc
			b.SetBytes(int64(len(s)))
			for b.Loop() {
				d.Read(s)
			}
		})
	}
}
