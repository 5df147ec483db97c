package schedule

import "time"

// cadenceOf is how many of the newest items tell a feed's cadence.
const cadenceOf = 20

// Cadence returns the time between items over the newest of them, 0 when they do
// not tell. dates are the items' times of publication, newest first.
func Cadence(dates []time.Time) time.Duration {
	n := min(len(dates), cadenceOf)
	if n < 2 {
		return 0
	}
	return dates[0].Sub(dates[n-1]) / time.Duration(n-1)
}

// Observe learns a feed's cadence from the dates of its items, or, from a feed
// that gives none, from when new ones appeared. dates are those of the items
// listed, newest first, none of them in the future; fresh is how many items this
// poll found new.
func (s *State) Observe(dates []time.Time, fresh int, now time.Time) {
	if len(dates) > 0 {
		s.Newest = dates[0]
		s.Window = dates[0].Sub(dates[len(dates)-1])
	}
	switch c := Cadence(dates); {
	case c > 0:
		s.Cadence = c
	case fresh > 0 && !s.LastNew.IsZero():
		gap := now.Sub(s.LastNew) / time.Duration(fresh)
		if s.Cadence > 0 {
			gap = (3*s.Cadence + gap) / 4
		}
		s.Cadence = gap
	}
	if fresh > 0 {
		s.LastNew = now
		if len(dates) == 0 {
			s.Newest = now
		}
	}
}

// MissedSince estimates how many items came and went between the newest item
// known before and the oldest of a document that shares none with what was
// known: at least one.
func (s *State) MissedSince(newest, oldest time.Time) int {
	if s.Cadence <= 0 || newest.IsZero() || oldest.IsZero() || !oldest.After(newest) {
		return 1
	}
	const most = 10_000
	return int(min(max(oldest.Sub(newest)/s.Cadence, 1), most))
}
