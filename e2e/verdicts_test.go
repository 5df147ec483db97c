package e2e

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/rasad-project/rasad/corpus"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/cleaner"
	"github.com/rasad-project/rasad/services/tagger"
)

// TestVerdictsOnTheCorpus holds the verdicts on every text of the corpus against
// its gold: the texts about the relation are relevant, with the topics, the tone
// and the people the seeds' gold has, those about other matters are not, and no
// furniture is evidence. Each text is tagged as its gold paragraphs and, in every
// form it can arrive in, as the cleaner leaves it.
func TestVerdictsOnTheCorpus(t *testing.T) {
	texts, err := corpus.Texts()
	if err != nil {
		t.Fatal(err)
	}
	tags, err := (&tagger.Config{}).Open()
	if err != nil {
		t.Fatal(err)
	}
	rules := cleaner.NewRules()
	sites := corpus.Sites(texts)
	for _, site := range sites {
		for _, x := range site.Texts {
			t.Run(x.Set+"/"+x.File+"/gold", func(t *testing.T) {
				a := golden(x)
				judge(t, x, a, tags.Tag(a))
			})
			for name, e := range entries(t, sites, site, x) {
				t.Run(x.Set+"/"+x.File+"/"+name, func(t *testing.T) {
					a := rules.Clean(e)
					judge(t, x, a, tags.Tag(a))
				})
			}
		}
	}
}

// golden is a text as a perfect cleaner would leave it.
func golden(x corpus.Text) *news.Article {
	a := &news.Article{}
	if x.Gold.Title != nil {
		a.Title = *x.Gold.Title
	}
	for _, p := range x.Gold.Paragraphs {
		a.Blocks = append(a.Blocks, news.Block{Text: p})
	}
	return a
}

func judge(t *testing.T, x corpus.Text, a *news.Article, v *news.Verdict) {
	t.Helper()
	quotes(t, a, v)
	if v.Relevant != x.Gold.Relevant {
		t.Fatalf("got relevant %v at %.2f, want %v: %s", v.Relevant, v.Score, x.Gold.Relevant, v.Why)
	}
	if !v.Relevant {
		return
	}
	if len(v.Evidence) == 0 || len(v.Topics) == 0 {
		t.Errorf("got %d pieces of evidence, topics %v: neither may be empty", len(v.Evidence), v.Topics)
	}
	if !slices.Contains(x.Gold.Tone, v.Tone) {
		t.Errorf("got tone %s, want one of %v", v.Tone, x.Gold.Tone)
	}
	if x.Set != "seeds" {
		return
	}
	if diff := cmp.Diff(x.Gold.Topics, v.Topics, cmpopts.SortSlices(func(a, b string) bool { return a < b })); diff != "" {
		t.Errorf("topics, -want +got:\n%s", diff)
	}
	people(t, x.Gold.Actors, v)
}

// quotes holds every piece of evidence against the article as it was tagged.
func quotes(t *testing.T, a *news.Article, v *news.Verdict) {
	t.Helper()
	for _, e := range v.Evidence {
		src := a.Text()
		if e.Field == "title" {
			src = a.Title
		}
		if e.Start < 0 || e.Start >= e.End || e.End > len(src) || src[e.Start:e.End] != e.Quote {
			t.Errorf("evidence %+v does not stand where it says", e)
		}
	}
}

// people wants every person of the gold once, under one name.
func people(t *testing.T, want []string, v *news.Verdict) {
	t.Helper()
	found := map[string]int{}
	for _, a := range v.Actors {
		found[a.Name]++
	}
	for _, name := range want {
		if found[name] != 1 {
			t.Errorf("%s is among the actors %d times, want once; they are %v", name, found[name], v.Actors)
		}
	}
}
