package match_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/rasad-project/rasad/services/tagger/match"
	"github.com/rasad-project/rasad/services/tagger/text"
)

func index(phrases ...string) *match.Index {
	var ps []match.Phrase
	for i, p := range phrases {
		exact := strings.HasPrefix(p, "=")
		p = strings.TrimPrefix(p, "=")
		ph := match.Phrase{ID: int32(i), Words: text.Hashes(p)}
		if exact {
			ph.Exact = strings.Fields(p)
		}
		ps = append(ps, ph)
	}
	return match.New(ps)
}

func TestLongest(t *testing.T) {
	for _, c := range []struct {
		name    string
		phrases []string
		in      string
		want    []string // id:words
	}{
		{"one word", []string{"Iran"}, "To IRAN and iran", []string{"0:IRAN", "0:iran"}},
		{"not inside a word", []string{"Iran"}, "Iranian Imran", nil},
		{"the longest wins", []string{"Persian", "Persian Gulf"}, "the Persian Gulf, Persian", []string{"1:Persian Gulf", "0:Persian"}},
		{"the longest wins from the left", []string{"Gulf", "Persian Gulf", "Persian"}, "Persian Gulf", []string{"1:Persian Gulf"}},
		{"the first of two that cross", []string{"a b", "b c"}, "a b c", []string{"0:a b"}},
		{"exact", []string{"=Mand"}, "mand Mand MAND", []string{"0:Mand"}},
		{"across a hyphen", []string{"Amiri Moqaddam"}, "Amiri-Moqaddam", []string{"0:Amiri-Moqaddam"}},
		{"at both ends", []string{"x a", "a x"}, "a x a", []string{"1:a x"}},
		{"Persian", []string{"پاکستان"}, "به پاكستان رفت", []string{"0:پاكستان"}},
	} {
		var d text.Doc
		d.Read(c.in)
		var got []string
		for _, h := range index(c.phrases...).Longest(&d, nil) {
			got = append(got, fmt.Sprintf("%d:%s", h.ID, c.in[d.Toks[h.First].Start:d.Toks[h.Last-1].End]))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestFindingAllocatesNothing(t *testing.T) {
	x := index("Iran", "Islamic Republic of Iran", "Pakistan")
	var d text.Doc
	d.Read(strings.Repeat("The Islamic Republic of Iran and Pakistan met. ", 50))
	hits := x.Longest(&d, nil)
	if n := testing.AllocsPerRun(10, func() { hits = x.Longest(&d, hits[:0]) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
	if len(hits) != 100 {
		t.Errorf("got %d hits, want 100", len(hits))
	}
}

// TestAgainstPlainSearch holds the index against a search at every token.
func TestAgainstPlainSearch(t *testing.T) {
	words := strings.Fields("a b c d e")
	var phrases []string
	for i := range 60 {
		p := make([]string, 1+i%3)
		for k := range p {
			p[k] = words[(i*7+k*(i%4+1))%len(words)]
		}
		phrases = append(phrases, strings.Join(p, " "))
	}
	x := index(phrases...)
	var d text.Doc
	for i := range 200 {
		var in []string
		for k := range 12 {
			in = append(in, words[(i*31+k*k*(i%5+1)+i/3)%len(words)])
		}
		d.Read(strings.Join(in, " "))
		want := map[string]bool{}
		for id, p := range phrases {
			for at := range in {
				if strings.HasPrefix(strings.Join(in[at:], " ")+" ", p+" ") {
					want[fmt.Sprint(id, at)] = true
				}
			}
		}
		got := map[string]bool{}
		for _, h := range x.All(&d, nil) {
			got[fmt.Sprint(h.ID, h.First)] = true
		}
		if len(got) != len(want) {
			t.Fatalf("in %q: got %d hits, want %d", in, len(got), len(want))
		}
		for k := range want {
			if !got[k] {
				t.Fatalf("in %q: %s is missing", in, k)
			}
		}
	}
}
