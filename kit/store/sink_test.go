package store_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/store"
)

// slow is a store whose transactions take a second and are remembered. It refuses
// a batch with a verdict that says so.
type slow struct {
	mu      sync.Mutex
	batches [][]string // Why of each verdict, batch by batch; refused ones too
}

var errRefused = errors.New("refused")

func (s *slow) Put(ctx context.Context, vs []*news.Verdict) error {
	var batch []string
	for _, v := range vs {
		batch = append(batch, v.Why)
	}
	s.mu.Lock()
	s.batches = append(s.batches, batch)
	s.mu.Unlock()
	select {
	case <-time.After(time.Second):
	case <-ctx.Done():
		return ctx.Err()
	}
	if slices.Contains(batch, "refuse") {
		return errRefused
	}
	return nil
}

// together puts each of whys by a worker of its own, all at once, after one more
// has a transaction under way. It returns how each ended.
func together(t *testing.T, s *slow, whys ...string) []error {
	sink := store.NewSink(s)
	put := func(why string) error {
		return sink.Put(t.Context(), why, []*news.Verdict{{Why: why}})
	}
	var done sync.WaitGroup
	done.Go(func() {
		if err := put("first"); err != nil {
			t.Errorf("first: %v", err)
		}
	})
	synctest.Wait()
	errs := make([]error, len(whys))
	for i, why := range whys {
		done.Go(func() { errs[i] = put(why) })
	}
	done.Wait()
	return errs
}

func TestSinkGathersWhileItWrites(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		s := &slow{}
		for _, err := range together(t, s, "a", "b", "c", "d") {
			if err != nil {
				t.Error(err)
			}
		}
		if len(s.batches) != 2 || len(s.batches[0]) != 1 || len(s.batches[1]) != 4 {
			t.Errorf("got batches %q, want the first alone and then the rest", s.batches)
		}
		if took := time.Since(begun); took != 2*time.Second {
			t.Errorf("took %v: two transactions take 2s", took)
		}
	})
}

func TestSinkLetsNoneFallWithAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		whys := []string{"a", "refuse", "c"}
		for i, err := range together(t, &slow{}, whys...) {
			if refused := errors.Is(err, errRefused); refused != (whys[i] == "refuse") {
				t.Errorf("%s: got %v", whys[i], err)
			}
		}
	})
}

// quick is a store that counts transactions, which take no time.
type quick struct{ batches []int }

func (q *quick) Put(_ context.Context, vs []*news.Verdict) error {
	q.batches = append(q.batches, len(vs))
	return nil
}

// A busy river shares transactions though each is over in no time; a calm one does
// not wait for company that does not come.
func TestSinkKeepsAPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &quick{}
		sink := store.NewSink(s)
		put := func() {
			if err := sink.Put(t.Context(), "", []*news.Verdict{{}}); err != nil {
				t.Error(err)
			}
		}
		begun := time.Now()
		put()
		if took := time.Since(begun); took != 0 {
			t.Errorf("the first of a calm river waited %v", took)
		}
		var all sync.WaitGroup
		for range 40 {
			all.Go(put)
			time.Sleep(time.Millisecond)
		}
		all.Wait()
		if want := []int{1, 40}; !slices.Equal(s.batches, want) {
			t.Errorf("40 in 40 ms after one: got transactions of %v, want %v", s.batches, want)
		}
	})
}

// A crowd does not wait for the clock.
func TestSinkTakesACrowdAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &quick{}
		sink := store.NewSink(s)
		begun := time.Now()
		var all sync.WaitGroup
		for range 1 + store.Crowd {
			all.Go(func() {
				if err := sink.Put(t.Context(), "", []*news.Verdict{{}}); err != nil {
					t.Error(err)
				}
			})
			synctest.Wait()
		}
		all.Wait()
		if want := []int{1, store.Crowd}; !slices.Equal(s.batches, want) || time.Since(begun) != 0 {
			t.Errorf("got transactions of %v after %v, want %v at once", s.batches, time.Since(begun), want)
		}
	})
}

// stuck is a store that never answers.
type stuck struct{ calls int }

func (s *stuck) Put(ctx context.Context, _ []*news.Verdict) error {
	s.calls++
	<-ctx.Done()
	return ctx.Err()
}

func TestSinkDoesNotWaitForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &stuck{}
		sink := store.NewSink(s)
		var done sync.WaitGroup
		for range 5 {
			done.Go(func() {
				if err := sink.Put(t.Context(), "", []*news.Verdict{{}}); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("got %v", err)
				}
			})
		}
		done.Wait()
		if s.calls > 2 {
			t.Errorf("asked %d times, want once for each group", s.calls)
		}
	})
}

func TestSinkFinishesWhatOthersShare(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		sink := store.NewSink(&slow{})
		time.AfterFunc(time.Second/2, cancel)
		if err := sink.Put(ctx, "", []*news.Verdict{{}}); err != nil {
			t.Errorf("begun before its context ended: got %v", err)
		}
		if err := sink.Put(ctx, "", []*news.Verdict{{}}); !errors.Is(err, context.Canceled) {
			t.Errorf("begun after: got %v", err)
		}
	})
}
