package site

import (
	"maps"
	"math"
	"slices"
)

// permutations is how many MinHash values stand for an article.
const permutations = 3

// signature stands for an article: near-copies of it share most of its values
// (Broder, "On the resemblance and containment of documents", 1997).
type signature [permutations]uint32

// signatures is a set of articles in which near-copies count once: for each
// permutation the smallest values. What is kept of a union does not depend on the
// order in which it is made.
type signatures [permutations][]uint32

func (s *signatures) add(a signature, most int) {
	for p, v := range a {
		s[p] = insert(s[p], v, most)
	}
}

func (s *signatures) merge(other *signatures, most int) {
	for p, values := range other {
		for _, v := range values {
			s[p] = insert(s[p], v, most)
		}
	}
}

// seen is the articles in which a line stood. Nearly every line stands in one: that
// one takes no memory but its own, and the collector does not look for more.
type seen struct {
	first signature   // when it is the only one
	more  *signatures // else all of them
}

func (s *seen) add(a signature) {
	if s.more == nil {
		if a == s.first {
			return
		}
		s.more = s.all()
	}
	s.more.add(a, mostSeen)
}

func (s *seen) merge(other seen) {
	if other.more == nil {
		s.add(other.first)
		return
	}
	s.more = s.all()
	s.more.merge(other.more, mostSeen)
}

// copy returns s with nothing that belongs to s.
func (s seen) copy() seen {
	if s.more == nil {
		return s
	}
	set := &signatures{}
	set.merge(s.more, mostSeen)
	return seen{more: set}
}

// all returns the articles as a set.
func (s *seen) all() *signatures {
	if s.more != nil {
		return s.more
	}
	set := &signatures{}
	set.add(s.first, mostSeen)
	return set
}

func (s *seen) count() int {
	if s.more == nil {
		return 1
	}
	return s.more.count(mostSeen)
}

// count is how many different articles there are, as the permutation tells that
// tells the fewest apart. Beyond the most that are kept it is estimated from the
// largest of them (Bar-Yossef et al., "Counting distinct elements in a data
// stream", 2002).
func (s *signatures) count(most int) int {
	n := math.MaxInt
	for _, values := range s {
		size := len(values)
		if size >= most {
			size = int(float64(most-1) / (float64(values[most-1]) + 1) * (1 << 32))
		}
		n = min(n, size)
	}
	return n
}

// insert adds v to a sorted set and keeps its smallest values.
func insert(set []uint32, v uint32, most int) []uint32 {
	at, found := slices.BinarySearch(set, v)
	if found || at >= most {
		return set
	}
	set = slices.Insert(set, at, v)
	return set[:min(len(set), most)]
}

// trim keeps the entries with the smallest keys. An entry that is kept at the end
// was never dropped on the way, so that its value is whole.
func trim[V any](m map[uint64]V, most int) {
	if len(m) <= most {
		return
	}
	keys := slices.Sorted(maps.Keys(m))
	for _, k := range keys[most:] {
		delete(m, k)
	}
}

// trimCounts keeps the entries with the largest counts, the smallest keys among
// equals.
func trimCounts(m map[uint64]int, most int) {
	if len(m) <= most {
		return
	}
	keys := slices.Collect(maps.Keys(m))
	slices.SortFunc(keys, func(a, b uint64) int {
		if m[a] != m[b] {
			return m[b] - m[a]
		}
		if a < b {
			return -1
		}
		return 1
	})
	for _, k := range keys[most:] {
		delete(m, k)
	}
}
