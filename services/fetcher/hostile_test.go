package fetcher

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// TestHostileFeedsAreCounted lets a feed be hostile in every way a poll meets, and
// holds the metric of outcomes, and what is kept of the feed, against it.
func TestHostileFeedsAreCounted(t *testing.T) {
	var zeros bytes.Buffer
	z := gzip.NewWriter(&zeros)
	_, _ = z.Write(make([]byte, 8<<20))
	z.Close()
	bare := bytes.Repeat(zeros.Bytes(), 128) // a gigabyte
	for _, c := range []struct {
		name    string
		answer  http.HandlerFunc
		outcome string
	}{
		{"a gigabyte of zeros in gzip", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(bare)
		}, "ratio"},
		{"the same, not announced", func(w http.ResponseWriter, _ *http.Request) { w.Write(bare) }, overBudget},
		{"an endless body", func(w http.ResponseWriter, r *http.Request) {
			for chunk := bytes.Repeat([]byte("<item>"), 10_000); r.Context().Err() == nil; {
				if _, err := w.Write(chunk); err != nil {
					return
				}
			}
		}, "bytes"},
		{"8,000 namespaces", func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, "<rss>")
			for i := range 8000 {
				fmt.Fprintf(w, `<a%d xmlns:p%d="urn:%d">`, i, i, i)
			}
		}, overBudget},
		{"a billion laughs", func(w http.ResponseWriter, _ *http.Request) {
			var b strings.Builder
			b.WriteString(`<!DOCTYPE rss [<!ENTITY e0 "` + strings.Repeat("ha", 50) + `">`)
			for i := range 9 {
				fmt.Fprintf(&b, `<!ENTITY e%d "%s">`, i+1, strings.Repeat(fmt.Sprintf("&e%d;", i), 10))
			}
			b.WriteString(`]><rss><channel><item><title>&e9;</title></item></channel></rss>`)
			fmt.Fprint(w, b.String())
		}, overBudget},
		{"a ring of redirects", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/feed", http.StatusFound) }, "loop"},
		{"a redirect inside", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		}, "bad_url"},
		{"an unknown coding", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "compress")
			fmt.Fprint(w, "x")
		}, "coding"},
		{"a server that hangs up", func(w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) }, "protocol"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOutlet(t)
			o.handle("/feed", c.answer)
			after, _ := o.service.safely(t.Context(), o.state, o.now)
			if after.Outcome != c.outcome || after.Error == "" || after.Failures != 1 {
				t.Errorf("the poll ended %q (%s), want %q", after.Outcome, after.Error, c.outcome)
			}
			o.service.visit(t.Context(), o.state)
			if got := o.metric("rasad_polls_total", "outcome", c.outcome); got != 1 {
				t.Errorf("it was counted %v times", got)
			}
		})
	}
}

// metric reads a counter.
func (o *outlet) metric(name, label, value string) float64 {
	o.t.Helper()
	families, err := o.host.Registry.Gather()
	if err != nil {
		o.t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() != name {
			continue
		}
		for _, m := range f.GetMetric() {
			if l := m.GetLabel(); len(l) > 0 && l[0].GetName() == label && l[0].GetValue() == value {
				return m.GetCounter().GetValue()
			}
		}
	}
	return 0
}
