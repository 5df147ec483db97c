package busbench

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/rasad-project/rasad/kit/bus"
)

// Bare sends l through three hops with nothing but the client library: publish
// with an id, consume, publish, acknowledge what was consumed once the next
// stream has it. A window of messages is under way in each hop, which is the
// cheapest way there is to do this. It returns when the last is acknowledged.
func Bare(ctx context.Context, c *bus.Conn, top bus.Topology, l Load) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var all sync.WaitGroup
	for i, hop := range hops {
		next := ""
		if i+1 < len(hops) {
			next = hops[i+1].subject + feed
		}
		b := &bareHop{l: l, js: c.JetStream(), next: next, name: hop.consumer, pending: make(chan underway, l.window())}
		if i < len(l.Onward) {
			b.onward = l.Onward[i]
		}
		stop, err := b.consume(ctx, top.Consumer(hop.consumer))
		if err != nil {
			return err
		}
		defer stop()
		all.Go(func() {
			if err := b.settle(ctx); err != nil {
				cancel(err)
			}
		})
	}
	if err := barePublish(ctx, c.JetStream(), l); err != nil {
		cancel(err)
	}
	all.Wait()
	return context.Cause(ctx)
}

// underway is a message published and not yet stored, and what it came from.
type underway struct {
	ack jetstream.PubAckFuture
	in  jetstream.Msg
}

type bareHop struct {
	l       Load
	js      jetstream.JetStream
	next    string // "" at the last hop
	name    string
	onward  [][]byte // sent on in turn; nil sends on what came
	sent    int
	pending chan underway
}

func (b *bareHop) consume(ctx context.Context, at bus.Consumer) (stop func(), err error) {
	con, err := b.js.Consumer(ctx, at.Stream, at.Durable)
	if err != nil {
		return nil, fmt.Errorf("hop %s: %w", b.name, err)
	}
	cc, err := con.Consume(func(in jetstream.Msg) {
		u := underway{in: in}
		if b.next != "" {
			m := &nats.Msg{Subject: b.next, Header: nats.Header{}, Data: b.data(in)}
			m.Header.Set(jetstream.MsgIDHeader, b.name+":"+in.Headers().Get(jetstream.MsgIDHeader))
			u.ack, _ = b.js.PublishMsgAsync(m) // a failure is nil, and seen by settle
		}
		select {
		case b.pending <- u:
		case <-ctx.Done():
		}
	}, jetstream.PullMaxMessages(b.l.window()))
	if err != nil {
		return nil, fmt.Errorf("hop %s: %w", b.name, err)
	}
	return cc.Stop, nil
}

// data is what goes on when in has come.
func (b *bareHop) data(in jetstream.Msg) []byte {
	if b.onward == nil {
		return in.Data()
	}
	b.sent++
	return b.onward[b.sent%len(b.onward)]
}

var errNotSent = errors.New("not sent")

func (b *bareHop) settle(ctx context.Context) error {
	for range b.l.N {
		select {
		case u := <-b.pending:
			if err := b.settleOne(ctx, u); err != nil {
				return fmt.Errorf("hop %s: %w", b.name, err)
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

func (b *bareHop) settleOne(ctx context.Context, u underway) error {
	if b.next != "" {
		if err := stored(ctx, u.ack); err != nil {
			return err
		}
	}
	return u.in.Ack()
}

func barePublish(ctx context.Context, js jetstream.JetStream, l Load) error {
	var window []jetstream.PubAckFuture
	for i := range l.N {
		m := &nats.Msg{Subject: hops[0].subject + feed, Header: nats.Header{}, Data: l.payload(i)}
		m.Header.Set(jetstream.MsgIDHeader, l.id(i))
		ack, err := js.PublishMsgAsync(m)
		if err != nil {
			return fmt.Errorf("publish: %w", err)
		}
		if window = append(window, ack); len(window) < l.window() {
			continue
		}
		if err := stored(ctx, window[0]); err != nil {
			return fmt.Errorf("publish: %w", err)
		}
		window = window[1:]
	}
	for _, ack := range window {
		if err := stored(ctx, ack); err != nil {
			return fmt.Errorf("publish: %w", err)
		}
	}
	return nil
}

func stored(ctx context.Context, ack jetstream.PubAckFuture) error {
	if ack == nil {
		return errNotSent
	}
	select {
	case <-ack.Ok():
		return nil
	case err := <-ack.Err():
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
