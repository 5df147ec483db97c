package text_test

import (
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
		if got := table.Get(h); got == nil || *got != want {
			t.Errorf("%x: got %v, want %d", h, got, want)
		}
	}
	if got := table.Get(100*apart + low); got != nil {
		t.Errorf("a word that was not put in has %d", *got)
	}
	if empty := text.NewTable[int](nil); empty.Get(1) != nil {
		t.Error("an empty table holds a word")
	}
}
