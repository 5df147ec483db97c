package bus_test

import (
	"errors"
	"strconv"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/rasad-project/rasad/kit/bus"
)

// TestTheWatchdogMendsAPull deletes the consumer under a source: it is made again
// where it was, and nothing is left out.
func TestTheWatchdogMendsAPull(t *testing.T) {
	_, c, top := river(t, bus.Settings{AckWait: 2 * time.Second})
	sink, src := stringsTo(c, "test", bus.EntrySubject), reading(t, c, top.Consumer("cleaner"))
	put(t, sink, "1")
	if err := take(t, src).Ack(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := c.JetStream().DeleteConsumer(t.Context(), bus.Entries, "cleaner"); err != nil {
		t.Fatal(err)
	}
	put(t, sink, "2", "3")
	seen := map[string]bool{}
	for !seen["2"] || !seen["3"] { // "1" may come again: it was settled after the last look
		d := take(t, src)
		seen[d.ID] = true
		if err := d.Ack(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAPullThatFallsSilentIsMadeAgain loses a source's requests on their way, as a
// server that goes does with those it holds: nothing comes and nobody says why, but
// for the heartbeats that are missing.
func TestAPullThatFallsSilentIsMadeAgain(t *testing.T) {
	_, c, top := river(t, bus.Settings{})
	sink, src := stringsTo(c, "test", bus.EntrySubject), reading(t, c, top.Consumer("cleaner"))
	put(t, sink, "0")
	if err := take(t, src).Ack(t.Context()); err != nil {
		t.Fatal(err)
	}
	nobody, err := c.Subscribe("nobody", func(*nats.Msg) {})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = nobody.Unsubscribe() }()
	src.Ask("nobody") // once the server has given what it owes
	for i := 1; i <= 40; i++ {
		id := strconv.Itoa(i)
		put(t, sink, id)
		d := take(t, src)
		if d.ID != id {
			t.Fatalf("got %s, want %s", d.ID, id)
		}
		if err := d.Ack(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := nobody.Delivered(); err != nil || n == 0 {
		t.Errorf("%d requests went nowhere (%v): nothing is shown", n, err)
	}
}

// TestASourceOutlivesARestart has a request under way when the server goes.
func TestASourceOutlivesARestart(t *testing.T) {
	s, c, top := river(t, bus.Settings{AckWait: 2 * time.Second})
	sink, src := stringsTo(c, "test", bus.EntrySubject), reading(t, c, top.Consumer("cleaner"))
	put(t, sink, "1")
	if err := take(t, src).Ack(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.restart()
	put(t, sink, "2")
	for d := take(t, src); d.ID != "2"; d = take(t, src) {
		if err := d.Ack(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// TestHolesAreSeen deletes a message from the middle of a stream, as damage to a
// server's file does, and finds it missing in both places that tell.
func TestHolesAreSeen(t *testing.T) {
	_, c, top := river(t, bus.Settings{})
	put(t, stringsTo(c, "test", bus.EntrySubject), "1", "2", "3", "4")
	stream, err := c.JetStream().Stream(t.Context(), bus.Entries)
	if err != nil {
		t.Fatal(err)
	}
	if err := stream.DeleteMsg(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	src := reading(t, c, top.Consumer("cleaner"))
	for _, id := range []string{"1", "3", "4"} {
		d := take(t, src)
		if d.ID != id {
			t.Errorf("got %s, want %s", d.ID, id)
		}
	}
	stats, err := c.Stats(t.Context(), top)
	if err != nil {
		t.Fatal(err)
	}
	if got := stats.Streams[0]; got.NumDeleted != 1 || got.Messages != 3 || got.LastSeq != 4 {
		t.Errorf("stream: got %+v", got)
	}
	got := stats.Consumers[0]
	if got.Gaps != 1 || got.AckPending != 3 || got.Pending != 0 || got.LagAge <= 0 {
		t.Errorf("consumer: got %+v", got)
	}
	if idle := stats.Consumers[1]; idle.LagAge != 0 || idle.Gaps != 0 {
		t.Errorf("a consumer with nothing to do: got %+v", idle)
	}
}

// TestWhatIsGivenBackComesAtOnceFromAServerStartedAnew closes a source that has
// fetched more than was taken, and starts the server anew before any loan is over:
// all of it comes again, and nobody waits for the loans' end. It waits for what was
// fetched to be here: what is still on its way when a source closes is not given back.
func TestWhatIsGivenBackComesAtOnceFromAServerStartedAnew(t *testing.T) {
	s, c, top := river(t, bus.Settings{AckWait: time.Hour})
	put(t, stringsTo(c, "test", bus.EntrySubject), "1", "2", "3", "4")
	src := stringsFrom(c, top.Consumer("cleaner"))
	first, second := take(t, src), take(t, src)
	for deadline := time.Now().Add(20 * time.Second); src.Ahead() < 2; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d messages were fetched ahead, want 2", src.Ahead())
		}
	}
	if err := errors.Join(first.Ack(t.Context()), second.Nak(t.Context(), 0), src.Close()); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	s.restart()
	again := reading(t, s.connect(), top.Consumer("cleaner"))
	left := map[string]bool{"2": true, "3": true, "4": true}
	for len(left) > 0 {
		d := take(t, again)
		if !left[d.ID] {
			t.Fatalf("%s came, which was settled", d.ID)
		}
		delete(left, d.ID)
		if err := d.Ack(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}
