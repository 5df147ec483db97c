package store

// Add enters n items of a feed: dropped for a reason, or stored if reason is "".
func (l *Ledger) Add(feed, reason string, n, relevant int) {
	if l.Feeds == nil {
		l.Feeds = map[string]Count{}
	}
	l.Feeds[feed] = l.Feeds[feed].plus(reason, n, relevant)
	l.Total = l.Total.plus(reason, n, relevant)
}

func (c Count) plus(reason string, n, relevant int) Count {
	if reason == "" {
		c.Stored += n
		c.Relevant += relevant
		return c
	}
	if c.Dropped == nil {
		c.Dropped = map[string]int{}
	}
	c.Dropped[reason] += n
	return c
}
