package schedule

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// shard is some of the states, in one value of the bucket. Its methods may be
// called at once.
type shard struct {
	kv  jetstream.KeyValue
	key string

	mu    sync.Mutex
	fresh bool   // feeds is what the bucket holds at rev, and settled on top
	rev   uint64 // 0 when the bucket holds nothing
	feeds map[string]*State
	// settled is what polls taught since the last write.
	settled map[string]State
}

// tries bounds how often a refused write is done again at once.
const tries = 16

// update changes the states by change and writes them under compare-and-set,
// together with what was settled. change may be called again, on states read
// anew, and says whether it changed anything; it must not when called on its own
// result.
func (s *shard) update(ctx context.Context, change func(map[string]*State) bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for range tries {
		if err := s.load(ctx); err != nil {
			return err
		}
		if !change(s.feeds) && len(s.settled) == 0 {
			return nil
		}
		err := s.write(ctx)
		if err == nil {
			return nil
		}
		s.fresh = false // what change did is not so, or is not known to be
		if !errors.Is(err, errRefused) && ctx.Err() != nil {
			return err
		}
		if !errors.Is(err, errRefused) {
			return fmt.Errorf("write %s: %w", s.key, err)
		}
	}
	return fmt.Errorf("write %s: refused %d times over: others keep writing it", s.key, tries)
}

// errRefused is a write on another version than the last.
var errRefused = errors.New("the value has changed")

// load reads the states unless they are fresh, and puts what was settled on top
// of them.
func (s *shard) load(ctx context.Context) error {
	if s.fresh {
		return nil
	}
	e, err := s.kv.Get(ctx, s.key)
	feeds := map[string]*State{}
	switch {
	case errors.Is(err, jetstream.ErrKeyNotFound):
		s.rev = 0
	case err != nil:
		return fmt.Errorf("read %s: %w", s.key, err)
	default:
		if err := json.Unmarshal(e.Value(), &feeds); err != nil {
			return fmt.Errorf("read %s: %w", s.key, err)
		}
		s.rev = e.Revision()
	}
	s.feeds, s.fresh = feeds, true
	s.merge()
	return nil
}

// merge puts what was settled on top of the states.
func (s *shard) merge() {
	for id, mine := range s.settled {
		if !s.overlay(mine) {
			delete(s.settled, id)
		}
	}
}

// overlay puts what a poll taught in the place of the state it began with. A feed
// that was claimed or changed by others since keeps what they wrote, and overlay
// reports false; what the feed itself is is theirs in any case.
func (s *shard) overlay(mine State) bool {
	theirs, ok := s.feeds[mine.Feed.ID]
	if !ok || theirs.Claim != mine.Claim {
		return false
	}
	mine.Feed, mine.Origin = theirs.Feed, theirs.Origin
	*theirs = mine
	return true
}

func (s *shard) write(ctx context.Context) error {
	data, err := json.Marshal(s.feeds)
	if err != nil {
		return err
	}
	var rev uint64
	if s.rev == 0 {
		rev, err = s.kv.Create(ctx, s.key, data)
	} else {
		rev, err = s.kv.Update(ctx, s.key, data, s.rev)
	}
	if errors.Is(err, jetstream.ErrKeyExists) || isWrongSequence(err) {
		return errRefused
	}
	if err != nil {
		return err
	}
	s.rev = rev
	clear(s.settled)
	return nil
}

func isWrongSequence(err error) bool {
	api, ok := errors.AsType[*jetstream.APIError](err)
	return ok && api.ErrorCode == jetstream.JSErrCodeStreamWrongLastSequence
}

// settle keeps what a poll taught until the next write.
func (s *shard) settle(st State) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fresh && !s.overlay(st) {
		return
	}
	s.settled[st.Feed.ID] = st
}

// due reports whether any of the states is due and not skipped. It reads the
// shard if it has to.
func (s *shard) due(ctx context.Context, now time.Time, skip func(string) bool) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.load(ctx); err != nil {
		return false, err
	}
	for id, st := range s.feeds {
		if !st.Next.After(now) && !skip(id) {
			return true, nil
		}
	}
	return false, nil
}

// all returns a copy of the states.
func (s *shard) all(ctx context.Context) ([]State, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.load(ctx); err != nil {
		return nil, err
	}
	out := make([]State, 0, len(s.feeds))
	for _, st := range s.feeds {
		out = append(out, *st)
	}
	return out, nil
}

// stale makes the next reading one from the bucket.
func (s *shard) stale() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fresh = false
}

// changed is told the version the bucket holds now.
func (s *shard) changed(rev uint64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if rev <= s.rev {
		return false
	}
	s.fresh = false
	return true
}

// idle reports whether there is nothing to write.
func (s *shard) idle() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.settled) == 0
}
