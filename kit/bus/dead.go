package bus

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/rasad-project/rasad/kit/stage"
)

// The headers of a letter, beside those of the message it was. Names and values
// are what scripts see on the DEAD stream.
const (
	headerStage          = "Rasad-Stage"
	headerError          = "Rasad-Error"
	headerAttempt        = "Rasad-Attempt"
	headerDeadVersion    = "Rasad-Dead-Version" // of the code that gave up
	headerDeadAt         = "Rasad-Dead-At"      // RFC 3339
	headerDeadID         = "Rasad-Dead-Id"      // ID of the delivery
	headerOriginStream   = "Rasad-Origin-Stream"
	headerOriginSequence = "Rasad-Origin-Sequence"
	headerOriginSubject  = "Rasad-Origin-Subject"
	headerOriginMsgID    = "Rasad-Origin-Msg-Id"
)

// maxErrorHeader bounds an error in a letter, in bytes: with the other headers it
// stays within the headroom that every message leaves.
const maxErrorHeader = 4 << 10

// Dead is where letters go: the DEAD stream. It is a [stage.Sink].
type Dead struct{ conn *Conn }

// NewDead returns the dead-letter sink on c.
func NewDead(c *Conn) *Dead { return &Dead{c} }

// Put stores letters, each with the raw payload and the headers of the message it
// was. A letter of the same stage about the same place in the same stream is
// stored once within the duplicate window.
func (d *Dead) Put(ctx context.Context, id string, letters []stage.Letter) error {
	msgs := make([]*nats.Msg, len(letters))
	for i, l := range letters {
		msgs[i] = letterMessage(l)
		if err := d.conn.fit(ctx, msgs[i]); err != nil {
			return fmt.Errorf("letter %s: %w", id, err)
		}
	}
	if err := d.conn.publish(ctx, msgs...); err != nil {
		return fmt.Errorf("letter %s: %w", id, err)
	}
	return nil
}

func letterMessage(l stage.Letter) *nats.Msg {
	h := nats.Header(maps.Clone(l.Header))
	if h == nil {
		h = nats.Header{}
	}
	if id := h.Get(headerMsgID); id != "" {
		h.Set(headerOriginMsgID, id)
	}
	h.Set(headerMsgID, letterID(l))
	h.Set(headerDeadID, l.ID)
	h.Set(headerStage, l.Stage)
	h.Set(headerError, oneLine(l.Error))
	h.Set(headerAttempt, strconv.Itoa(l.Attempt))
	h.Set(headerDeadVersion, l.Version)
	h.Set(headerDeadAt, l.At.UTC().Format(time.RFC3339Nano))
	h.Set(headerOriginStream, l.Origin.Stream)
	h.Set(headerOriginSequence, strconv.FormatUint(l.Origin.Sequence, 10))
	h.Set(headerOriginSubject, l.Origin.Subject)
	feed := l.Origin.Subject[strings.LastIndexByte(l.Origin.Subject, '.')+1:]
	return &nats.Msg{Subject: deadSubject + l.Stage + "." + cmp.Or(feed, "unknown"), Header: h, Data: l.Raw}
}

// letterID names the letter by what died where, or by the value's ID where it
// came from no stream.
func letterID(l stage.Letter) string {
	if l.Origin.Stream == "" {
		return "dead:" + l.Stage + ":" + l.ID + ":" + l.Version
	}
	return fmt.Sprintf("dead:%s:%s:%d", l.Stage, l.Origin.Stream, l.Origin.Sequence)
}

// oneLine makes s fit for a header: bounded, and without line breaks, which end
// one. They become U+2028, and [readLetter] turns them back.
func oneLine(s string) string {
	if len(s) > maxErrorHeader {
		s = strings.ToValidUTF8(s[:maxErrorHeader], "") + "…"
	}
	return strings.NewReplacer("\r", "", "\n", "\u2028").Replace(strings.TrimSpace(s))
}

// Letter is a dead letter as it lies in the DEAD stream.
type Letter struct {
	stage.Letter
	Sequence uint64 // its place there, by which it is shown and requeued
	MsgID    string // of the message it was
}

// errNotALetter is about a message on DEAD that this package did not write.
var errNotALetter = errors.New("not a letter: no " + headerStage + " header")

func readLetter(sequence uint64, h nats.Header, data []byte) (Letter, error) {
	l := Letter{Sequence: sequence, MsgID: h.Get(headerOriginMsgID)}
	l.Stage = h.Get(headerStage)
	if l.Stage == "" {
		return l, fmt.Errorf("letter %d: %w", sequence, errNotALetter)
	}
	l.ID, l.Version = h.Get(headerDeadID), h.Get(headerDeadVersion)
	l.Error = strings.ReplaceAll(h.Get(headerError), "\u2028", "\n")
	l.Origin.Stream, l.Origin.Subject = h.Get(headerOriginStream), h.Get(headerOriginSubject)
	var errs [3]error
	l.Attempt, errs[0] = strconv.Atoi(h.Get(headerAttempt))
	l.Origin.Sequence, errs[1] = strconv.ParseUint(h.Get(headerOriginSequence), 10, 64)
	l.At, errs[2] = time.Parse(time.RFC3339Nano, h.Get(headerDeadAt))
	if err := errors.Join(errs[:]...); err != nil {
		return l, fmt.Errorf("letter %d: %w", sequence, err)
	}
	l.Raw = data
	l.Header = originHeader(h, l.MsgID)
	return l, nil
}

// originHeader is the header of the message that a letter was.
func originHeader(letter nats.Header, msgID string) stage.Header {
	h := maps.Clone(letter)
	for _, name := range []string{
		headerMsgID, headerDeadID, headerStage, headerError, headerAttempt, headerDeadVersion, headerDeadAt,
		headerOriginStream, headerOriginSequence, headerOriginSubject, headerOriginMsgID,
		"Nats-Stream", "Nats-Subject", "Nats-Sequence", "Nats-Time-Stamp", "Nats-Num-Pending", "Nats-Last-Sequence",
	} {
		delete(h, name)
	}
	if msgID != "" {
		h.Set(headerMsgID, msgID)
	}
	return stage.Header(h)
}
