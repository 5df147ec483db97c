package cleaner

import (
	"context"
	"errors"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/rasad-project/rasad/services/cleaner/site"
)

// bucket is a key-value bucket as the store of a [site.Book].
type bucket struct{ kv jetstream.KeyValue }

func (b bucket) Get(ctx context.Context, key string) ([]byte, uint64, error) {
	e, err := b.kv.Get(ctx, key)
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, err
	}
	return e.Value(), e.Revision(), nil
}

func (b bucket) Put(ctx context.Context, key string, value []byte, revision uint64) (uint64, error) {
	var next uint64
	var err error
	if revision == 0 {
		next, err = b.kv.Create(ctx, key, value)
	} else {
		next, err = b.kv.Update(ctx, key, value, revision)
	}
	if errors.Is(err, jetstream.ErrKeyExists) {
		return 0, site.ErrChanged
	}
	return next, err
}
