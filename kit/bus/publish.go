package bus

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/rasad-project/rasad/kit/stage"
)

// headroom is what a message leaves free below the server's limit, in bytes, so
// that the letter it may become, with a letter's own headers, fits too.
const headroom = 8 << 10

// publish stores msgs, each under the id in its header, and returns when all are
// stored. What is not is sent again under the same id for the connection's
// patience, through reconnections and elections; the server keeps one copy.
func (c *Conn) publish(ctx context.Context, msgs ...*nats.Msg) error {
	return retry(ctx, c.patience, func(ctx context.Context) (err error) {
		msgs, err = c.publishOnce(ctx, msgs)
		return err
	}, stage.IsPermanent)
}

// publishOnce sends msgs together, waits for the answers and returns those that
// are not stored with the last reason. Sending before waiting lets one write and
// one wake-up of the server serve many messages, of this call and of others.
func (c *Conn) publishOnce(ctx context.Context, msgs []*nats.Msg) (left []*nats.Msg, err error) {
	var one [1]jetstream.PubAckFuture
	acks := one[:0]
	for _, m := range msgs {
		ack, perr := c.js.PublishMsgAsync(m)
		if perr != nil {
			ack, err = nil, judge(m, perr)
		}
		acks = append(acks, ack)
	}
	for i, ack := range acks {
		if ack != nil {
			aerr := wait(ctx, ack)
			if aerr == nil {
				continue
			}
			err = judge(msgs[i], aerr)
		}
		left = append(left, msgs[i])
	}
	return left, err
}

func wait(ctx context.Context, ack jetstream.PubAckFuture) error {
	select {
	case <-ack.Ok():
		return nil
	case err := <-ack.Err():
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// judge names the message in err and marks what no retry can help.
func judge(m *nats.Msg, err error) error {
	named := fmt.Errorf("publish %s on %s: %w", m.Header.Get(headerMsgID), m.Subject, err)
	if errors.Is(err, nats.ErrMaxPayload) || errors.Is(err, nats.ErrBadSubject) || isTooLarge(err) {
		return stage.Permanent(named)
	}
	return named
}

// isTooLarge reports whether the server said that a message exceeds the stream's
// limit on messages: JSStreamMessageExceedsMaximumErr.
func isTooLarge(err error) bool {
	api, ok := errors.AsType[*jetstream.APIError](err)
	return ok && api.ErrorCode == 10054
}

// fit moves a payload that is over the server's message limit to the object store
// and leaves its name in the message.
func (c *Conn) fit(ctx context.Context, m *nats.Msg) error {
	if m.Size()+headroom <= int(c.nc.MaxPayload()) {
		return nil
	}
	name := m.Header.Get(headerMsgID)
	err := retry(ctx, c.patience, func(ctx context.Context) error { return c.putObject(ctx, name, m.Data) }, never)
	if err != nil {
		return fmt.Errorf("put object %s: %w", name, err)
	}
	m.Header.Set(headerObject, name)
	m.Data = nil
	return nil
}

func never(error) bool { return false }

// putObject stores data under a name that names it: what is there already is the
// same. To put it again would purge the old one, which a service has no right to.
func (c *Conn) putObject(ctx context.Context, name string, data []byte) error {
	store, err := c.js.ObjectStore(ctx, Oversize)
	if err != nil {
		return err
	}
	if _, err := store.GetInfo(ctx, name); !errors.Is(err, jetstream.ErrObjectNotFound) {
		return err
	}
	_, err = store.PutBytes(ctx, name, data)
	return err
}

func (c *Conn) getObject(ctx context.Context, name string) ([]byte, error) {
	store, err := c.js.ObjectStore(ctx, Oversize)
	if err != nil {
		return nil, err
	}
	info, err := store.GetInfo(ctx, name)
	if err != nil {
		return nil, err
	}
	if info.Size > uint64(c.codec.most) {
		return nil, stage.Permanent(fmt.Errorf("object %s: %d bytes exceed the limit of %d", name, info.Size, c.codec.most))
	}
	return store.GetBytes(ctx, name)
}

// payload returns the decoded payload of a message. The result may lie in buf or
// in wire itself. An error no retry can help is permanent.
func (c *Conn) payload(ctx context.Context, buf *[]byte, wire []byte, header stage.Header) ([]byte, error) {
	if name := first(header, headerObject); name != "" {
		data, err := c.getObject(ctx, name)
		if errors.Is(err, jetstream.ErrObjectNotFound) {
			err = stage.Permanent(err)
		}
		if err != nil {
			return nil, fmt.Errorf("get object %s: %w", name, err)
		}
		wire = data
	}
	data, err := c.codec.decode(buf, wire, first(header, headerCoding))
	return data, stage.Permanent(err)
}
