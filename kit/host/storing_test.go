package host_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/rasad-project/rasad/kit/host"
	"github.com/rasad-project/rasad/kit/host/hosttest"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/stage"
	"github.com/rasad-project/rasad/kit/store"
)

// TestAStoreThatIsDownBuriesNothing protects verdicts from a database that is away
// for longer than any other work is tried: they wait for it, and only what it
// refuses is buried.
func TestAStoreThatIsDownBuriesNothing(t *testing.T) {
	const outage = 3 * stage.DefaultAttempts // of failing puts
	h := hosttest.Open(t, "test", hosttest.Broker(t))
	ctx, stop := context.WithCancel(t.Context())
	var mu sync.Mutex
	tries, stored := 0, []string{}
	s := host.StoringStage(h, stage.SinkFunc[*news.Verdict](func(_ context.Context, _ string, vs []*news.Verdict) error {
		mu.Lock()
		defer mu.Unlock()
		id := vs[0].Article.Entry.ID
		if id == "bad" {
			return store.Refused(errors.New("not UTF-8"))
		}
		if tries++; tries <= outage {
			return errors.New("connection refused")
		}
		stored = append(stored, id)
		return nil
	}))
	s.Backoff = func(int) time.Duration { return time.Millisecond }
	done := make(chan error, 1)
	go func() { done <- h.Run(ctx, s.Run) }()
	for _, id := range []string{"good", "bad"} {
		v := &news.Verdict{Article: news.Article{Entry: news.Entry{ID: id, Feed: news.Feed{ID: "feed-1"}, Seen: time.Now()}}}
		if err := h.PutVerdicts().Put(ctx, id+":1", []*news.Verdict{v}); err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, func() bool {
		mu.Lock()
		defer mu.Unlock()
		return len(stored) > 0
	})
	eventually(t, func() bool { return slices.Equal(letters(t, h), []string{"bad:1"}) })
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if want := []string{"good"}; !slices.Equal(stored, want) {
		t.Errorf("stored %q, want %q", stored, want)
	}
}

// letters returns the ids of all dead letters.
func letters(t *testing.T, h *host.Host) (ids []string) {
	t.Helper()
	for l, err := range h.Bus.Letters(t.Context(), "") {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, l.ID)
	}
	return ids
}
