package tagger_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/tagger"
	"github.com/rasad-project/rasad/services/tagger/ground"
)

func open(t testing.TB) *tagger.Tagger {
	t.Helper()
	tags, err := (&tagger.Config{}).Open()
	if err != nil {
		t.Fatal(err)
	}
	return tags
}

func texts(t testing.TB) []ground.Item {
	t.Helper()
	items, err := ground.Load("testdata/texts")
	if err != nil {
		t.Fatal(err)
	}
	return items
}

// plain is an article of one block.
func plain(title, text string) *news.Article {
	return &news.Article{Title: title, Blocks: []news.Block{{Text: text}}}
}

// checkEvidence holds every quote against the article: the property that all else
// rests on. Every test that tags calls it.
func checkEvidence(t *testing.T, a *news.Article, v *news.Verdict) {
	t.Helper()
	if v.Relevant && len(v.Evidence) == 0 {
		t.Errorf("%q: relevant without evidence", a.Title)
	}
	for _, e := range v.Evidence {
		src := a.Text()
		if e.Field == "title" {
			src = a.Title
		}
		if e.Start < 0 || e.Start >= e.End || e.End > len(src) || src[e.Start:e.End] != e.Quote || e.Rule == "" {
			t.Errorf("%q: evidence %+v does not stand where it says", a.Title, e)
		}
	}
	for _, ev := range v.Events {
		if len(ev.Evidence) == 0 {
			t.Errorf("%q: event %+v without evidence", a.Title, ev)
		}
		for _, i := range ev.Evidence {
			if i < 0 || i >= len(v.Evidence) || !strings.HasPrefix(v.Evidence[i].Rule, "event.") {
				t.Errorf("%q: event %+v points at no event's words", a.Title, ev)
			}
		}
	}
}

// TestTexts tags the texts beside this test: the kinds of news that are about the
// relation and those that only look so, in four languages.
func TestTexts(t *testing.T) {
	tags := open(t)
	for _, it := range texts(t) {
		t.Run(it.ID, func(t *testing.T) {
			a := plain(it.Title, it.Text)
			v := tags.Tag(a)
			checkEvidence(t, a, v)
			if want := it.Relevance == 2; v.Relevant != want {
				t.Errorf("got relevant %v at %.2f, want %v: %s", v.Relevant, v.Score, want, v.Why)
			}
			if v.Why == "" || v.Watch == "" {
				t.Errorf("got why %q, watch %q: neither may be empty", v.Why, v.Watch)
			}
		})
	}
}

// TestFurnitureIsNoEvidence cuts the only words that make an article relevant.
func TestFurnitureIsNoEvidence(t *testing.T) {
	tags := open(t)
	about := "Iran and Pakistan signed a border security agreement in Tehran on Monday, their interior ministers said."
	a := plain("", "The city opened three new parks on Monday. Families came with children.")
	a.Blocks = append(a.Blocks, news.Block{Text: about, Cut: "related"})
	v := tags.Tag(a)
	checkEvidence(t, a, v)
	if v.Relevant || len(v.Evidence) > 0 {
		t.Errorf("got relevant %v with evidence %v from a block that was cut", v.Relevant, v.Evidence)
	}
	a.Blocks[1].Cut = ""
	if v = tags.Tag(a); !v.Relevant {
		t.Errorf("the same block kept: got %.2f, want relevant: %s", v.Score, v.Why)
	}
}

// TestLinksInTheText finds furniture by itself where no cleaner went before.
func TestLinksInTheText(t *testing.T) {
	tags := open(t)
	story := "The mayor opened a bridge over the river on Monday. It took four years to build.\n"
	for _, c := range []struct{ name, text string }{
		{"a link after the text", story + "Iran, Pakistan sign border security agreement"},
		{"a heading and links", story + "Read more:\nIranian minister meets Pakistani counterpart\nPakistan thanks Iran for flood aid"},
		{"a section of history", story + "On this day\nIn 1950 Iran and Pakistan signed a treaty of friendship in Tehran, and Pakistan thanked Iran."},
		{"a dateline", "TEHRAN (IRNA) – Pakistan’s parliament passed the budget on Monday. The opposition left the house."},
		{"an outlet", "The Tehran Times reported that Pakistan’s parliament passed the budget on Monday. The opposition left."},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := plain("", c.text)
			v := tags.Tag(a)
			checkEvidence(t, a, v)
			if v.Relevant {
				t.Errorf("got %.2f, want not relevant: %s", v.Score, v.Why)
			}
		})
	}
}

// TestWhyNot reads what is said of near misses.
func TestWhyNot(t *testing.T) {
	tags := open(t)
	for _, c := range []struct{ name, title, text, want string }{
		{"one party", "Budget passed in Pakistan", "Pakistan’s parliament passed the budget on Monday.", "Iran is not named"},
		{"neither", "A bridge opens", "The mayor opened a bridge on Monday.", "Neither Iran nor Pakistan"},
		{"a list", "Finance ministers meet", "Ministers of Turkey, Iran, Pakistan, Kazakhstan and Azerbaijan met in Baku. They spoke of banks.", "only in a list of countries"},
		{"an earthquake", "Strong earthquake hits Iran, Pakistan", "A strong earthquake jolted Iran and Pakistan. The quake had a magnitude of 6.1 and its epicentre was near Khash. Aftershocks followed.", "the weather or an earthquake"},
		{"sport", "Iran beat Pakistan in volleyball", "Iran’s volleyball team beat Pakistan in the semi-final. The coach praised the squad.", "sport"},
		{"apart", "Oil falls", "Oil fell on Monday as Iran raised its output. Shares rose in Europe. Inflation in Pakistan fell.", "never in one sentence"},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := tags.Tag(plain(c.title, c.text))
			if v.Relevant || !strings.Contains(v.Why, c.want) {
				t.Errorf("got relevant %v, why %q; want not relevant, why with %q", v.Relevant, v.Why, c.want)
			}
		})
	}
}

