package fetcher

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/ops"
	"github.com/rasad-project/rasad/services/fetcher/feed"
	"github.com/rasad-project/rasad/services/fetcher/identity"
	"github.com/rasad-project/rasad/services/fetcher/schedule"
)

// maxItems is how many items of one document are looked at, newest first.
const maxItems = 2000

// The counts of items by what was found.
const (
	itemNew       = "new"
	itemRevised   = "revised"
	itemUnchanged = "unchanged"
	itemTwice     = "twice"
	itemDeferred  = "deferred"
)

// tally is what dealing with a document came to.
type tally struct {
	found   map[string]int
	overlap bool // some item was known before, or nothing was
	owed    bool // some items wait for the next poll
}

// items puts what is new in a document into the river and remembers it. On an
// error some items may be in the river and not remembered: they go there again
// under the same ids, which the river knows.
func (s *Service) items(ctx context.Context, st *schedule.State, f *feed.Feed, now time.Time) (tally, error) {
	memory, err := s.remember(ctx, st.Feed.ID)
	if err != nil {
		return tally{}, err
	}
	first := len(memory.Records) == 0
	entries := s.withArchives(ctx, st, f, memory, now)
	findings := memory.Match(st.Feed.ID, identities(entries), now)
	t := tally{found: map[string]int{}, overlap: first || identity.Overlap(findings)}
	if len(entries) == 0 {
		t.overlap = true
	}
	if !t.overlap {
		s.missed(st, entries, now)
	}
	err = s.pass(ctx, st, f, entries, findings, memory, &t, now)
	s.observe(st, entries, t, now)
	if err != nil || t.found[itemNew]+t.found[itemRevised]+t.found[itemDeferred] == 0 {
		return t, err
	}
	return t, s.memorise(ctx, st.Feed.ID, memory)
}

// pass puts the new and the revised into the river, the oldest first.
func (s *Service) pass(ctx context.Context, st *schedule.State, f *feed.Feed, entries []feed.Entry, findings []identity.Finding, memory *identity.Memory, t *tally, now time.Time) error {
	pages := s.config.MaxPages
	for i := len(findings) - 1; i >= 0; i-- {
		found := findings[i]
		if found.Known() {
			t.count(found)
			continue
		}
		e := newEntry(st.Feed, f, &entries[i], found, now)
		if isTeaser(e, s.config.Teaser) {
			if pages--; pages < 0 || s.stopping(ctx) {
				memory.Defer(found, false)
				t.defers()
				continue
			}
			if !s.withPage(ctx, e, found) {
				memory.Defer(found, true)
				t.defers()
				continue
			}
		}
		if err := s.put(ctx, e); err != nil {
			return err
		}
		t.count(found)
	}
	return nil
}

// withPage fetches an entry's page and reports whether the entry may go on: it
// has its page, or it has to do without.
func (s *Service) withPage(ctx context.Context, e *news.Entry, found identity.Finding) bool {
	page, outcome, again := s.page(ctx, e.URL)
	s.metrics.pages.WithLabelValues(outcome).Inc()
	s.counts.pages.Add(1)
	e.Page = page
	return page != nil || !again || found.Tries+1 >= pageTries || s.config.Once
}

func (s *Service) put(ctx context.Context, e *news.Entry) error {
	if err := s.to.Put(ctx, e.ID+":"+e.Revision, []*news.Entry{e}); err != nil {
		return fmt.Errorf("put item %s: %w", e.ID, err)
	}
	s.host.Metrics.Latency(ctx, ops.AtSeen, e, e.Published)
	return nil
}

func (t *tally) defers() {
	t.owed = true
	t.found[itemDeferred]++
}

func (t *tally) count(f identity.Finding) {
	switch {
	case f.Twice:
		t.found[itemTwice]++
	case f.New:
		t.found[itemNew]++
	case f.Change != "":
		t.found[itemRevised]++
	default:
		t.found[itemUnchanged]++
	}
}

// identities is what of entries bears on who they are.
func identities(entries []feed.Entry) []identity.Item {
	items := make([]identity.Item, len(entries))
	for i, e := range entries {
		items[i] = identity.Item{GUID: e.GUID, Link: e.Link, Title: e.Title, Summary: e.Summary, Content: e.Content}
		if e.Published.Known() {
			items[i].Published = e.Published.Time
		}
	}
	return items
}

func newEntry(of news.Feed, f *feed.Feed, e *feed.Entry, found identity.Finding, now time.Time) *news.Entry {
	of.Title = cmp.Or(of.Title, feed.PlainText(f.Title))
	of.Language = cmp.Or(of.Language, f.Language)
	return &news.Entry{
		ID: found.ID, Revision: found.Revision, Change: found.Change,
		Feed: of, GUID: e.GUID, URL: identity.Link(e.Link), Title: feed.PlainText(e.Title), Summary: e.Summary, Content: e.Content,
		Author: e.Author, Categories: e.Categories, Enclosures: e.Enclosures, Published: e.Published, Updated: e.Updated,
		Seen: now.UTC(), Repairs: f.Repairs,
	}
}

// observe learns from a document how often its feed has something new.
func (s *Service) observe(st *schedule.State, entries []feed.Entry, t tally, now time.Time) {
	st.Items = len(entries)
	st.Observe(dates(entries, now), t.found[itemNew], now)
	for found, n := range t.found {
		s.metrics.items.WithLabelValues(found).Add(float64(n))
	}
	s.counts.add(t.found)
}

// missed estimates the items between the newest known and the oldest listed.
func (s *Service) missed(st *schedule.State, entries []feed.Entry, now time.Time) {
	all := dates(entries, now)
	oldest := time.Time{}
	if len(all) > 0 {
		oldest = all[len(all)-1]
	}
	n := st.MissedSince(st.Newest, oldest)
	st.Missed += n
	s.metrics.missed.Add(float64(n))
}

// dates are the entries' times of publication that have passed, newest first.
func dates(entries []feed.Entry, now time.Time) []time.Time {
	all := make([]time.Time, 0, len(entries))
	for _, e := range entries {
		d := e.Published
		if !d.Known() {
			d = e.Updated
		}
		if d.Known() && !d.Time.After(now) {
			all = append(all, d.Time)
		}
	}
	slices.SortFunc(all, func(a, b time.Time) int { return b.Compare(a) })
	return all
}
