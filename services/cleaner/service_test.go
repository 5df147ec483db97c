package cleaner

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/rasad-project/rasad/kit/bus"
	"github.com/rasad-project/rasad/kit/host"
	"github.com/rasad-project/rasad/kit/host/hosttest"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/cleaner/site"
)

// TestServiceCleansTheRiver puts entries in and takes articles out: one for each,
// those with nothing to tag too.
func TestServiceCleansTheRiver(t *testing.T) {
	h := hosttest.Open(t, host.Cleaner, hosttest.Broker(t))
	entries := []*news.Entry{
		{ID: "a", Title: "Ministers meet", Page: textPage("TEHRAN- " + story + "\nLeave a Comment")},
		{ID: "b", Page: textPage("Leave a Comment")},
	}
	to := h.PutEntries()
	for _, e := range entries {
		e.Feed.ID, e.Seen = "herald-test-1", time.Now()
		if err := to.Put(t.Context(), e.ID, []*news.Entry{e}); err != nil {
			t.Fatal(err)
		}
	}
	s, err := New(t.Context(), h, Config{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ran := make(chan error, 1)
	go func() { ran <- h.Run(ctx, s.Run) }()
	got := make(map[string]*news.Article)
	from := h.TakeArticles()
	for range entries {
		d, err := from.Next(ctx)
		if err != nil {
			t.Fatal(err)
		}
		got[d.Value.Entry.ID] = d.Value
		if err := d.Ack(ctx); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	if err := <-ran; err != nil {
		t.Fatal(err)
	}
	if a := got["a"]; a == nil || a.Text() != story || a.Dateline.Place != "TEHRAN" {
		t.Errorf("article a: %+v", a)
	}
	if b := got["b"]; b == nil || b.Dropped != "empty" {
		t.Errorf("article b: %+v", b)
	}
	if n := testutil.ToFloat64(s.metrics.cuts.WithLabelValues("comment")); n != 2 {
		t.Errorf("counted %v comment cuts, want 2", n)
	}
	if n := testutil.ToFloat64(s.metrics.articles.WithLabelValues("en")); n != 1 {
		t.Errorf("counted %v articles in English, want 1: what is dropped is none", n)
	}
	remembered(t, h, "herald-test-1")
}

// remembered wants the site's memory in the bucket after the service stopped.
func remembered(t *testing.T, h *host.Host, key string) {
	t.Helper()
	kv, err := h.Bus.KeyValue(t.Context(), bus.Sites)
	if err != nil {
		t.Fatal(err)
	}
	value, revision, err := bucket{kv}.Get(t.Context(), key)
	if err != nil || len(value) == 0 || revision == 0 {
		t.Errorf("the memory of %s: %d bytes, revision %d, %v", key, len(value), revision, err)
	}
}

// TestBucketRefusesAnOldRevision is what two cleaners that write one site's memory
// rely on.
func TestBucketRefusesAnOldRevision(t *testing.T) {
	h := hosttest.Open(t, host.Cleaner, hosttest.Broker(t))
	kv, err := h.Bus.KeyValue(t.Context(), bus.Sites)
	if err != nil {
		t.Fatal(err)
	}
	b := bucket{kv}
	if v, revision, err := b.Get(t.Context(), "x"); v != nil || revision != 0 || err != nil {
		t.Fatalf("a missing key: %v, %d, %v", v, revision, err)
	}
	first, err := b.Put(t.Context(), "x", []byte("1"), 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Put(t.Context(), "x", []byte("2"), 0); !errors.Is(err, site.ErrChanged) {
		t.Errorf("made anew: got %v, want %v", err, site.ErrChanged)
	}
	second, err := b.Put(t.Context(), "x", []byte("2"), first)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Put(t.Context(), "x", []byte("3"), first); !errors.Is(err, site.ErrChanged) {
		t.Errorf("over an old revision: got %v, want %v", err, site.ErrChanged)
	}
	if v, revision, err := b.Get(t.Context(), "x"); string(v) != "2" || revision != second || err != nil {
		t.Errorf("got %q, %d, %v", v, revision, err)
	}
}

func TestSiteKeyIsAKey(t *testing.T) {
	for address, same := range map[string]string{
		"https://www.herald.test/a": "http://herald.test/b?c=1",
		"https://ایران.test/خبر":    "https://ایران.test/",
	} {
		one, two := siteKey(&news.Entry{URL: address}), siteKey(&news.Entry{URL: same})
		if one != two || one == "" {
			t.Errorf("%s is %q, %s is %q", address, one, same, two)
		}
	}
	if got := siteKey(&news.Entry{Feed: news.Feed{ID: "feed-1"}}); got != "feed-1" {
		t.Errorf("without an address: got %q", got)
	}
	if one, two := siteKey(&news.Entry{URL: "https://a.test/"}), siteKey(&news.Entry{URL: "https://b.test/"}); one == two {
		t.Errorf("two hosts are %s", one)
	}
}
