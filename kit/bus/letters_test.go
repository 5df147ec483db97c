package bus_test

import (
	"errors"
	"testing"

	"github.com/rasad-project/rasad/kit/bus"
	"github.com/rasad-project/rasad/kit/stage"
)

// TestALetterGoesRoundAgain buries what cannot be worked on, reads the letter as an
// operator would, and sends it round again; one small, one in the object store.
func TestALetterGoesRoundAgain(t *testing.T) {
	for name, value := range map[string]string{"small": "value", "in the object store": noise(2 << 20)} {
		t.Run(name, func(t *testing.T) {
			_, c, top := river(t, bus.Settings{})
			src := reading(t, c, top.Consumer("cleaner"))
			if err := stringsTo(c, "fetcher", bus.EntrySubject).Put(t.Context(), "id:rev", []string{value}); err != nil {
				t.Fatal(err)
			}
			d := bury(t, c, src, "cleaner", "no text\nat all")

			if stats, err := c.Stats(t.Context(), top); err != nil || len(stats.Letters) != 1 || stats.Letters["cleaner"] != 1 {
				t.Errorf("letters that wait: %v, %v; want one of the cleaner", stats.Letters, err)
			}
			l := onlyLetter(t, c, "cleaner")
			if l.Stage != "cleaner" || l.Error != "no text\nat all" || l.Attempt != 1 || l.Version != "v2" || l.ID != "id:rev" || l.Origin != d.Origin {
				t.Errorf("got letter %+v", l)
			}
			if data, err := c.Payload(t.Context(), l); err != nil || string(data) != value {
				t.Errorf("payload: got %d bytes, %v", len(data), err)
			}
			for _, err := range c.Letters(t.Context(), "tagger") {
				t.Errorf("the tagger has a letter, or %v", err)
			}

			if err := c.Requeue(t.Context(), l.Sequence); err != nil {
				t.Fatal(err)
			}
			if again := take(t, src); again.ID != "id:rev" || again.Value != value || again.Attempt != 1 {
				t.Errorf("got %s with %d bytes, attempt %d, %v", again.ID, len(again.Value), again.Attempt, again.Err)
			}
			before, after := message(t, c, bus.Entries, 1).Header.Get("Rasad-Object"), message(t, c, bus.Entries, 2).Header.Get("Rasad-Object")
			if before != "" && before == after {
				t.Error("the new message names the old one's object, which goes first")
			}
			if _, err := c.Letter(t.Context(), l.Sequence); !errors.Is(err, bus.ErrNoLetter) {
				t.Errorf("the letter is still there: %v", err)
			}
			if err := c.Requeue(t.Context(), l.Sequence); !errors.Is(err, bus.ErrNoLetter) {
				t.Errorf("again: got %v", err)
			}
		})
	}
}

func TestALetterIsStoredOnceAndForgotten(t *testing.T) {
	_, c, top := river(t, bus.Settings{})
	src := reading(t, c, top.Consumer("cleaner"))
	put(t, stringsTo(c, "fetcher", bus.EntrySubject), "1")
	d := bury(t, c, src, "cleaner", "one")
	dead := bus.NewDead(c)
	if err := dead.Put(t.Context(), d.ID, []stage.Letter{{ID: d.ID, Stage: "cleaner", Error: "two", Origin: d.Origin}}); err != nil {
		t.Fatal(err)
	}
	l := onlyLetter(t, c, "")
	if l.Error != "one" {
		t.Errorf("got %q", l.Error)
	}
	if err := c.Forget(t.Context(), l.Sequence); err != nil {
		t.Fatal(err)
	}
	for l, err := range c.Letters(t.Context(), "") {
		t.Errorf("got %+v, %v", l, err)
	}
	if stats, err := c.Stats(t.Context(), top); err != nil || stats.Letters == nil || len(stats.Letters) != 0 {
		t.Errorf("letters that wait: %v, %v; want none", stats.Letters, err)
	}
}

// bury takes a delivery and writes a letter about it.
func bury(t *testing.T, c *bus.Conn, src *bus.Source[string], stageName, reason string) *stage.Delivery[string] {
	t.Helper()
	d := take(t, src)
	letter := stage.Letter{
		ID: d.ID, Stage: stageName, Error: reason, Attempt: d.Attempt, Version: "v2", Origin: d.Origin, Header: d.Header, Raw: d.Raw,
	}
	if err := errors.Join(bus.NewDead(c).Put(t.Context(), d.ID, []stage.Letter{letter}), d.Term(t.Context(), reason)); err != nil {
		t.Fatal(err)
	}
	return d
}

func onlyLetter(t *testing.T, c *bus.Conn, stageName string) (l bus.Letter) {
	t.Helper()
	n := 0
	for letter, err := range c.Letters(t.Context(), stageName) {
		if err != nil {
			t.Fatal(err)
		}
		l = letter
		n++
	}
	if n != 1 {
		t.Fatalf("got %d letters, want 1", n)
	}
	return l
}
