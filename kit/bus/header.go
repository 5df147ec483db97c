package bus

import (
	"encoding/hex"
	"math/rand/v2"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/rasad-project/rasad/kit/stage"
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

// header returns the headers of the value called id, put while working on a
// value that came with parent.
func (l *label) header(id string, parent stage.Header) nats.Header {
	msgID := l.prefix + id + l.suffix
	own := [...]string{msgID, id, time.Now().UTC().Format(time.RFC3339Nano), traceparent(first(parent, headerTraceParent))}
	h := make(nats.Header, 12)
	h[headerMsgID], h[headerCEID] = own[0:1:1], own[0:1:1]
	h[headerCEAbout] = own[1:2:2]
	h[headerCETime] = own[2:3:3]
	h[headerTraceParent] = own[3:4:4]
	h[headerCESpec], h[headerCESource], h[headerCEType], h[headerCEFormat] = l.spec, l.source, l.kind, l.format
	h[headerVersion] = l.version
	if state := parent[headerTraceState]; state != nil {
		h[headerTraceState] = state
	}
	return h
}

// traceparent continues the trace of parent in a new span, or starts a trace
// where parent is not a version 00 traceparent (W3C Trace Context §3.2.2).
func traceparent(parent string) string {
	const form = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01"
	out := []byte(form)
	if len(parent) == len(form) && parent[:3] == "00-" && parent[35] == '-' && parent[52] == '-' {
		copy(out, parent)
	} else {
		putHex(out[3:19], rand.Uint64())
		putHex(out[19:35], rand.Uint64())
	}
	putHex(out[36:52], rand.Uint64())
	return string(out)
}

func putHex(dst []byte, v uint64) {
	var b [8]byte
	for i := range b {
		b[i] = byte(v >> (8 * i))
	}
	hex.Encode(dst, b[:])
}

func first(h map[string][]string, name string) string {
	if vs := h[name]; len(vs) > 0 {
		return vs[0]
	}
	return ""
}
