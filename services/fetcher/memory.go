package fetcher

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/rasad-project/rasad/services/fetcher/identity"
)

// seenKey is where a feed's memory lies in the bucket.
const seenKey = "seen."

// remember reads what is known of a feed's items. A memory that cannot be read
// is as good as none: its items come out under the same IDs, and the river knows
// those.
func (s *Service) remember(ctx context.Context, feed string) (*identity.Memory, error) {
	m := &identity.Memory{}
	e, err := s.kv.Get(ctx, seenKey+feed)
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return m, nil
	}
	if err != nil {
		return nil, fmt.Errorf("memory of %s: %w", feed, err)
	}
	if err := m.UnmarshalBinary(e.Value()); err != nil {
		s.log.Warn("memory lost", "feed", feed, "err", err)
		return &identity.Memory{}, nil
	}
	return m, nil
}

func (s *Service) memorise(ctx context.Context, feed string, m *identity.Memory) error {
	data, err := m.MarshalBinary()
	if err != nil {
		return err
	}
	if _, err := s.kv.Put(ctx, seenKey+feed, data); err != nil {
		return fmt.Errorf("memory of %s: %w", feed, err)
	}
	return nil
}
