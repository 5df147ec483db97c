package schedule

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rasad-project/rasad/kit/news"
)

// noon is a Tuesday.
var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// still is a feed without jitter: its phase is 0.
func still() State {
	s := State{Feed: news.Feed{ID: "still"}, Polled: noon, Worked: noon}
	return s
}

func TestPlan(t *testing.T) {
	hours := func(hs ...int) []int { return hs }
	var night []int
	for h := range 24 {
		night = append(night, h)
	}
	for _, c := range []struct {
		name    string
		change  func(*State)
		retry   time.Duration
		want    time.Duration // the interval, without jitter
		because string
	}{
		{"nothing known", func(*State) {}, 0, 10 * time.Minute, "default"},
		{"a cadence not known, long silent", func(s *State) { s.Newest = noon.Add(-24 * time.Hour) }, 0, 72 * time.Minute, "silence"},
		{"nothing known but a wish", func(s *State) { s.Advice.TTL = time.Hour }, 0, time.Hour, "ttl"},
		{"twice as often as it brings something", func(s *State) { s.Cadence = time.Hour }, 0, 30 * time.Minute, "cadence"},
		{"no more often than allowed", func(s *State) { s.Cadence = time.Minute }, 0, 5 * time.Minute, "cadence"},
		{"no less often", func(s *State) { s.Cadence = 30 * 24 * time.Hour }, 0, 6 * time.Hour, "cadence"},
		{"a silent feed is asked less often", func(s *State) { s.Cadence, s.Newest = 10*time.Minute, noon.Add(-24*time.Hour) }, 0, 72 * time.Minute, "silence"},
		{"max-age", func(s *State) { s.Cadence, s.Advice.Fresh = time.Hour, 45*time.Minute }, 0, 45 * time.Minute, "cache-control"},
		{"ttl", func(s *State) { s.Cadence, s.Advice.TTL = time.Hour, time.Hour }, 0, time.Hour, "ttl"},
		{"update period", func(s *State) { s.Cadence, s.Advice.Period = time.Hour, 2*time.Hour }, 0, 2 * time.Hour, "update period"},
		{"a wish shorter than our own", func(s *State) { s.Cadence, s.Advice.TTL = time.Hour, time.Minute }, 0, 30 * time.Minute, "cadence"},
		{"a wish for a year", func(s *State) { s.Advice.Fresh = 365 * 24 * time.Hour }, 0, 6 * time.Hour, "cache-control"},
		{"a wish that would lose items", func(s *State) {
			s.Cadence, s.Window, s.Advice.TTL = 4*time.Minute, 80*time.Minute, 24*time.Hour
		}, 0, 40 * time.Minute, "ttl"},
		{"Retry-After is kept whatever the bounds", func(s *State) { s.Cadence = time.Hour }, 48 * time.Hour, 48 * time.Hour, "retry-after"},
		{"a shorter Retry-After changes nothing", func(s *State) { s.Cadence = time.Hour }, time.Second, 30 * time.Minute, "cadence"},
		{"the first failure", func(s *State) { s.Failures = 1 }, 0, 5 * time.Minute, "back-off"},
		{"the fourth", func(s *State) { s.Failures = 4 }, 0, 40 * time.Minute, "back-off"},
		{"the thousandth: never given up", func(s *State) { s.Failures = 1000 }, 0, 24 * time.Hour, "back-off"},
		{"items owed", func(s *State) { s.Owed, s.Cadence = true, 8*time.Hour }, 0, 5 * time.Minute, "items owed"},
		{"gone", func(s *State) { s.Gone = noon }, 0, 30 * 24 * time.Hour, "gone"},
		{"quarantined", func(s *State) { s.Over, s.Failures = 3, 3 }, 0, 24 * time.Hour, "over budget"},
		{"pushed", func(s *State) {
			s.Cadence, s.Push = 40*time.Minute, Push{Until: noon.Add(time.Hour), Pushed: noon.Add(-time.Minute)}
		}, 0, 80 * time.Minute, "pushed"},
		{"a lease that ended", func(s *State) {
			s.Cadence, s.Push = 40*time.Minute, Push{Until: noon.Add(-time.Second), Pushed: noon.Add(-time.Hour)}
		}, 0, 20 * time.Minute, "cadence"},
		{"skipped hours", func(s *State) { s.Cadence, s.Advice.SkipHours = time.Hour, hours(12, 13, 14) }, 0, 3 * time.Hour, "cadence, skipped hours"},
		{"skipped days", func(s *State) { s.Cadence, s.Advice.SkipDays = time.Hour, []time.Weekday{time.Tuesday} }, 0, 12 * time.Hour, "cadence, skipped hours"},
		{"every hour skipped", func(s *State) { s.Cadence, s.Advice.SkipHours = time.Hour, night }, 0, 30 * time.Minute, "cadence"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := still()
			c.change(&s)
			s.Plan(Bounds{}, c.retry, noon)
			got := s.Next.Sub(noon) - s.jitter(s.Interval)
			if len(s.Advice.SkipHours)+len(s.Advice.SkipDays) > 0 && s.Because != "cadence" {
				got = s.Next.Sub(noon).Truncate(time.Hour)
			}
			if got != c.want || s.Because != c.because {
				t.Errorf("got %s because of %s, want %s because of %s", got, s.Because, c.want, c.because)
			}
			if s.Next.Before(noon.Add(s.Interval)) || s.Because != "cadence, skipped hours" && s.Next.After(noon.Add(s.Interval+s.Interval/10)) {
				t.Errorf("the next poll is %s from now, outside the interval of %s and a tenth", s.Next.Sub(noon), s.Interval)
			}
		})
	}
}

