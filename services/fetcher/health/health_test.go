package health

import (
	"strings"
	"testing"
	"time"

	"github.com/rasad-project/rasad/services/fetcher/schedule"
)

func TestOf(t *testing.T) {
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	well := func(change func(*schedule.State)) schedule.State {
		s := schedule.State{
			Polled: now, Worked: now, Full: now, Items: 50, Cadence: time.Hour, Newest: now.Add(-time.Hour), Outcome: "read", Took: time.Second,
		}
		change(&s)
		return s
	}
	for _, c := range []struct {
		name  string
		state schedule.State
		want  string
		why   string
	}{
		{"never polled", schedule.State{}, New, "not polled"},
		{"well", well(func(*schedule.State) {}), OK, ""},
		{"quiet over a weekend", well(func(s *schedule.State) { s.Newest = now.Add(-60 * time.Hour) }), OK, ""},
		{"50 items, the newest 276 days old", well(func(s *schedule.State) { s.Newest = now.AddDate(0, 0, -276) }), Stale, "276 days"},
		{"a monthly that is on time", well(func(s *schedule.State) { s.Cadence, s.Newest = 30*24*time.Hour, now.AddDate(0, 0, -40) }), OK, ""},
		{"a monthly that stopped", well(func(s *schedule.State) { s.Cadence, s.Newest = 30*24*time.Hour, now.AddDate(0, 0, -100) }), Stale, "100 days"},
		{"no items", well(func(s *schedule.State) { s.Items, s.Newest = 0, time.Time{} }), Stale, "no items"},
		{"one failure", well(func(s *schedule.State) { s.Failures, s.Error = 1, "500" }), OK, ""},
		{"three failures", well(func(s *schedule.State) { s.Failures, s.Error = 3, "500 Internal" }), Failing, "3 polls in a row failed: 500 Internal"},
		{"never worked", well(func(s *schedule.State) { s.Failures, s.Worked, s.Error = 1, time.Time{}, "dns" }), Failing, "1 poll in a row"},
		{"asked for fewer polls", well(func(s *schedule.State) { s.Outcome, s.Error, s.Failures = "throttled", "429", 1 }), Slow, "429"},
		{"takes its time", well(func(s *schedule.State) { s.Took = 20 * time.Second }), Slow, "20s"},
		{"moved", well(func(s *schedule.State) { s.Move = schedule.Move{To: "http://new.test", Learnt: now} }), Moved, "http://new.test"},
		{"gone", well(func(s *schedule.State) { s.Gone = now }), Gone, "410"},
		{"over budget", well(func(s *schedule.State) { s.Over, s.Failures, s.Error = 3, 3, "more than 128 depth" }), Quarantined, "128 depth"},
	} {
		got, why := Of(&c.state, now)
		if got != c.want || !strings.Contains(why, c.why) {
			t.Errorf("%s: got %s (%s), want %s (%s)", c.name, got, why, c.want, c.why)
		}
	}
}

func TestSetKeepsSinceWhen(t *testing.T) {
	start := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	var s schedule.State
	for i, failures := range []int{3, 4, 5} {
		s.Polled, s.Failures = start, failures
		Set(&s, start.Add(time.Duration(i)*time.Hour))
	}
	if s.Health != Failing || !s.HealthAt.Equal(start) || !strings.HasPrefix(s.HealthWhy, "5 polls") {
		t.Errorf("got %s since %s: %s", s.Health, s.HealthAt, s.HealthWhy)
	}
}

// TestSilenceIsMeasuredAgainstTheFeedsOwnCadence: a weekly is not silent after
// three days, and no feed speaks so often that a night makes it so many times
// silent as an outage would.
func TestSilenceIsMeasuredAgainstTheFeedsOwnCadence(t *testing.T) {
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name    string
		cadence time.Duration
		newest  time.Time
		silence time.Duration
		times   float64
	}{
		{"a daily, three days", 24 * time.Hour, now.Add(-72 * time.Hour), 72 * time.Hour, 3},
		{"one every minute, a night", time.Minute, now.Add(-8 * time.Hour), 8 * time.Hour, 8},
		{"a date ahead of ours", time.Hour, now.Add(time.Hour), 0, 0},
		{"no cadence", 0, now.Add(-time.Hour), 0, 0},
		{"no dates", time.Hour, time.Time{}, 0, 0},
	} {
		silence, times := Silence(&schedule.State{Cadence: c.cadence, Newest: c.newest}, now)
		if silence != c.silence || times != c.times {
			t.Errorf("%s: got %s, %g times; want %s, %g", c.name, silence, times, c.silence, c.times)
		}
	}
}
