package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
	"time"
)

// maxWARCRecord bounds one record; the largest news pages are about 10 MB.
const maxWARCRecord = 64 << 20

// capture is one HTTP response out of a WARC file.
type capture struct {
	URL         string
	At          time.Time // zero when the record does not say
	ContentType string
	Body        []byte // transfer and content coding undone
}

// readWARC calls do with every successful HTML response of a WARC 1.0 or 1.1
// file (ISO 28500), gzipped by record, whole, or not at all. An error names the
// record's byte offset in the unpacked file; records before it have been seen.
func readWARC(r io.Reader, do func(capture) error) error {
	in, err := unzipped(r)
	if err != nil {
		return fmt.Errorf("warc: %w", err)
	}
	counted := &countingReader{r: in}
	buf := bufio.NewReaderSize(counted, 64<<10)
	for {
		at := counted.n - int64(buf.Buffered())
		header, body, err := warcRecord(buf)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("warc: record at byte %d: %w", at, err)
		}
		c, ok, err := response(header, body)
		if err != nil {
			return fmt.Errorf("warc: record at byte %d: %w", at, err)
		}
		if !ok {
			continue
		}
		if err := do(c); err != nil {
			return err
		}
	}
}

// unzipped undoes gzip when the first two bytes say so; the members that WARC
// writes for each record follow one another without a seam.
func unzipped(r io.Reader) (io.Reader, error) {
	b := bufio.NewReader(r)
	if magic, _ := b.Peek(2); !bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		return b, nil
	}
	return gzip.NewReader(b)
}

// warcRecord reads one record; io.EOF stands for a clean end of the file.
func warcRecord(r *bufio.Reader) (textproto.MIMEHeader, []byte, error) {
	version, err := skipBlank(r)
	if err != nil {
		return nil, nil, err
	}
	if !strings.HasPrefix(version, "WARC/1.") {
		return nil, nil, fmt.Errorf("%.40q is not a WARC version", version)
	}
	header, err := textproto.NewReader(r).ReadMIMEHeader()
	if err != nil {
		return nil, nil, fmt.Errorf("header: %w", unexpected(err))
	}
	n, err := strconv.ParseInt(header.Get("Content-Length"), 10, 64)
	if err != nil || n < 0 || n > maxWARCRecord {
		return nil, nil, fmt.Errorf("Content-Length %q is not between 0 and %d", header.Get("Content-Length"), maxWARCRecord)
	}
	body := make([]byte, n)
	if _, err := io.ReadFull(r, body); err != nil {
		return nil, nil, fmt.Errorf("body: %w", unexpected(err))
	}
	return header, body, nil
}

func skipBlank(r *bufio.Reader) (string, error) {
	for {
		line, err := r.ReadString('\n')
		if s := strings.TrimSpace(line); s != "" {
			return s, nil
		}
		if err != nil {
			return "", err
		}
	}
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// response reads the HTTP message in a record; ok is false for records that are
// no successful HTML response.
func response(header textproto.MIMEHeader, body []byte) (c capture, ok bool, err error) {
	if header.Get("WARC-Type") != "response" {
		return c, false, nil
	}
	res, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(body)), nil)
	if err != nil {
		return c, false, fmt.Errorf("response of %s: %w", header.Get("WARC-Target-URI"), err)
	}
	defer res.Body.Close()
	c.ContentType = res.Header.Get("Content-Type")
	if res.StatusCode != http.StatusOK || !strings.Contains(c.ContentType, "html") {
		return c, false, nil
	}
	in := io.Reader(res.Body)
	if res.Header.Get("Content-Encoding") == "gzip" {
		if in, err = gzip.NewReader(in); err != nil {
			return c, false, fmt.Errorf("response of %s: %w", header.Get("WARC-Target-URI"), err)
		}
	}
	c.Body, err = io.ReadAll(io.LimitReader(in, maxWARCRecord))
	if err != nil && len(c.Body) == 0 {
		return c, false, fmt.Errorf("response of %s: %w", header.Get("WARC-Target-URI"), err)
	}
	c.URL = strings.Trim(header.Get("WARC-Target-URI"), "<>")
	c.At, _ = time.Parse(time.RFC3339, header.Get("WARC-Date"))
	return c, true, nil
}

type countingReader struct {
	r io.Reader
	n int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}
