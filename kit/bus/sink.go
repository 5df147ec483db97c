package bus

import (
	"context"
	"fmt"
	"strconv"

	"github.com/nats-io/nats.go"

	"github.com/rasad-project/rasad/kit/stage"
)

// Out says how values of type T become messages.
type Out[T any] struct {
	Stage   string // the publisher's one word, first part of every message id
	Version string // of the publisher's code, last part of it
	Type    string // CloudEvents type: "rasad.article"
	Format  string // media type of what Encode makes; "" is application/protobuf
	// Subject is where a value goes: one of the subject constants and the feed.
	Subject func(T) string
	Encode  func(T) ([]byte, error)
}

// Sink publishes values to a stream. It is a [stage.Sink].
type Sink[T any] struct {
	conn  *Conn
	out   Out[T]
	label label
}

// NewSink returns a sink on c.
func NewSink[T any](c *Conn, out Out[T]) *Sink[T] {
	if out.Format == "" {
		out.Format = "application/protobuf"
	}
	return &Sink[T]{c, out, newLabel(out.Stage, out.Type, out.Format, out.Version)}
}

// Put publishes vs and returns when all are stored. The message id is
// stage:id:version, and id is the value's identity and its content revision
// joined by a colon; the values after the first of one Put have "/1", "/2" after
// theirs. Within the stream's duplicate window the same message id is stored once.
//
// It may be called outside a stage, by the fetcher. A value that cannot be
// encoded or that no stream takes is a permanent error; anything else has by then
// been tried for the connection's patience.
func (s *Sink[T]) Put(ctx context.Context, id string, vs []T) error {
	if len(vs) == 0 {
		return nil
	}
	if s.conn.tracer == nil {
		return s.put(ctx, id, vs)
	}
	ctx, span := s.conn.publishing(ctx, s.out.Subject(vs[0]), s.label.msgID(id), len(vs))
	err := s.put(ctx, id, vs)
	end(span, err)
	return err
}

func (s *Sink[T]) put(ctx context.Context, id string, vs []T) error {
	var one [1]*nats.Msg
	msgs, bufs := one[:0], make([]*[]byte, 0, 1)
	for i, v := range vs {
		buf := s.conn.codec.buffer()
		bufs = append(bufs, buf)
		m, err := s.message(ctx, buf, nth(id, i), v)
		if err != nil {
			return fmt.Errorf("%s: %w", id, err)
		}
		if err := s.conn.fit(ctx, m); err != nil {
			return fmt.Errorf("%s: %w", id, err)
		}
		msgs = append(msgs, m)
	}
	if err := s.conn.publish(ctx, msgs...); err != nil {
		return err // the buffers may still be read by a late resend
	}
	for _, buf := range bufs {
		s.conn.codec.release(buf)
	}
	return nil
}

func nth(id string, i int) string {
	if i == 0 {
		return id
	}
	return id + "/" + strconv.Itoa(i)
}

func (s *Sink[T]) message(ctx context.Context, buf *[]byte, id string, v T) (*nats.Msg, error) {
	data, err := s.out.Encode(v)
	if err != nil {
		return nil, stage.Permanent(fmt.Errorf("encode: %w", err))
	}
	wire, coding := s.conn.codec.encode(buf, data)
	m := &nats.Msg{Subject: s.out.Subject(v), Header: s.label.header(ctx, id), Data: wire}
	if coding != "" {
		m.Header[headerCoding] = []string{coding}
	}
	return m, nil
}
