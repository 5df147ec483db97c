package text

// Table holds what is known of some words, by their hashes. It is read only.
type Table[V any] struct {
	filter []uint64  // eight bits a slot, set for the words that are known: most are not
	slots  []slot[V] // open addressing, a power of two long, at most half full
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
	t := Table[V]{make([]uint64, size/8), make([]slot[V], size)}
	mask := uint64(size - 1)
	for h, v := range m {
		i := h & mask
		for t.slots[i].hash != 0 {
			i = (i + 1) & mask
		}
		t.slots[i] = slot[V]{h, v}
		t.filter[t.word(h)] |= 1 << (h >> 58)
	}
	return t
}

// word is which of the filter's words has the bit of h.
func (t *Table[V]) word(h uint64) uint64 { return h >> 32 & uint64(len(t.filter)-1) }

// May reports whether the word of hash h may be known: what most words are not costs
// no more than this.
func (t *Table[V]) May(h uint64) bool { return t.filter[t.word(h)]>>(h>>58)&1 != 0 }

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
