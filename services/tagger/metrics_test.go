package tagger

import (
	"fmt"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/rasad-project/rasad/kit/news"
)

// TestMetricsCountWhatAnAnalystAsks counts two relevant verdicts, one in doubt,
// one that is not relevant and one on a dropped article.
func TestMetricsCountWhatAnAnalystAsks(t *testing.T) {
	reg := prometheus.NewRegistry()
	m := newMetrics(reg)
	from := func(language string) news.Article {
		return news.Article{Language: language, Entry: news.Entry{Feed: news.Feed{URL: "https://www.Herald.test/rss"}}}
	}
	m.observe(t.Context(), &news.Verdict{
		Article: from("en"), Relevant: true, Level: 2, Score: 0.9, Tone: "conflictual", Topics: []string{"border", "military"},
		Events: []news.Event{
			{Source: "IRN", Action: "ASSAULT", Target: "PAK", Status: "done", Weight: -9},
			{Source: "PAK", Action: "REQUEST", Target: "IRN", Status: "announced", Weight: 1.5},
			{Source: "PAK", Action: "ASSAULT", Target: "IRN", Status: "done", Weight: -9, Background: true},
		},
	})
	m.observe(t.Context(), &news.Verdict{
		Article: from("xx"), Relevant: true, Level: 1, Score: 0.46, Tone: "neutral", Topics: []string{"trade"},
		Events: []news.Event{{Source: "IRN", Action: "STATE", Target: "OTHER", Status: "done"}},
	})
	m.observe(t.Context(), &news.Verdict{Article: from("en"), Tone: "neutral"})
	m.observe(t.Context(), &news.Verdict{Article: news.Article{Dropped: "empty"}})

	wantCounts(t, reg, map[string]float64{
		`rasad_verdicts_total{language="en",level="2"}`:                                             1,
		`rasad_verdicts_total{language="other",level="1"}`:                                          1,
		`rasad_verdicts_total{language="en",level="0"}`:                                             1,
		`rasad_relevant_verdicts_total{tone="conflictual"}`:                                         1,
		`rasad_relevant_verdicts_total{tone="neutral"}`:                                             1,
		`rasad_verdict_topics_total{tone="conflictual",topic="border"}`:                             1,
		`rasad_verdict_topics_total{tone="conflictual",topic="military"}`:                           1,
		`rasad_verdict_topics_total{tone="neutral",topic="trade"}`:                                  1,
		`rasad_verdict_events_total{action="ASSAULT",source="IRN",status="done",target="PAK"}`:      1,
		`rasad_verdict_events_total{action="REQUEST",source="PAK",status="announced",target="IRN"}`: 1,
		`rasad_verdict_events_total{action="STATE",source="IRN",status="done",target="OTHER"}`:      1,
		`rasad_verdict_event_weight_total{sense="conflict"}`:                                        9,
		`rasad_verdict_event_weight_total{sense="cooperation"}`:                                     1.5,
		`rasad_outlet_verdicts_total{outlet="herald.test",relevant="true"}`:                         2,
		`rasad_outlet_verdicts_total{outlet="herald.test",relevant="false"}`:                        1,
		`rasad_verdict_doubts_total{doubt="score"}`:                                                 1,
		`rasad_verdict_doubts_total{doubt="event"}`:                                                 1,
	})
}

// TestOutletsAreKeptFew: a list of a hundred thousand feeds makes 201 labels.
func TestOutletsAreKeptFew(t *testing.T) {
	reg := prometheus.NewRegistry()
	m := newMetrics(reg)
	for i := range 1000 {
		m.observe(t.Context(), &news.Verdict{Article: news.Article{Entry: news.Entry{Feed: news.Feed{URL: fmt.Sprintf("https://%d.test/rss", i)}}}})
	}
	if n, err := testutil.GatherAndCount(reg, "rasad_outlet_verdicts_total"); err != nil || n != mostOutlets+1 {
		t.Errorf("%d outlets, %v; want %d", n, err, mostOutlets+1)
	}
}

// wantCounts wants these counters, and every other one at 0.
func wantCounts(t *testing.T, reg *prometheus.Registry, want map[string]float64) {
	t.Helper()
	families, err := reg.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			if m.GetCounter() == nil {
				continue
			}
			var labels []string
			for _, l := range m.GetLabel() {
				labels = append(labels, fmt.Sprintf("%s=%q", l.GetName(), l.GetValue()))
			}
			name := f.GetName() + "{" + strings.Join(labels, ",") + "}"
			if got := m.GetCounter().GetValue(); got != want[name] {
				t.Errorf("%s: got %v, want %v", name, got, want[name])
			}
			delete(want, name)
		}
	}
	for name := range want {
		t.Errorf("%s was not counted", name)
	}
}
