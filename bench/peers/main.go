// Command peers measures the cleaner's extraction beside other extractors, over the
// same pages in one run: text F1, precision and recall, and CPU time as a multiple of
// html.Parse alone. Ours is cross-validated by site: each page is read by a model that
// has seen no page of its site.
//
//	cd bench/peers && GOWORK=off go run . -sets "$RASAD_EVAL/extraction"
//
// With -folds it reads the models that cmd/train -folds wrote, and trains none.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"

	"github.com/rasad-project/rasad/services/cleaner/page"
	"github.com/rasad-project/rasad/services/cleaner/page/learn"
	"github.com/rasad-project/rasad/services/cleaner/score"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

func run(args []string, stdout io.Writer) error {
	flags := flag.NewFlagSet("peers", flag.ContinueOnError)
	root := flags.String("sets", filepath.Join(os.Getenv("RASAD_EVAL"), "extraction"), "folder of the gold sets")
	names := flags.String("of", "aed,wcxb-dev,fundus-dev,regional-dev", "the sets to measure on")
	hand := flags.String("made", "../../services/cleaner/page/testdata/rivers", "folder of the pages made by hand to train on too")
	written := flags.String("folds", "", "folder of the folds' weights; none: train them")
	if err := flags.Parse(args); err != nil {
		return err
	}
	sets := strings.Split(*names, ",")
	docs, err := learn.Load(*root, sets)
	if err != nil {
		return err
	}
	folds, err := models(*written, *hand, docs)
	if err != nil {
		return err
	}
	light(docs)
	results := make(map[string]*result)
	extractors := append([]extractor{ours(folds)}, peers...)
	for _, e := range extractors {
		results[e.name] = measure(e, docs)
	}
	return table(stdout, sets, extractors, results)
}

// models are the folds' models, read from the folder written or trained here.
func models(written, hand string, docs []*learn.Doc) ([]*page.Model, error) {
	if written != "" {
		return learn.ReadFolds(written)
	}
	byHand, err := learn.LoadMade(hand)
	if err != nil {
		return nil, err
	}
	_, folds := learn.NewTrainer(learn.Standard(), slices.Concat(docs, byHand)).Models()
	return folds, nil
}

// light lets go of what training needed of the pages: a heap that is swept while
// others run would be charged to them.
func light(docs []*learn.Doc) {
	for i, d := range docs {
		docs[i] = &learn.Doc{Set: d.Set, Gold: d.Gold, Body: d.Body, Fold: d.Fold}
	}
}

// extractor turns a page into text.
type extractor struct {
	name string
	text func(body []byte, d *learn.Doc) string
}

// ours is the cleaner's reading of the page, before the rules on words.
func ours(folds []*page.Model) extractor {
	return extractor{"rasad", func(body []byte, d *learn.Doc) string {
		p, err := folds[d.Fold].Read(body, page.Options{URL: d.Gold.URL})
		if err != nil {
			return ""
		}
		return p.Text()
	}}
}

// result is what an extractor did: the scores by set, the CPU time of each page.
type result struct {
	scores map[string][]score.Counts
	times  []time.Duration
}

// measure runs e over every page, one after the other, on text that is UTF-8 already:
// not every extractor decodes.
func measure(e extractor, docs []*learn.Doc) *result {
	r := &result{scores: make(map[string][]score.Counts)}
	runtime.GC()
	for _, d := range docs {
		text, _ := page.Decode(d.Body, "")
		body := []byte(text)
		before := cpu()
		out := e.text(body, d)
		r.times = append(r.times, cpu()-before)
		r.scores[d.Set] = append(r.scores[d.Set], score.Text(d.Gold.Text, out))
	}
	return r
}

// cpu is the processor time that this process has used, its garbage collector's too.
func cpu() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// total is the processor time of all pages.
func (r *result) total() (sum time.Duration) {
	for _, t := range r.times {
		sum += t
	}
	return sum
}

// tail is the 99th percentile of the pages' times as a multiple of their median.
func (r *result) tail() float64 {
	times := slices.Sorted(slices.Values(r.times))
	return float64(times[len(times)*99/100]) / float64(max(1, times[len(times)/2]))
}

// table writes a line for each extractor and set, and one for the mean of the sets
// with the cost.
func table(out io.Writer, sets []string, extractors []extractor, results map[string]*result) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "extractor\tset\tF1\tP\tR\tCPU / html.Parse\tp99 / median")
	parse := results[parseOnly].total()
	for _, e := range extractors {
		r := results[e.name]
		var sum float64
		for _, set := range sets {
			p, rec, f := score.Mean(r.scores[set])
			sum += f
			if e.name != parseOnly {
				fmt.Fprintf(w, "%s\t%s\t%.4f\t%.4f\t%.4f\t\t\n", e.name, set, f, p, rec)
			}
		}
		fmt.Fprintf(w, "%s\tmean\t%.4f\t\t\t%.2f\t%.1f\n", e.name, sum/float64(len(sets)), float64(r.total())/float64(parse), r.tail())
	}
	return w.Flush()
}
