package cleaner

import (
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"github.com/rasad-project/rasad/kit/lang"
	"github.com/rasad-project/rasad/kit/news"
)

// metrics is what the cleaner tells of its work. Every label comes from a fixed
// list: the reasons of package cut, the kinds of page, the known languages.
type metrics struct {
	cuts       *prometheus.CounterVec
	articles   *prometheus.CounterVec
	dropped    *prometheus.CounterVec
	undated    prometheus.Counter
	confidence prometheus.Histogram
}

func newMetrics(reg prometheus.Registerer) *metrics {
	f := promauto.With(reg)
	return &metrics{
		cuts: f.NewCounterVec(prometheus.CounterOpts{
			Name: "rasad_cleaner_cuts_total", Help: "Blocks that were cut, by reason.",
		}, []string{"reason"}),
		articles: f.NewCounterVec(prometheus.CounterOpts{
			Name: "rasad_cleaner_articles_total", Help: "Articles, by language: en, fa, ur, ar, ps, und or other.",
		}, []string{"language"}),
		dropped: f.NewCounterVec(prometheus.CounterOpts{
			Name: "rasad_cleaner_dropped_total", Help: "Entries with nothing to tag, by reason.",
		}, []string{"reason"}),
		undated: f.NewCounter(prometheus.CounterOpts{
			Name: "rasad_cleaner_undated_total", Help: "Articles of which no trustworthy date is known.",
		}),
		confidence: f.NewHistogram(prometheus.HistogramOpts{
			Name: "rasad_cleaner_confidence", Help: "How far independent readings of a page agree, 0 to 1.",
			Buckets: []float64{.1, .2, .3, .4, .5, .6, .7, .8, .9, .95, 1},
		}),
	}
}

func (m *metrics) observe(a *news.Article) {
	for _, b := range a.Blocks {
		if !b.Kept() {
			m.cuts.WithLabelValues(b.Cut).Inc()
		}
	}
	if a.Dropped != "" {
		m.dropped.WithLabelValues(a.Dropped).Inc()
		return
	}
	m.articles.WithLabelValues(languageLabel(a.Language)).Inc()
	m.confidence.Observe(a.Confidence)
	if !a.Published.Known() {
		m.undated.Inc()
	}
}

// languageLabel keeps the label's values few, whatever pages declare.
func languageLabel(code string) string {
	if isKnown(code) || code == lang.Unknown {
		return code
	}
	return "other"
}
