package fetcher

import (
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"github.com/rasad-project/rasad/kit/ops"
	"github.com/rasad-project/rasad/services/fetcher/feed"
	"github.com/rasad-project/rasad/services/fetcher/web"
	"github.com/rasad-project/rasad/services/fetcher/websub"
)

// metrics is what a fetcher is measured by, besides its [census]. Every label has
// a closed list of values.
type metrics struct {
	polls   *prometheus.CounterVec
	seconds prometheus.Histogram
	bytes   *prometheus.CounterVec
	repairs *prometheus.CounterVec
	items   *prometheus.CounterVec
	pages   *prometheus.CounterVec
	missed  prometheus.Counter
	pushes  *prometheus.CounterVec
	late    prometheus.Histogram
	paused  prometheus.Gauge
}

func newMetrics(reg prometheus.Registerer) *metrics {
	f := promauto.With(reg)
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return f.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	}
	m := &metrics{
		polls: counter("rasad_polls_total", "Polls of feeds, by outcome.", "outcome"),
		seconds: f.NewHistogram(ops.Native(prometheus.HistogramOpts{
			Name: "rasad_poll_duration_seconds", Help: "From the first request of a poll to the last byte of the document.",
			Buckets: []float64{.01, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60},
		})),
		late: f.NewHistogram(ops.Native(prometheus.HistogramOpts{
			Name: "rasad_poll_delay_seconds", Help: "How long after its time a poll began.",
			Buckets: []float64{1, 5, 15, 60, 300, 900, 3600},
		})),
		bytes:   counter("rasad_fetched_bytes_total", "Bytes of documents (feed, page), received over the wire and decoded.", "document", "as"),
		repairs: counter("rasad_feed_repairs_total", "Feed documents in which something had to be mended, by what.", "repair"),
		items: counter("rasad_items_total",
			"Items of feed documents: new, revised, unchanged, twice (in one document), deferred to a later poll.", "found"),
		pages: counter("rasad_pages_total", "Pages of items fetched, by outcome.", "outcome"),
		missed: f.NewCounter(prometheus.CounterOpts{
			Name: "rasad_items_missed_estimate_total", Help: "Items estimated to have come and gone between two polls without overlap.",
		}),
		pushes: counter("rasad_websub_requests_total", "Requests from WebSub hubs, by outcome.", "outcome"),
		paused: f.NewGauge(prometheus.GaugeOpts{
			Name: "rasad_polling_paused", Help: "1 while polling stands still because the cleaner lags.",
		}),
	}
	m.begin()
	return m
}

// begin starts at 0 what has a fixed list of labels, so that the first of each is
// seen as an increase.
func (m *metrics) begin() {
	start(m.polls, notModified, unchanged, readAll, owed, gone, throttled, refused, trouble, odd, unreadable, overBudget, putFailed, panicked)
	start(m.pages, pageOK, pageDenied, pageStatus, pageTrouble, pageKind)
	for _, kind := range web.Kinds {
		start(m.polls, string(kind))
		start(m.pages, string(kind))
	}
	start(m.repairs, feed.Repairs...)
	start(m.items, itemNew, itemRevised, itemUnchanged, itemTwice, itemDeferred)
	start(m.pushes, websub.Confirmed, websub.Denied, websub.Unwanted, websub.Forged, websub.Delivered, websub.Oversize, websub.Failed, websub.Malformed)
	for _, document := range []string{"feed", "page"} {
		m.bytes.WithLabelValues(document, "received")
		m.bytes.WithLabelValues(document, "decoded")
	}
}

func start(c *prometheus.CounterVec, values ...string) {
	for _, v := range values {
		c.WithLabelValues(v)
	}
}
