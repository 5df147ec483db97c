package bus

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/rasad-project/rasad/kit/stage"
)

// The server's words for settling a delivery.
var (
	ackDone     = []byte("+ACK")
	ackProgress = []byte("+WPI")
)

// In says how messages become values of type T.
type In[T any] struct {
	// Consumer is where to read; see [Topology.Consumer].
	Consumer Consumer
	// Decode makes a value of a payload. It must not keep data, which is used
	// again. A payload it refuses is hopeless.
	Decode func(data []byte) (T, error)
	// Ahead is how many messages may wait here for a worker; 0 is 16. They are on
	// loan already: what waits behind an item that kills the process has one
	// attempt less.
	Ahead int
}

// Source reads a consumer. It is a [stage.Source]; a stage closes it when it has
// taken its last value. It outlives reconnections, restarts of the server, a
// pull that stalls and a consumer that is deleted.
type Source[T any] struct {
	conn  *Conn
	in    In[T]
	alarm chan struct{}
	floor atomic.Uint64 // below it, inclusive, all of the stream was settled

	mu     sync.Mutex
	pull   *pull // nil before the first Next and after Close
	closed bool
	stop   context.CancelFunc
	done   sync.WaitGroup
}

// NewSource returns a source on c, whose consumer [Conn.Apply] has made. Nothing
// is fetched before the first Next.
func NewSource[T any](c *Conn, in In[T]) *Source[T] {
	if in.Ahead <= 0 {
		in.Ahead = 16
	}
	return &Source[T]{conn: c, in: in, alarm: make(chan struct{}, 1)}
}

// Next implements [stage.Source]. It waits through any trouble with the server,
// which the watchdog mends; after Close it returns io.EOF.
func (s *Source[T]) Next(ctx context.Context) (*stage.Delivery[T], error) {
	for {
		p, err := s.current(ctx)
		if err != nil {
			return nil, err
		}
		w, ok := p.next(ctx)
		if !ok {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			continue
		}
		if d := s.delivery(ctx, w); d != nil {
			return d, nil
		}
	}
}

// Close stops fetching and gives back what was fetched and not taken. What was
// taken can still be settled.
func (s *Source[T]) Close() error {
	s.mu.Lock()
	s.closed = true
	if s.stop != nil {
		s.stop()
	}
	s.mu.Unlock()
	s.done.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pull != nil {
		s.pull.close()
		s.pull = nil
	}
	return nil
}

// current returns the pull in use, and starts the first one.
func (s *Source[T]) current(ctx context.Context) (*pull, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, io.EOF
	}
	if s.pull != nil {
		return s.pull, nil
	}
	p, err := s.newPull()
	if err != nil {
		return nil, fmt.Errorf("source %s: %w", s.in.Consumer.Durable, err)
	}
	s.pull = p
	var watch context.Context
	watch, s.stop = context.WithCancel(context.WithoutCancel(ctx))
	s.done.Go(func() { s.watch(watch, p) })
	return p, nil
}

func (s *Source[T]) newPull() (*pull, error) {
	c := s.in.Consumer
	gaps := s.conn.gapsOf(c.Stream, c.Durable)
	return newPull(s.conn.nc, c, s.in.Ahead, s.alarm, func(missing uint64, meta *nats.MsgMetadata) {
		gaps.Add(missing)
		s.conn.log.Error("messages are missing from the stream", "stream", c.Stream, "consumer", c.Durable,
			"missing", missing, "before", meta.Sequence.Stream)
	})
}

// lent is a delivery and its settler in one.
type lent[T any] struct {
	stage.Delivery[T]
	nc    *nats.Conn
	reply string
}

// delivery reads a message. It returns nil when the payload cannot be fetched
// just now, and has then given the message back.
func (s *Source[T]) delivery(ctx context.Context, w waiting) *stage.Delivery[T] {
	d := &lent[T]{nc: s.conn.nc, reply: w.msg.Reply}
	d.Settler = d
	d.ID = messageID(w)
	d.Attempt = int(w.meta.NumDelivered)
	d.Origin = stage.Origin{Stream: w.meta.Stream, Sequence: w.meta.Sequence.Stream, Subject: w.msg.Subject}
	d.Raw = w.msg.Data
	d.Header = stage.Header(w.msg.Header)
	if err := s.decode(ctx, d, w.msg); err != nil {
		if !stage.IsPermanent(err) {
			s.conn.log.Warn("payload out of reach", "id", d.ID, "err", err)
			_ = d.Nak(ctx, time.Second) // a lost one is delivered again after AckWait
			return nil
		}
		d.Err = err
	}
	return &d.Delivery
}

