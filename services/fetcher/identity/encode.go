package identity

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
)

// layout is the version of the bytes below.
const layout = 1

// recordSize is the length of a record: 16 bytes of ID, five keys, title and
// body of 8 each, two times of 8, tries and a flag.
const recordSize = 16 + 8*(kinds+2) + 8*2 + 2

// MarshalBinary writes m: a byte for the layout, then records of a fixed size.
func (m *Memory) MarshalBinary() ([]byte, error) {
	b := make([]byte, 1, 1+len(m.Records)*recordSize)
	b[0] = layout
	for _, r := range m.Records {
		raw, err := hex.DecodeString(r.ID)
		if err != nil || len(raw) != 16 {
			return nil, fmt.Errorf("memory: %q is not an item's id", r.ID)
		}
		b = append(b, raw...)
		for _, k := range r.keys {
			b = binary.BigEndian.AppendUint64(b, uint64(k))
		}
		b = binary.BigEndian.AppendUint64(b, uint64(r.title))
		b = binary.BigEndian.AppendUint64(b, uint64(r.body))
		b = binary.BigEndian.AppendUint64(b, uint64(r.published))
		b = binary.BigEndian.AppendUint64(b, uint64(r.seen))
		b = append(b, r.tries, flag(r.pending))
	}
	return b, nil
}

// UnmarshalBinary reads what MarshalBinary wrote.
func (m *Memory) UnmarshalBinary(b []byte) error {
	m.Records = nil
	if len(b) == 0 {
		return nil
	}
	if b[0] != layout {
		return fmt.Errorf("memory: layout %d is not known", b[0])
	}
	b = b[1:]
	if len(b)%recordSize != 0 {
		return errors.New("memory: the bytes end inside a record")
	}
	m.Records = make([]Record, 0, len(b)/recordSize)
	for ; len(b) > 0; b = b[recordSize:] {
		m.Records = append(m.Records, record(b[:recordSize]))
	}
	return nil
}

func record(b []byte) Record {
	r := Record{ID: hex.EncodeToString(b[:16])}
	b = b[16:]
	next := func() uint64 {
		v := binary.BigEndian.Uint64(b)
		b = b[8:]
		return v
	}
	for i := range r.keys {
		r.keys[i] = Hash(next())
	}
	r.title, r.body = Hash(next()), Hash(next())
	r.published, r.seen = int64(next()), int64(next())
	r.tries, r.pending = b[0], b[1] != 0
	return r
}

func flag(b bool) byte {
	if b {
		return 1
	}
	return 0
}