// TestWhatIsNotTrustedIsNotTold leaves an event out of the verdict and of its reason.
func TestWhatIsNotTrustedIsNotTold(t *testing.T) {
	v := open(t).Tag(plain("Iran and Pakistan sign border agreement", "Iran and Pakistan signed an agreement on their border on Monday. "+
		"Officials of India, who met in Kabul, denied that Pakistan had deported, after talks failed, hundreds of Iranians."))
	if len(v.Events) != 1 || v.Events[0].Action != "AGREE" || !strings.Contains(v.Why, "BOTH AGREE BOTH") {
		t.Errorf("got %+v, why %q; want the agreement alone", v.Events, v.Why)
	}
}

// TestReportsOwnCountry quotes what stands for a party that is not named, and says
// so.
func TestReportsOwnCountry(t *testing.T) {
	a := plain("رایزنی وزیر خارجه با همتای پاکستانی", "وزیر خارجه عصر امروز در تماس تلفنی با همتای پاکستانی خود درباره روابط دوجانبه گفتوگو کرد.")
	v := open(t).Tag(a)
	checkEvidence(t, a, v)
	quoted := slices.ContainsFunc(v.Evidence, func(e news.Evidence) bool { return e.Rule == "relevance.home" && e.Quote == "وزیر خارجه" })
	if !v.Relevant || !quoted || !strings.Contains(v.Why, "Iran is the report’s own country") {
		t.Errorf("got relevant %v, why %q, evidence %v; want the foreign minister quoted for Iran", v.Relevant, v.Why, v.Evidence)
	}
	for _, actor := range v.Actors {
		if actor.Name == "Iran" {
			t.Errorf("got the actor %+v, who is nobody in the text", actor)
		}
	}
}

// TestDropped gives an article with nothing to tag a verdict that says so.
func TestDropped(t *testing.T) {
	v := open(t).Tag(&news.Article{Title: "Iran and Pakistan sign an agreement", Dropped: "consent wall"})
	if v.Relevant || !strings.Contains(v.Why, "consent wall") {
		t.Errorf("got relevant %v, why %q", v.Relevant, v.Why)
	}
}

// TestSameArticleSameVerdict tags everything at once from many sides.
func TestSameArticleSameVerdict(t *testing.T) {
	tags := open(t)
	items := texts(t)
	want := make([]*news.Verdict, len(items))
	for i := range items {
		want[i] = tags.Tag(plain(items[i].Title, items[i].Text))
	}
	var all sync.WaitGroup
	for n := range 4 {
		all.Go(func() {
			for k := range items {
				i := (k*7 + n*13) % len(items)
				if diff := cmp.Diff(want[i], tags.Tag(plain(items[i].Title, items[i].Text))); diff != "" {
					t.Errorf("%s: -first +again:\n%s", items[i].ID, diff)
				}
			}
		})
	}
	all.Wait()
}

// TestOpenItems tags the open labelled set with the weights that ship; `rasad eval
// tag` does so under cross-validation.
func TestOpenItems(t *testing.T) {
	root := os.Getenv("RASAD_EVAL")
	if root == "" {
		t.Skip("set RASAD_EVAL to the folder of the gold sets")
	}
	items, err := ground.Load(filepath.Join(root, "tagger"))
	if err != nil {
		t.Fatal(err)
	}
	tags := open(t)
	right, wrong := 0, 0
	for _, it := range items {
		a := plain(it.Title, it.Text)
		v := tags.Tag(a)
		checkEvidence(t, a, v)
		switch {
		case it.Relevance == 1:
		case v.Relevant == (it.Relevance == 2):
			right++
		default:
			wrong++
		}
	}
	if wrong*40 > right {
		t.Errorf("%d of %d judged wrongly, want at most one in forty", wrong, right+wrong)
	}
}

func FuzzTag(f *testing.F) {
	tags := open(f)
	f.Add("Iran and Pakistan meet", "Iran’s minister met his Pakistani counterpart.\n\nRead more:\nA link")
	f.Add("", "تہران (ارنا) – ایران اور پاکستان\xff\n\n۔؟")
	f.Add("\x00", strings.Repeat("Iran, Pakistan and ", 40))
	f.Fuzz(func(t *testing.T, title, text string) {
		a := plain(title, text)
		v := tags.Tag(a)
		checkEvidence(t, a, v)
		if v.Score < 0 || v.Score > 1 || v.Level < 0 || v.Level > 2 || v.Relevant != (v.Level > 0) {
			t.Errorf("got score %v, level %d, relevant %v", v.Score, v.Level, v.Relevant)
		}
	})
}

func BenchmarkTag(b *testing.B) {
	tags := open(b)
	sentences := "Iran’s Foreign Minister met his Pakistani counterpart in Islamabad on Monday to discuss border security and trade. " +
		"The two sides agreed to open two more border markets in Sistan and Baluchestan before the end of the year. " +
		"The minister said that the pipeline would be discussed by a joint committee. " +
		"Traders in Quetta and Zahedan welcomed the decision, the report added, and asked for longer hours at the crossing. "
	for _, c := range []struct {
		name string
		text string
	}{
		{"relevant", strings.Repeat(sentences, 6)[:2400]},
		{"gated", strings.Repeat("The mayor of the city opened a bridge over the river on Monday, and families came with their children to see it. ", 22)[:2400]},
	} {
		a := plain(fmt.Sprintf("A headline of a %s article", c.name), c.text)
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(c.text)))
			for b.Loop() {
				tags.Tag(a)
			}
		})
	}
}
