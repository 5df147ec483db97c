package schedule

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"strconv"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

const rosterKey = "fetchers"

// Alive is how long a fetcher counts as alive after its last word.
const Alive = 15 * time.Second

// Roster is the fetchers that share a book. It is not safe for concurrent use.
type Roster struct {
	kv   jetstream.KeyValue
	name string
}

// NewRoster returns the roster in a bucket for the fetcher of that name.
func NewRoster(kv jetstream.KeyValue, name string) *Roster { return &Roster{kv, name} }

// Beat says that this fetcher is alive and returns the shards it looks after. It
// is to be called several times within [Alive].
func (r *Roster) Beat(ctx context.Context, now time.Time) ([]int, error) {
	alive, err := r.write(ctx, now, func(m map[string]int64) { m[r.name] = now.Add(Alive).UnixMilli() })
	if err != nil {
		return nil, fmt.Errorf("roster: %w", err)
	}
	return share(r.name, alive), nil
}

// Leave says that this fetcher stops.
func (r *Roster) Leave(ctx context.Context, now time.Time) error {
	_, err := r.write(ctx, now, func(m map[string]int64) { delete(m, r.name) })
	if err != nil {
		return fmt.Errorf("roster: %w", err)
	}
	return nil
}

// write changes the roster under compare-and-set and drops the dead from it.
func (r *Roster) write(ctx context.Context, now time.Time, change func(map[string]int64)) (map[string]int64, error) {
	for range tries {
		alive, rev := map[string]int64{}, uint64(0)
		e, err := r.kv.Get(ctx, rosterKey)
		if err != nil && !errors.Is(err, jetstream.ErrKeyNotFound) {
			return nil, err
		}
		if err == nil {
			rev = e.Revision()
			if err := json.Unmarshal(e.Value(), &alive); err != nil {
				return nil, err
			}
		}
		for name, until := range alive {
			if until < now.UnixMilli() {
				delete(alive, name)
			}
		}
		change(alive)
		if err = r.put(ctx, alive, rev); !errors.Is(err, errRefused) {
			return alive, err
		}
	}
	return nil, errRefused
}

func (r *Roster) put(ctx context.Context, alive map[string]int64, rev uint64) error {
	data, err := json.Marshal(alive)
	if err != nil {
		return err
	}
	if rev == 0 {
		_, err = r.kv.Create(ctx, rosterKey, data)
	} else {
		_, err = r.kv.Update(ctx, rosterKey, data, rev)
	}
	if errors.Is(err, jetstream.ErrKeyExists) || isWrongSequence(err) {
		return errRefused
	}
	return err
}

// share returns the shards that fall to name when each goes to the one of all
// whose name, hashed with it, comes out highest (rendezvous hashing): one that
// comes or goes moves its own share only.
func share(name string, all map[string]int64) []int {
	var mine []int
	for i := range Shards {
		best, most := "", uint64(0)
		for other := range all {
			if w := weight(other, i); w > most || w == most && other > best {
				best, most = other, w
			}
		}
		if best == name {
			mine = append(mine, i)
		}
	}
	return mine
}

func weight(name string, shard int) uint64 {
	h := fnv.New64a()
	h.Write([]byte(strconv.Itoa(shard) + "/" + name))
	return mix(h.Sum64())
}

// mix spreads a hash whose close keys lie close (the finalizer of MurmurHash3).
func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}
