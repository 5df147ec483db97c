package bus_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/rasad-project/rasad/kit/bus"
)

func TestApplyMakesWhatIsMissingAndChangesWhatDiffers(t *testing.T) {
	_, c, top := river(t, bus.Settings{})
	put(t, stringsTo(c, "test", bus.EntrySubject), "1")
	if err := c.Apply(t.Context(), top); err != nil {
		t.Fatalf("the same again: %v", err)
	}
	top = bus.River(bus.Settings{MaxAge: 40 * 24 * time.Hour, MaxBytes: 1 << 30, AckWait: 7 * time.Second})
	if err := c.Apply(t.Context(), top); err != nil {
		t.Fatal(err)
	}
	stream, err := c.JetStream().Stream(t.Context(), bus.Entries)
	if err != nil {
		t.Fatal(err)
	}
	if got := stream.CachedInfo().Config; got.MaxAge != 40*24*time.Hour || got.MaxBytes != 1<<30 {
		t.Errorf("stream: got max age %v and max bytes %d", got.MaxAge, got.MaxBytes)
	}
	consumer, err := stream.Consumer(t.Context(), "cleaner")
	if err != nil {
		t.Fatal(err)
	}
	if got := consumer.CachedInfo().Config.AckWait; got != 7*time.Second {
		t.Errorf("consumer: got ack wait %v", got)
	}
	if got := stream.CachedInfo().State.Msgs; got != 1 {
		t.Errorf("the stream has %d messages now, want the 1 it had", got)
	}
	if d := take(t, reading(t, c, top.Consumer("cleaner"))); d.ID != "1" {
		t.Errorf("got %s", d.ID)
	}
}

func TestApplyLeavesAloneWhatItDoesNotSpeakOf(t *testing.T) {
	_, c, top := river(t, bus.Settings{})
	config := top.Streams[0]
	config.Description = "an operator's note"
	for _, s := range []jetstream.StreamConfig{config, {Name: "OTHER", Subjects: []string{"other"}}} {
		if _, err := c.JetStream().CreateOrUpdateStream(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	top = bus.River(bus.Settings{MaxBytes: 1 << 30})
	if err := c.Apply(t.Context(), top); err != nil {
		t.Fatal(err)
	}
	s, err := c.JetStream().Stream(t.Context(), bus.Entries)
	if err != nil {
		t.Fatal(err)
	}
	if got := s.CachedInfo().Config; got.Description != "an operator's note" || got.MaxBytes != 1<<30 {
		t.Errorf("got %+v", got)
	}
	if _, err := c.JetStream().Stream(t.Context(), "OTHER"); err != nil {
		t.Error(err)
	}
}

// TestApplyKeepsWhereAConsumerStarted changes a consumer that was rebuilt in the
// middle of its stream, which a server never moves.
func TestApplyKeepsWhereAConsumerStarted(t *testing.T) {
	_, c, top := river(t, bus.Settings{})
	rebuilt := top.Consumer("cleaner").ConsumerConfig
	rebuilt.DeliverPolicy, rebuilt.OptStartSeq = jetstream.DeliverByStartSequencePolicy, 7
	if err := c.JetStream().DeleteConsumer(t.Context(), bus.Entries, "cleaner"); err != nil {
		t.Fatal(err)
	}
	if _, err := c.JetStream().CreateConsumer(t.Context(), bus.Entries, rebuilt); err != nil {
		t.Fatal(err)
	}
	if err := c.Apply(t.Context(), bus.River(bus.Settings{AckWait: 7 * time.Second})); err != nil {
		t.Fatal(err)
	}
	consumer, err := c.JetStream().Consumer(t.Context(), bus.Entries, "cleaner")
	if err != nil {
		t.Fatal(err)
	}
	if got := consumer.CachedInfo().Config; got.AckWait != 7*time.Second || got.OptStartSeq != 7 {
		t.Errorf("got ack wait %v from sequence %d", got.AckWait, got.OptStartSeq)
	}
}

// TestApplyNamesWhatCannotChange changes, of each kind, a setting that a server
// never changes or cannot fulfil.
func TestApplyNamesWhatCannotChange(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*bus.Topology)
		want   []string
	}{
		{"stream", func(top *bus.Topology) { top.Streams[1].Storage = jetstream.MemoryStorage }, []string{"stream ARTICLES", "storage"}},
		{"retention", func(top *bus.Topology) { top.Streams[0].Retention = jetstream.WorkQueuePolicy }, []string{"stream ENTRIES", "retention"}},
		{"replicas", func(top *bus.Topology) { top.Streams[0].Replicas = 3 }, []string{"stream ENTRIES", "replicas from 1 to 3"}},
		{"consumer", func(top *bus.Topology) { top.Consumers[1].AckPolicy = jetstream.AckAllPolicy }, []string{"consumer tagger of ARTICLES", "ack_policy"}},
		{"bucket", func(top *bus.Topology) { top.Buckets[0].Storage = jetstream.MemoryStorage }, []string{"bucket feeds", "storage"}},
		{"objects", func(top *bus.Topology) { top.Objects[0].Storage = jetstream.MemoryStorage }, []string{"object store oversize", "storage"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, conn, top := river(t, bus.Settings{})
			c.change(&top)
			err := conn.Apply(t.Context(), top)
			if err == nil {
				t.Fatal("no error")
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got %q, which does not say %q", err, want)
				}
			}
		})
	}
}

// TestABucketIsWaitedFor: on a cluster the services start while rasad migrate is
// still at work. One that is never made is an error, and an ended context, too.
func TestABucketIsWaitedFor(t *testing.T) {
	s := startServer(t)
	early := s.connect()
	found := make(chan error, 1)
	go func() {
		_, err := early.KeyValue(t.Context(), bus.Feeds)
		found <- err
	}()
	select {
	case err := <-found:
		t.Fatalf("before there is any: %v", err)
	case <-time.After(50 * time.Millisecond):
	}
	if err := s.connect().Apply(t.Context(), bus.River(bus.Settings{})); err != nil {
		t.Fatal(err)
	}
	if err := <-found; err != nil {
		t.Error(err)
	}
	hasty := s.connect(func(o *bus.Options) { o.Patience = time.Millisecond })
	if _, err := hasty.KeyValue(t.Context(), "none"); !errors.Is(err, jetstream.ErrBucketNotFound) {
		t.Errorf("got %v", err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if _, err := early.KeyValue(ended, "none"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
