package fetcher

import (
	"context"
	"time"

	"github.com/rasad-project/rasad/kit/bus"
	"github.com/rasad-project/rasad/kit/host"
)

// lagEvery is how often the cleaner's lag is looked at.
const lagEvery = 5 * time.Second

// watchLag stops polling while more entries wait for the cleaner than MaxLag,
// until half of them are gone: the streams keep by limits and push nobody back.
func (s *Service) watchLag(ctx context.Context) error {
	for {
		s.lookAtLag(ctx)
		if !wait(ctx, lagEvery) {
			return nil
		}
	}
}

// lookAtLag asks how many entries wait. While that cannot be told, what was known
// stands.
func (s *Service) lookAtLag(ctx context.Context) {
	cleaner := s.host.Topology.Consumer(host.Cleaner)
	stats, err := s.host.Bus.Stats(ctx, bus.Topology{Consumers: []bus.Consumer{cleaner}})
	if err == nil && len(stats.Consumers) == 1 {
		s.weigh(stats.Consumers[0].Pending + uint64(stats.Consumers[0].AckPending))
	}
}

// weigh stops or resumes polling by how many entries wait.
func (s *Service) weigh(waiting uint64) {
	most := uint64(max(s.config.MaxLag, 1))
	switch paused := s.paused.Load(); {
	case !paused && waiting > most:
		s.paused.Store(true)
		s.metrics.paused.Set(1)
		s.log.Warn("polling pauses", "waiting", waiting, "most", most)
	case paused && waiting <= most/2:
		s.paused.Store(false)
		s.metrics.paused.Set(0)
		s.log.Info("polling resumes", "waiting", waiting)
	}
}

// wait waits for d and reports whether ctx lasted that long.
func wait(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
