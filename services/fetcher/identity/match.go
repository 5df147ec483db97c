package identity

import (
	"math"
	"slices"
	"strings"
	"time"
)

// Finding is what is known of an item after it was looked for.
type Finding struct {
	ID       string
	Revision string
	// New is an item not met before; Change is what changed of one that was:
	// "title", "body" or "title,body". Neither is an item that is known.
	New    bool
	Change string
	// Twice is an item that the same document holds already.
	Twice bool
	// Tries is how often the item was put off before: see [Memory.Defer].
	Tries int

	record      int  // its place in Records
	title, body Hash // of what was passed on before
}

// Known reports whether there is nothing to pass on.
func (f Finding) Known() bool { return f.Twice || !f.New && f.Change == "" }

// Match looks for the items of a document in the memory, which learns them. The
// findings are in the order of the items. feed is the feed's ID.
//
// Items are matched under their most telling name first, all of them under one
// name before any under the next, and a record answers to one item only; so an
// item whose id changes with every poll is found by its link, while one that
// only shares a title with another is not taken for it. A name that several
// different items of a document share names nobody. A name is overruled when
// everything else about the item speaks against it.
func (m *Memory) Match(feed string, items []Item, now time.Time) []Finding {
	x := &matching{memory: m, feed: feed, now: now.Unix(), facts: make([]facts, len(items)), found: make([]int, len(items))}
	for i, it := range items {
		x.facts[i] = read(it)
		x.found[i] = -1
	}
	x.weaken()
	x.look()
	out := make([]Finding, len(items))
	for i := range items {
		out[i] = x.settle(i)
	}
	m.trim(len(items))
	return out
}

// Overlap reports whether any of the findings is of an item met before. Without
// one, items may have come and gone between two polls.
func Overlap(all []Finding) bool {
	return slices.ContainsFunc(all, func(f Finding) bool { return !f.New })
}

// Defer puts an item off: the next Match finds it as this one did. A failure to get
// what it needs counts up Tries.
func (m *Memory) Defer(f Finding, failed bool) {
	i := m.index(f)
	if i < 0 {
		return
	}
	r := &m.Records[i]
	r.tries = uint8(f.Tries)
	if failed {
		r.tries = uint8(min(f.Tries+1, math.MaxUint8))
	}
	r.pending = f.New
	if !f.New {
		r.title, r.body = f.title, f.body
	}
}

// index finds the record of a finding; records move when a memory is trimmed.
func (m *Memory) index(f Finding) int {
	if f.record < len(m.Records) && m.Records[f.record].ID == f.ID {
		return f.record
	}
	return slices.IndexFunc(m.Records, func(r Record) bool { return r.ID == f.ID })
}

type matching struct {
	memory *Memory
	feed   string
	now    int64
	facts  []facts
	found  []int // record of each item, -1 for none
	taken  map[int]bool
}

// weaken drops names that different items of the document share.
func (x *matching) weaken() {
	for kind := range kinds {
		first := make(map[Hash]int, len(x.facts))
		weak := map[Hash]bool{}
		for i, f := range x.facts {
			k := f.keys[kind]
			j, shared := first[k]
			switch {
			case k == 0:
			case !shared:
				first[k] = i
			case !same(f, x.facts[j]):
				weak[k] = true
			}
		}
		for i := range x.facts {
			if weak[x.facts[i].keys[kind]] {
				x.facts[i].keys[kind], x.facts[i].text[kind] = 0, ""
			}
		}
	}
}

// same reports whether two items of one document that share a name are one item
// given twice.
func same(a, b facts) bool {
	return a.title == b.title && a.keys[byURL] == b.keys[byURL] && a.published == b.published
}

