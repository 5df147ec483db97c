package match_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	ahocorasick "github.com/petar-dambovaliev/aho-corasick"

	"github.com/rasad-project/rasad/services/tagger/match"
	"github.com/rasad-project/rasad/services/tagger/text"
)

// aliases returns n names of one to three words that the text of prose mostly
// does not use.
func aliases(n int) []string {
	r := rand.New(rand.NewPCG(3, 4))
	out := make([]string, n)
	for i := range out {
		words := make([]string, 1+r.IntN(3))
		for k := range words {
			words[k] = spell(5_000 + r.IntN(100_000))
		}
		out[i] = strings.Join(words, " ")
	}
	return out
}

// prose returns text of about size bytes, a name of names in every forty words or
// so. Its common words are common as they are in a language (Zipf).
func prose(size int, names []string) string {
	r := rand.New(rand.NewPCG(5, 6))
	z := rand.NewZipf(r, 1.2, 8, 20_000)
	var b strings.Builder
	for b.Len() < size {
		if r.IntN(40) == 0 {
			b.WriteString(names[r.IntN(len(names))])
		} else {
			b.WriteString(spell(int(z.Uint64())))
		}
		b.WriteString([]string{" ", " ", " ", ", ", ". "}[r.IntN(5)])
	}
	return b.String()
}

const proseSize = 24_000

// BenchmarkMatch finds names in tokens, which are read once for everything.
func BenchmarkMatch(b *testing.B) {
	for _, n := range []int{5_000, 50_000} {
		names := aliases(n)
		x := index(names...)
		var d text.Doc
		d.Read(prose(proseSize, names[:5_000]))
		var hits []match.Hit
		b.Run(fmt.Sprint("aliases=", n), func(b *testing.B) {
			b.SetBytes(int64(len(d.Src)))
			b.ReportAllocs()
			for b.Loop() {
				hits = x.Longest(&d, hits[:0])
			}
		})
	}
}

// BenchmarkReadAndMatch finds the same with the reading of the tokens, sentences
// and all, counted in.
func BenchmarkReadAndMatch(b *testing.B) {
	names := aliases(5_000)
	x := index(names...)
	s := prose(proseSize, names)
	var d text.Doc
	var hits []match.Hit
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		d.Read(s)
		hits = x.Longest(&d, hits[:0])
	}
}

// BenchmarkAhoCorasick finds the same names in the same text with the library
// that is the oracle, in its fastest form. It finds them inside words too.
func BenchmarkAhoCorasick(b *testing.B) {
	names := aliases(5_000)
	s := prose(proseSize, names)
	builder := ahocorasick.NewAhoCorasickBuilder(ahocorasick.Opts{MatchKind: ahocorasick.LeftMostLongestMatch, DFA: true})
	a := builder.Build(names)
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		a.FindAll(s)
	}
}
