// Command train fits the tagger's models and writes their weights, each file with
// the record of its training.
//
//	RASAD_EVAL=../eval go run ./services/tagger/cmd/train -seeds corpus/seeds \
//		-texts corpus/relation,corpus/opposite,services/tagger/testdata/texts -out services/tagger
//
// The trust in events is fitted to event/judged.jsonl, which has events that were read
// against their texts, and not the texts. -judged codes such texts again and writes it
// anew: when the traits or the rules change.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/rasad-project/rasad/services/tagger"
	"github.com/rasad-project/rasad/services/tagger/event"
	"github.com/rasad-project/rasad/services/tagger/ground"
	"github.com/rasad-project/rasad/services/tagger/linear"
	"github.com/rasad-project/rasad/services/tagger/relevance"
	"github.com/rasad-project/rasad/services/tagger/tone"
	"github.com/rasad-project/rasad/services/tagger/topic"
	"github.com/rasad-project/rasad/services/tagger/train"
	"github.com/rasad-project/rasad/services/tagger/watch"
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
	judged := flags.String("judged", "", "`FOLDERS` with items.jsonl and events.jsonl, with commas between: write event/judged.jsonl from them first")
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
	if err := write(*out, recipe.Fit(points), record(recipe, points)); err != nil {
		return err
	}
	if *judged != "" {
		if err := judge(w, strings.Split(*judged, ","), *out); err != nil {
			return err
		}
	}
	return trust(recipe, *out)
}

// judge writes event/judged.jsonl.
func judge(w *watch.Watch, folders []string, dir string) error {
	var all []train.Judged
	for _, folder := range folders {
		more, err := train.Judge(w, folder)
		if err != nil {
			return err
		}
		all = append(all, more...)
	}
	var b bytes.Buffer
	if err := train.WriteJudged(&b, all); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "event", "judged.jsonl"), b.Bytes(), 0o644)
}

// trust writes event/model.txt.
func trust(r train.Recipe, dir string) error {
	all, err := train.ReadJudged(filepath.Join(dir, "event", "judged.jsonl"))
	if err != nil {
		return err
	}
	return save(filepath.Join(dir, "event"), r.FitTrust(all), event.TraitNames(), trustRecord(r, all))
}

// trustRecord says what the weights of the trust come from.
func trustRecord(r train.Recipe, all []train.Judged) string {
	share, right, of := r.Told(all)
	return fmt.Sprintf("Weights of the trust in events, written by services/tagger/cmd/train. Do not edit.\n"+
		"Trained on %d events of judged.jsonl, %.3f of them right. By models that saw nothing of their text %.3f are\n"+
		"told, and %.3f of these are right. Logistic regression, ridge %g.\n", len(all), of, share, right, r.Trust)
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
		if err := save(filepath.Join(dir, f.room), f.model, f.names, record); err != nil {
			return err
		}
	}
	return nil
}

// save writes a model's file into its room.
func save(room string, m *linear.Model, names []string, record string) error {
	file, err := os.Create(filepath.Join(room, "model.txt"))
	if err != nil {
		return err
	}
	return errors.Join(m.Write(file, names, record), file.Close())
}
