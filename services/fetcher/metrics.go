package fetcher

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"github.com/rasad-project/rasad/services/fetcher/health"
)

// metrics is what a fetcher is measured by. Every label has a closed list of
// values.
type metrics struct {
	polls   *prometheus.CounterVec
	seconds prometheus.Histogram
	bytes   *prometheus.CounterVec
	repairs *prometheus.CounterVec
	items   *prometheus.CounterVec
	pages   *prometheus.CounterVec
	feeds   *prometheus.GaugeVec
	missed  prometheus.Counter
	pushes  *prometheus.CounterVec
	late    prometheus.Histogram
	paused  prometheus.Gauge
}

func newMetrics(reg prometheus.Registerer) *metrics {
	f := promauto.With(reg)
	return &metrics{
		polls: f.NewCounterVec(prometheus.CounterOpts{
			Name: "rasad_polls_total", Help: "Polls of feeds, by outcome.",
		}, []string{"outcome"}),
		seconds: f.NewHistogram(prometheus.HistogramOpts{
			Name: "rasad_poll_duration_seconds", Help: "From the first request of a poll to the last byte of the document.",
			Buckets: []float64{.01, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60}, NativeHistogramBucketFactor: 1.1,
			NativeHistogramMaxBucketNumber: 100, NativeHistogramMinResetDuration: time.Hour,
		}),
		late: f.NewHistogram(prometheus.HistogramOpts{
			Name: "rasad_poll_delay_seconds", Help: "How long after its time a poll began.",
			Buckets: []float64{1, 5, 15, 60, 300, 900, 3600}, NativeHistogramBucketFactor: 1.1,
			NativeHistogramMaxBucketNumber: 100, NativeHistogramMinResetDuration: time.Hour,
		}),
		bytes: f.NewCounterVec(prometheus.CounterOpts{
			Name: "rasad_fetched_bytes_total", Help: "Bytes of documents (feed, page), received over the wire and decoded.",
		}, []string{"document", "as"}),
		repairs: f.NewCounterVec(prometheus.CounterOpts{
			Name: "rasad_feed_repairs_total", Help: "Feed documents in which something had to be mended, by what.",
		}, []string{"repair"}),
		items: f.NewCounterVec(prometheus.CounterOpts{
			Name: "rasad_items_total", Help: "Items of feed documents: new, revised, unchanged, twice (in one document), deferred to a later poll.",
		}, []string{"found"}),
		pages: f.NewCounterVec(prometheus.CounterOpts{
			Name: "rasad_pages_total", Help: "Pages of items fetched, by outcome.",
		}, []string{"outcome"}),
		feeds: f.NewGaugeVec(prometheus.GaugeOpts{
			Name: "rasad_feeds", Help: "Feeds this fetcher looks after, by how they are.",
		}, []string{"health"}),
		missed: f.NewCounter(prometheus.CounterOpts{
			Name: "rasad_items_missed_estimate_total", Help: "Items estimated to have come and gone between two polls without overlap.",
		}),
		pushes: f.NewCounterVec(prometheus.CounterOpts{
			Name: "rasad_websub_requests_total", Help: "Requests from WebSub hubs, by outcome.",
		}, []string{"outcome"}),
		paused: f.NewGauge(prometheus.GaugeOpts{
			Name: "rasad_polling_paused", Help: "1 while polling stands still because the cleaner lags.",
		}),
	}
}

// health shows how many feeds are how.
func (m *metrics) health(count map[string]int) {
	for _, state := range health.All {
		m.feeds.WithLabelValues(state).Set(float64(count[state]))
	}
}
