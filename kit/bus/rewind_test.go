package bus_test

import (
	"testing"
	"time"

	"github.com/rasad-project/rasad/kit/bus"
)

// TestRewind takes messages a second time, from the first and from a moment on,
// while the same source goes on reading.
func TestRewind(t *testing.T) {
	_, c, top := river(t, bus.Settings{})
	consumer := top.Consumer("cleaner")
	sink, src := stringsTo(c, "fetcher", bus.EntrySubject), reading(t, c, consumer)
	takes := func(ids ...string) {
		t.Helper()
		for _, id := range ids {
			d := take(t, src)
			if err := d.Ack(t.Context()); err != nil || d.ID != id {
				t.Fatalf("took %s, %v; want %s", d.ID, err, id)
			}
		}
	}
	rewinds := func(since time.Time, want uint64) {
		t.Helper()
		if n, err := c.Rewind(t.Context(), consumer, since); err != nil || n != want {
			t.Fatalf("%d messages, %v; want %d", n, err, want)
		}
	}
	rewinds(time.Time{}, 0)
	put(t, sink, "a", "b")
	takes("a", "b")
	late := time.Now()
	put(t, sink, "c", "d")
	takes("c", "d")

	rewinds(time.Time{}, 4)
	takes("a", "b", "c", "d")
	rewinds(late, 2)
	takes("c", "d")
	rewinds(time.Now().Add(time.Hour), 0)
	put(t, sink, "e")
	takes("e")
}
