package fetcher

import (
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/fetcher/manners"
	"github.com/rasad-project/rasad/services/fetcher/schedule"
)

// TestCensusNamesOnlyTheWorst counts five feeds and names one by each measure: the
// one silent for longest against its own cadence, not for longest; the one that
// fails most often; the slowest. What has no country's code is of none.
func TestCensusNamesOnlyTheWorst(t *testing.T) {
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	feed := func(id, country string, cadence, silence time.Duration, change ...func(*schedule.State)) schedule.State {
		st := schedule.State{
			Feed: news.Feed{ID: id, Title: strings.ToUpper(id), Country: country}, Polled: now, Worked: now, Full: now, Items: 20,
			Cadence: cadence, Newest: now.Add(-silence), Outcome: readAll, Took: time.Second,
		}
		for _, ch := range change {
			ch(&st)
		}
		return st
	}
	states := []schedule.State{
		feed("weekly", "PK", 7*24*time.Hour, 8*24*time.Hour),
		feed("hourly", "IR", time.Hour, 35*time.Hour),
		feed("failing", "IR", time.Hour, 4*time.Hour, func(s *schedule.State) { s.Failures, s.Error = 5, "dns" }),
		feed("slow", "IR", time.Hour, 0, func(s *schedule.State) { s.Took = 20 * time.Second }),
		feed("strange", "iran?", time.Hour, 0),
	}
	c := newCensus(manners.NewKeeper(manners.Limits{}))
	reg := prometheus.NewRegistry()
	reg.MustRegister(c)
	c.take(states, 1, now)
	want := `
# HELP rasad_feed_failed_polls Polls of one of the worst feeds that failed in a row.
# TYPE rasad_feed_failed_polls gauge
rasad_feed_failed_polls{feed="failing"} 5
rasad_feed_failed_polls{feed="hourly"} 0
rasad_feed_failed_polls{feed="slow"} 0
# HELP rasad_feed_info 1 for each of the worst feeds: those silent for longest against their cadence, failing most often in a row, slowest.
# TYPE rasad_feed_info gauge
rasad_feed_info{country="IR",feed="failing",health="failing",title="FAILING"} 1
rasad_feed_info{country="IR",feed="hourly",health="ok",title="HOURLY"} 1
rasad_feed_info{country="IR",feed="slow",health="slow",title="SLOW"} 1
# HELP rasad_feed_silence_seconds How long one of the worst feeds has brought nothing new; absent when it gives no dates.
# TYPE rasad_feed_silence_seconds gauge
rasad_feed_silence_seconds{feed="failing"} 14400
rasad_feed_silence_seconds{feed="hourly"} 126000
rasad_feed_silence_seconds{feed="slow"} 0
# HELP rasad_feeds_silent Of them, those that have brought nothing new for more than so many times their own cadence, an hour at least.
# TYPE rasad_feeds_silent gauge
rasad_feeds_silent{country="IR",times="10"} 1
rasad_feeds_silent{country="IR",times="3"} 2
rasad_feeds_silent{country="IR",times="30"} 1
rasad_feeds_silent{country="PK",times="10"} 0
rasad_feeds_silent{country="PK",times="3"} 0
rasad_feeds_silent{country="PK",times="30"} 0
rasad_feeds_silent{country="unknown",times="10"} 0
rasad_feeds_silent{country="unknown",times="3"} 0
rasad_feeds_silent{country="unknown",times="30"} 0
`
	names := []string{"rasad_feed_failed_polls", "rasad_feed_info", "rasad_feed_silence_seconds", "rasad_feeds_silent"}
	if err := testutil.GatherAndCompare(reg, strings.NewReader(want), names...); err != nil {
		t.Error(err)
	}
	c.take(states, -1, now)
	if n, err := testutil.GatherAndCount(reg, "rasad_feed_info"); err != nil || n != 0 {
		t.Errorf("%d feeds named, %v; want none when none is wanted", n, err)
	}
}
