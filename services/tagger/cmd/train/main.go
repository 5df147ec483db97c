// Command train fits the tagger's models and writes their weights, each file with
// the record of its training.
//
//	RASAD_EVAL=../eval go run ./services/tagger/cmd/train -seeds corpus/seeds \
//		-texts corpus/relation,corpus/opposite,services/tagger/testdata/texts -out services/tagger
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/rasad-project/rasad/services/tagger"
	"github.com/rasad-project/rasad/services/tagger/ground"
	"github.com/rasad-project/rasad/services/tagger/linear"
	"github.com/rasad-project/rasad/services/tagger/relevance"
	"github.com/rasad-project/rasad/services/tagger/tone"
	"github.com/rasad-project/rasad/services/tagger/topic"
	"github.com/rasad-project/rasad/services/tagger/train"
)

func main() {
	if err := run(os.Args[1:], os.Getenv); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(args []string, getenv func(string) string) error {
	flags := flag.NewFlagSet("train", flag.ContinueOnError)
	eval := flags.String("eval", getenv("RASAD_EVAL"), "`FOLDER` with tagger/items.jsonl and tagger/gold.jsonl")
	texts := flags.String("texts", "", "`FOLDERS` of labelled texts, with commas between")
	seeds := flags.String("seeds", "", "`FOLDER` of labelled texts that must come out right: each counts as often as that takes")
	out := flags.String("out", "", "`FOLDER` of the tagger, whose weights are written")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *eval == "" || *out == "" {
		return fmt.Errorf("want RASAD_EVAL or -eval, and -out")
	}
	items, err := ground.Collect(filepath.Join(*eval, "tagger"), *seeds, strings.Split(*texts, ","))
	if err != nil {
		return err
	}
	w, err := (&tagger.Config{}).Load()
	if err != nil {
		return err
	}
	points, err := train.Points(w, items)
	if err != nil {
		return err
	}
	recipe := train.Standard()
	return write(*out, recipe.Fit(points), record(recipe, points))
}

// record says what the weights come from.
func record(r train.Recipe, points []train.Point) string {
	var b strings.Builder
	open, own, levels := 0, 0, [3]int{}
	for i := range points {
		p := &points[i]
		if p.Item.Source == ground.Own {
			own++
		} else {
			open++
		}
		levels[p.Item.Relevance]++
	}
	fmt.Fprintf(&b, "Weights of the tagger, written by services/tagger/cmd/train. Do not edit.\n")
	fmt.Fprintf(&b, "Trained on all %d items of the open labelled set (which is no part of the project) and %d readings of the\n", open, own)
	fmt.Fprintf(&b, "project's own texts, raw and clean, a seed as often as it takes: %d about the relation, %d in part, %d not.\n", levels[2], levels[1], levels[0])
	fmt.Fprintf(&b, "Logistic regression, ridge %g (relevance), %g (topics), %g (tone).\n", r.Relevance, r.Topics, r.Tone)
	fmt.Fprintf(&b, "How models trained so do on outlets they never saw: `rasad eval tag`.\n")
	return b.String()
}

func write(dir string, m train.Models, record string) error {
	for _, f := range []struct {
		room  string
		model *linear.Model
		names []string
	}{{"relevance", m.Relevance, relevance.Names()}, {"topic", m.Topics, topic.Names()}, {"tone", m.Tone, tone.Names()}} {
		file, err := os.Create(filepath.Join(dir, f.room, "model.txt"))
		if err != nil {
			return err
		}
		if err := f.model.Write(file, f.names, record); err != nil {
			return err
		}
		if err := file.Close(); err != nil {
			return err
		}
	}
	return nil
}
