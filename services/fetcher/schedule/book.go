package schedule

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/rasad-project/rasad/kit/news"
)

// Shards is how many values of the bucket the states lie in. It is part of the
// layout of the bucket.
const Shards = 64

const shardKey = "shard."

// Book is the states of all feeds. It is safe for concurrent use.
type Book struct {
	kv     jetstream.KeyValue
	name   string // of this fetcher, in claims
	claims atomic.Uint64
	shards [Shards]*shard
}

// NewBook returns the book in a bucket as seen by the fetcher of that name, which
// no other may have.
func NewBook(kv jetstream.KeyValue, name string) *Book {
	b := &Book{kv: kv, name: name}
	for i := range b.shards {
		b.shards[i] = &shard{kv: kv, key: shardKey + strconv.Itoa(i), settled: map[string]State{}}
	}
	return b
}

// ShardOf is the shard of a feed.
func ShardOf(feed string) int {
	h := fnv.New32a()
	h.Write([]byte(feed))
	return int(h.Sum32() % Shards)
}

// All returns every state, by feed ID.
func (b *Book) All(ctx context.Context) ([]State, error) {
	var out []State
	for _, s := range b.shards {
		states, err := s.all(ctx)
		if err != nil {
			return nil, err
		}
		out = append(out, states...)
	}
	slices.SortFunc(out, func(a, b State) int { return cmp.Compare(a.Feed.ID, b.Feed.ID) })
	return out, nil
}

// Of returns the states in some shards, in no order.
func (b *Book) Of(ctx context.Context, shards []int) ([]State, error) {
	var out []State
	for _, i := range shards {
		states, err := b.shards[i].all(ctx)
		if err != nil {
			return nil, err
		}
		out = append(out, states...)
	}
	return out, nil
}

// Get returns the state of a feed, read anew; false when it is not in the book.
func (b *Book) Get(ctx context.Context, feed string) (State, bool, error) {
	s := b.shards[ShardOf(feed)]
	s.stale()
	states, err := s.all(ctx)
	i := slices.IndexFunc(states, func(s State) bool { return s.Feed.ID == feed })
	if err != nil || i < 0 {
		return State{}, false, err
	}
	return states[i], true, nil
}

// Add puts feeds into the book and returns how many of them are new. What a feed
// is called and where it is filed is taken over for those that are there; their
// state stays. First polls are spread over a time from now on.
func (b *Book) Add(ctx context.Context, feeds []news.Feed, origin string, now time.Time, spread time.Duration) (int, error) {
	byShard := map[int][]news.Feed{}
	for _, f := range feeds {
		byShard[ShardOf(f.ID)] = append(byShard[ShardOf(f.ID)], f)
	}
	total := 0
	for i, some := range byShard {
		added := 0
		err := b.shards[i].update(ctx, func(states map[string]*State) bool {
			added = 0
			changed := false
			for _, f := range some {
				old, ok := states[f.ID]
				if ok && sameFeed(old.Feed, f) {
					continue
				}
				changed = true
				if ok {
					old.Feed = f
					continue
				}
				added++
				first := time.Duration(float64(spread) * Phase(f.ID))
				states[f.ID] = &State{Feed: f, Origin: origin, Added: now, Next: now.Add(first), Because: "first"}
			}
			return changed
		})
		if err != nil {
			return total, fmt.Errorf("add feeds: %w", err)
		}
		total += added
	}
	return total, nil
}

func sameFeed(a, b news.Feed) bool {
	return a.URL == b.URL && a.Title == b.Title && a.Country == b.Country && a.Language == b.Language && slices.Equal(a.Folder, b.Folder)
}

// Keep removes the configured feeds that are not among those given, and returns
// how many.
func (b *Book) Keep(ctx context.Context, feeds []news.Feed) (int, error) {
	keep := make(map[string]bool, len(feeds))
	for _, f := range feeds {
		keep[f.ID] = true
	}
	total := 0
	for _, s := range b.shards {
		removed := 0
		err := s.update(ctx, func(states map[string]*State) bool {
			removed = 0
			for id, st := range states {
				if st.Origin == Configured && !keep[id] {
					delete(states, id)
					removed++
				}
			}
			return removed > 0
		})
		if err != nil {
			return total, fmt.Errorf("remove feeds: %w", err)
		}
		total += removed
	}
	return total, nil
}

// ErrUnknown is a feed that is not in the book.
var ErrUnknown = errors.New("no such feed")

