package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rasad-project/rasad/corpus"
	"github.com/rasad-project/rasad/kit/bus"
	"github.com/rasad-project/rasad/kit/news"
)

// TestOutletOffersWhatIsPlanned reads the feeds as a fetcher would: the wire has
// nothing before a round begins, then more and more of it, and at its end exactly
// what the checker expects, each with its page.
func TestOutletOffersWhatIsPlanned(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		texts := texts(t)
		o := newOutlet(texts)
		feed := "http://" + wireHost + "/rss.xml"
		if n := strings.Count(get(t, o, feed), "<item>"); n != 0 {
			t.Errorf("%d items before the first round", n)
		}
		for round := 1; round <= 2; round++ {
			begin := httptest.NewRecorder()
			o.ServeHTTP(begin, httptest.NewRequest(http.MethodPost, "http://outlet/begin?round="+string(rune('0'+round)), nil))
			if begin.Code != http.StatusOK {
				t.Fatalf("begin: %d", begin.Code)
			}
			time.Sleep(10 * pace)
			if n := strings.Count(get(t, o, feed), "<item>"); n != 10 {
				t.Errorf("round %d: %d items after 10 paces", round, n)
			}
			time.Sleep(perRound * pace)
			own, _ := plan(texts, round)
			rss := get(t, o, feed)
			if n := strings.Count(rss, "<item>"); n != len(own) {
				t.Errorf("round %d: %d items at the end, want %d", round, n, len(own))
			}
			for _, i := range own {
				if !strings.Contains(rss, ">"+i.guid+"</guid>") {
					t.Errorf("%s is not in the feed", i.guid)
				}
				get(t, o, "http://"+wireHost+"/"+strings.TrimSuffix(i.guid, ".txt"))
			}
		}
	})
}

// TestPlan adds up: no two planned items have one name, and the seeds are there.
func TestPlan(t *testing.T) {
	texts := texts(t)
	own, before := plan(texts, 3)
	if len(own) != perRound || len(before) != len(texts)+2*perRound {
		t.Errorf("%d of round 3, %d before", len(own), len(before))
	}
	seen := map[item]bool{}
	for _, i := range append(before, own...) {
		if seen[i] {
			t.Errorf("%v is planned twice", i)
		}
		seen[i] = true
	}
	if !seen[item{"http://iranpress.test/rss.xml", "seeds/" + texts[0].File}] {
		t.Errorf("the first seed is not planned")
	}
}

// TestAccount lets each thing go wrong that the checker is there to find.
func TestAccount(t *testing.T) {
	a, b, c := item{"feed", "a"}, item{"feed", "b"}, item{"feed", "c"}
	planned := []item{a, b}
	for name, test := range map[string]struct {
		stored  []item
		letters []letter
		want    string // of the fault, "" for none
	}{
		"all there":            {stored: []item{a, b}},
		"one dead":             {stored: []item{a}, letters: []letter{{b, "tagger", "no reason"}}},
		"one lost":             {stored: []item{a}, want: "1 missing, among them feed b"},
		"one twice":            {stored: []item{a, b, b}, want: "1 doubled, among them feed b"},
		"one out of nowhere":   {stored: []item{a, b, c}, want: "1 not planned, among them feed c"},
		"of another feed":      {stored: []item{a, {"other", "b"}}, want: "1 missing, among them feed b"},
		"a letter for another": {stored: []item{a}, letters: []letter{{a, "tagger", "no reason"}}, want: "1 missing, among them feed b"},
	} {
		t.Run(name, func(t *testing.T) {
			var vs []*news.Verdict
			for _, i := range test.stored {
				vs = append(vs, verdict(i))
			}
			err := accountFor(planned, vs, test.letters).fault()
			if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

// TestStreams holds the streams to the plan: what a stage lost between two of them,
// what the fetcher doubled, and what is damaged or still waits.
func TestStreams(t *testing.T) {
	whole := func(entries, articles, verdicts uint64) bus.Stats {
		s := bus.Stats{Letters: map[string]uint64{}, Consumers: []bus.ConsumerStats{{Name: "store"}}}
		for _, st := range []bus.StreamStats{{Name: bus.Entries, LastSeq: entries}, {Name: bus.Articles, LastSeq: articles}, {Name: bus.Verdicts, LastSeq: verdicts}, {Name: bus.DeadName}} {
			st.FirstSeq, st.Messages = 1, st.LastSeq
			s.Streams = append(s.Streams, st)
		}
		return s
	}
	for name, test := range map[string]struct {
		stats  bus.Stats
		change func(*bus.Stats)
		faults int
	}{
		"whole":                {whole(3, 3, 3), nil, 0},
		"one died":             {whole(3, 3, 2), func(s *bus.Stats) { s.Letters["tagger"] = 1 }, 0},
		"the tagger lost one":  {whole(3, 3, 2), nil, 1},
		"the fetcher put two":  {whole(4, 3, 3), nil, 1},
		"a block is damaged":   {whole(3, 3, 3), func(s *bus.Stats) { s.Streams[1].Messages, s.Streams[1].NumDeleted = 2, 1 }, 1},
		"one is still on loan": {whole(3, 3, 3), func(s *bus.Stats) { s.Consumers[0].AckPending = 1 }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			if test.change != nil {
				test.change(&test.stats)
			}
			if got := faults(test.stats, 3); len(got) != test.faults {
				t.Errorf("got %q, want %d faults", got, test.faults)
			}
		})
	}
}

// TestSeeds: a verdict that is not the gold's is a fault.
func TestSeeds(t *testing.T) {
	texts := texts(t)
	v := verdict(item{"feed", texts[0].GUID()})
	v.Relevant, v.Topics = true, texts[0].Gold.Topics
	if got := wrong(texts, []*news.Verdict{v}); len(got) != 0 {
		t.Errorf("right: got %q", got)
	}
	v.Topics = []string{"sport"}
	if got := wrong(texts, []*news.Verdict{v}); len(got) != 1 {
		t.Errorf("wrong topics: got %q", got)
	}
}

// TestArrivals measures silence from the beginning and the age of the slowest.
func TestArrivals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := arrivals{begun: time.Now(), at: map[item]time.Time{}}
		first, second := verdict(item{"feed", "a"}), verdict(item{"feed", "b"})
		first.Article.Entry.Seen = time.Now()
		want := map[item]bool{{"feed", "a"}: true, {"feed", "b"}: true}
		time.Sleep(3 * time.Second)
		second.Article.Entry.Seen = time.Now()
		some := []bool{a.note([]*news.Verdict{first}, want)}
		time.Sleep(2 * time.Second)
		some = append(some, a.note([]*news.Verdict{first, second}, want), a.note([]*news.Verdict{first, second, verdict(item{"feed", "c"})}, want))
		if diff := cmp.Diff([]bool{true, true, false}, some); diff != "" {
			t.Errorf("which brought some, -want +got:\n%s", diff)
		}
		if a.silence() != 3*time.Second || a.p99() != 3*time.Second {
			t.Errorf("silence %s, p99 %s", a.silence(), a.p99())
		}
	})
}

func texts(t *testing.T) []corpus.Text {
	t.Helper()
	all, err := corpus.Texts()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func verdict(i item) *news.Verdict {
	return &news.Verdict{Article: news.Article{Entry: news.Entry{Feed: news.Feed{URL: i.feed}, GUID: i.guid}}}
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
