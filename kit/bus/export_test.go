package bus

import "github.com/nats-io/nats.go"

// Ask sends the requests of the pull in use to another subject from now on.
func (s *Source[T]) Ask(subject string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pull.mu.Lock()
	defer s.pull.mu.Unlock()
	s.pull.subject = subject
}

// Ahead returns how many messages the pull in use has fetched and nobody taken.
func (s *Source[T]) Ahead() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pull.mu.Lock()
	defer s.pull.mu.Unlock()
	return len(s.pull.queue)
}

// Subscribe listens on a subject.
func (c *Conn) Subscribe(subject string, cb nats.MsgHandler) (*nats.Subscription, error) {
	return c.nc.Subscribe(subject, cb)
}
