package bus

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
)

const (
	pullExpires = 30 * time.Second // how long the server keeps a request for messages
	// pullHeartbeat is how often it says that it still has it. A server that goes,
	// in lame duck even, takes the requests it holds with it and tells nobody: two
	// heartbeats are how long the news then waits.
	pullHeartbeat = 2 * time.Second
	drainTimeout  = 2 * time.Second // for what is under way to us when a pull ends
)

// pull is one subscription to a consumer: it asks for messages a batch at a time,
// and keeps what came until it is taken. A pull that has stalled is thrown away
// whole and another made.
//
// The client library's own loops hold fetched messages where nothing can extend
// their loan, and drop them when they end; here both matter, for a stage counts
// deliveries.
type pull struct {
	nc      *nats.Conn
	subject string // to ask on
	batch   int
	sub     *nats.Subscription

	mu      sync.Mutex
	queue   []waiting
	asked   int       // messages the server still owes us
	heard   time.Time // when the server last said anything
	trouble error     // what it said, if it was a refusal

	order order

	ready chan struct{} // a token for every message in queue
	over  chan struct{} // closed by close
	alarm chan struct{} // wakes the watchdog, one place
	onGap func(missing uint64, meta *nats.MsgMetadata)
}

// waiting is a message on loan that no worker has taken yet.
type waiting struct {
	msg   *nats.Msg
	meta  *nats.MsgMetadata
	since time.Time // of the loan's last extension
}

func newPull(nc *nats.Conn, c Consumer, batch int, alarm chan struct{}, onGap func(uint64, *nats.MsgMetadata)) (*pull, error) {
	p := &pull{
		nc: nc, subject: "$JS.API.CONSUMER.MSG.NEXT." + c.Stream + "." + c.Durable, batch: batch,
		heard: time.Now(), ready: make(chan struct{}, 4*batch), over: make(chan struct{}), alarm: alarm, onGap: onGap,
	}
	var err error
	if p.sub, err = nc.Subscribe(nc.NewInbox(), p.receive); err != nil {
		return nil, fmt.Errorf("subscribe: %w", err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.ask(); err != nil {
		return nil, err
	}
	return p, nil
}

// ask requests as many messages as there is room for, once half of it is free.
// p is locked.
func (p *pull) ask() error {
	room := p.batch - p.asked - len(p.queue)
	if p.trouble != nil || room <= 0 || room*2 < p.batch {
		return nil
	}
	req, err := json.Marshal(struct {
		Batch     int           `json:"batch"`
		Expires   time.Duration `json:"expires"`
		Heartbeat time.Duration `json:"idle_heartbeat"`
	}{room, pullExpires, pullHeartbeat})
	if err != nil {
		return fmt.Errorf("ask: %w", err)
	}
	if err := p.nc.PublishRequest(p.subject, p.sub.Subject, req); err != nil {
		return fmt.Errorf("ask: %w", err)
	}
	p.asked += room
	return nil
}

// renew asks again from nothing, after a reconnection: the server may have
// forgotten what it owed.
func (p *pull) renew() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked, p.heard = 0, time.Now()
	p.askOrFail()
}

// receive takes one message from the server: news, or a word about the request.
func (p *pull) receive(m *nats.Msg) {
	meta, err := m.Metadata()
	p.mu.Lock()
	p.heard = time.Now()
	if err != nil {
		p.status(m)
	} else {
		p.asked = max(p.asked-1, 0)
		p.queue = append(p.queue, waiting{m, meta, p.heard})
		if missing := p.order.see(meta); missing > 0 {
			p.onGap(missing, meta)
		}
	}
	p.askOrFail()
	p.mu.Unlock()
	if err == nil {
		p.ready <- struct{}{}
	}
}

// status handles what the server says of a request: 100 is a heartbeat; 404 and
// 408 end it, with what it still owed; anything else (409 consumer deleted, 503
// no responders) is trouble for the watchdog. p is locked.
func (p *pull) status(m *nats.Msg) {
	switch code := m.Header.Get("Status"); code {
	case "100":
	case "404", "408":
		var owed int
		if _, err := fmt.Sscan(m.Header.Get("Nats-Pending-Messages"), &owed); err != nil {
			owed = p.asked
		}
		p.asked = max(p.asked-owed, 0)
	default:
		p.fail(fmt.Errorf("status %s: %s", code, m.Header.Get("Description")))
	}
}

// fail records err and wakes the watchdog. p is locked.
func (p *pull) fail(err error) {
	p.trouble = err
	select {
	case p.alarm <- struct{}{}:
	default:
	}
}

// askOrFail is ask for callers with no one to tell. p is locked.
func (p *pull) askOrFail() {
	if err := p.ask(); err != nil {
		p.fail(err)
	}
}

// next takes the oldest message that came; ok is false when ctx or the pull
// ended first.
func (p *pull) next(ctx context.Context) (w waiting, ok bool) {
	select {
	case <-ctx.Done():
		return waiting{}, false
	case <-p.over:
		return waiting{}, false
	case <-p.ready:
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.queue) == 0 { // closed since
		return waiting{}, false
	}
	w = p.queue[0]
	p.queue[0] = waiting{}
	p.queue = p.queue[1:]
	p.askOrFail()
	return w, true
}

// check returns what is wrong with the pull: the server refused it or, though it
// owes us messages, has missed two heartbeats.
func (p *pull) check(now time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if silent := now.Sub(p.heard); p.trouble == nil && p.asked > 0 && silent > 2*pullHeartbeat {
		return fmt.Errorf("no heartbeat for %s", silent.Round(time.Second))
	}
	return p.trouble
}

// extend asks for more time for what has waited for a third of ackWait.
func (p *pull) extend(now time.Time, ackWait time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := range p.queue {
		if w := &p.queue[i]; now.Sub(w.since) >= ackWait/3 {
			w.since = now
			_ = p.nc.Publish(w.msg.Reply, ackProgress) // a lost extension ends in a second delivery
		}
	}
}

// close ends the subscription, waits for what is under way and gives back all
// that nobody took. What the server had in its hands for us when it read the end of
// the subscription it delivers to the next reader at once, but remembers in memory
// alone: started anew, it waits for AckWait with that.
func (p *pull) close() {
	close(p.over)
	p.mu.Lock()
	p.batch = 0 // ask for no more
	p.mu.Unlock()
	closed := p.sub.StatusChanged(nats.SubscriptionClosed)
	if err := p.sub.Drain(); err == nil {
		select {
		case <-closed:
		case <-time.After(drainTimeout):
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, w := range p.queue {
		_ = p.nc.Publish(w.msg.Reply, giveBack(0)) // a lost one is delivered again after AckWait
	}
	p.queue = nil
}
