package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"strings"
	"testing"
)

func record(kind, target, http string) string {
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2024-01-27T18:21:00Z\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", kind, target, len(http), http)
}

func page(status, kind, body string) string {
	return fmt.Sprintf("HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s", status, kind, len(body), body)
}

func zipped(parts ...string) string {
	var b bytes.Buffer
	for _, p := range parts {
		z := gzip.NewWriter(&b)
		_, _ = z.Write([]byte(p))
		_ = z.Close()
	}
	return b.String()
}

func TestReadWARC(t *testing.T) {
	info := record("warcinfo", "", "software: none")
	one := record("response", "http://a.test/1", page("200 OK", "text/html; charset=utf-8", "<p>one"))
	two := record("response", "<http://a.test/2>", page("200 OK", "text/html", "<p>two"))
	gone := record("response", "http://a.test/3", page("404 Not Found", "text/html", "gone"))
	image := record("response", "http://a.test/4", page("200 OK", "image/png", "png"))
	coded := zipped("<p>coded")
	packed := record("response", "http://a.test/5", fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s", len(coded), coded))
	for _, c := range []struct{ name, file, want, err string }{
		{"plain", info + one + gone + two + image, "http://a.test/1 <p>one;http://a.test/2 <p>two;", ""},
		{"gzip by record", zipped(info, one, two), "http://a.test/1 <p>one;http://a.test/2 <p>two;", ""},
		{"gzip whole", zipped(info + one + two), "http://a.test/1 <p>one;http://a.test/2 <p>two;", ""},
		{"content coding", packed, "http://a.test/5 <p>coded;", ""},
		{"empty", "", "", ""},
		{"truncated keeps what came before", one + two[:len(two)-20], "http://a.test/1 <p>one;", fmt.Sprintf("record at byte %d: body", len(one)-len("\r\n\r\n"))},
		{"not a WARC", "<html>", "", "is not a WARC version"},
		{"absurd length", strings.Replace(one, "Content-Length: ", "Content-Length: 9999999999", 1), "", "Content-Length"},
	} {
		var got strings.Builder
		err := readWARC(strings.NewReader(c.file), func(c capture) error {
			fmt.Fprintf(&got, "%s %s;", c.URL, c.Body)
			if c.At.IsZero() {
				t.Error("the record's date is lost")
			}
			return nil
		})
		if got.String() != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got.String(), c.want)
		}
		if (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%s: got error %v, want %q", c.name, err, c.err)
		}
	}
}

func FuzzReadWARC(f *testing.F) {
	f.Add([]byte(record("response", "http://a.test/1", page("200 OK", "text/html", "<p>one"))))
	f.Add([]byte(zipped(record("warcinfo", "", "x"))))
	f.Fuzz(func(_ *testing.T, b []byte) {
		_ = readWARC(bytes.NewReader(b), func(capture) error { return nil })
	})
}
