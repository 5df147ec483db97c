package furniture

import (
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/rasad-project/rasad/kit/news"
)

// FuzzRead holds what must be true of any text: nothing is lost of it, every cut
// has a reason, and cleaning what is clean changes nothing.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"TEHRAN (IRNA) – Ministers met on Sunday and agreed to meet again in the spring.\nRead more:\nAnother story\nIANS",
		"January 27, 2024\nTitle of it\nTitle of it\nBy A B\nThe text is here, and it goes on for more than ten words. Leave a comment",
		"تهران- وزیران دیدار کردند و گفتند که راه باز خواهد شد تا پایان بهار امسال.\nانتهای پیام",
		"date 2024-01-30 (MENAFN- X) (AFP) a\n(\n)\n:\n- -\n\xff\xfe\n٣",
		"Islamabad, Tuesday, 30 January 2024, 10 Bahman 1402 (AFP) –\n(MENAFN- Gulf Times of One Two Three Four)",
	} {
		f.Add(s)
	}
	r := New()
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 1<<14 {
			return
		}
		got := r.Read(lines(s), Known{})
		if want, all := words(lines(s)), words(got.Blocks); want != all {
			t.Errorf("the words are %q, want %q", all, want)
		}
		for _, b := range got.Blocks {
			if want := tidied(b.Text); b.Text != want {
				t.Errorf("block %q, want %q", b.Text, want)
			}
			if b.Text == "" || !utf8.ValidString(b.Text) {
				t.Errorf("block %q", b.Text)
			}
		}
		again := r.Read(kept(got.Blocks), Known{Titles: []string{got.Title}})
		if diff := cmp.Diff(kept(got.Blocks), kept(again.Blocks)); diff != "" {
			t.Errorf("cleaning what is clean, -first +again:\n%s", diff)
		}
	})
}

func lines(s string) []news.Block {
	var blocks []news.Block
	for l := range strings.Lines(s) {
		blocks = append(blocks, news.Block{Text: l})
	}
	return blocks
}

func kept(blocks []news.Block) []news.Block {
	var out []news.Block
	for _, b := range blocks {
		if b.Kept() {
			out = append(out, b)
		}
	}
	return out
}

// words is the text of the blocks without any space, as splitting adds some.
func words(blocks []news.Block) string {
	var b strings.Builder
	for i := range blocks {
		b.WriteString(strings.ReplaceAll(tidy(blocks[i].Text), " ", ""))
	}
	return b.String()
}

// TestCleaningWhatIsCleanChangesNothing reads what is kept of every case again.
func TestCleaningWhatIsCleanChangesNothing(t *testing.T) {
	r := New()
	for _, c := range cases(t) {
		first := r.Read(c.blocks(), Known{})
		again := r.Read(kept(first.Blocks), Known{Titles: []string{first.Title}})
		if diff := cmp.Diff(kept(first.Blocks), again.Blocks); diff != "" {
			t.Errorf("%s: -first +again:\n%s", c.name, diff)
		}
	}
}

// TestReadingIsDeterministic reads every case with many readers at once.
func TestReadingIsDeterministic(t *testing.T) {
	all := cases(t)
	want := make([]Reading, len(all))
	for i, c := range all {
		want[i] = New().Read(c.blocks(), Known{})
	}
	shared := New()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i, c := range all {
				if diff := cmp.Diff(want[i], shared.Read(c.blocks(), Known{})); diff != "" {
					t.Errorf("%s:\n%s", c.name, diff)
				}
			}
		})
	}
	wg.Wait()
}

func FuzzGlob(f *testing.F) {
	f.Add("read * now", "read it all now")
	f.Add("* a * b *", "a b")
	f.Fuzz(func(t *testing.T, pattern, text string) {
		p, _ := compile(pattern)
		w := fold(text)
		if len(p) > 8 || len(w) > 12 {
			return
		}
		if got, want := glob(p, w), slowGlob(p, w); got != want {
			t.Errorf("%q on %q: got %v, want %v", p, w, got, want)
		}
	})
}

// slowGlob is glob as its definition has it.
func slowGlob(p, w []string) bool {
	switch {
	case len(p) == 0:
		return len(w) == 0
	case p[0] == "*":
		return slowGlob(p[1:], w) || len(w) > 0 && slowGlob(p, w[1:])
	}
	return len(w) > 0 && one(p[0], w[0]) && slowGlob(p[1:], w[1:])
}
