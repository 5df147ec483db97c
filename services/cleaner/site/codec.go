package site

import (
	"encoding/binary"
	"errors"
	"maps"
	"slices"
)

// format is the version of the encoding, its first byte.
const format = 1

// errDamaged is a value that is no memory.
var errDamaged = errors.New("site: damaged memory")

// encode writes the memory: the same bytes for the same memory.
func (m *Memory) encode() []byte {
	b := []byte{format}
	b = binary.AppendUvarint(b, uint64(len(m.days)))
	for _, n := range slices.Sorted(maps.Keys(m.days)) {
		b = binary.AppendVarint(b, int64(n))
		b = m.days[n].append(b)
	}
	return b
}

func (d *day) append(b []byte) []byte {
	d.trim()
	b = binary.AppendUvarint(b, uint64(len(d.titles)))
	for _, h := range slices.Sorted(maps.Keys(d.titles)) {
		b = binary.LittleEndian.AppendUint64(b, h)
	}
	if d.past != nil {
		b = append(b, 1)
		b = binary.AppendUvarint(b, uint64(d.read))
		b = binary.AppendUvarint(b, uint64(len(d.past)))
		for _, h := range slices.Sorted(maps.Keys(d.past)) {
			b = binary.LittleEndian.AppendUint64(b, h)
			b = binary.AppendUvarint(b, uint64(d.past[h]))
		}
		return b
	}
	b = append(b, 0)
	b = d.articles.append(b)
	b = binary.AppendUvarint(b, uint64(len(d.lines)))
	for _, h := range slices.Sorted(maps.Keys(d.lines)) {
		b = binary.LittleEndian.AppendUint64(b, h)
		s := d.lines[h]
		b = s.all().append(b)
	}
	return b
}

func (s *signatures) append(b []byte) []byte {
	for _, values := range s {
		b = binary.AppendUvarint(b, uint64(len(values)))
		for _, v := range values {
			b = binary.LittleEndian.AppendUint32(b, v)
		}
	}
	return b
}

// decode reads what encode wrote. Damaged bytes give an error, and never more
// memory than they have.
func decode(b []byte) (*Memory, error) {
	if len(b) == 0 {
		return &Memory{}, nil
	}
	r := &reader{b: b[1:], ok: b[0] == format}
	m := &Memory{days: make(map[int]*day)}
	for range r.length(3) {
		n := int(r.varint())
		m.days[n] = r.day()
	}
	if !r.ok || len(r.b) > 0 {
		return nil, errDamaged
	}
	return m, nil
}

// reader takes values off the front of b until one is not there.
type reader struct {
	b  []byte
	ok bool
}

func (r *reader) day() *day {
	d := newDay()
	for range r.length(8) {
		d.titles[r.fixed()] = true
	}
	if r.byte() == 1 {
		d.lines, d.past = nil, make(map[uint64]int)
		d.read = int(r.uvarint())
		for range r.length(9) {
			h := r.fixed()
			d.past[h] = int(r.uvarint())
		}
		return d
	}
	d.articles = r.signatures(mostRead)
	for range r.length(8 + permutations) {
		h := r.fixed()
		d.lines[h] = seenIn(r.signatures(mostSeen))
	}
	return d
}

func (r *reader) signatures(most int) (s signatures) {
	for p := range s {
		for range r.length(4) {
			s[p] = insert(s[p], r.fixed32(), most)
		}
	}
	return s
}

// seenIn is the articles of a set.
func seenIn(set signatures) seen {
	var s seen
	for p, values := range set {
		if len(values) != 1 {
			return seen{more: &set}
		}
		s.first[p] = values[0]
	}
	return s
}

// length is a count of things of which each has at least size bytes.
func (r *reader) length(size int) int {
	n := r.uvarint()
	if n > uint64(len(r.b)/size) {
		r.ok = false
	}
	if !r.ok {
		return 0
	}
	return int(n)
}

func (r *reader) take(n int) []byte {
	if !r.ok || len(r.b) < n {
		r.ok = false
		return make([]byte, n)
	}
	taken := r.b[:n]
	r.b = r.b[n:]
	return taken
}

func (r *reader) byte() byte      { return r.take(1)[0] }
func (r *reader) fixed() uint64   { return binary.LittleEndian.Uint64(r.take(8)) }
func (r *reader) fixed32() uint32 { return binary.LittleEndian.Uint32(r.take(4)) }

func (r *reader) uvarint() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.ok = false
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) varint() int64 {
	v, n := binary.Varint(r.b)
	if n <= 0 {
		r.ok = false
		return 0
	}
	r.b = r.b[n:]
	return v
}
