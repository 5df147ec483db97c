package fetcher

import "sync/atomic"

// Counts is what a fetcher has done since it started.
type Counts struct {
	Feeds     int64 // that it was given or found
	Polls     int64
	Failed    int64 // polls that brought no feed
	New       int64 // items put into the river for the first time
	Revised   int64 // and again, changed
	Unchanged int64
	Pages     int64 // asked for
}

type counts struct {
	feeds, polls, failed, fresh, revised, unchanged, pages atomic.Int64
}

func (c *counts) poll(outcome string, failed bool) {
	c.polls.Add(1)
	if failed || outcome == putFailed {
		c.failed.Add(1)
	}
}

func (c *counts) add(found map[string]int) {
	c.fresh.Add(int64(found[itemNew]))
	c.revised.Add(int64(found[itemRevised]))
	c.unchanged.Add(int64(found[itemUnchanged] + found[itemTwice]))
}

// Counts returns what the fetcher has done so far. It is safe to call at any
// time.
func (s *Service) Counts() Counts {
	c := &s.counts
	return Counts{
		Feeds: c.feeds.Load(), Polls: c.polls.Load(), Failed: c.failed.Load(),
		New: c.fresh.Load(), Revised: c.revised.Load(), Unchanged: c.unchanged.Load(), Pages: c.pages.Load(),
	}
}
