package tagger

import (
	"context"
	"math"
	"net/url"
	"strconv"
	"strings"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"github.com/rasad-project/rasad/kit/lang"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/ops"
	"github.com/rasad-project/rasad/services/tagger/relevance"
	"github.com/rasad-project/rasad/services/tagger/tone"
	"github.com/rasad-project/rasad/services/tagger/watch"
)

// mostOutlets bounds the values of the label outlet.
const mostOutlets = 200

// The doubts about a relevant verdict: it may be a false alarm.
const (
	doubtScore = "score" // its score is less than doubtMargin above the least
	doubtEvent = "event" // nothing new was found that one party does to the other
)

// doubtMargin is how far above the least score a verdict is out of doubt.
const doubtMargin = 0.1

// The senses of an event's weight.
const (
	conflict    = "conflict"
	cooperation = "cooperation"
)

// metrics is what the tagger tells of its verdicts. Labels come from fixed lists,
// from the watch (the parties), or are kept few (the outlets). A verdict that is
// given again, after a crash or a retry, is counted again.
type metrics struct {
	verdicts *prometheus.CounterVec
	relevant *prometheus.CounterVec
	topics   *prometheus.CounterVec
	events   *prometheus.CounterVec
	weight   *prometheus.CounterVec
	outlets  *prometheus.CounterVec
	doubts   *prometheus.CounterVec
	score    prometheus.Histogram

	few *ops.Few
}

func newMetrics(reg prometheus.Registerer) *metrics {
	f := promauto.With(reg)
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return f.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	}
	m := &metrics{
		verdicts: counter("rasad_verdicts_total",
			"Verdicts given, by the article's language and by level: 0 not relevant, 1 a part of it is about the two parties, 2 all of it.", "language", "level"),
		relevant: counter("rasad_relevant_verdicts_total", "Relevant verdicts, by tone: cooperative, conflictual, mixed, neutral.", "tone"),
		topics:   counter("rasad_verdict_topics_total", "Topics of relevant verdicts, with the verdict's tone; one of two topics counts under both.", "topic", "tone"),
		events: counter("rasad_verdict_events_total",
			"Events in relevant verdicts that are news, not background: who (source) did what (action) to whom (target), and whether it is done, announced, called for or denied.",
			"source", "action", "target", "status"),
		weight: counter("rasad_verdict_event_weight_total",
			"Weight of these events on Goldstein's scale, 0 to 10 each, conflict and cooperation apart.", "sense"),
		outlets: counter("rasad_outlet_verdicts_total",
			"Verdicts on articles, by the outlet's host and whether they are relevant; of more than 200 outlets the later ones are other.", "outlet", "relevant"),
		doubts: counter("rasad_verdict_doubts_total",
			"Relevant verdicts that may be false alarms: the score is close to the least (score), or no event between the parties that is news was found (event).", "doubt"),
		score: f.NewHistogram(ops.Native(prometheus.HistogramOpts{
			Name: "rasad_verdict_score_ratio", Help: "Scores of the articles that name both parties, 0 to 1.",
			Buckets: []float64{.05, .1, .2, .3, .4, .45, .5, .55, .65, .75, .85, .95, 1},
		})),
		few: ops.NewFew(mostOutlets),
	}
	m.begin()
	return m
}

// begin starts at 0 what has a fixed list of labels, so that the first of each is
// seen as an increase.
func (m *metrics) begin() {
	for _, language := range lang.Labels {
		for level := relevance.Merely; level <= relevance.Main; level++ {
			m.verdicts.WithLabelValues(language, strconv.Itoa(int(level)))
		}
	}
	for _, t := range []string{tone.Cooperative, tone.Conflictual, tone.Mixed, tone.Neutral} {
		m.relevant.WithLabelValues(t)
		for _, topic := range watch.Topics {
			m.topics.WithLabelValues(topic, t)
		}
	}
	for _, sense := range []string{conflict, cooperation} {
		m.weight.WithLabelValues(sense)
	}
	for _, doubt := range []string{doubtScore, doubtEvent} {
		m.doubts.WithLabelValues(doubt)
	}
}

func (m *metrics) observe(ctx context.Context, v *news.Verdict) {
	if v.Article.Dropped != "" {
		return
	}
	m.verdicts.WithLabelValues(lang.Label(v.Article.Language), strconv.Itoa(v.Level)).Inc()
	m.outlets.WithLabelValues(m.few.Of(outlet(&v.Article.Entry.Feed)), strconv.FormatBool(v.Relevant)).Inc()
	if v.Score > 0 {
		ops.Observe(ctx, m.score, v.Score)
	}
	if v.Relevant {
		m.observeRelevant(v)
	}
}

func (m *metrics) observeRelevant(v *news.Verdict) {
	m.relevant.WithLabelValues(v.Tone).Inc()
	for _, topic := range v.Topics {
		m.topics.WithLabelValues(topic, v.Tone).Inc()
	}
	between := false
	for i := range v.Events {
		if e := &v.Events[i]; !e.Background {
			between = between || e.Source != news.Other && e.Target != news.Other
			m.observeEvent(e)
		}
	}
	if !between {
		m.doubts.WithLabelValues(doubtEvent).Inc()
	}
	if v.Score < relevance.Least+doubtMargin {
		m.doubts.WithLabelValues(doubtScore).Inc()
	}
}

func (m *metrics) observeEvent(e *news.Event) {
	m.events.WithLabelValues(e.Source, e.Action, e.Target, e.Status).Inc()
	sense := cooperation
	if e.Weight < 0 {
		sense = conflict
	}
	m.weight.WithLabelValues(sense).Add(math.Abs(e.Weight))
}

// outlet is the host that a feed is fetched from.
func outlet(f *news.Feed) string {
	u, err := url.Parse(f.URL)
	if err != nil || u.Hostname() == "" {
		return ops.Other
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}
