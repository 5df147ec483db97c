package main

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"iter"
	"strings"
	"testing"

	"github.com/rasad-project/rasad/kit/news"
)

// hostile is a verdict on an article whose author means the analyst's programs ill.
func hostile() iter.Seq2[*news.Verdict, error] {
	v := &news.Verdict{
		Relevant: true, Topics: []string{"border"}, Why: `<img src=x onerror="alert(1)">`,
		Article: news.Article{
			Entry: news.Entry{ID: "1"}, Title: "=HYPERLINK(\"http://evil\")<script>alert(1)</script>\x1b[2J", URL: "javascript:alert(1)", Site: "a;=1+1",
		},
		Evidence: []news.Evidence{{Quote: "+1\n@SUM(A1)\t－2"}},
	}
	return func(yield func(*news.Verdict, error) bool) { yield(v, nil) }
}

// TestCSVHoldsNoFormula reads the table as spreadsheets do, of which some separate
// by semicolons or tabs: no cell begins as a formula does.
func TestCSVHoldsNoFormula(t *testing.T) {
	var out bytes.Buffer
	if err := exportCSV(&out, hostile()); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsRune(out.String(), '\x1b') {
		t.Error("an escape sequence is left")
	}
	for _, comma := range []rune{',', ';', '\t'} {
		r := csv.NewReader(strings.NewReader(out.String()))
		r.Comma, r.LazyQuotes, r.FieldsPerRecord = comma, true, -1
		rows, err := r.ReadAll()
		if err != nil || len(rows) < 2 {
			t.Fatalf("%q: %d rows, %v", comma, len(rows), err)
		}
		for _, row := range rows {
			for _, cell := range row {
				for line := range strings.Lines(cell) {
					if line != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(line)[0]) {
						t.Errorf("separated by %q, a cell is %q", comma, cell)
					}
				}
			}
		}
	}
}

// TestRSSHoldsNoMarkup reads the feed as a reader does that takes title and
// description for HTML.
func TestRSSHoldsNoMarkup(t *testing.T) {
	var out bytes.Buffer
	if err := exportRSS(&out, hostile()); err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Items []rssItem `xml:"channel>item"`
	}
	if err := xml.Unmarshal(out.Bytes(), &doc); err != nil || len(doc.Items) != 1 {
		t.Fatalf("%d items, %v\n%s", len(doc.Items), err, out.String())
	}
	for _, shown := range []string{doc.Items[0].Title, doc.Items[0].Description} {
		if strings.Contains(shown, "<") || strings.ContainsRune(shown, '\x1b') {
			t.Errorf("markup or an escape sequence: %q", shown)
		}
	}
	if doc.Items[0].Link != "" {
		t.Errorf("the link is %q", doc.Items[0].Link)
	}
}
