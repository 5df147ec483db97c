package bus

import (
	"cmp"
	"slices"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/rasad-project/rasad/kit/stage"
)

// The streams of the river and what else is kept in JetStream.
const (
	Entries  = "ENTRIES"  // news.entry.<feed>: the fetcher to the cleaner
	Articles = "ARTICLES" // news.article.<feed>: the cleaner to the tagger
	Verdicts = "VERDICTS" // news.verdict.<feed>: the tagger to the store
	DeadName = "DEAD"     // dead.<stage>.<feed>: letters from every stage
	Feeds    = "feeds"    // KV bucket: when to poll each feed, and its state
	Sites    = "sites"    // KV bucket: what the cleaner remembers of each site
	Oversize = "oversize" // object store: payloads over the server's message limit
)

// The subjects a feed's messages go under, without the feed.
const (
	EntrySubject   = "news.entry."
	ArticleSubject = "news.article."
	VerdictSubject = "news.verdict."
	deadSubject    = "dead."
)

// Consumer is a named, durable place in a stream from which one stage reads.
type Consumer struct {
	Stream string
	jetstream.ConsumerConfig
}

// Topology is everything the river keeps in JetStream, as data. [Conn.Apply]
// makes it so.
type Topology struct {
	Streams   []jetstream.StreamConfig
	Consumers []Consumer
	Buckets   []jetstream.KeyValueConfig
	Objects   []jetstream.ObjectStoreConfig
}

// Settings is what may differ from one river to another. The zero value is a
// river on a single server.
type Settings struct {
	Replicas   int           // copies of each message: 0 is 1; 3 on a cluster
	MaxAge     time.Duration // how long news can be replayed; 0 is 30 days
	MaxBytes   int64         // of one news stream, on each server that keeps it; 0 is no bound
	DeadMaxAge time.Duration // how long letters wait; 0 is 90 days
	Duplicates time.Duration // how long an id is remembered; 0 is 24 h, and at most MaxAge
	AckWait    time.Duration // see stage.Stage; 0 is stage.DefaultAckWait
}

// maxAckPending bounds what one consumer has on loan, and what waits for a
// delayed retry counts as on loan: it must be far more than the workers hold, or
// a site whose pages all fail would stop the news of every other.
const maxAckPending = 10_000

// River is the topology of Rasad.
//
// Retention is by limits, never by interest or work queue: de-duplication across
// a server's restart, and replay, exist only under limits. The oversize store
// keeps a payload for as long as the message that names it plus the letter that
// may come of it, so the two age out in step and nothing has to sweep.
func River(s Settings) Topology {
	s.MaxAge = cmp.Or(s.MaxAge, 30*24*time.Hour)
	s.DeadMaxAge = cmp.Or(s.DeadMaxAge, 90*24*time.Hour)
	s.Duplicates = min(cmp.Or(s.Duplicates, 24*time.Hour), s.MaxAge, s.DeadMaxAge)
	s.AckWait = cmp.Or(s.AckWait, stage.DefaultAckWait)
	s.Replicas = cmp.Or(s.Replicas, 1)
	dead := s.stream(DeadName, deadSubject+"*.*")
	dead.MaxAge, dead.MaxBytes = s.DeadMaxAge, -1
	return Topology{
		Streams: []jetstream.StreamConfig{
			s.stream(Entries, EntrySubject+"*"),
			s.stream(Articles, ArticleSubject+"*"),
			s.stream(Verdicts, VerdictSubject+"*"),
			dead,
		},
		Consumers: []Consumer{
			s.consumer(Entries, "cleaner"),
			s.consumer(Articles, "tagger"),
			s.consumer(Verdicts, "store"),
		},
		Buckets: []jetstream.KeyValueConfig{
			{Bucket: Feeds, History: 1, Storage: jetstream.FileStorage, Replicas: s.Replicas},
			{Bucket: Sites, History: 1, Storage: jetstream.FileStorage, Replicas: s.Replicas},
		},
		Objects: []jetstream.ObjectStoreConfig{
			{Bucket: Oversize, TTL: s.MaxAge + s.DeadMaxAge, Storage: jetstream.FileStorage, Replicas: s.Replicas},
		},
	}
}

// Consumer returns the consumer of that name; the zero Consumer if there is none.
func (t Topology) Consumer(name string) Consumer {
	for _, c := range t.Consumers {
		if c.Durable == name {
			return c
		}
	}
	return Consumer{}
}

// Of returns the named streams and the consumers on them, without any bucket.
func (t Topology) Of(streams ...string) Topology {
	var some Topology
	for _, s := range t.Streams {
		if slices.Contains(streams, s.Name) {
			some.Streams = append(some.Streams, s)
		}
	}
	for _, c := range t.Consumers {
		if slices.Contains(streams, c.Stream) {
			some.Consumers = append(some.Consumers, c)
		}
	}
	return some
}

func (s Settings) stream(name, subject string) jetstream.StreamConfig {
	return jetstream.StreamConfig{
		Name:        name,
		Subjects:    []string{subject},
		Retention:   jetstream.LimitsPolicy,
		Storage:     jetstream.FileStorage,
		Discard:     jetstream.DiscardOld,
		Replicas:    s.Replicas,
		MaxAge:      s.MaxAge,
		MaxBytes:    cmp.Or(s.MaxBytes, -1),
		Duplicates:  s.Duplicates,
		AllowDirect: true,
	}
}

// consumer has no server-side limit on deliveries: past such a limit a message is
// silently left behind. The stage counts attempts on arrival and buries instead.
func (s Settings) consumer(stream, name string) Consumer {
	return Consumer{stream, jetstream.ConsumerConfig{
		Durable:       name,
		AckPolicy:     jetstream.AckExplicitPolicy,
		DeliverPolicy: jetstream.DeliverAllPolicy,
		AckWait:       s.AckWait,
		MaxDeliver:    -1,
		MaxAckPending: maxAckPending,
	}}
}