func (s *Source[T]) decode(ctx context.Context, d *lent[T], m *nats.Msg) error {
	buf := s.conn.codec.buffer()
	defer s.conn.codec.release(buf)
	data, err := s.conn.payload(ctx, buf, m.Data, d.Header)
	if err != nil {
		return err
	}
	if d.Value, err = s.in.Decode(data); err != nil {
		return stage.Permanent(fmt.Errorf("decode: %w", err))
	}
	return nil
}

// messageID is the ID the publisher gave, or what else names the message.
func messageID(w waiting) string {
	for _, name := range []string{headerCEAbout, headerMsgID} {
		if id := first(w.msg.Header, name); id != "" {
			return id
		}
	}
	return w.meta.Stream + ":" + strconv.FormatUint(w.meta.Sequence.Stream, 10)
}

func (d *lent[T]) Ack(context.Context) error    { return d.settle(ackDone) }
func (d *lent[T]) Extend(context.Context) error { return d.settle(ackProgress) }

func (d *lent[T]) Nak(_ context.Context, after time.Duration) error {
	return d.settle(giveBack(after))
}

// leastDelay is what giving back at once takes. The server writes to disk when a
// delayed message is due, and one given back without a delay is out for all of
// AckWait again after the server is started anew; so is one that is due while the
// reader that gave it back is closing, and is sent to it once more.
const leastDelay = 200 * time.Millisecond

// giveBack is the word that gives a message back.
func giveBack(after time.Duration) []byte {
	return fmt.Appendf(nil, `-NAK {"delay": %d}`, max(after, leastDelay).Nanoseconds())
}

func (d *lent[T]) Term(_ context.Context, reason string) error {
	const most = 512 // the reason is for the advisory alone: the letter has it whole
	return d.settle([]byte("+TERM " + reason[:min(len(reason), most)]))
}

// settle sends a word without waiting for an answer: a lost one ends in a second
// delivery, which every sink makes harmless, at half the cost of waiting.
func (d *lent[T]) settle(word []byte) error {
	if err := d.nc.Publish(d.reply, word); err != nil {
		return fmt.Errorf("settle %s: %w", d.ID, err)
	}
	return nil
}

// watch keeps the loans of what waits alive and mends the pull.
func (s *Source[T]) watch(ctx context.Context, p *pull) {
	connected := s.conn.nc.StatusChanged(nats.CONNECTED)
	defer s.conn.nc.RemoveStatusListener(connected)
	ackWait := s.in.Consumer.AckWait
	tick := time.NewTicker(min(pullHeartbeat, max(ackWait/3, time.Millisecond)))
	defer tick.Stop()
	var floorAt time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-connected:
			p.renew()
		case <-s.alarm:
		case now := <-tick.C:
			p.extend(now, ackWait)
			if now.Sub(floorAt) >= pullHeartbeat {
				floorAt = now
				s.learnFloor(ctx)
			}
		}
		if err := p.check(time.Now()); err != nil {
			p = s.mend(ctx, p, err)
		}
	}
}

// learnFloor remembers how far the consumer has come, in case it is deleted.
func (s *Source[T]) learnFloor(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	c := s.in.Consumer
	if consumer, err := s.conn.js.Consumer(ctx, c.Stream, c.Durable); err == nil {
		s.floor.Store(consumer.CachedInfo().AckFloor.Stream)
	}
}

// mend replaces p, and the consumer if it is gone, trying until ctx ends. It
// returns the pull now in use.
func (s *Source[T]) mend(ctx context.Context, p *pull, cause error) *pull {
	log := s.conn.log.With("stream", s.in.Consumer.Stream, "consumer", s.in.Consumer.Durable)
	log.Warn("pull stalled", "err", cause)
	backoff := stage.Exponential(50*time.Millisecond, 2*time.Second)
	for n := 1; ctx.Err() == nil; n++ {
		next, err := s.rebuild(ctx)
		if err == nil {
			p.close()
			log.Info("pull rebuilt", "tries", n)
			return next
		}
		log.Warn("pull not rebuilt", "err", err)
		sleep(ctx, backoff(n))
	}
	return p
}

func (s *Source[T]) rebuild(ctx context.Context) (*pull, error) {
	if err := s.ensureConsumer(ctx); err != nil {
		return nil, err
	}
	p, err := s.newPull()
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pull = p
	return p, nil
}

// ensureConsumer makes the consumer again if it is gone, from where it is known
// to have been. What was settled after that comes again, and its outputs have
// ids that the streams remember.
func (s *Source[T]) ensureConsumer(ctx context.Context) error {
	c := s.in.Consumer
	_, err := s.conn.js.Consumer(ctx, c.Stream, c.Durable)
	if !errors.Is(err, jetstream.ErrConsumerNotFound) {
		return err
	}
	if floor := s.floor.Load(); floor > 0 {
		c.DeliverPolicy, c.OptStartSeq = jetstream.DeliverByStartSequencePolicy, floor+1
	}
	_, err = s.conn.js.CreateConsumer(ctx, c.Stream, c.ConsumerConfig)
	return err
}
