package text_test

import (
	"fmt"
	"testing"

	"github.com/rasad-project/rasad/services/tagger/text"
)

// TestTable holds words that all begin at the last slot of a table, and asks for one
// that would be next.
func TestTable(t *testing.T) {
	const apart, low = 1 << 32, 1<<32 - 1 // the low half of every hash is the last slot of any table
	words := map[uint64]int{}
	for i := range 100 {
		words[uint64(i)*apart+low] = i
	}
	table := text.NewTable(words)
	for h, want := range words {
		if got := table.Get(h); got == nil || *got != want || !table.May(h) {
			t.Errorf("%x: got %v, want %d", h, got, want)
		}
	}
	if got := table.Get(100*apart + low); got != nil {
		t.Errorf("a word that was not put in has %d", *got)
	}
	if empty := text.NewTable[int](nil); empty.Get(1) != nil || empty.May(1) {
		t.Error("an empty table holds a word")
	}
}

// TestMostWordsMayNotBeKnown asks a table for ten times as many words as it holds.
func TestMostWordsMayNotBeKnown(t *testing.T) {
	words := map[uint64]int{}
	for i := range 1000 {
		words[text.Hash(fmt.Sprint("known", i))] = i
	}
	table, wrong := text.NewTable(words), 0
	for h := range words {
		if !table.May(h) {
			t.Fatalf("%x is known and may not be", h)
		}
	}
	for i := range 10_000 {
		if table.May(text.Hash(fmt.Sprint("unknown", i))) {
			wrong++
		}
	}
	if wrong > 1000 {
		t.Errorf("%d of 10,000 words that are not known may be", wrong)
	}
}
