package e2e

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rasad-project/rasad/corpus"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/cleaner"
)

// TestCleanerOnTheCorpus holds what the cleaner makes of every text of the corpus
// against its gold: given as plain text, as the page its outlet would show, and
// as the body of a feed's item.
func TestCleanerOnTheCorpus(t *testing.T) {
	texts, err := corpus.Texts()
	if err != nil {
		t.Fatal(err)
	}
	rules := cleaner.NewRules()
	sites := corpus.Sites(texts)
	for _, site := range sites {
		for _, x := range site.Texts {
			for name, e := range entries(t, sites, site, x) {
				t.Run(x.Set+"/"+x.File+"/"+name, func(t *testing.T) { check(t, x, rules.Clean(e)) })
			}
		}
	}
}

// entries are the ways in which a text can arrive.
func entries(t *testing.T, sites []corpus.Site, site corpus.Site, x corpus.Text) map[string]*news.Entry {
	t.Helper()
	w := httptest.NewRecorder()
	corpus.Handler(sites).ServeHTTP(w, httptest.NewRequest(http.MethodGet, site.Page(x), nil))
	if w.Code != http.StatusOK {
		t.Fatalf("GET %s: %d", site.Page(x), w.Code)
	}
	paragraphs := "<p>" + strings.ReplaceAll(strings.TrimSpace(x.Body), "\n", "</p>\n<p>") + "</p>"
	return map[string]*news.Entry{
		"text": {Page: &news.Page{ContentType: "text/plain; charset=utf-8", Body: []byte(x.Body)}},
		"page": {URL: site.Page(x), Page: &news.Page{URL: site.Page(x), ContentType: w.Header().Get("Content-Type"), Body: w.Body.Bytes()}},
		"feed": {Content: paragraphs},
	}
}

func check(t *testing.T, x corpus.Text, a *news.Article) {
	t.Helper()
	var want []string
	for _, p := range x.Gold.Paragraphs {
		want = append(want, strings.Join(strings.Fields(p), " "))
	}
	if diff := cmp.Diff(want, a.Paragraphs()); diff != "" {
		t.Errorf("paragraphs, -want +got:\n%s", diff)
	}
	if got, want := a.Title, orEmpty(x.Gold.Title); got != want {
		t.Errorf("title: got %q, want %q", got, want)
	}
	checkCuts(t, x, a)
	if x.Set == "seeds" {
		checkSeed(t, x, a)
	}
	if a.Dropped != "" {
		t.Errorf("dropped: %s", a.Dropped)
	}
}

// checkCuts wants every piece of furniture cut, each as a block of its own.
func checkCuts(t *testing.T, x corpus.Text, a *news.Article) {
	t.Helper()
	furniture := slices.Clone(x.Gold.Furniture)
	for _, r := range x.Gold.Removed {
		furniture = append(furniture, r.Text)
	}
	for _, f := range furniture {
		f = strings.Join(strings.Fields(f), " ")
		i := slices.IndexFunc(a.Blocks, func(b news.Block) bool { return b.Text == f })
		if i < 0 {
			t.Errorf("%q is no block", f)
			continue
		}
		if a.Blocks[i].Kept() {
			t.Errorf("%q was kept", f)
		}
	}
}

// checkSeed holds the facts of a seed: a date that the text does not give is not
// to be invented, and 004's is its template's.
func checkSeed(t *testing.T, x corpus.Text, a *news.Article) {
	t.Helper()
	if got, want := a.Published.String(), orEmpty(x.Gold.Published); got != want {
		t.Errorf("published: got %q, want %q", got, want)
	}
	if a.Published.Known() && a.Published.From != news.FromText {
		t.Errorf("published from %q, want %q", a.Published.From, news.FromText)
	}
	var want news.Dateline
	if d := x.Gold.Dateline; d != nil {
		want = news.Dateline{Place: orEmpty(d.Place), Agency: orEmpty(d.Agency)}
	}
	if diff := cmp.Diff(want, a.Dateline); diff != "" {
		t.Errorf("dateline, -want +got:\n%s", diff)
	}
	if a.Language != "en" {
		t.Errorf("language: got %q, want en", a.Language)
	}
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
