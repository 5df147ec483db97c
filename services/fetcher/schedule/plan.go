package schedule

import (
	"hash/fnv"
	"slices"
	"time"
)

// Bounds are the shortest and the longest time between two polls of a feed that
// works. Zero fields take defaults: 5 minutes and 6 hours.
type Bounds struct{ Min, Max time.Duration }

// WithDefaults fills in zero fields.
func (b Bounds) WithDefaults() Bounds {
	if b.Min <= 0 {
		b.Min = 5 * time.Minute
	}
	if b.Max <= 0 {
		b.Max = 6 * time.Hour
	}
	b.Max = max(b.Max, b.Min)
	return b
}

const (
	// unknownCadence is how often a feed is polled whose cadence is not known: it
	// gives no dates and has brought nothing since the first poll, or has one item.
	// Its next is to be heard of within minutes; silence and wishes lengthen it.
	unknownCadence = 10 * time.Minute
	// longestBackoff bounds the time between polls of a feed that fails; it is
	// never given up.
	longestBackoff = 24 * time.Hour
	// goneFor is how long a feed that said 410 is left alone before it is asked
	// whether that was the last word.
	goneFor = 30 * 24 * time.Hour
	// pushedPolls is how much longer than otherwise a feed is left between polls
	// while a hub delivers it.
	pushedPolls = 4
)

// Plan sets when the feed is polled next, after a poll at now. retry is how long
// the server asked to be left alone, 0 for no wish; no bound shortens it.
func (s *State) Plan(b Bounds, retry time.Duration, now time.Time) {
	b = b.WithDefaults()
	wait, because := s.wait(b, now)
	if retry > wait {
		wait, because = retry, "retry-after"
	}
	s.Interval = wait
	at := now.Add(wait + s.jitter(wait))
	if shifted := s.Advice.skip(at); shifted != at {
		at, because = shifted, because+", skipped hours"
	}
	s.Next, s.Because = at, because
}

// wait is the time until the next poll, without the server's Retry-After.
func (s *State) wait(b Bounds, now time.Time) (time.Duration, string) {
	switch {
	case !s.Gone.IsZero():
		return goneFor, "gone"
	case s.Over >= overTimes:
		return longestBackoff, "over budget"
	case s.Failures > 0:
		return min(b.Min<<min(s.Failures-1, 12), longestBackoff), "back-off"
	case s.Owed:
		return b.Min, "items owed"
	}
	wait, because := s.own(b, now)
	if wish, from := s.Advice.wish(); wish > wait {
		wait, because = max(min(wish, b.Max, s.safe(b)), wait), from
	}
	if s.Push.Active(now) && !s.Push.Pushed.IsZero() {
		wait, because = min(wait*pushedPolls, b.Max), "pushed"
	}
	return wait, because
}

// overTimes is how many documents over budget in a row put a feed into
// quarantine.
const overTimes = 3

// Quarantined reports whether the feed's documents keep costing more than they
// may.
func (s *State) Quarantined() bool { return s.Over >= overTimes }

// own is the time that the feed's own cadence says: twice as often as it brings
// something, less often the longer it has been silent.
func (s *State) own(b Bounds, now time.Time) (time.Duration, string) {
	wait, because := s.Cadence/2, "cadence"
	if s.Cadence <= 0 {
		wait, because = unknownCadence, "default"
	}
	if silence := now.Sub(s.Newest) / 20; !s.Newest.IsZero() && silence > wait {
		wait, because = silence, "silence"
	}
	return min(max(wait, b.Min), b.Max), because
}

// safe is the longest time to stay away from a feed without losing items: half
// of what its document covers.
func (s *State) safe(b Bounds) time.Duration {
	if s.Window <= 0 {
		return b.Max
	}
	return max(s.Window/2, b.Min)
}

// wish is the longest time a server or a feed asks to be left alone for.
func (a Advice) wish() (time.Duration, string) {
	wish, from := a.Fresh, "cache-control"
	if a.TTL > wish {
		wish, from = a.TTL, "ttl"
	}
	if a.Period > wish {
		wish, from = a.Period, "update period"
	}
	return wish, from
}

// skip moves a poll out of the hours and days a feed asks to be left alone in,
// both in GMT (RSS 2.0 skipHours, skipDays). A feed that leaves no hour is not
// listened to.
func (a Advice) skip(at time.Time) time.Time {
	if len(a.SkipHours) == 0 && len(a.SkipDays) == 0 {
		return at
	}
	for t, n := at.UTC(), 0; n <= 7*24; n++ {
		if !slices.Contains(a.SkipHours, t.Hour()) && !slices.Contains(a.SkipDays, t.Weekday()) {
			return t
		}
		t = t.Truncate(time.Hour).Add(time.Hour + time.Duration(at.Minute())*time.Minute)
		t = t.Truncate(time.Minute)
	}
	return at
}

// jitter is a feed's own part of a tenth of an interval, the same for ever: feeds
// that were added together drift apart, and a restart changes nothing.
func (s *State) jitter(interval time.Duration) time.Duration {
	return time.Duration(float64(interval) / 10 * Phase(s.Feed.ID))
}

// Phase is a feed's place in any round, from 0 to below 1, by its ID.
func Phase(feed string) float64 {
	h := fnv.New64a()
	h.Write([]byte(feed))
	return float64(mix(h.Sum64())>>11) / (1 << 53)
}
