package bus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Rewind makes a consumer begin again with the first message, of those its stream
// still keeps, that was stored at since or later, also while a stage reads it. It
// returns how many messages lie from there to the end; with none it does nothing.
// What comes of them a second time has the ids of the first.
func (c *Conn) Rewind(ctx context.Context, consumer Consumer, since time.Time) (uint64, error) {
	n, err := c.rewind(ctx, consumer, since)
	if err != nil {
		return 0, fmt.Errorf("rewind %s: %w", consumer.Durable, err)
	}
	return n, nil
}

func (c *Conn) rewind(ctx context.Context, consumer Consumer, since time.Time) (uint64, error) {
	stream, err := c.js.Stream(ctx, consumer.Stream)
	if err != nil {
		return 0, err
	}
	state := stream.CachedInfo().State
	first, last := max(state.FirstSeq, 1), state.LastSeq // 0 and 0 where nothing ever was
	for after := last + 1; first < after; {              // the place is in [first, after]
		middle := first + (after-first)/2
		late, err := storedSince(ctx, stream, middle, since)
		switch {
		case err != nil:
			return 0, err
		case late:
			after = middle
		default:
			first = middle + 1
		}
	}
	if first > last {
		return 0, nil
	}
	_, err = stream.ResetConsumerToSequence(ctx, consumer.Durable, first)
	return last - first + 1, err
}

// storedSince reports whether the first message at a sequence or after it was
// stored at since or later; where there is none it was.
func storedSince(ctx context.Context, s jetstream.Stream, sequence uint64, since time.Time) (bool, error) {
	m, err := s.GetMsg(ctx, sequence, jetstream.WithGetMsgSubject(">"))
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	return !m.Time.Before(since), nil
}
