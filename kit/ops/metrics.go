package ops

import (
	"context"
	"runtime"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/stage"
)

// The classic buckets: a stage's work takes from a tenth of a millisecond to its
// limit of a minute, an item's way from milliseconds to days when its outlet was
// slow to publish. The rules in deploy/prometheus count on a bucket of 300 s.
var (
	workBuckets    = prometheus.ExponentialBuckets(0.0001, 4, 10)
	latencyBuckets = []float64{.005, .02, .1, .5, 1, 5, 15, 60, 300, 900, 3600, 6 * 3600, 24 * 3600, 7 * 24 * 3600}
)

// Metrics is what all stages of a process are measured by. It is safe for
// concurrent use.
type Metrics struct {
	reg         prometheus.Registerer
	deliveries  *prometheus.CounterVec
	redelivered *prometheus.CounterVec
	seconds     *prometheus.HistogramVec
	latency     *prometheus.HistogramVec
}

// NewMetrics registers the metrics of a process with reg.
func NewMetrics(reg prometheus.Registerer, version string) *Metrics {
	f := promauto.With(reg)
	f.NewGaugeVec(prometheus.GaugeOpts{
		Name: "rasad_build_info", Help: "1, labelled with the version of the code and of Go.",
	}, []string{"version", "go_version"}).WithLabelValues(version, runtime.Version()).Set(1)
	return &Metrics{
		reg: reg,
		deliveries: f.NewCounterVec(prometheus.CounterOpts{
			Name: "rasad_stage_deliveries_total",
			Help: "Deliveries that ended, by stage and outcome (passed, dropped, retried, dead); reason is set for dropped.",
		}, []string{"stage", "outcome", "reason"}),
		redelivered: f.NewCounterVec(prometheus.CounterOpts{
			Name: "rasad_stage_redeliveries_total",
			Help: "Of the deliveries that ended, those that were not the first of their message: retries, and work that a crash cut off.",
		}, []string{"stage"}),
		seconds: f.NewHistogramVec(Native(prometheus.HistogramOpts{
			Name: "rasad_stage_duration_seconds", Help: "From taking a delivery to settling it, by stage.", Buckets: workBuckets,
		}), []string{"stage"}),
		latency: f.NewHistogramVec(Native(prometheus.HistogramOpts{
			Name:    "rasad_item_latency_seconds",
			Help:    "How long ago an item was published (where a date with a zone is known) or seen, when it was seen, cleaned, tagged, stored.",
			Buckets: latencyBuckets,
		}), []string{"since", "at"}),
	}
}

// Native adds native buckets beside the classic ones: a tenth wide, 160 at most.
// Every histogram has both, so that a server of either kind can ask it.
func Native(o prometheus.HistogramOpts) prometheus.HistogramOpts {
	o.NativeHistogramBucketFactor = 1.1
	o.NativeHistogramMaxBucketNumber = 160
	o.NativeHistogramMinResetDuration = time.Hour
	return o
}

// Observe counts the end of a delivery. It is a stage's Observe hook.
func (m *Metrics) Observe(ctx context.Context, o stage.Outcome) {
	reason := ""
	if o.Kind == stage.Dropped {
		reason = o.Reason
	}
	count(ctx, m.deliveries.WithLabelValues(o.Stage, string(o.Kind), reason))
	Observe(ctx, m.seconds.WithLabelValues(o.Stage), o.Took.Seconds())
	if o.Attempt > 1 {
		m.redelivered.WithLabelValues(o.Stage).Inc()
	}
}

// InFlight reports what a stage holds, by asking it at every scrape, and starts
// its counts at 0, so that the first of each is seen as an increase.
func (m *Metrics) InFlight(stageName string, held func() (n int, oldest time.Time)) {
	for _, kind := range []stage.Kind{stage.Passed, stage.Retried, stage.Dead} {
		m.deliveries.WithLabelValues(stageName, string(kind), "")
	}
	m.redelivered.WithLabelValues(stageName)
	m.seconds.WithLabelValues(stageName)

	labels := prometheus.Labels{"stage": stageName}
	f := promauto.With(m.reg)
	f.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "rasad_stage_in_flight", Help: "Deliveries being worked on.", ConstLabels: labels,
	}, func() float64 {
		n, _ := held()
		return float64(n)
	})
	f.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "rasad_stage_oldest_in_flight_seconds", Help: "How long the oldest of them has been held; 0 for none.", ConstLabels: labels,
	}, func() float64 {
		_, oldest := held()
		if oldest.IsZero() {
			return 0
		}
		return time.Since(oldest).Seconds()
	})
}

// The points of an item's way at which Latency measures.
const (
	AtSeen    = "seen"
	AtCleaned = "cleaned"
	AtTagged  = "tagged"
	AtStored  = "stored"
)

// Latency observes how old an item is at a point of its way: since it was seen
// and, where that is known to the second and in a stated zone, since it was
// published. A date in the future counts as 0.
func (m *Metrics) Latency(ctx context.Context, at string, e *news.Entry, published news.Date) {
	now := time.Now()
	if at != AtSeen {
		Observe(ctx, m.latency.WithLabelValues("seen", at), max(now.Sub(e.Seen).Seconds(), 0))
	}
	if published.Known() && published.Zone == news.Stated {
		Observe(ctx, m.latency.WithLabelValues("published", at), max(now.Sub(published.Time).Seconds(), 0))
	}
}
