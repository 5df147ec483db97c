// Package bus is JetStream as the ends of a stage: a [Source] that reads a
// consumer and a [Sink] that publishes to a stream. It knows the river's streams
// and nothing of what flows in them: values come in with a Decode and go out with
// an Encode.
//
// The map, in the order of a message's life:
//
//	connect.go   Options, Connect: one connection, for ever reconnecting
//	topology.go  River: streams, consumers and buckets as data
//	apply.go     Conn.Apply makes and migrates them, and names what it cannot change
//	sink.go      Sink.Put: encode, compress, label, publish
//	codec.go       zstd over 16 KB, decoded size bounded
//	header.go      message id, CloudEvents attributes
//	trace.go       Begin and End: a stage's spans; the trace context in headers
//	publish.go     many in flight, each again under its id until stored; the object
//	               store for what is over the message limit
//	source.go    Source.Next: read, decode, settle; the watchdog
//	pull.go        one subscription: asks by the batch, extends what waits, hands back
//	order.go       holes in the sequence of what is read
//	dead.go      Dead: letters as messages of the DEAD stream, there and back
//	letters.go   Conn.Letters, Letter, Payload, Requeue, Forget
//	stats.go     Conn.Stats: lag, age, holes, for metrics
//
// # What is promised
//
// Put returns nil when every copy the stream asks for has the message. The same
// stage, id and code version within the duplicate window is one message, also
// across a restart of the server. A message leaves a consumer only when it is
// acknowledged or terminated: there is no limit of deliveries on the server,
// past which it would silently leave one behind. So nothing is lost; and what is
// worked on twice is stored once.
//
// # What is on the wire
//
// The payload is what Encode made, under zstd if that is over 16 KB
// (Content-Encoding: zstd), or is in the object store under the name in
// Rasad-Object if the message would come near the server's limit. Such an object
// is deleted by age: the store keeps one for as long as a message of the news
// streams may live and then its letter, and a requeued letter's object is stored
// anew. A stream bounded by bytes may drop the message first; its object then
// waits for its age.
//
// Headers carry the message id (Nats-Msg-Id, stage:id:revision:version), the
// CloudEvents 1.0 attributes of it (ce-*), and the W3C trace context (traceparent,
// tracestate) where there is one: of the span that published the message, or, from
// a process that traces nothing, as its input had it. A letter keeps it, and so
// does what is requeued. ce-subject is the ID of the deliveries.
package bus
