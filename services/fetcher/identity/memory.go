package identity

import (
	"cmp"
	"slices"
	"time"
)

// Record is what is remembered of an item.
type Record struct {
	ID        string // 32 hexadecimal digits
	keys      keys
	title     Hash
	body      Hash
	published int64
	seen      int64 // when a poll last met it: seconds since 1970
	tries     uint8 // how often it was put off
	pending   bool  // it was never passed on
}

// Memory is what is remembered of a feed's items. The zero value remembers
// nothing. It is not safe for concurrent use.
type Memory struct {
	Records []Record
}

const (
	// keepAtLeast is how many items no longer listed are remembered at least.
	keepAtLeast = 200
	// keepTimes is how many times the number of listed items is remembered.
	keepTimes = 4
)

// Dates returns when the items that are remembered were published, newest first.
func (m *Memory) Dates() []time.Time {
	dates := make([]time.Time, 0, len(m.Records))
	for _, r := range m.Records {
		if r.published != 0 {
			dates = append(dates, time.Unix(r.published, 0).UTC())
		}
	}
	slices.SortFunc(dates, func(a, b time.Time) int { return b.Compare(a) })
	return dates
}

// trim forgets the items longest not listed, beyond what listed items justify.
func (m *Memory) trim(listed int) {
	most := max(keepAtLeast, keepTimes*listed) + listed
	if len(m.Records) <= most {
		return
	}
	slices.SortStableFunc(m.Records, func(a, b Record) int { return cmp.Compare(b.seen, a.seen) })
	m.Records = slices.Delete(m.Records, most, len(m.Records))
}
