package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// TestSitesDoWhatTheySay asks every site for its feed three times: the pictures are
// worth something only if each kind of trouble is met.
func TestSitesDoWhatTheySay(t *testing.T) {
	texts, err := readTexts("../../..")
	if err != nil {
		t.Fatal(err)
	}
	p := &press{texts: texts, begun: time.Now().Add(-time.Minute), every: time.Second, port: "80"}
	h := p.handler()
	for host, want := range map[string][3]int{
		"iranpress": {200, 200, 200}, "busy": {200, 429, 200}, "moved": {301, 301, 301}, "gone": {410, 410, 410}, "trouble": {500, 500, 500},
		"dead": {404, 404, 404},
	} {
		for i := range want {
			if got := ask(h, "http://"+host+".test/rss.xml"); got.Code != want[i] {
				t.Errorf("%s: %d at request %d, want %d", host, got.Code, i+1, want[i])
			}
		}
	}
	feed := ask(h, "http://sobh.test/rss.xml").Body.String()
	if n := strings.Count(feed, "<item>"); n != 21 || !strings.HasSuffix(feed, "</rss>") {
		t.Errorf("sobh lists %d items, want 21 and an end", n)
	}
	if got := ask(h, "http://damaged.test/rss.xml").Body.String(); strings.Contains(got, "</rss>") || !strings.Contains(got, " & more") {
		t.Error("the feed of damaged is whole")
	}
	if ok, missing := ask(h, "http://sobh.test/news/1"), ask(h, "http://sobh.test/news/10"); ok.Code != http.StatusOK || missing.Code != http.StatusNotFound {
		t.Errorf("pages: %d and %d, want 200 and 404", ok.Code, missing.Code)
	}
}

func ask(h http.Handler, url string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, url, nil))
	return w
}
