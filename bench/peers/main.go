// Command peers measures the cleaner's extraction beside other extractors, all over
// the same bytes in one run: text F1, precision, recall and CPU time as a multiple
// of html.Parse alone.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	readability "codeberg.org/readeck/go-readability/v2"
	trafilatura "github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/rasad-project/rasad/services/cleaner/page"
	"github.com/rasad-project/rasad/services/cleaner/score"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

// extractor turns a page into text.
type extractor struct {
	name string
	text func(body []byte, d *score.Doc) string
}

var extractors = []extractor{
	{"ours", ours}, {"go-trafilatura", trafila}, {"readeck", readeck}, {"all <p>", allP}, {"html.Parse", parseOnly},
}

func run() error {
	root := flag.String("sets", "../../../shared/eval/extraction", "folder of the gold sets")
	only := flag.String("only", "", "run just this extractor")
	flag.Parse()
	for _, set := range []string{"aed", "wcxb-dev", "fundus-dev", "regional-dev"} {
		docs, err := score.Load(filepath.Join(*root, set))
		if err != nil {
			return err
		}
		for _, e := range extractors {
			if *only != "" && *only != e.name {
				continue
			}
			var rows []score.Counts
			var times []time.Duration
			for i := range docs {
				d := &docs[i]
				body, err := d.HTML()
				if err != nil {
					return err
				}
				text, _ := page.Decode(body, "")
				body = []byte(text)
				before := cpu()
				out := e.text(body, d)
				times = append(times, cpu()-before)
				rows = append(rows, score.Text(d.Text, out))
			}
			p, r, f := score.Mean(rows)
			slices.Sort(times)
			fmt.Printf("%-14s %-14s F1 %.4f P %.4f R %.4f median %v p99 %v\n", set, e.name, f, p, r, times[len(times)/2], times[len(times)*99/100])
		}
	}
	return nil
}

func cpu() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func ours(body []byte, d *score.Doc) string {
	p, err := page.Read(body, page.Options{URL: d.URL})
	if err != nil {
		return ""
	}
	var kept []string
	for _, b := range p.Blocks {
		if b.Kept() {
			kept = append(kept, b.Text)
		}
	}
	return strings.Join(kept, "\n\n")
}

func trafila(body []byte, d *score.Doc) string {
	u, _ := url.Parse(d.URL)
	out, err := trafilatura.Extract(bytes.NewReader(body), trafilatura.Options{OriginalURL: u, EnableFallback: true, ExcludeComments: true})
	if err != nil {
		return ""
	}
	return out.ContentText
}

func readeck(body []byte, d *score.Doc) string {
	u, _ := url.Parse(d.URL)
	a, err := readability.FromReader(bytes.NewReader(body), u)
	if err != nil || a.Node == nil {
		return ""
	}
	var b strings.Builder
	if a.RenderText(&b) != nil {
		return ""
	}
	return b.String()
}

func allP(body []byte, _ *score.Doc) string {
	doc, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		return ""
	}
	var b strings.Builder
	for n := range doc.Descendants() {
		if n.Type == html.TextNode && n.Parent != nil && inP(n) {
			b.WriteString(n.Data)
		}
		if n.DataAtom == atom.P {
			b.WriteString("\n\n")
		}
	}
	return b.String()
}

func inP(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		switch n.DataAtom {
		case atom.Script, atom.Style, atom.Noscript:
			return false
		case atom.P:
			return true
		}
	}
	return false
}

func parseOnly(body []byte, _ *score.Doc) string {
	if _, err := html.Parse(bytes.NewReader(body)); err != nil {
		return ""
	}
	return ""
}
