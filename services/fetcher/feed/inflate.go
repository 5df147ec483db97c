package feed

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"slices"
)

// gunzip undoes compression that no header announced, and that of a cache
// around that of a server.
func gunzip(doc []byte, limits Limits, fixed *repairs) ([]byte, error) {
	most := min(limits.Bytes, max(len(doc)*limits.Ratio, 64<<10))
	for range mostWraps {
		z := inflater(doc)
		if z == nil {
			return doc, nil
		}
		out, err := io.ReadAll(io.LimitReader(z, int64(most)+1))
		if len(out) > most {
			if most < limits.Bytes {
				return nil, &LimitError{"ratio", limits.Ratio}
			}
			return nil, &LimitError{"bytes", limits.Bytes}
		}
		fixed.note(RepairGunzip)
		switch {
		case errors.Is(err, gzip.ErrHeader):
			fixed.note(RepairTrailing)
		case err != nil:
			fixed.note(RepairTruncated)
		}
		doc = out
	}
	return doc, nil
}

// mostWraps bounds how often a document is compressed.
const mostWraps = 3

// inflater reads what gzip or zlib made, and is nil for anything else. That a
// text begins as zlib does, with an x and a mark that fits it (RFC 1950, section
// 2.2), takes a control character or no UTF-8.
func inflater(doc []byte) io.Reader {
	switch {
	case bytes.HasPrefix(doc, []byte{0x1f, 0x8b, 8}):
		if z, err := gzip.NewReader(bytes.NewReader(doc)); err == nil {
			return z
		}
	case len(doc) > 1 && doc[0] == 'x' && slices.Contains([]byte{0x01, 0x9C, 0xDA}, doc[1]):
		if z, err := zlib.NewReader(bytes.NewReader(doc)); err == nil {
			return z
		}
	}
	return nil
}
