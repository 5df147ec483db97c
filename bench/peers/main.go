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
	"math"
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
	extractors := append([]extractor{ours(folds)}, peers...)
	return table(stdout, sets, extractors, measure(extractors, docs))
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

// readings is how often each page is read: the collector's share of the work falls on
// some page or other, and the less of two readings has it seldom.
const readings = 2

// result is what an extractor did: the scores by set, the CPU time of all readings,
// and that of each page's quickest.
type result struct {
	scores map[string][]score.Counts
	total  time.Duration
	times  []time.Duration
}

// measure runs all extractors over every page, in turn, so that what else the machine
// does falls on all of them alike; on text that is UTF-8 already, as not every
// extractor decodes.
func measure(all []extractor, docs []*learn.Doc) map[string]*result {
	results := make(map[string]*result)
	for _, e := range all {
		results[e.name] = &result{scores: make(map[string][]score.Counts)}
	}
	runtime.GC()
	for _, d := range docs {
		text, _ := page.Decode(d.Body, "")
		for _, e := range all {
			results[e.name].add(e, []byte(text), d)
		}
	}
	return results
}

// add reads a page with e.
func (r *result) add(e extractor, body []byte, d *learn.Doc) {
	var out string
	best := time.Duration(math.MaxInt64)
	for range readings {
		before := cpu()
		out = e.text(body, d)
		spent := cpu() - before
		r.total, best = r.total+spent, min(best, spent)
	}
	r.times = append(r.times, best)
	r.scores[d.Set] = append(r.scores[d.Set], score.Text(d.Gold.Text, out))
}

// cpu is the processor time that this process has used, its garbage collector's too.
func cpu() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
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
	parse := results[parseOnly].total
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
		fmt.Fprintf(w, "%s\tmean\t%.4f\t\t\t%.2f\t%.1f\n", e.name, sum/float64(len(sets)), float64(r.total)/float64(parse), r.tail())
	}
	return w.Flush()
}
