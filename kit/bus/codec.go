package bus

import (
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"
)

const (
	zstdOver = 16 << 10 // bytes: below it the saving is not worth the work (docs/adr/0010)
	zstdName = "zstd"   // the content coding of RFC 8878 §7.2
)

// codec compresses and decompresses payloads. It is safe for concurrent use.
type codec struct {
	enc  *zstd.Encoder
	dec  *zstd.Decoder
	most int       // bytes, decoded
	bufs sync.Pool // of *[]byte
}

func newCodec(most int) (*codec, error) {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderCRC(false),
		zstd.WithWindowSize(1<<20), zstd.WithLowerEncoderMem(true))
	if err != nil {
		return nil, fmt.Errorf("zstd: %w", err)
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(uint64(most)))
	if err != nil {
		return nil, fmt.Errorf("zstd: %w", err)
	}
	return &codec{enc: enc, dec: dec, most: most, bufs: sync.Pool{New: func() any { return new([]byte) }}}, nil
}

// buffer lends scratch space; give it back with release.
func (c *codec) buffer() *[]byte { return c.bufs.Get().(*[]byte) }

// release takes back a buffer nobody reads any more. Very large ones are left to
// the collector, or a single huge page would stay for ever.
func (c *codec) release(b *[]byte) {
	if cap(*b) <= 1<<20 {
		c.bufs.Put(b)
	}
}

// encode returns data as it goes on the wire and the name of its coding, ""
// for none. The result is data itself or lies in buf.
func (c *codec) encode(buf *[]byte, data []byte) (wire []byte, coding string) {
	if len(data) <= zstdOver {
		return data, ""
	}
	*buf = c.enc.EncodeAll(data, (*buf)[:0])
	if len(*buf) >= len(data) {
		return data, ""
	}
	return *buf, zstdName
}

// decode undoes encode. The result is wire itself or lies in buf.
func (c *codec) decode(buf *[]byte, wire []byte, coding string) ([]byte, error) {
	switch coding {
	case "":
		return wire, nil
	case zstdName:
		out, err := c.dec.DecodeAll(wire, (*buf)[:0])
		if err != nil {
			return nil, fmt.Errorf("zstd, at most %d bytes decoded: %w", c.most, err)
		}
		*buf = out
		return out, nil
	default:
		return nil, fmt.Errorf("content coding %q is not known", coding)
	}
}
