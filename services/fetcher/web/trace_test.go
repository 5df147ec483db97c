package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"go.opentelemetry.io/otel/codes"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/rasad-project/rasad/services/fetcher/web"
)

// TestSpansOfRequests sees a span for each hop, with nothing secret of the address
// in it, and no word of the trace in what is sent to the outlet.
func TestSpansOfRequests(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name := range r.Header {
			if strings.HasPrefix(strings.ToLower(name), "trace") || strings.EqualFold(name, "baggage") {
				t.Errorf("the outlet is sent %s: %s", name, r.Header.Get(name))
			}
		}
		switch r.URL.Path {
		case "/old":
			http.Redirect(w, r, "/new?key=hunter2#part", http.StatusFound)
		case "/gone":
			w.WriteHeader(http.StatusGone)
		default:
			fmt.Fprint(w, "news")
		}
	}))
	defer srv.Close()
	allow, err := web.ParseAllow([]string{"127.0.0.0/8"})
	if err != nil {
		t.Fatal(err)
	}
	spans := tracetest.NewSpanRecorder()
	c := web.New(web.Config{
		Allow:  allow,
		Tracer: sdk.NewTracerProvider(sdk.WithSpanProcessor(spans)).Tracer("test"),
	})
	defer c.Close()
	address := strings.Replace(srv.URL, "http://", "http://user:hunter2@", 1)
	for _, path := range []string{"/old?key=hunter2", "/gone", "/old"} {
		if path == "/old" {
			srv.Close() // nobody answers the last
		}
		if _, err := c.Get(t.Context(), web.Request{URL: address + path}); (err != nil) != (path == "/old") {
			t.Fatalf("%s: %v", path, err)
		}
	}
	var got []string
	for _, s := range spans.Ended() {
		var line strings.Builder
		line.WriteString(s.Name())
		for _, a := range s.Attributes() {
			if v := a.Value.String(); a.Key != "server.address" && a.Key != "server.port" && a.Key != "http.request.method" {
				fmt.Fprintf(&line, " %s=%s", a.Key, strings.TrimPrefix(v, srv.URL))
			}
		}
		if s.Status().Code == codes.Error {
			line.WriteString(" error")
		}
		got = append(got, line.String())
	}
	want := []string{
		"GET url.full=/old http.response.status_code=302 http.response.body.size=0",
		"GET url.full=/new http.request.resend_count=1 http.response.status_code=200 http.response.body.size=4",
		"GET url.full=/gone http.response.status_code=410 http.response.body.size=0 error.type=410 error",
		"GET url.full=/old error.type=connect error",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
