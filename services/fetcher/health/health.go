// Package health says how a feed is. A feed is well when its newest item is as
// fresh as its own cadence says, not when its server answers: feeds have been met
// that answered 200 with fifty items, the newest of them ten months old.
package health

import (
	"fmt"
	"strings"
	"time"

	"github.com/rasad-project/rasad/services/fetcher/schedule"
)

// The states of a feed.
const (
	New         = "new"         // not polled yet
	OK          = "ok"          // it works and is as fresh as its cadence says
	Slow        = "slow"        // it works, but its server asks for fewer polls or takes its time
	Stale       = "stale"       // it works and brings nothing new
	Failing     = "failing"     // its last polls failed
	Moved       = "moved"       // it works at another address than the one it is listed under
	Gone        = "gone"        // its server said that it is no more (410)
	Quarantined = "quarantined" // its documents cost more than they may
)

// All is every state, in the order of the list above.
var All = []string{New, OK, Slow, Stale, Failing, Moved, Gone, Quarantined}

const (
	// failingAfter is how many polls in a row must fail: one that fails once in a
	// while is well.
	failingAfter = 3
	// slowAfter is how long a poll takes in a feed that is slow.
	slowAfter = 10 * time.Second
	// staleTimes is how many times its cadence a feed may be silent.
	staleTimes = 10
	// staleLeast and staleMost bound how long a feed may be silent: outlets rest on
	// holidays, and a feed silent for a quarter of a year has stopped.
	staleLeast = 3 * 24 * time.Hour
	staleMost  = 90 * 24 * time.Hour
)

// Of returns how a feed is and why, in a sentence for a reader.
func Of(s *schedule.State, now time.Time) (state, why string) {
	switch {
	case !s.Gone.IsZero():
		return Gone, "the server said 410 Gone"
	case s.Polled.IsZero():
		return New, "not polled yet"
	case s.Quarantined():
		return Quarantined, fmt.Sprintf("%d documents in a row cost more than they may: %s", s.Over, s.Error)
	case s.Failures >= failingAfter || s.Failures > 0 && s.Worked.IsZero():
		return Failing, fmt.Sprintf("%s in a row failed: %s", count(s.Failures, "poll"), s.Error)
	case silent(s, now):
		return Stale, fmt.Sprintf("the newest item is %s old; there used to be one every %s", round(now.Sub(s.Newest)), round(s.Cadence))
	case s.Items == 0 && !s.Full.IsZero():
		return Stale, "the document lists no items"
	case s.Outcome == "throttled":
		return Slow, s.Error
	case s.Took > slowAfter:
		return Slow, fmt.Sprintf("the last poll took %s", round(s.Took))
	case !s.Move.Learnt.IsZero():
		return Moved, "permanently redirected to " + s.Move.To
	}
	return OK, ""
}

// Set brings the feed's state up to date, and since when it is in it.
func Set(s *schedule.State, now time.Time) {
	state, why := Of(s, now)
	if state != s.Health {
		s.Health, s.HealthAt = state, now
	}
	s.HealthWhy = why
}

// silent reports whether a feed has brought nothing for longer than its cadence
// explains.
func silent(s *schedule.State, now time.Time) bool {
	if s.Newest.IsZero() {
		return false
	}
	return now.Sub(s.Newest) > min(max(staleTimes*s.Cadence, staleLeast), staleMost)
}

// restful is the least cadence that silence is measured against: outlets sleep,
// and one that puts up twenty items at once does not speak every minute.
const restful = time.Hour

// Silence returns how long a feed has brought nothing new, and how many times its
// own cadence that is; 0, 0 when either is not known.
func Silence(s *schedule.State, now time.Time) (silence time.Duration, times float64) {
	if s.Newest.IsZero() || s.Cadence <= 0 {
		return 0, 0
	}
	silence = max(now.Sub(s.Newest), 0)
	return silence, float64(silence) / float64(max(s.Cadence, restful))
}

func round(d time.Duration) string {
	switch {
	case d >= 48*time.Hour:
		return fmt.Sprintf("%d days", int(d.Hours()/24))
	case d >= time.Hour:
		return count(int(d.Hours()), "hour")
	case d >= time.Minute:
		return count(int(d.Minutes()), "minute")
	}
	return d.Round(time.Second).String()
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %s", n, strings.TrimSpace(what)+"s")
}
