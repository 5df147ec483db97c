package bus_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/rasad-project/rasad/kit/bus"
)

// TestBehindSeesWhatNoConsumerWasToldOf asks right after each message is stored,
// when the server may not have told the consumer of it, and after it was settled.
func TestBehindSeesWhatNoConsumerWasToldOf(t *testing.T) {
	_, c, top := river(t, bus.Settings{})
	sink, src := stringsTo(c, "test", bus.EntrySubject), reading(t, c, top.Consumer("cleaner"))
	behind := func() uint64 {
		stats, err := c.Stats(t.Context(), top)
		if err != nil {
			t.Fatal(err)
		}
		return stats.Consumers[0].Behind
	}
	if n := behind(); n != 0 {
		t.Errorf("an empty stream: %d behind", n)
	}
	for i := range 100 {
		put(t, sink, strconv.Itoa(i))
		if n := behind(); n != 1 {
			t.Fatalf("message %d is stored: %d behind, want 1", i, n)
		}
		if err := take(t, src).Ack(t.Context()); err != nil {
			t.Fatal(err)
		}
		for until := time.Now().Add(10 * time.Second); behind() != 0; { // the server is not asked whether it has the word
			if time.Now().After(until) {
				t.Fatalf("message %d is settled, and counts as behind", i)
			}
		}
	}
}
