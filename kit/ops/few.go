package ops

import "sync"

// Other stands for the values of a label beyond those that it may have.
const Other = "other"

// Few keeps the values of a label few, whatever is counted: the first that come
// are themselves, all that come later are [Other]. It is safe for concurrent use.
type Few struct {
	most int

	mu   sync.Mutex
	seen map[string]bool
}

// NewFew returns a Few that lets at most that many values through.
func NewFew(most int) *Few { return &Few{most: most, seen: map[string]bool{}} }

// Of returns value, or [Other].
func (f *Few) Of(value string) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.seen[value] {
		return value
	}
	if len(f.seen) >= f.most {
		return Other
	}
	f.seen[value] = true
	return value
}
