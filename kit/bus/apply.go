package bus

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/nats-io/nats.go/jetstream"
)

// Apply makes what t declares and is missing, and changes what differs. What
// exists and is not declared is left alone, and so is every setting t does not
// speak of. A change the server does not allow is an error that names the thing
// and the setting; by then what comes before it in t has been applied.
func (c *Conn) Apply(ctx context.Context, t Topology) error {
	for _, want := range t.Streams {
		if err := c.applyStream(ctx, want); err != nil {
			return fmt.Errorf("stream %s: %w", want.Name, err)
		}
	}
	for _, want := range t.Consumers {
		if err := c.applyConsumer(ctx, want); err != nil {
			return fmt.Errorf("consumer %s of %s: %w", want.Durable, want.Stream, err)
		}
	}
	for _, want := range t.Buckets {
		if _, err := c.js.CreateOrUpdateKeyValue(ctx, want); err != nil {
			backing := jetstream.StreamConfig{Storage: want.Storage, Replicas: want.Replicas, MaxAge: want.TTL}
			return fmt.Errorf("bucket %s: %w", want.Bucket, c.blameBacking(ctx, "KV_"+want.Bucket, backing, err))
		}
	}
	for _, want := range t.Objects {
		if _, err := c.js.CreateOrUpdateObjectStore(ctx, want); err != nil {
			backing := jetstream.StreamConfig{Storage: want.Storage, Replicas: want.Replicas, MaxAge: want.TTL}
			return fmt.Errorf("object store %s: %w", want.Bucket, c.blameBacking(ctx, "OBJ_"+want.Bucket, backing, err))
		}
	}
	return nil
}

func (c *Conn) applyStream(ctx context.Context, want jetstream.StreamConfig) error {
	stream, err := c.js.Stream(ctx, want.Name)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		_, err = c.js.CreateStream(ctx, want)
	}
	if err != nil || stream == nil {
		return err
	}
	have := stream.CachedInfo().Config
	changes := streamChanges(have, want)
	if len(changes) == 0 {
		return nil
	}
	if _, err := c.js.UpdateStream(ctx, overlaid(have, want)); err != nil {
		return blame(changes, err)
	}
	c.log.Info("stream changed", "stream", want.Name, "settings", describe(changes))
	return nil
}

func (c *Conn) applyConsumer(ctx context.Context, want Consumer) error {
	consumer, err := c.js.Consumer(ctx, want.Stream, want.Durable)
	if errors.Is(err, jetstream.ErrConsumerNotFound) {
		_, err = c.js.CreateConsumer(ctx, want.Stream, want.ConsumerConfig)
	}
	if err != nil || consumer == nil {
		return err
	}
	have := consumer.CachedInfo().Config
	changes := consumerChanges(have, want.ConsumerConfig)
	if len(changes) == 0 {
		return nil
	}
	// Where a consumer started is its own affair: the watchdog rebuilds one in
	// the middle of its stream.
	next := want.ConsumerConfig
	next.DeliverPolicy, next.OptStartSeq, next.OptStartTime = have.DeliverPolicy, have.OptStartSeq, have.OptStartTime
	if _, err := c.js.UpdateConsumer(ctx, want.Stream, next); err != nil {
		return blame(changes, err)
	}
	c.log.Info("consumer changed", "consumer", want.Durable, "settings", describe(changes))
	return nil
}

// change is a setting that is not as declared.
type change struct {
	setting    string
	have, want any
	fixed      bool // the server never changes it
}

func (c change) String() string { return fmt.Sprintf("%s from %v to %v", c.setting, c.have, c.want) }

func streamChanges(have, want jetstream.StreamConfig) []change {
	return differing([]change{
		{"subjects", have.Subjects, want.Subjects, false},
		{"retention", have.Retention, want.Retention, true},
		{"storage", have.Storage, want.Storage, true},
		{"discard", have.Discard, want.Discard, false},
		{"replicas", have.Replicas, want.Replicas, false},
		{"max_age", have.MaxAge, want.MaxAge, false},
		{"max_bytes", have.MaxBytes, want.MaxBytes, false},
		{"duplicate_window", have.Duplicates, want.Duplicates, false},
		{"allow_direct", have.AllowDirect, want.AllowDirect, false},
	})
}

func consumerChanges(have, want jetstream.ConsumerConfig) []change {
	return differing([]change{
		{"ack_policy", have.AckPolicy, want.AckPolicy, true},
		{"ack_wait", have.AckWait, want.AckWait, false},
		{"max_deliver", have.MaxDeliver, want.MaxDeliver, false},
		{"max_ack_pending", have.MaxAckPending, want.MaxAckPending, false},
		{"filter_subject", have.FilterSubject, want.FilterSubject, false},
	})
}

// overlaid is have with every setting that streamChanges compares as in want.
func overlaid(have, want jetstream.StreamConfig) jetstream.StreamConfig {
	have.Subjects = want.Subjects
	have.Retention = want.Retention
	have.Storage = want.Storage
	have.Discard = want.Discard
	have.Replicas = want.Replicas
	have.MaxAge = want.MaxAge
	have.MaxBytes = want.MaxBytes
	have.Duplicates = want.Duplicates
	have.AllowDirect = want.AllowDirect
	return have
}

func differing(settings []change) []change {
	var out []change
	for _, s := range settings {
		if !reflect.DeepEqual(s.have, s.want) {
			out = append(out, s)
		}
	}
	return out
}

// blame names the settings that cannot be what is wanted: those known never to
// change, or else all that differ.
func blame(changes []change, err error) error {
	var fixed []change
	for _, c := range changes {
		if c.fixed {
			fixed = append(fixed, c)
		}
	}
	if len(fixed) > 0 {
		changes = fixed
	}
	return fmt.Errorf("cannot change %s: %w", describe(changes), err)
}

// blameBacking names the settings of a bucket that differ from those wanted, by
// the stream that backs it.
func (c *Conn) blameBacking(ctx context.Context, stream string, want jetstream.StreamConfig, err error) error {
	s, serr := c.js.Stream(ctx, stream)
	if serr != nil {
		return err
	}
	have := s.CachedInfo().Config
	changes := differing([]change{
		{"storage", have.Storage, want.Storage, true},
		{"replicas", have.Replicas, want.Replicas, false},
		{"ttl", have.MaxAge, want.MaxAge, false},
	})
	if len(changes) == 0 {
		return err
	}
	return blame(changes, err)
}

func describe(changes []change) string {
	all := make([]string, len(changes))
	for i, c := range changes {
		all[i] = c.String()
	}
	return strings.Join(all, ", ")
}
