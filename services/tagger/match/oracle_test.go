package match_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	ahocorasick "github.com/petar-dambovaliev/aho-corasick"

	"github.com/rasad-project/rasad/services/tagger/match"
	"github.com/rasad-project/rasad/services/tagger/text"
)

// oracle finds what Longest finds by another way: an Aho-Corasick automaton over
// words in brackets, "<islamic><republic>", so that a match of letters is a match
// of whole words.
type oracle struct{ automaton ahocorasick.AhoCorasick }

func newOracle(phrases []string) oracle {
	b := ahocorasick.NewAhoCorasickBuilder(ahocorasick.Opts{MatchKind: ahocorasick.LeftMostLongestMatch})
	var bracketed []string
	for _, p := range phrases {
		bracketed = append(bracketed, bracket(p))
	}
	return oracle{b.Build(bracketed)}
}

func bracket(s string) string {
	var b strings.Builder
	for w := range strings.FieldsSeq(s) {
		b.WriteString("<" + w + ">")
	}
	return b.String()
}

// find returns the hits in s as pairs of tokens. FindAll goes on behind the start
// of each match: those that cross the one before are left out.
func (o oracle) find(s string) [][2]int32 {
	s = bracket(s)
	var hits [][2]int32
	end := 0
	for _, m := range o.automaton.FindAll(s) {
		if m.Start() < end {
			continue
		}
		end = m.End()
		first := int32(strings.Count(s[:m.Start()], "<"))
		hits = append(hits, [2]int32{first, first + int32(strings.Count(s[m.Start():m.End()], "<"))})
	}
	return hits
}

// spans returns what Longest finds in s.
func spans(x *match.Index, s string) [][2]int32 {
	var d text.Doc
	d.Read(s)
	var out [][2]int32
	for _, h := range x.Longest(&d, nil) {
		out = append(out, [2]int32{h.First, h.Last})
	}
	return out
}

// TestAgainstAhoCorasick holds Longest against an automaton, on texts of few
// words, in which phrases nest, repeat and cross.
func TestAgainstAhoCorasick(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, vocabulary := range []int{3, 8, 40} {
		for range 40 {
			phrases := make([]string, 1+r.IntN(30))
			for i := range phrases {
				phrases[i] = sentence(r, vocabulary, 1+r.IntN(4))
			}
			x, o := index(phrases...), newOracle(phrases)
			for range 20 {
				s := sentence(r, vocabulary, r.IntN(30))
				if got, want := spans(x, s), o.find(s); !slices.Equal(got, want) {
					t.Fatalf("phrases %q in %q: got %v, want %v", phrases, s, got, want)
				}
			}
		}
	}
}

// sentence returns n words of a vocabulary of the given size.
func sentence(r *rand.Rand, vocabulary, n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = spell(r.IntN(vocabulary))
	}
	return strings.Join(words, " ")
}

// spell writes a number as a word of two syllables or more: each number one word.
func spell(n int) string {
	const consonants, vowels = "bdfgklmnprstvz", "aeiou"
	var w strings.Builder
	for k := 0; n > 0 || k < 2; k++ {
		w.WriteString(string(consonants[n%len(consonants)]) + string(vowels[n/len(consonants)%len(vowels)]))
		n /= len(consonants) * len(vowels)
	}
	return w.String()
}

// FuzzLongest reads any bytes: hits are in order, apart, within the tokens, and
// begin and end on rune boundaries.
func FuzzLongest(f *testing.F) {
	x := index("iran", "islamic republic of iran", "=Mand", "پاکستان", "a", "a b", "b c d")
	for _, s := range []string{"Iran, the Islamic Republic of Iran", "mand Mand", "پاكستان", "a b c d a", "\xffiran\xfe", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var d text.Doc
		d.Read(s)
		end := int32(0)
		for _, h := range x.Longest(&d, nil) {
			if h.First < end || h.Last <= h.First || int(h.Last) > len(d.Toks) {
				t.Fatalf("hit %v after token %d, of %d", h, end, len(d.Toks))
			}
			end = h.Last
			quote := s[d.Toks[h.First].Start:d.Toks[h.Last-1].End]
			if strings.ToValidUTF8(quote, "") != quote && strings.ToValidUTF8(s, "") == s {
				t.Fatalf("%q is cut inside a letter", quote)
			}
		}
	})
}
