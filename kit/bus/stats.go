package bus

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Stats is the state of a topology's streams and consumers at one moment.
type Stats struct {
	Streams   []StreamStats
	Consumers []ConsumerStats
	// Letters is how many dead letters wait, by stage; nil for a topology without
	// DEAD.
	Letters map[string]uint64
}

// StreamStats is the state of one stream.
type StreamStats struct {
	Name     string
	Messages uint64
	Bytes    uint64
	// MaxBytes is how large the stream may grow before the oldest go; 0 is no bound.
	MaxBytes uint64
	FirstSeq uint64
	LastSeq  uint64
	// NumDeleted is how many sequences between the first and the last hold no
	// message, by the server's word or by the count of its messages, whichever is
	// more. The news streams only grow, so there more than 0 is damage; on DEAD it
	// is the letters that were requeued.
	NumDeleted uint64
}

// ConsumerStats is the state of one consumer.
type ConsumerStats struct {
	Stream     string
	Name       string
	Pending    uint64 // never delivered yet
	AckPending int    // on loan, or waiting for a delayed retry
	// Behind is how many sequences of the stream, as it was just before, lie after the
	// last up to which everything is settled. The server tells a consumer of a new
	// message only after it has told the publisher, so Pending and AckPending can both
	// be 0 while there is one; this cannot.
	Behind      uint64
	Redelivered int // of those, how many were delivered before
	// LagAge is how long the oldest message that is not settled has been in the
	// stream; 0 when there is none.
	LagAge time.Duration
	// Expired is how many messages left the stream, by age or size, before they
	// were settled.
	Expired uint64
	// Gaps is how many messages were missing from what this connection's sources
	// read in order: see NumDeleted, and Expired.
	Gaps uint64
}

// Stats asks the server for the state of everything in t. It costs one request a
// stream, one more for DEAD, and two a consumer.
func (c *Conn) Stats(ctx context.Context, t Topology) (Stats, error) {
	var s Stats
	for _, stream := range t.Streams {
		one, err := c.streamStats(ctx, stream.Name)
		if err != nil {
			return s, fmt.Errorf("stats of stream %s: %w", stream.Name, err)
		}
		s.Streams = append(s.Streams, one)
		if stream.Name != DeadName {
			continue
		}
		if s.Letters, err = c.lettersWaiting(ctx); err != nil {
			return s, fmt.Errorf("letters: %w", err)
		}
	}
	for _, consumer := range t.Consumers {
		one, err := c.consumerStats(ctx, consumer)
		if err != nil {
			return s, fmt.Errorf("stats of consumer %s: %w", consumer.Durable, err)
		}
		s.Consumers = append(s.Consumers, one)
	}
	return s, nil
}

func (c *Conn) streamStats(ctx context.Context, name string) (StreamStats, error) {
	stream, err := c.js.Stream(ctx, name)
	if err != nil {
		return StreamStats{}, err
	}
	st := stream.CachedInfo().State
	one := StreamStats{
		Name: name, Messages: st.Msgs, Bytes: st.Bytes, FirstSeq: st.FirstSeq, LastSeq: st.LastSeq,
		NumDeleted: uint64(st.NumDeleted), MaxBytes: uint64(max(stream.CachedInfo().Config.MaxBytes, 0)),
	}
	if st.Msgs > 0 {
		one.NumDeleted = max(one.NumDeleted, st.LastSeq-st.FirstSeq+1-st.Msgs)
	}
	return one, nil
}

// lettersWaiting counts the dead letters of each stage by their subjects.
func (c *Conn) lettersWaiting(ctx context.Context) (map[string]uint64, error) {
	dead, err := c.js.Stream(ctx, DeadName)
	if err != nil {
		return nil, err
	}
	info, err := dead.Info(ctx, jetstream.WithSubjectFilter(deadSubject+">"))
	if err != nil {
		return nil, err
	}
	letters := map[string]uint64{}
	for subject, n := range info.State.Subjects {
		name, _, _ := strings.Cut(strings.TrimPrefix(subject, deadSubject), ".")
		letters[name] += n
	}
	return letters, nil
}

func (c *Conn) consumerStats(ctx context.Context, consumer Consumer) (ConsumerStats, error) {
	stream, err := c.js.Stream(ctx, consumer.Stream)
	if err != nil {
		return ConsumerStats{}, err
	}
	con, err := stream.Consumer(ctx, consumer.Durable)
	if err != nil {
		return ConsumerStats{}, err
	}
	info, state := con.CachedInfo(), stream.CachedInfo().State
	first := state.FirstSeq
	one := ConsumerStats{
		Stream: consumer.Stream, Name: consumer.Durable,
		Pending: info.NumPending, AckPending: info.NumAckPending, Redelivered: info.NumRedelivered,
		Gaps: c.gapsOf(consumer.Stream, consumer.Durable).Load(),
	}
	floor := info.AckFloor.Stream
	if first > floor+1 && floor > 0 {
		one.Expired = first - floor - 1
	}
	if settled := max(floor, first-1); state.Msgs > 0 && state.LastSeq > settled {
		one.Behind = state.LastSeq - settled
	}
	if info.NumPending == 0 && info.NumAckPending == 0 {
		return one, nil
	}
	one.LagAge, err = age(ctx, stream, max(info.AckFloor.Stream+1, first))
	return one, err
}

// age returns how long the first message at or after a sequence has been in the
// stream, 0 if there is none.
func age(ctx context.Context, stream jetstream.Stream, sequence uint64) (time.Duration, error) {
	m, err := stream.GetMsg(ctx, sequence, jetstream.WithGetMsgSubject(">"))
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return max(time.Since(m.Time), 0), nil
}
