package ops

import (
	"context"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/rasad-project/rasad/kit/store"
)

// ledgerEvery is how often a store is asked to add up all it holds, which costs it
// a walk through an index.
const ledgerEvery = 5 * time.Minute

// stored is a collector of what a store holds.
type stored struct {
	store store.Store

	mu     sync.Mutex // guards ledger and asked
	ledger *store.Ledger
	asked  time.Time

	up, size, disk, free, items *prometheus.Desc
}

// Store returns a collector of what s takes up and holds. A scrape at which it
// cannot be asked has rasad_store_up 0 and none of the others; one at which it
// cannot add up its items in time lacks those, or has the last.
func Store(s store.Store) prometheus.Collector {
	plain := func(name, help string) *prometheus.Desc {
		return prometheus.NewDesc("rasad_store_"+name, help, nil, nil)
	}
	return &stored{
		store: s,
		up:    plain("up", "1 when the store answered at this scrape."),
		size:  plain("size_bytes", "What the store takes up, indexes and logs included."),
		disk:  plain("disk_size_bytes", "Size of the disk the store is on; absent when it is another machine's."),
		free:  plain("disk_free_bytes", "What is free on that disk."),
		items: prometheus.NewDesc("rasad_store_items",
			"Items in the store, by what became of them (relevant, irrelevant, dropped); added up every five minutes.", []string{"fate"}, nil),
	}
}

// Describe implements prometheus.Collector.
func (s *stored) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{s.up, s.size, s.disk, s.free, s.items} {
		ch <- d
	}
}

// Collect implements prometheus.Collector.
func (s *stored) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), statsTimeout)
	defer cancel()
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	size, err := s.store.Size(ctx)
	if err != nil {
		gauge(s.up, 0)
		return
	}
	gauge(s.up, 1)
	gauge(s.size, float64(size.Bytes))
	if size.Disk > 0 {
		gauge(s.disk, float64(size.Disk))
		gauge(s.free, float64(size.Free))
	}
	if l := s.recount(ctx); l != nil {
		total := l.Total
		gauge(s.items, float64(total.Relevant), "relevant")
		gauge(s.items, float64(total.Stored-total.Relevant), "irrelevant")
		gauge(s.items, float64(total.Items()-total.Stored), "dropped")
	}
}

// recount returns the ledger, not older than ledgerEvery where the store could add
// it up in time; nil when it never could. A walk that takes too long says nothing
// against the store.
func (s *stored) recount(ctx context.Context) *store.Ledger {
	s.mu.Lock()
	defer s.mu.Unlock()
	if time.Since(s.asked) >= ledgerEvery {
		s.asked = time.Now()
		if ledger, err := s.store.Counts(ctx); err == nil {
			s.ledger = ledger
		}
	}
	return s.ledger
}
