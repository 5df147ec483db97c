package bus

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// ErrNoLetter is returned for a sequence at which DEAD holds no letter.
var ErrNoLetter = errors.New("no such letter")

// Letters lists the dead letters of one stage, or of all for "", oldest first.
// What cannot be read comes as an error and the list goes on; after an error of
// the server it ends.
func (c *Conn) Letters(ctx context.Context, stageName string) iter.Seq2[Letter, error] {
	return func(yield func(Letter, error) bool) {
		dead, err := c.js.Stream(ctx, DeadName)
		if err != nil {
			yield(Letter{}, fmt.Errorf("letters: %w", err))
			return
		}
		subject := deadSubject + cmp.Or(stageName, "*") + ".*"
		for next := uint64(1); ; {
			m, err := dead.GetMsg(ctx, next, jetstream.WithGetMsgSubject(subject))
			if errors.Is(err, jetstream.ErrMsgNotFound) {
				return
			}
			if err != nil {
				yield(Letter{}, fmt.Errorf("letters: %w", err))
				return
			}
			if !yield(readLetter(m.Sequence, m.Header, m.Data)) {
				return
			}
			next = m.Sequence + 1
		}
	}
}

// Letter returns the letter at a place in DEAD, or [ErrNoLetter].
func (c *Conn) Letter(ctx context.Context, sequence uint64) (Letter, error) {
	_, l, err := c.letter(ctx, sequence)
	return l, err
}

func (c *Conn) letter(ctx context.Context, sequence uint64) (jetstream.Stream, Letter, error) {
	dead, err := c.js.Stream(ctx, DeadName)
	if err != nil {
		return nil, Letter{}, fmt.Errorf("letter %d: %w", sequence, err)
	}
	m, err := dead.GetMsg(ctx, sequence)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		err = ErrNoLetter
	}
	if err != nil {
		return nil, Letter{}, fmt.Errorf("letter %d: %w", sequence, err)
	}
	l, err := readLetter(m.Sequence, m.Header, m.Data)
	return dead, l, err
}

// Payload returns what the letter's message carried, decoded.
func (c *Conn) Payload(ctx context.Context, l Letter) ([]byte, error) {
	buf := c.codec.buffer()
	defer c.codec.release(buf)
	data, err := c.payload(ctx, buf, l.Raw, l.Header)
	if err != nil {
		return nil, fmt.Errorf("letter %d: %w", l.Sequence, err)
	}
	return slices.Clone(data), nil
}

// Requeue publishes the letter's message again, byte for byte, where it was, then
// deletes the letter. Its new message id is the old one and the letter's place,
// so that the duplicate window lets it through and a second Requeue after a
// crash between the two steps adds nothing. A payload in the object store is
// stored anew, or it would age out before its new message.
func (c *Conn) Requeue(ctx context.Context, sequence uint64) error {
	dead, l, err := c.letter(ctx, sequence)
	if err != nil {
		return fmt.Errorf("requeue: %w", err)
	}
	if l.Origin.Subject == "" {
		return fmt.Errorf("requeue letter %d: it came from no subject", sequence)
	}
	m := &nats.Msg{Subject: l.Origin.Subject, Header: nats.Header(maps.Clone(l.Header)), Data: l.Raw}
	m.Header.Set(headerMsgID, fmt.Sprintf("%s:requeued:%d", cmp.Or(l.MsgID, l.ID), sequence))
	if name := m.Header.Get(headerObject); name != "" {
		if err := c.copyObject(ctx, name, m.Header.Get(headerMsgID)); err != nil {
			return fmt.Errorf("requeue letter %d: object %s: %w", sequence, name, err)
		}
		m.Header.Set(headerObject, m.Header.Get(headerMsgID))
	}
	if err := c.publish(ctx, m); err != nil {
		return fmt.Errorf("requeue letter %d: %w", sequence, err)
	}
	return c.deleteLetter(ctx, dead, sequence)
}

// Forget deletes a letter without requeueing it.
func (c *Conn) Forget(ctx context.Context, sequence uint64) error {
	dead, _, err := c.letter(ctx, sequence)
	if err != nil {
		return fmt.Errorf("forget: %w", err)
	}
	return c.deleteLetter(ctx, dead, sequence)
}

func (c *Conn) deleteLetter(ctx context.Context, dead jetstream.Stream, sequence uint64) error {
	if err := dead.DeleteMsg(ctx, sequence); err != nil {
		return fmt.Errorf("delete letter %d: %w", sequence, err)
	}
	return nil
}

func (c *Conn) copyObject(ctx context.Context, from, to string) error {
	data, err := c.getObject(ctx, from)
	if err != nil {
		return err
	}
	return c.putObject(ctx, to, data)
}
