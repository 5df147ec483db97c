package web

import (
	"bytes"
	"context"
	"errors"
	"io"
	"time"
)

// Budget is what one document may cost. A zero field takes the default in its
// comment.
type Budget struct {
	Time  time.Duration // of all requests, redirects among them, to the last byte; 60 s
	Bytes int64         // of the document with its coding undone; 16 MiB
	// Ratio is decoded to received bytes, once more than ratioFree is decoded;
	// 200. Real text stays under 30.
	Ratio int64
	// Pace is the time in which paceBytes must arrive; 15 s.
	Pace time.Duration
	// Redirects that are followed; 8.
	Redirects int
}

const (
	ratioFree = 1 << 20
	paceBytes = 4 << 10
)

// keptBuffer bounds what a buffer may have grown to and be used again.
const keptBuffer = 1 << 20

// buffer returns an empty buffer for a body.
func (c *Client) buffer() *bytes.Buffer {
	if b, ok := c.bodies.Get().(*bytes.Buffer); ok {
		return b
	}
	return new(bytes.Buffer)
}

func (c *Client) free(b *bytes.Buffer) {
	if b.Cap() <= keptBuffer {
		b.Reset()
		c.bodies.Put(b)
	}
}

func (b Budget) withDefaults() Budget {
	orDuration(&b.Time, time.Minute)
	orDuration(&b.Pace, 15*time.Second)
	if b.Bytes <= 0 {
		b.Bytes = 16 << 20
	}
	if b.Ratio <= 0 {
		b.Ratio = 200
	}
	if b.Redirects <= 0 {
		b.Redirects = 8
	}
	return b
}

func orDuration(d *time.Duration, otherwise time.Duration) {
	if *d <= 0 {
		*d = otherwise
	}
}

// pacer counts what arrives and calls off a request whose body trickles: every
// paceBytes restart the clock.
type pacer struct {
	r     io.Reader
	timer *time.Timer
	pace  time.Duration
	n     int64 // bytes so far
	fresh int64 // of them since the clock was restarted
}

// newPacer reads r until it ends or off is called. The caller stops the timer.
func newPacer(r io.Reader, pace time.Duration, off context.CancelCauseFunc) *pacer {
	return &pacer{r: r, pace: pace, timer: time.AfterFunc(pace, func() { off(errSlow) })}
}

func (p *pacer) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	p.n += int64(n)
	p.fresh += int64(n)
	if p.fresh >= paceBytes {
		p.fresh = 0
		p.timer.Reset(p.pace)
	}
	return n, err
}

// readAll reads a body into buf within its budgets. received is how many bytes came
// over the wire. A body that ends early is an error, io.ErrUnexpectedEOF, and what
// was read of it is in buf.
func (c *Client) readAll(off context.CancelCauseFunc, buf *bytes.Buffer, body io.Reader, coding string, b Budget) (received int64, err error) {
	p := newPacer(body, b.Pace, off)
	defer p.timer.Stop()
	r, done, err := c.decoders.decode(p, coding)
	if errors.Is(err, io.EOF) { // an empty body needs no coding
		return p.n, nil
	}
	if err != nil {
		return p.n, &Error{Kind: Coding, Err: err}
	}
	defer done()
	_, err = buf.ReadFrom(&budgeted{r: r, wire: p, bytes: b.Bytes, ratio: b.Ratio})
	if err != nil && !isOurs(err) && coding != "" && !errors.Is(err, context.Canceled) && !timedOut(err) {
		err = &Error{Kind: Coding, Err: err}
	}
	return p.n, err
}

func isOurs(err error) bool {
	_, ok := errors.AsType[*Error](err)
	return ok
}

// budgeted is a decoded body that ends with an error when it is over budget.
type budgeted struct {
	r            io.Reader
	wire         *pacer
	n            int64
	bytes, ratio int64
}

func (b *budgeted) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	b.n += int64(n)
	switch {
	case b.n > b.bytes:
		return n, &Error{Kind: Bytes, Err: errBytes}
	case b.n > ratioFree && b.n > b.ratio*max(b.wire.n, 1):
		return n, &Error{Kind: Ratio, Err: errRatio}
	}
	return n, err
}