// look gives each item its record, kind of name by kind of name.
func (x *matching) look() {
	x.taken = make(map[int]bool, len(x.facts))
	for kind := range kinds {
		at := make(map[Hash][]int, len(x.memory.Records))
		for i, r := range x.memory.Records {
			if r.keys[kind] != 0 {
				at[r.keys[kind]] = append(at[r.keys[kind]], i)
			}
		}
		for i, f := range x.facts {
			if x.found[i] >= 0 || f.keys[kind] == 0 {
				continue
			}
			for _, r := range at[f.keys[kind]] {
				if !x.taken[r] && x.memory.Records[r].agrees(f, kind) {
					x.found[i], x.taken[r] = r, true
					break
				}
			}
		}
	}
}

// agrees reports whether a record that shares a name of one kind with an item is
// that item's. An id reused for another item differs in address, title and time;
// an address that is every item's, in title and time.
func (r *Record) agrees(f facts, kind int) bool {
	title := r.title == f.title
	published := r.published == f.published || r.published == 0 || f.published == 0
	switch kind {
	case byGUID, byAlias:
		address := r.keys[byURL] == f.keys[byURL] || r.keys[byURL] == 0 || f.keys[byURL] == 0
		return title || published || address
	case byURL:
		return title || published
	}
	return true
}

// settle turns what was found of item i into a finding and makes the memory
// remember it.
func (x *matching) settle(i int) Finding {
	f := x.facts[i]
	at := x.found[i]
	if at < 0 {
		if twin := x.twin(i); twin >= 0 {
			return Finding{ID: x.memory.Records[twin].ID, Revision: revision(f.title, f.body), Twice: true, record: twin}
		}
		return x.learn(i)
	}
	r := &x.memory.Records[at]
	out := Finding{
		ID: r.ID, Revision: revision(f.title, f.body), New: r.pending, Tries: int(r.tries), record: at, title: r.title, body: r.body,
	}
	if !r.pending {
		out.Change = r.change(f)
	}
	r.take(f, x.now)
	return out
}

// twin returns the record that another item of the document, which is the same
// item, was given; -1 for none.
func (x *matching) twin(i int) int {
	for j := range i {
		if x.found[j] >= 0 && x.facts[j].keys == x.facts[i].keys && same(x.facts[j], x.facts[i]) {
			return x.found[j]
		}
	}
	return -1
}

func (x *matching) learn(i int) Finding {
	f := x.facts[i]
	r := Record{ID: x.mint(f)}
	r.take(f, x.now)
	x.memory.Records = append(x.memory.Records, r)
	x.found[i] = len(x.memory.Records) - 1
	x.taken[x.found[i]] = true
	return Finding{ID: r.ID, Revision: revision(f.title, f.body), New: true, record: x.found[i]}
}

// mint makes an ID no record has: a name that once was another item's is passed
// over.
func (x *matching) mint(f facts) string {
	free := func(kind int) bool {
		return f.keys[kind] != 0 && !slices.ContainsFunc(x.memory.Records, func(r Record) bool { return r.keys[kind] == f.keys[kind] })
	}
	return f.mint(x.feed, free)
}

// change returns what of a remembered item differs from f.
func (r *Record) change(f facts) string {
	var parts []string
	if r.title != f.title {
		parts = append(parts, "title")
	}
	if r.body != f.body {
		parts = append(parts, "body")
	}
	return strings.Join(parts, ",")
}

// take makes r remember f as the item stands now. A name the item no longer
// gives is kept: it may come back.
func (r *Record) take(f facts, now int64) {
	for kind, k := range f.keys {
		if k != 0 {
			r.keys[kind] = k
		}
	}
	r.title, r.body, r.seen = f.title, f.body, now
	r.tries, r.pending = 0, false
	if f.published != 0 {
		r.published = f.published
	}
}

// Knows reports whether the memory holds any of the items under any of its names.
func (m *Memory) Knows(items []Item) bool {
	held := make(map[Hash]bool, len(m.Records)*kinds)
	for _, r := range m.Records {
		for _, k := range r.keys {
			held[k] = true
		}
	}
	delete(held, 0)
	return slices.ContainsFunc(items, func(it Item) bool {
		f := read(it)
		return slices.ContainsFunc(f.keys[:], func(k Hash) bool { return held[k] })
	})
}
