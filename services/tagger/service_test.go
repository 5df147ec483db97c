package tagger_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/rasad-project/rasad/kit/host"
	"github.com/rasad-project/rasad/kit/host/hosttest"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/tagger"
)

// TestServiceTagsTheRiver puts articles in and takes verdicts out: one for each,
// those that are not relevant or were dropped too.
func TestServiceTagsTheRiver(t *testing.T) {
	h := hosttest.Open(t, host.Tagger, hosttest.Broker(t))
	articles := map[string]*news.Article{
		"a": plain("Iran, Pakistan sign border agreement", "The interior ministers of Iran and Pakistan signed an agreement on border security in Tehran on Monday."),
		"b": plain("A bridge opens", "The mayor opened a bridge on Monday."),
		"c": {Dropped: "empty"},
	}
	to := h.PutArticles()
	for id, a := range articles {
		a.Language, a.Entry.ID, a.Entry.Feed.ID, a.Entry.Seen = "en", id, "herald-test-1", time.Now()
		if err := to.Put(t.Context(), id, []*news.Article{a}); err != nil {
			t.Fatal(err)
		}
	}
	s, err := tagger.New(t.Context(), h, tagger.Config{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ran := make(chan error, 1)
	go func() { ran <- h.Run(ctx, s.Run) }()
	got := map[string]*news.Verdict{}
	from := h.TakeVerdicts()
	for range articles {
		d, err := from.Next(ctx)
		if err != nil {
			t.Fatal(err)
		}
		got[d.Value.Article.Entry.ID] = d.Value
		if err := d.Ack(ctx); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	if err := <-ran; err != nil {
		t.Fatal(err)
	}
	for id, a := range articles {
		v := got[id]
		if v == nil || v.Tagged.IsZero() || v.Watch == "" || v.Relevant != (id == "a") {
			t.Fatalf("verdict %s: %+v", id, v)
		}
		checkEvidence(t, a, v)
	}
}

// TestServiceWantsItsWatch does not start on a watch with a fault.
func TestServiceWantsItsWatch(t *testing.T) {
	broken := filepath.Join(t.TempDir(), "watch.yaml")
	if err := os.WriteFile(broken, []byte("name: x\nplanets: []\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := tagger.New(t.Context(), hosttest.Open(t, host.Tagger, hosttest.Broker(t)), tagger.Config{Watch: broken}); err == nil {
		t.Error("started on a watch with a fault")
	}
}
