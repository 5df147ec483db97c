package text

import "math/bits"

// hasher hashes the folded letters of a word: eight bytes of them at a time are
// multiplied in, as wyhash does (Wang Yi, 2019).
type hasher struct {
	sum, block uint64
	filled     uint // bits of block, below 64
}

// Two of wyhash's, odd and with as many ones as zeros.
const (
	seed     = 0xA0761D6478BD642F
	multiple = 0xE7037ED1A0B428DB
)

func mix(sum, block uint64) uint64 {
	hi, lo := bits.Mul64(sum^block, multiple)
	return hi ^ lo
}

// add takes the next bits of a word, size of them, 32 at most.
func (h *hasher) add(b uint64, size uint) {
	h.block |= b << h.filled
	h.filled += size
	if h.filled >= 64 {
		h.sum = mix(h.sum, h.block)
		h.filled -= 64
		h.block = b >> (size - h.filled)
	}
}

// hash is that of the letters so far.
func (h *hasher) hash() uint64 { return mix(h.sum, h.block) }
