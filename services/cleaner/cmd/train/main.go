// Command train trains the page model on the extraction sets, measures it under
// cross-validation by site, and writes the weights below their record:
//
//	cd services/cleaner && go run ./cmd/train -sets "$RASAD_EVAL/extraction" -out page/model.txt
//
// The same sets give the same weights on every machine with Go's float64.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/rasad-project/rasad/services/cleaner/page"
	"github.com/rasad-project/rasad/services/cleaner/page/learn"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(args []string, stdout io.Writer) error {
	flags := flag.NewFlagSet("train", flag.ContinueOnError)
	root := flags.String("sets", filepath.Join(os.Getenv("RASAD_EVAL"), "extraction"), "folder of the gold sets")
	names := flags.String("of", "aed,wcxb-dev,fundus-dev,regional-dev", "the sets to train on")
	hand := flags.String("made", "page/testdata/rivers", "folder of the pages made by hand to train on too")
	weights := flags.String("out", "", "file for the weights; none: only measure")
	errors := flags.String("errors", "", "file for the blocks that were decided wrongly, worst page first")
	folds := flags.String("folds", "", "folder for the weights of each fold, which have not seen its sites")
	again := flags.String("again", "", "folder that -folds wrote: measure these weights and those in -out anew, train nothing")
	if err := flags.Parse(args); err != nil {
		return err
	}
	docs, err := learn.Load(*root, strings.Split(*names, ","))
	if err != nil {
		return err
	}
	byHand, err := learn.LoadMade(*hand)
	if err != nil {
		return err
	}
	whole, cross, err := models(*again, *weights, slices.Concat(docs, byHand))
	if err != nil {
		return err
	}
	record := recordOf(docs, byHand, cross)
	fmt.Fprint(stdout, record)
	for k, m := range cross {
		if *folds == "" {
			break
		}
		if err := write(filepath.Join(*folds, learn.FoldFile(k)), record, m); err != nil {
			return err
		}
	}
	if *errors != "" {
		list := learn.Errors(slices.Concat(byHand, docs), func(d *learn.Doc) *page.Model { return cross[d.Fold] })
		if err := os.WriteFile(*errors, []byte(strings.Join(list, "\n")), 0o644); err != nil {
			return err
		}
	}
	if *weights == "" {
		return nil
	}
	return write(*weights, record, whole)
}

// models trains the model of all docs and those of the folds, or reads them again.
func models(again, weights string, docs []*learn.Doc) (whole *page.Model, folds []*page.Model, err error) {
	if again == "" {
		whole, folds = learn.NewTrainer(learn.Standard(), docs).Models()
		return whole, folds, nil
	}
	if folds, err = learn.ReadFolds(again); err != nil || weights == "" {
		return nil, folds, err
	}
	whole, err = learn.ReadModel(weights)
	return whole, folds, err
}

// recordOf says when and on what the model was trained, and how models that had
// not seen a page's site did on it.
func recordOf(docs, byHand []*learn.Doc, cross []*page.Model) string {
	runs := 0
	for _, d := range docs {
		runs += d.Runs()
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Measured %s by services/cleaner/cmd/train; trained on %d pages, %d runs of text, and %d pages made by hand.\n", time.Now().UTC().Format(time.DateOnly), len(docs), runs, len(byHand))
	fmt.Fprintf(&b, "Cross-validated by site in %d folds (F1, precision and recall of 4-word shingles, means over pages):\n", learn.Folds)
	b.WriteString(learn.Report(docs, func(d *learn.Doc) string { return d.Text(cross[d.Fold]) }))
	own := func(d *learn.Doc) *page.Model { return cross[d.Fold] }
	b.WriteString("In other scripts than the Latin one:\n")
	b.WriteString(learn.Report(slices.DeleteFunc(slices.Clone(docs), (*learn.Doc).Latin), func(d *learn.Doc) string { return d.Text(own(d)) }))
	b.WriteString("The pages made by hand, and lines of other stories, by models that had not seen their kind or site:\n")
	b.WriteString(learn.Report(byHand, func(d *learn.Doc) string { return d.Text(own(d)) }))
	b.WriteString(learn.Leaks(slices.Concat(docs, byHand), own))
	b.WriteString("Facts, which are not trained (names of authors one by one, titles normalised):\n")
	b.WriteString(learn.FactsReport(docs, cross[0]))
	b.WriteString("The most that choosing runs of text can reach:\n")
	b.WriteString(learn.Report(docs, func(d *learn.Doc) string { return d.Best() }))
	return b.String()
}

// write writes the record as lines that begin with # and the model below it.
func write(file, record string, m *page.Model) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	for line := range strings.Lines(record) {
		fmt.Fprint(w, "# ", line)
	}
	if err := m.Write(w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}
