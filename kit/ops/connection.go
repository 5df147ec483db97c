package ops

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/rasad-project/rasad/kit/bus"
)

// connection is a collector of what a connection knows without asking.
type connection struct {
	conn                   *bus.Conn
	up, reconnects, expiry *prometheus.Desc
}

// Connection returns a collector of how the connection to the streams is.
func Connection(c *bus.Conn) prometheus.Collector {
	return &connection{
		conn:       c,
		up:         prometheus.NewDesc("rasad_nats_up", "1 while the connection to NATS stands.", nil, nil),
		reconnects: prometheus.NewDesc("rasad_nats_reconnects_total", "How often the connection to NATS was lost and made again.", nil, nil),
		expiry: prometheus.NewDesc("rasad_certificate_expiry_timestamp_seconds",
			"When a certificate of the connection to NATS runs out, by whose it is (nats_server: the first of its chain to do so; nats_client); absent without TLS.",
			[]string{"certificate"}, nil),
	}
}

// Describe implements prometheus.Collector.
func (c *connection) Describe(ch chan<- *prometheus.Desc) {
	ch <- c.up
	ch <- c.reconnects
	ch <- c.expiry
}

// Collect implements prometheus.Collector.
func (c *connection) Collect(ch chan<- prometheus.Metric) {
	up := 0.0
	if c.conn.Ready() == nil {
		up = 1
	}
	ch <- prometheus.MustNewConstMetric(c.up, prometheus.GaugeValue, up)
	ch <- prometheus.MustNewConstMetric(c.reconnects, prometheus.CounterValue, float64(c.conn.Reconnects()))
	for whose, until := range c.conn.Certificates() {
		ch <- prometheus.MustNewConstMetric(c.expiry, prometheus.GaugeValue, float64(until.Unix()), whose)
	}
}
