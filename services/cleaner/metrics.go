package cleaner

import (
	"context"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"github.com/rasad-project/rasad/kit/lang"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/ops"
	"github.com/rasad-project/rasad/services/cleaner/cut"
)

// metrics is what the cleaner tells of its work. Every label comes from a fixed
// list: the reasons of package cut, the known languages. Entries with nothing to
// tag are deliveries dropped, with their reason, in the metrics of the stage.
type metrics struct {
	cuts       *prometheus.CounterVec
	articles   *prometheus.CounterVec
	undated    prometheus.Counter
	confidence prometheus.Histogram
}

func newMetrics(reg prometheus.Registerer) *metrics {
	f := promauto.With(reg)
	m := &metrics{
		cuts: f.NewCounterVec(prometheus.CounterOpts{
			Name: "rasad_cuts_total", Help: "Blocks that were cut from articles, by reason.",
		}, []string{"reason"}),
		articles: f.NewCounterVec(prometheus.CounterOpts{
			Name: "rasad_articles_total", Help: "Articles, by language: en, fa, ur, ar, ps, und or other.",
		}, []string{"language"}),
		undated: f.NewCounter(prometheus.CounterOpts{
			Name: "rasad_articles_undated_total", Help: "Articles of which no trustworthy date is known.",
		}),
		confidence: f.NewHistogram(ops.Native(prometheus.HistogramOpts{
			Name: "rasad_article_confidence_ratio", Help: "How far independent readings of a page agree, 0 to 1.",
			Buckets: []float64{.1, .2, .3, .4, .5, .6, .7, .8, .9, .95, 1},
		})),
	}
	for _, reason := range cut.All() {
		m.cuts.WithLabelValues(reason)
	}
	for _, language := range lang.Labels {
		m.articles.WithLabelValues(language)
	}
	return m
}

func (m *metrics) observe(ctx context.Context, a *news.Article) {
	for _, b := range a.Blocks {
		if !b.Kept() {
			m.cuts.WithLabelValues(b.Cut).Inc()
		}
	}
	if a.Dropped != "" {
		return
	}
	m.articles.WithLabelValues(lang.Label(a.Language)).Inc()
	ops.Observe(ctx, m.confidence, a.Confidence)
	if !a.Published.Known() {
		m.undated.Inc()
	}
}