func TestJitterIsAFeedsOwn(t *testing.T) {
	seen := map[time.Time]bool{}
	for _, id := range []string{"a", "b", "c", "d", "e"} {
		s := State{Feed: news.Feed{ID: id}, Cadence: time.Hour}
		s.Plan(Bounds{}, 0, noon)
		first := s.Next
		s.Plan(Bounds{}, 0, noon)
		if s.Next != first {
			t.Errorf("%s: planned at %s and at %s", id, first, s.Next)
		}
		seen[first] = true
	}
	if len(seen) != 5 {
		t.Errorf("5 feeds have %d times", len(seen))
	}
}

func TestFresh(t *testing.T) {
	for _, c := range []struct {
		header map[string]string
		want   time.Duration
	}{
		{nil, 0},
		{map[string]string{"Cache-Control": "max-age=600"}, 10 * time.Minute},
		{map[string]string{"Cache-Control": "public, Max-Age=\"600\"", "Age": "200"}, 400 * time.Second},
		{map[string]string{"Cache-Control": "max-age=60", "Age": "200"}, 0},
		{map[string]string{"Cache-Control": "no-cache, max-age=600"}, 0},
		{map[string]string{"Cache-Control": "no-store"}, 0},
		{map[string]string{"Cache-Control": "max-age=0", "Expires": "Tue, 24 Nov 2026 13:00:00 GMT"}, 0},
		{map[string]string{"Cache-Control": "max-age=99999999999999999999999"}, (1 << 31) * time.Second},
		{map[string]string{"Cache-Control": "max-age=-1"}, 0},
		{map[string]string{"Cache-Control": "max-age=soon"}, 0},
		{map[string]string{"Expires": "Tue, 24 Nov 2026 13:00:00 GMT"}, time.Hour},
		{map[string]string{"Expires": "Tue, 24 Nov 2026 13:00:00 GMT", "Date": "Tue, 24 Nov 2026 12:30:00 GMT"}, 30 * time.Minute},
		{map[string]string{"Expires": "0"}, 0},
		{map[string]string{"Expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, 0},
	} {
		h := http.Header{}
		for name, value := range c.header {
			h.Set(name, value)
		}
		if got := Fresh(h, noon); got != c.want {
			t.Errorf("%v: got %s, want %s", c.header, got, c.want)
		}
	}
}

func TestObserve(t *testing.T) {
	ago := func(hs ...int) (all []time.Time) {
		for _, h := range hs {
			all = append(all, noon.Add(-time.Duration(h)*time.Hour))
		}
		return all
	}
	var s State
	s.Observe(ago(1, 2, 3, 4, 9), 5, noon)
	if s.Cadence != 2*time.Hour || !s.Newest.Equal(noon.Add(-time.Hour)) || s.Window != 8*time.Hour {
		t.Errorf("with dates: cadence %s, newest %s, window %s", s.Cadence, s.Newest, s.Window)
	}
	s = State{}
	s.Observe(ago(1, 1, 1), 3, noon)
	if s.Cadence != 0 {
		t.Errorf("equal dates tell a cadence of %s", s.Cadence)
	}
	s = State{}
	for i := range 5 {
		s.Observe(nil, 2, noon.Add(time.Duration(i)*time.Hour))
	}
	if s.Cadence != 30*time.Minute || !s.Newest.Equal(noon.Add(4*time.Hour)) {
		t.Errorf("without dates: cadence %s, newest %s", s.Cadence, s.Newest)
	}
}

func TestMissed(t *testing.T) {
	s := State{Cadence: time.Hour}
	for _, c := range []struct {
		newest, oldest time.Time
		want           int
	}{
		{noon.Add(-10 * time.Hour), noon.Add(-3 * time.Hour), 7},
		{noon, noon.Add(-time.Hour), 1},
		{time.Time{}, noon, 1},
		{noon.AddDate(-9, 0, 0), noon, 10_000},
	} {
		if got := s.MissedSince(c.newest, c.oldest); got != c.want {
			t.Errorf("from %s to %s: got %d, want %d", c.newest, c.oldest, got, c.want)
		}
	}
}

// TestMoveIsLearntOverDays lets a feed be redirected for good, and takes the word
// for it only after days.
func TestMoveIsLearntOverDays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := State{Feed: news.Feed{URL: "http://old.example/rss"}}
		for day := range 5 {
			s.Redirected("https://new.example/rss", true, time.Now())
			if learnt := !s.Move.Learnt.IsZero(); learnt != (day >= 3) {
				t.Fatalf("day %d: learnt is %v", day, learnt)
			}
			time.Sleep(24 * time.Hour)
		}
		if s.Address() != "https://new.example/rss" {
			t.Errorf("asks %s", s.Address())
		}
		s.Failures, s.Worked = 3, time.Now()
		s.Doubt(time.Now())
		if s.Address() != "https://new.example/rss" {
			t.Error("doubted at once")
		}
		time.Sleep(8 * 24 * time.Hour)
		s.Doubt(time.Now())
		if s.Address() != "http://old.example/rss" {
			t.Errorf("after a week of failures it asks %s", s.Address())
		}
	})
}

