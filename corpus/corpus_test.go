package corpus

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestTexts(t *testing.T) {
	want := map[string]int{"seeds": 5, "relation": 12, "opposite": 40}
	for set, least := range want {
		texts, err := Texts(set)
		if err != nil {
			t.Fatal(err)
		}
		if len(texts) < least {
			t.Errorf("%s has %d texts, want %d at least", set, len(texts), least)
		}
		for _, x := range texts {
			if x.Gold.Relevant != (set != "opposite") {
				t.Errorf("%s/%s: relevant is %v", set, x.File, x.Gold.Relevant)
			}
			if len(x.Gold.Paragraphs) == 0 {
				t.Errorf("%s/%s: its gold has no paragraphs", set, x.File)
			}
		}
	}
}

// TestSites reads every page back: nothing of a text may get lost on the way
// into HTML, and no two texts may share an address.
func TestSites(t *testing.T) {
	texts, err := Texts()
	if err != nil {
		t.Fatal(err)
	}
	sites := Sites(texts)
	h := Handler(sites)
	seen := map[string]bool{}
	for _, s := range sites {
		if len(s.Texts) == 0 {
			t.Errorf("%s has no texts", s.Host)
		}
		rss := get(t, h, s.Feed())
		for _, x := range s.Texts {
			address := s.Page(x)
			if seen[address] {
				t.Errorf("%s is two texts", address)
			}
			seen[address] = true
			if !strings.Contains(rss, "<link>"+address+"</link>") {
				t.Errorf("%s does not list %s", s.Feed(), address)
			}
			page := textOf(t, get(t, h, address))
			for _, l := range lines(x.Body) {
				if !strings.Contains(page, l) {
					t.Errorf("%s lacks the line %q", address, l)
				}
			}
		}
	}
	if len(seen) != len(texts) {
		t.Errorf("%d pages for %d texts", len(seen), len(texts))
	}
}

func get(t *testing.T, h http.Handler, url string) string {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, url, nil))
	if w.Code != http.StatusOK {
		t.Fatalf("GET %s: %d", url, w.Code)
	}
	return w.Body.String()
}

func textOf(t *testing.T, page string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
	}
	return b.String()
}
