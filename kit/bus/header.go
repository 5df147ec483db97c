package bus

import (
	"context"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// The headers of a message. Names are compared byte for byte. The ce- ones are
// the CloudEvents 1.0 attributes, in the binary mode of its NATS protocol binding
// §3.1; the trace ones are those of W3C Trace Context.
const (
	headerMsgID    = jetstream.MsgIDHeader // stage:id:revision:version
	headerVersion  = "Rasad-Version"       // of the code that published
	headerCoding   = "Content-Encoding"    // "zstd"; absent when the payload is plain
	headerObject   = "Rasad-Object"        // the object that holds the payload; absent when the message does
	headerCESpec   = "ce-specversion"
	headerCEID     = "ce-id"      // the same as the message id
	headerCESource = "ce-source"  // /rasad/<stage>
	headerCEType   = "ce-type"    // rasad.entry, rasad.article, rasad.verdict
	headerCEAbout  = "ce-subject" // id:revision of the value, the ID of its deliveries
	headerCETime   = "ce-time"
	headerCEFormat = "ce-datacontenttype"

	headerTraceParent = "traceparent"
	headerTraceState  = "tracestate"
)

// label makes the headers of what one stage publishes. The parts that never
// change are made once and shared by all messages.
type label struct {
	spec, source, kind, format, version []string
	prefix, suffix                      string // of a message id
}

func newLabel(stageName, kind, format, version string) label {
	return label{
		spec:    []string{"1.0"},
		source:  []string{"/rasad/" + stageName},
		kind:    []string{kind},
		format:  []string{format},
		version: []string{version},
		prefix:  stageName + ":",
		suffix:  ":" + version,
	}
}

// msgID is the message id of the value called id.
func (l *label) msgID(id string) string { return l.prefix + id + l.suffix }

// header returns the headers of the value called id, put in ctx.
func (l *label) header(ctx context.Context, id string) nats.Header {
	own := [...]string{l.msgID(id), id, time.Now().UTC().Format(time.RFC3339Nano)}
	h := make(nats.Header, 12)
	h[headerMsgID], h[headerCEID] = own[0:1:1], own[0:1:1]
	h[headerCEAbout] = own[1:2:2]
	h[headerCETime] = own[2:3:3]
	h[headerCESpec], h[headerCESource], h[headerCEType], h[headerCEFormat] = l.spec, l.source, l.kind, l.format
	h[headerVersion] = l.version
	inject(ctx, h)
	return h
}

func first(h map[string][]string, name string) string {
	if vs := h[name]; len(vs) > 0 {
		return vs[0]
	}
	return ""
}
