package fetcher

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/rasad-project/rasad/services/fetcher/feed"
	"github.com/rasad-project/rasad/services/fetcher/identity"
	"github.com/rasad-project/rasad/services/fetcher/schedule"
	"github.com/rasad-project/rasad/services/fetcher/web"
)

// withArchives returns a document's entries, newest first as far as dates tell.
// When none of them was known before, the documents before it (RFC 5005) are read
// too, until one holds an item that was or the bound is reached.
func (s *Service) withArchives(ctx context.Context, st *schedule.State, f *feed.Feed, memory *identity.Memory, now time.Time) []feed.Entry {
	entries := slices.Clone(f.Entries)
	asked := map[string]bool{st.Address(): true}
	for range s.config.Backfill {
		older := cmp.Or(f.Links.Previous, f.Links.Next)
		if older == "" || asked[older] || memory.Knows(identities(f.Entries)) || s.stopping(ctx) {
			break
		}
		asked[older] = true
		next, err := s.archive(ctx, st, older, now)
		if err != nil {
			s.log.Info("archive not read", "feed", st.Feed.ID, "archive", older, "err", err)
			break
		}
		f = next
		entries = append(entries, f.Entries...)
	}
	newestFirst(entries)
	return entries[:min(len(entries), maxItems)]
}

func (s *Service) archive(ctx context.Context, st *schedule.State, address string, now time.Time) (*feed.Feed, error) {
	resp, err := s.web.Get(ctx, web.Request{URL: address, Accept: feedAccept, Budget: feedBudget})
	if err != nil {
		return nil, err
	}
	s.measure("feed", resp)
	return s.parse(ctx, st, resp, now)
}

// newestFirst orders entries by date where all have one; a feed's own order
// stands otherwise.
func newestFirst(entries []feed.Entry) {
	for _, e := range entries {
		if !e.Published.Known() {
			return
		}
	}
	slices.SortStableFunc(entries, func(a, b feed.Entry) int { return b.Published.Time.Compare(a.Published.Time) })
}
