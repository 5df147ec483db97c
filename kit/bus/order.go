package bus

import "github.com/nats-io/nats.go"

// order watches the sequences of what one reader is given. The river's streams
// only ever grow at the end, so a stream sequence that never comes is a message
// the server lost (a damaged block is skipped without a word in its log) or
// discarded by age or size before it was read.
//
// Other readers of the same consumer take messages between ours. The consumer
// sequence tells: only where it is unbroken must the stream's be so too.
type order struct {
	consumer uint64 // sequence of the last delivery
	stream   uint64 // sequence of the last first delivery, 0 when it is not known
}

// see takes the next delivery and returns how many messages are missing before it.
func (o *order) see(m *nats.MsgMetadata) (missing uint64) {
	if m.Sequence.Consumer != o.consumer+1 {
		o.stream = 0
	}
	o.consumer = m.Sequence.Consumer
	if m.NumDelivered > 1 {
		return 0
	}
	if o.stream > 0 && m.Sequence.Stream > o.stream+1 {
		missing = m.Sequence.Stream - o.stream - 1
	}
	o.stream = m.Sequence.Stream
	return missing
}
