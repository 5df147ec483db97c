package text

// Table holds what is known of some words, by their hashes. It is read only.
type Table[V any] struct {
	slots []slot[V] // open addressing, a power of two long, at most half full
}

type slot[V any] struct {
	hash  uint64 // 0 is an empty slot: no word has it
	value V
}

// NewTable returns a table of m.
func NewTable[V any](m map[uint64]V) Table[V] {
	size := 64
	for size < 2*len(m) {
		size *= 2
	}
	t := Table[V]{make([]slot[V], size)}
	mask := uint64(size - 1)
	for h, v := range m {
		i := h & mask
		for t.slots[i].hash != 0 {
			i = (i + 1) & mask
		}
		t.slots[i] = slot[V]{h, v}
	}
	return t
}

// Get returns what is known of the word of hash h, nil for nothing.
func (t *Table[V]) Get(h uint64) *V {
	mask := uint64(len(t.slots) - 1)
	for i := h & mask; ; i = (i + 1) & mask {
		switch s := &t.slots[i]; s.hash {
		case h:
			return &s.value
		case 0:
			return nil
		}
	}
}