func TestMoveIsNotLearnt(t *testing.T) {
	const old, other = "http://old.example/rss", "https://portal.example/login"
	for _, c := range []struct {
		name    string
		answers []string
		overlap bool
	}{
		{"from answers that change", []string{other, other + "?2", other, other + "?2", other, other + "?2"}, true},
		{"when the feed answers in between", []string{other, "", other, "", other, "", other}, true},
		{"without an item in common", []string{other, other, other, other, other, other, other}, false},
	} {
		s := State{Feed: news.Feed{URL: old}}
		for i, to := range c.answers {
			s.Redirected(to, c.overlap, noon.AddDate(0, 0, i))
		}
		if s.Address() != old {
			t.Errorf("%s: asks %s", c.name, s.Address())
		}
	}
	s := State{Feed: news.Feed{URL: old}}
	for range 100 {
		s.Redirected(other, true, noon)
	}
	if s.Address() != old {
		t.Error("a hundred answers within an hour are taken for days")
	}
}

func TestUnconditional(t *testing.T) {
	for _, c := range []struct {
		name  string
		state State
		after time.Duration
		want  bool
	}{
		{"never polled", State{}, 0, true},
		{"just read", State{Full: noon, Cadence: time.Hour}, time.Hour, false},
		{"304s within the cadence", State{Full: noon, Cadence: time.Hour}, 3 * time.Hour, false},
		{"304s that outlast it", State{Full: noon, Cadence: time.Hour}, 4 * time.Hour, true},
		{"a slow feed", State{Full: noon, Cadence: 48 * time.Hour}, 23 * time.Hour, false},
		{"once a day in any case", State{Full: noon, Cadence: 48 * time.Hour}, 24 * time.Hour, true},
		{"items owed", State{Full: noon, Owed: true}, 0, true},
		{"304s that were wrong once", State{Full: noon, Cadence: time.Hour, Lied: 1}, 0, false},
		{"304s that were wrong twice", State{Full: noon, Cadence: time.Hour, Lied: 2}, 0, true},
	} {
		if got := c.state.Unconditional(noon.Add(c.after)); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestResume(t *testing.T) {
	s := State{
		Feed: news.Feed{ID: "f", URL: "http://old.example/"}, Gone: noon, Failures: 9, Over: 9, Lied: 2, ETag: "x", Body: "y", Next: noon.AddDate(1, 0, 0),
		Move: Move{To: "http://new.example/", Learnt: noon},
	}
	s.Resume(noon)
	if s.Address() != "http://old.example/" || !s.Gone.IsZero() || s.Quarantined() || s.Next != noon || s.ETag != "" || s.Body != "" {
		t.Errorf("got %+v", s)
	}
}
