package fetcher

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/rasad-project/rasad/services/fetcher/health"
	"github.com/rasad-project/rasad/services/fetcher/manners"
	"github.com/rasad-project/rasad/services/fetcher/schedule"
)

// beyond are the multiples of their own cadence by which feeds are counted silent,
// and the values of the label times.
var beyond = []struct {
	times float64
	label string
}{{3, "3"}, {10, "10"}, {30, "30"}}

// census is how the feeds were, that this fetcher looks after, when they were last
// counted. It is a collector: a feed gets a label of its own only while it is among
// the worst.
type census struct {
	keeper *manners.Keeper
	last   atomic.Pointer[count] // nil before the first

	feeds, silent, slowed, paused, info, silence, cadence, failed, took *prometheus.Desc
}

// count is one census.
type count struct {
	at     time.Time
	health map[string]map[string]int // by country and state
	silent map[string][]int          // by country, as beyond
	worst  []schedule.State
}

func newCensus(keeper *manners.Keeper) *census {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("rasad_"+name, help, labels, nil)
	}
	return &census{
		keeper: keeper,
		feeds:  desc("feeds", "Feeds this fetcher looks after, by the outlet's country and by how they are.", "country", "health"),
		silent: desc("feeds_silent", "Of them, those that have brought nothing new for more than so many times their own cadence, an hour at least.", "country", "times"),
		slowed: desc("hosts_slowed", "Domains that are asked more slowly because they wanted it, those left alone among them."),
		paused: desc("hosts_paused", "Domains that asked to be left alone for now."),
		info: desc("feed_info", "1 for each of the worst feeds: those silent for longest against their cadence, failing most often in a row, slowest.",
			"feed", "title", "country", "health"),
		silence: desc("feed_silence_seconds", "How long one of the worst feeds has brought nothing new; absent when it gives no dates.", "feed"),
		cadence: desc("feed_cadence_seconds", "Time between the items of one of the worst feeds; absent while it is not known.", "feed"),
		failed:  desc("feed_failed_polls", "Polls of one of the worst feeds that failed in a row.", "feed"),
		took:    desc("feed_last_poll_duration_seconds", "How long the last answered poll of one of the worst feeds took.", "feed"),
	}
}

// take counts how the feeds are, and finds the worst by each measure.
func (c *census) take(states []schedule.State, worst int, now time.Time) {
	n := &count{at: now, health: map[string]map[string]int{}, silent: map[string][]int{}}
	for i := range states {
		st := &states[i]
		health.Set(st, now)
		n.add(st, now)
	}
	n.worst = worstOf(states, worst, now)
	c.last.Store(n)
}

func (n *count) add(st *schedule.State, now time.Time) {
	country := countryOf(st)
	if n.health[country] == nil {
		n.health[country], n.silent[country] = map[string]int{}, make([]int, len(beyond))
	}
	n.health[country][st.Health]++
	_, times := health.Silence(st, now)
	for i, b := range beyond {
		if times > b.times {
			n.silent[country][i]++
		}
	}
}

// countryOf is the country a feed is filed under, if it can be one.
func countryOf(st *schedule.State) string {
	c := st.Feed.Country
	if len(c) == 2 && strings.Trim(c, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
		return c
	}
	return "unknown"
}

// worstOf returns the first n feeds by each measure, every feed once.
func worstOf(states []schedule.State, n int, now time.Time) []schedule.State {
	measures := []func(*schedule.State) float64{
		func(s *schedule.State) float64 { _, times := health.Silence(s, now); return times },
		func(s *schedule.State) float64 { return float64(s.Failures) },
		func(s *schedule.State) float64 { return s.Took.Seconds() },
	}
	chosen := map[string]bool{}
	var worst []schedule.State
	for _, measure := range measures {
		slices.SortFunc(states, func(a, b schedule.State) int {
			return cmp.Or(cmp.Compare(measure(&b), measure(&a)), cmp.Compare(a.Feed.ID, b.Feed.ID))
		})
		for _, s := range states[:min(max(n, 0), len(states))] {
			if measure(&s) > 0 && !chosen[s.Feed.ID] {
				chosen[s.Feed.ID] = true
				worst = append(worst, s)
			}
		}
	}
	return worst
}

// Describe implements prometheus.Collector.
func (c *census) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{c.feeds, c.silent, c.slowed, c.paused, c.info, c.silence, c.cadence, c.failed, c.took} {
		ch <- d
	}
}

// Collect implements prometheus.Collector.
func (c *census) Collect(ch chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	slowed, paused := c.keeper.Slowed()
	gauge(c.slowed, float64(slowed))
	gauge(c.paused, float64(paused))
	n := c.last.Load()
	if n == nil {
		return
	}
	for country := range n.health {
		for _, state := range health.All {
			gauge(c.feeds, float64(n.health[country][state]), country, state)
		}
		for i, b := range beyond {
			gauge(c.silent, float64(n.silent[country][i]), country, b.label)
		}
	}
	for i := range n.worst {
		c.feed(gauge, &n.worst[i], n.at)
	}
}

func (c *census) feed(gauge func(*prometheus.Desc, float64, ...string), s *schedule.State, now time.Time) {
	id := s.Feed.ID
	gauge(c.info, 1, id, cmp.Or(s.Feed.Title, s.Title), countryOf(s), s.Health)
	if !s.Newest.IsZero() {
		gauge(c.silence, max(now.Sub(s.Newest), 0).Seconds(), id)
	}
	if s.Cadence > 0 {
		gauge(c.cadence, s.Cadence.Seconds(), id)
	}
	gauge(c.failed, float64(s.Failures), id)
	gauge(c.took, s.Took.Seconds(), id)
}

// takeCensus counts how the feeds are that this fetcher looks after.
func (s *Service) takeCensus(ctx context.Context) {
	states, err := s.book.Of(ctx, *s.shards.Load())
	if err != nil {
		return
	}
	s.counts.feeds.Store(int64(len(states)))
	s.census.take(states, s.config.Worst, s.now())
}
