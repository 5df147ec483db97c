package tagger

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/tagger/ground"
	"github.com/rasad-project/rasad/services/tagger/reading"
	"github.com/rasad-project/rasad/services/tagger/relevance"
)

// dispatch is 2.4 KB that name both parties, and hearsay as much that names one.
var (
	dispatch = strings.Repeat("Iran’s Foreign Minister met his Pakistani counterpart in Islamabad on Monday to discuss border security and trade. "+
		"The two sides agreed to open two more border markets in Sistan and Baluchestan before the end of the year. "+
		"The minister said that the pipeline would be discussed by a joint committee. "+
		"Traders in Quetta and Zahedan welcomed the decision, the report added, and asked for longer hours at the crossing. ", 6)[:2400]
	hearsay = strings.Repeat("The mayor of Lahore opened a bridge over the river on Monday, and families of Pakistan came with their children to see it. ", 20)[:2400]
)

// BenchmarkPhases gives the processor time of each step of tagging one article and
// of the whole, in nanoseconds, and as a multiple of reading its words.
func BenchmarkPhases(b *testing.B) {
	t, err := (&Config{}).Open()
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct{ name, text string }{{"relevant", dispatch}, {"irrelevant", hearsay}} {
		a := &news.Article{Title: "A headline of an article", Blocks: []news.Block{{Text: c.text}}}
		k := new(bench)
		r := &k.reading
		t.judge(k, a)
		words := b.Elapsed()
		for _, phase := range []struct {
			name string
			do   func()
		}{
			{"words", func() { r.Body.Doc.ReadWords(c.text) }},
			{"skim", func() { t.reader.Skim(r, reading.None, a.Title, c.text) }},
			{"finish", func() { t.reader.Finish(r) }},
			{"events", func() { k.events = t.coder.Code(t.reader.Input(r, time.Time{}), k.events[:0]) }},
			{"judge", func() { t.relevance.Judge(relevance.Describe(r, k.events)) }},
			{"label", func() { t.label(k, &news.Verdict{Article: *a}) }},
			{"all", func() { t.Tag(a) }},
		} {
			b.Run(c.name+"/"+phase.name, func(b *testing.B) {
				runtime.LockOSThread()
				defer runtime.UnlockOSThread()
				b.ReportAllocs()
				from := threadTime(b)
				for b.Loop() {
					phase.do()
				}
				each := (threadTime(b) - from) / time.Duration(b.N)
				if phase.name == "words" {
					words = each
				}
				b.ReportMetric(float64(each.Nanoseconds()), "cpu-ns/op")
				b.ReportMetric(float64(each)/float64(max(words, 1)), "x-words")
			})
		}
	}
}

// BenchmarkTexts gives the processor time of tagging real texts, by what 2.4 KB of them
// cost: those of the corpus, and where RASAD_EVAL names the folder of the evaluation
// sets, the labelled articles, those of them that are about the relation, and a stream.
func BenchmarkTexts(b *testing.B) {
	t, err := (&Config{}).Open()
	if err != nil {
		b.Fatal(err)
	}
	corpus := func(folder string) func() ([]ground.Item, error) {
		return func() ([]ground.Item, error) { return ground.Corpus("../../corpus/" + folder) }
	}
	eval := os.Getenv("RASAD_EVAL")
	labelled := func() ([]ground.Item, error) { return ground.Load(filepath.Join(eval, "tagger")) }
	for _, set := range []struct {
		name string
		open bool // one of the evaluation sets
		load func() ([]ground.Item, error)
	}{
		{"seeds", false, corpus("seeds")},
		{"opposite", false, corpus("opposite")},
		{"labelled", true, labelled},
		{"relevant", true, func() ([]ground.Item, error) {
			items, err := labelled()
			return slices.DeleteFunc(items, func(it ground.Item) bool { return it.Relevance < 2 }), err
		}},
		{"stream", true, func() ([]ground.Item, error) { return ground.Stream(filepath.Join(eval, "tagger", "stream.jsonl")) }},
	} {
		b.Run(set.name, func(b *testing.B) {
			if set.open && eval == "" {
				b.Skip("RASAD_EVAL is not set: it names the folder of the evaluation sets")
			}
			items, err := set.load()
			if err != nil {
				b.Fatal(err)
			}
			var articles []*news.Article
			bytes := 0
			for _, it := range items {
				articles = append(articles, &news.Article{Title: it.Title, Blocks: []news.Block{{Text: it.Text}}})
				bytes += len(it.Title) + len(it.Text)
			}
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			from := threadTime(b)
			for b.Loop() {
				for _, a := range articles {
					t.Tag(a)
				}
			}
			each := float64((threadTime(b) - from).Nanoseconds()) / float64(b.N)
			b.ReportMetric(each/float64(bytes)*2400, "cpu-ns/2.4KB")
			b.ReportMetric(each/float64(len(articles)), "cpu-ns/article")
		})
	}
}

// threadTime is the processor time that the thread has had.
func threadTime(b *testing.B) time.Duration {
	const thread = 1 // RUSAGE_THREAD
	var u syscall.Rusage
	if err := syscall.Getrusage(thread, &u); err != nil {
		b.Skip("the thread's processor time cannot be had here: ", err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
