package ops

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/rasad-project/rasad/kit/bus"
)

// statsTimeout bounds the questions to the server at a scrape.
const statsTimeout = 5 * time.Second

// streams is a collector that asks for the state of streams and consumers at
// every scrape.
type streams struct {
	stats func(context.Context) (bus.Stats, error)

	up, messages, bytes, limit, first, last, deleted    *prometheus.Desc
	pending, unsettled, lag, redelivered, gaps, expired *prometheus.Desc
	letters                                             *prometheus.Desc
}

// Streams returns a collector of what stats reports. A scrape at which stats
// fails has rasad_streams_up 0 and none of the others.
func Streams(stats func(context.Context) (bus.Stats, error)) prometheus.Collector {
	stream := func(name, help string) *prometheus.Desc {
		return prometheus.NewDesc("rasad_stream_"+name, help, []string{"stream"}, nil)
	}
	consumer := func(name, help string) *prometheus.Desc {
		return prometheus.NewDesc("rasad_consumer_"+name, help, []string{"stream", "consumer"}, nil)
	}
	return &streams{
		stats:       stats,
		up:          prometheus.NewDesc("rasad_streams_up", "1 when the state of the streams could be read at this scrape.", nil, nil),
		messages:    stream("messages", "Messages in the stream."),
		bytes:       stream("size_bytes", "Size of the stream."),
		limit:       stream("limit_bytes", "How large the stream may grow before its oldest messages go; absent without such a bound."),
		first:       stream("first_sequence", "Sequence of the first message kept."),
		last:        stream("last_sequence", "Sequence of the last message."),
		deleted:     stream("deleted_messages", "Sequences between first and last that hold no message. More than 0 on a news stream is damage."),
		pending:     consumer("pending_messages", "Messages never delivered to this consumer yet."),
		unsettled:   consumer("unsettled_messages", "Messages delivered and not settled yet, those waiting for a retry among them."),
		redelivered: consumer("redelivered_messages", "Unsettled messages that were delivered more than once."),
		lag:         consumer("lag_seconds", "How long the oldest message that is not settled has been in the stream; 0 for none."),
		gaps:        consumer("gaps_total", "Messages missing from what this process read in order. More than 0 is damage."),
		expired:     consumer("expired_messages", "Messages that left the stream, by age or size, before they were settled."),
		letters:     prometheus.NewDesc("rasad_dead_letters", "Dead letters that wait for an operator, by the stage that wrote them.", []string{"stage"}, nil),
	}
}

// Describe implements prometheus.Collector.
func (s *streams) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{
		s.up, s.messages, s.bytes, s.limit, s.first, s.last, s.deleted,
		s.pending, s.unsettled, s.lag, s.redelivered, s.gaps, s.expired, s.letters,
	} {
		ch <- d
	}
}

// Collect implements prometheus.Collector.
func (s *streams) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), statsTimeout)
	defer cancel()
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	all, err := s.stats(ctx)
	if err != nil {
		gauge(s.up, 0)
		return
	}
	gauge(s.up, 1)
	for _, st := range all.Streams {
		gauge(s.messages, float64(st.Messages), st.Name)
		gauge(s.bytes, float64(st.Bytes), st.Name)
		if st.MaxBytes > 0 {
			gauge(s.limit, float64(st.MaxBytes), st.Name)
		}
		gauge(s.first, float64(st.FirstSeq), st.Name)
		gauge(s.last, float64(st.LastSeq), st.Name)
		gauge(s.deleted, float64(st.NumDeleted), st.Name)
	}
	for _, c := range all.Consumers {
		gauge(s.pending, float64(c.Pending), c.Stream, c.Name)
		gauge(s.unsettled, float64(c.AckPending), c.Stream, c.Name)
		gauge(s.redelivered, float64(c.Redelivered), c.Stream, c.Name)
		gauge(s.lag, c.LagAge.Seconds(), c.Stream, c.Name)
		gauge(s.expired, float64(c.Expired), c.Stream, c.Name)
		ch <- prometheus.MustNewConstMetric(s.gaps, prometheus.CounterValue, float64(c.Gaps), c.Stream, c.Name)
		if _, any := all.Letters[c.Name]; !any && all.Letters != nil {
			gauge(s.letters, 0, c.Name) // a consumer is named for its stage
		}
	}
	for name, n := range all.Letters {
		gauge(s.letters, float64(n), name)
	}
}
