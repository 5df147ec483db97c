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

// Subscribe listens on a subject.
func (c *Conn) Subscribe(subject string, cb nats.MsgHandler) (*nats.Subscription, error) {
	return c.nc.Subscribe(subject, cb)
}
