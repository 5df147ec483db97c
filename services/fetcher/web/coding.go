package web

import (
	"bufio"
	"compress/flate"
	"compress/zlib"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// acceptEncoding is the codings we undo, the best for text first.
const acceptEncoding = "zstd, br, gzip"

// maxCodings is how many codings may lie over one another; servers that compress
// twice by mistake are met, three times is an attack.
const maxCodings = 2

// zstdWindow bounds a zstd decoder's memory: the 8 MB that RFC 9659 asks of a
// client.
const zstdWindow = 8 << 20

// decoders keeps used decoders, which are dear to make. It is safe for
// concurrent use.
type decoders struct{ gzip, zstd sync.Pool }

// decode undoes the codings in a Content-Encoding header, in reverse order. The
// returned function gives the decoders back.
func (d *decoders) decode(r io.Reader, header string) (io.Reader, func(), error) {
	done := func() {}
	codings := list(header)
	if len(codings) > maxCodings {
		return nil, done, fmt.Errorf("content coding: %d codings over one another", len(codings))
	}
	for i := len(codings) - 1; i >= 0; i-- {
		next, release, err := d.undo(r, codings[i])
		if err != nil {
			done()
			return nil, func() {}, fmt.Errorf("content coding %s: %w", codings[i], err)
		}
		r = next
		before := done
		done = func() { release(); before() }
	}
	return r, done, nil
}

func (d *decoders) undo(r io.Reader, coding string) (io.Reader, func(), error) {
	switch coding {
	case "gzip", "x-gzip":
		return d.gunzip(r)
	case "br":
		return brotli.NewReader(r), func() {}, nil
	case "zstd":
		return d.unzstd(r)
	case "deflate":
		return inflate(r)
	}
	return nil, nil, fmt.Errorf("unknown")
}

func (d *decoders) gunzip(r io.Reader) (io.Reader, func(), error) {
	z, ok := d.gzip.Get().(*gzip.Reader)
	if !ok {
		z = new(gzip.Reader)
	}
	if err := z.Reset(r); err != nil {
		d.gzip.Put(z)
		return nil, nil, err
	}
	return z, func() { d.gzip.Put(z) }, nil
}

func (d *decoders) unzstd(r io.Reader) (io.Reader, func(), error) {
	z, ok := d.zstd.Get().(*zstd.Decoder)
	if !ok {
		var err error
		z, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(zstdWindow), zstd.WithDecoderLowmem(true))
		if err != nil {
			return nil, nil, err
		}
	}
	release := func() { _ = z.Reset(nil); d.zstd.Put(z) }
	if err := z.Reset(r); err != nil {
		release()
		return nil, nil, err
	}
	return z, release, nil
}

// inflate reads "deflate", which by RFC 9110 §8.4.1.2 is zlib and by many servers
// bare deflate.
func inflate(r io.Reader) (io.Reader, func(), error) {
	br := bufio.NewReader(r)
	head, err := br.Peek(2)
	if err != nil {
		return nil, nil, err
	}
	if head[0]&0x0f == 8 && (uint(head[0])<<8|uint(head[1]))%31 == 0 {
		z, err := zlib.NewReader(br)
		return z, func() {}, err
	}
	return flate.NewReader(br), func() {}, nil
}

// list splits a comma-separated header into its words, without "identity".
func list(header string) []string {
	var words []string
	for w := range strings.SplitSeq(header, ",") {
		w = strings.ToLower(strings.TrimSpace(w))
		if w != "" && w != "identity" {
			words = append(words, w)
		}
	}
	return words
}
