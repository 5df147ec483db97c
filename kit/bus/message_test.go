package bus_test

import (
	"context"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/rasad-project/rasad/kit/bus"
	"github.com/rasad-project/rasad/kit/stage"
)

// TestHeaders reads what other programs read: the id, the CloudEvents attributes
// and the trace, which where nothing is traced is the input's, or none.
func TestHeaders(t *testing.T) {
	_, c, _ := river(t, bus.Settings{})
	sink := stringsTo(c, "fetcher", bus.EntrySubject)
	const trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
	ctx := stage.WithHeader(t.Context(), stage.Header{"traceparent": {trace}, "tracestate": {"a=b"}})
	if err := sink.Put(ctx, "entry:rev", []string{"one", "two"}); err != nil {
		t.Fatal(err)
	}
	m := message(t, c, bus.Entries, 1)
	for name, want := range map[string]string{
		"Nats-Msg-Id": `^fetcher:entry:rev:v1$`, "Rasad-Version": `^v1$`,
		"ce-specversion": `^1\.0$`, "ce-id": `^fetcher:entry:rev:v1$`, "ce-source": `^/rasad/fetcher$`, "ce-type": `^rasad\.test$`,
		"ce-subject": `^entry:rev$`, "ce-datacontenttype": `^text/plain$`, "ce-time": `^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$`,
		"traceparent": "^" + trace + "$", "tracestate": `^a=b$`, "Content-Encoding": `^$`,
	} {
		if got := m.Header.Get(name); !regexp.MustCompile(want).MatchString(got) {
			t.Errorf("%s: got %q, want %s", name, got, want)
		}
	}
	if got := message(t, c, bus.Entries, 2).Header.Get("Nats-Msg-Id"); got != "fetcher:entry:rev/1:v1" {
		t.Errorf("the second value's id: got %q", got)
	}
	if err := sink.Put(t.Context(), "other:rev", []string{"three"}); err != nil {
		t.Fatal(err)
	}
	if got := message(t, c, bus.Entries, 3).Header.Get("traceparent"); got != "" {
		t.Errorf("a trace that nobody began: %q", got)
	}
}

// TestSizes sends a payload of each way to travel and takes it again.
func TestSizes(t *testing.T) {
	_, c, top := river(t, bus.Settings{})
	sink, src := stringsTo(c, "test", bus.EntrySubject), reading(t, c, top.Consumer("cleaner"))
	noise := noise(2 << 20)
	for i, way := range []struct {
		name, value, coding string
		object              bool
	}{
		{"small as it is", strings.Repeat("a", 16<<10), "", false},
		{"text over 16 KB compressed", strings.Repeat("news of the day ", 1200), "zstd", false},
		{"noise as it is", noise[:32<<10], "", false},
		{"over the message limit as an object", noise, "", true},
		{"compressed below the limit", strings.Repeat("b", 4<<20), "zstd", false},
	} {
		t.Run(way.name, func(t *testing.T) {
			if err := sink.Put(t.Context(), way.name, []string{way.value}); err != nil {
				t.Fatal(err)
			}
			m := message(t, c, bus.Entries, uint64(i+1))
			if got := m.Header.Get("Content-Encoding"); got != way.coding {
				t.Errorf("coding: got %q, want %q", got, way.coding)
			}
			if got := m.Header.Get("Rasad-Object") != ""; got != way.object {
				t.Errorf("in the object store: got %t", got)
			}
			if d := take(t, src); d.Value != way.value || d.Err != nil {
				t.Errorf("took %d bytes, %v, want %d", len(d.Value), d.Err, len(way.value))
			}
		})
	}
}

// TestWhatCannotBeDecodedIsHopeless takes messages that no retry helps.
func TestWhatCannotBeDecodedIsHopeless(t *testing.T) {
	s, _, top := river(t, bus.Settings{})
	c := s.connect(func(o *bus.Options) { o.MaxPayload = 1 << 20 })
	generous := s.connect()
	if err := stringsTo(generous, "test", bus.EntrySubject).Put(t.Context(), "bomb", []string{strings.Repeat("b", 2<<20)}); err != nil {
		t.Fatal(err)
	}
	for header, value := range map[string]string{"Content-Encoding": "zstd", "Rasad-Object": "gone"} {
		m := &nats.Msg{Subject: bus.EntrySubject + "example-1", Data: []byte("not zstd"), Header: nats.Header{header: {value}}}
		if _, err := c.JetStream().PublishMsg(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	m := &nats.Msg{Subject: bus.EntrySubject + "example-1", Header: nats.Header{"Content-Encoding": {"br"}}}
	if _, err := c.JetStream().PublishMsg(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	src := reading(t, c, top.Consumer("cleaner"))
	for range 4 {
		if d := take(t, src); !stage.IsPermanent(d.Err) {
			t.Errorf("%s: got %v, want a permanent error", d.ID, d.Err)
		}
	}
}

// TestPutOutlivesARestart publishes while the server is away: the same message
// again and again until it is stored, once.
func TestPutOutlivesARestart(t *testing.T) {
	s, c, _ := river(t, bus.Settings{})
	sink := stringsTo(c, "test", bus.EntrySubject)
	put(t, sink, "before")
	s.stop()
	away := make(chan error, 1)
	go func() { away <- sink.Put(context.Background(), "away", []string{"value"}) }()
	s.start()
	if err := <-away; err != nil {
		t.Fatal(err)
	}
	put(t, sink, "before", "away")
	stream, err := c.JetStream().Stream(t.Context(), bus.Entries)
	if err != nil {
		t.Fatal(err)
	}
	if got := stream.CachedInfo().State.Msgs; got != 2 {
		t.Errorf("the stream has %d messages, want 2", got)
	}
}

func TestPutGivesUp(t *testing.T) {
	s, _, _ := river(t, bus.Settings{})
	c := s.connect(func(o *bus.Options) { o.Patience = 300 * time.Millisecond })
	err := stringsTo(c, "test", "nobody.listens.").Put(t.Context(), "1", []string{"x"})
	if err == nil || stage.IsPermanent(err) || !strings.Contains(err.Error(), "tries") {
		t.Errorf("to no stream: got %v, want an error worth another try", err)
	}
	err = stringsTo(c, "test", "not a subject ").Put(t.Context(), "1", []string{"x"})
	if !stage.IsPermanent(err) {
		t.Errorf("to no subject: got %v, want a permanent error", err)
	}
}

func message(t *testing.T, c *bus.Conn, stream string, sequence uint64) *jetstream.RawStreamMsg {
	t.Helper()
	s, err := c.JetStream().Stream(t.Context(), stream)
	if err != nil {
		t.Fatal(err)
	}
	m, err := s.GetMsg(t.Context(), sequence)
	if err != nil {
		t.Fatalf("message %d: %v", sequence, err)
	}
	return m
}

// noise returns n bytes that do not compress; the first is no zero.
func noise(n int) string {
	r, b := rand.New(rand.NewPCG(1, 1)), make([]byte, n)
	for i := range b {
		b[i] = byte(1 + r.IntN(255))
	}
	return string(b)
}