// Change changes the state of one feed. A poll of it that is under way teaches
// nothing then.
func (b *Book) Change(ctx context.Context, feed string, change func(*State)) error {
	claim, found := b.claim(), false
	err := b.shards[ShardOf(feed)].update(ctx, func(states map[string]*State) bool {
		st, ok := states[feed]
		found = ok
		if !ok {
			return false
		}
		change(st)
		st.Claim = claim
		return true
	})
	if err == nil && !found {
		err = ErrUnknown
	}
	if err != nil {
		return fmt.Errorf("feed %s: %w", feed, err)
	}
	return nil
}

// Remove takes a feed out of the book.
func (b *Book) Remove(ctx context.Context, feed string) error {
	found := false
	err := b.shards[ShardOf(feed)].update(ctx, func(states map[string]*State) bool {
		_, ok := states[feed]
		found = found || ok
		delete(states, feed)
		return ok
	})
	if err == nil && !found {
		err = ErrUnknown
	}
	if err != nil {
		return fmt.Errorf("feed %s: %w", feed, err)
	}
	return nil
}

// Claim takes the feeds in some shards that are due, longest due first in each,
// and moves their next poll on by their interval, at least by least. It goes from
// shard to shard until it has enough, and takes all of a shard: a claim costs one
// write, for however many feeds. The caller polls them and gives each to Settle. A
// feed that skip names is not taken.
func (b *Book) Claim(ctx context.Context, shards []int, now time.Time, least time.Duration, enough int, skip func(feed string) bool) ([]State, error) {
	var out []State
	for _, i := range shards {
		if len(out) >= enough {
			break
		}
		due, err := b.shards[i].due(ctx, now, skip)
		if err != nil {
			return out, err
		}
		if !due {
			continue
		}
		some, err := b.claimIn(ctx, b.shards[i], now, least, skip)
		out = append(out, some...)
		if err != nil {
			return out, err
		}
	}
	return out, nil
}

func (b *Book) claimIn(ctx context.Context, s *shard, now time.Time, least time.Duration, skip func(string) bool) ([]State, error) {
	claim := b.claim()
	var out []State
	err := s.update(ctx, func(states map[string]*State) bool {
		due := dueBy(states, now, claim, skip)
		out = make([]State, 0, len(due))
		changed := false
		for _, st := range due {
			if st.Claim != claim { // else a write that seemed to fail did not
				st.Claim, st.Due = claim, st.Next
				st.Next = now.Add(max(st.Interval, least))
				changed = true
			}
			out = append(out, *st)
		}
		return changed
	})
	if err != nil {
		return nil, fmt.Errorf("claim feeds: %w", err)
	}
	return out, nil
}

// dueBy returns the states that are due, and those that this claim has taken
// already, longest due first.
func dueBy(states map[string]*State, now time.Time, claim string, skip func(string) bool) []*State {
	var due []*State
	for id, st := range states {
		if st.Claim == claim || !st.Next.After(now) && !skip(id) {
			due = append(due, st)
		}
	}
	slices.SortFunc(due, func(a, b *State) int { return a.Next.Compare(b.Next) })
	return due
}

func (b *Book) claim() string {
	return b.name + "#" + strconv.FormatUint(b.claims.Add(1), 10)
}

// Settle keeps what the poll of a claimed feed taught. It is written with the
// next claim in its shard, or by Flush.
func (b *Book) Settle(st State) { b.shards[ShardOf(st.Feed.ID)].settle(st) }

// Flush writes what was settled.
func (b *Book) Flush(ctx context.Context) error {
	var errs []error
	for _, s := range b.shards {
		if s.idle() {
			continue
		}
		errs = append(errs, s.update(ctx, func(map[string]*State) bool { return false }))
	}
	return errors.Join(errs...)
}

// Watch follows what others write into the book until ctx ends, and calls wake
// after each such write.
func (b *Book) Watch(ctx context.Context, wake func()) error {
	w, err := b.kv.Watch(ctx, shardKey+"*", jetstream.MetaOnly())
	if err != nil {
		return fmt.Errorf("watch feeds: %w", err)
	}
	defer func() { _ = w.Stop() }()
	for {
		select {
		case <-ctx.Done():
			return nil
		case e, ok := <-w.Updates():
			if !ok {
				return errors.New("watch feeds: the watch ended")
			}
			if e != nil && b.written(e) {
				wake()
			}
		}
	}
}

func (b *Book) written(e jetstream.KeyValueEntry) bool {
	i, err := strconv.Atoi(strings.TrimPrefix(e.Key(), shardKey))
	return err == nil && i >= 0 && i < Shards && b.shards[i].changed(e.Revision())
}
