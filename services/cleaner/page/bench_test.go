package page

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/net/html"

	"github.com/rasad-project/rasad/services/cleaner/score"
)

// pages returns the first pages of a gold set.
func pages(b *testing.B, set string, n int) [][]byte {
	root := os.Getenv("RASAD_EVAL")
	if root == "" {
		b.Skip("RASAD_EVAL is not set: it names the folder with the extraction sets")
	}
	docs, err := score.Load(filepath.Join(root, "extraction", set))
	if err != nil {
		b.Fatal(err)
	}
	var out [][]byte
	for i := range docs[:min(n, len(docs))] {
		body, err := docs[i].HTML()
		if err != nil {
			b.Fatal(err)
		}
		out = append(out, body)
	}
	return out
}

// BenchmarkRead is the whole reading of a page; hold it against BenchmarkParse.
func BenchmarkRead(b *testing.B) {
	all := pages(b, "aed", 100)
	for b.Loop() {
		for _, body := range all {
			if _, err := Read(body, Options{}); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkParse is html.Parse alone on the same pages.
func BenchmarkParse(b *testing.B) {
	all := pages(b, "aed", 100)
	for b.Loop() {
		for _, body := range all {
			if _, err := html.Parse(bytes.NewReader(body)); err != nil {
				b.Fatal(err)
			}
		}
	}
}
