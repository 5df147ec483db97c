package tagger

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"

	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/lines"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/tagger/ground"
	"github.com/rasad-project/rasad/services/tagger/relevance"
	"github.com/rasad-project/rasad/services/tagger/score"
	"github.com/rasad-project/rasad/services/tagger/tone"
	"github.com/rasad-project/rasad/services/tagger/topic"
	"github.com/rasad-project/rasad/services/tagger/train"
)

// EvalCommand is `rasad eval tag`: the tagger against a gold set.
func EvalCommand() *cli.Command {
	var e evaluation
	return &cli.Command{
		Name: "tag", Args: "DIR", Brief: "score the tagger against items.jsonl and gold.jsonl",
		Help: "Scores DIR/items.jsonl against DIR/gold.jsonl twice: under cross-validation by source, where each outlet's articles are tagged by models that\n" +
			"were trained without any of them, and with the weights that ship. Where there is a DIR/stream.jsonl, its alarms are counted: each is to be read.",
		Example: "rasad eval tag eval/tagger --seeds corpus/seeds --texts corpus/relation,corpus/opposite",
		Flags: func(fs *flag.FlagSet) {
			e.config.Flags(fs)
			fs.Var(&e.texts, "texts", "`FOLDERS` of labelled texts to train on beside DIR's items in cross-validation, with commas between")
			fs.StringVar(&e.seeds, "seeds", "", "`FOLDER` of labelled texts that must come out right: each counts as often as that takes")
			fs.BoolVar(&e.wrong, "wrong", false, "list what was judged wrongly under cross-validation, with the reason given")
		},
		Run: func(_ context.Context, std cli.IO, args []string) error {
			if len(args) != 1 {
				return cli.Usage("want one folder")
			}
			return e.run(std.Out, args[0])
		},
	}
}

// evaluation is the settings of one `rasad eval tag`.
type evaluation struct {
	config Config
	texts  cli.List
	seeds  string
	wrong  bool
}

func (e *evaluation) run(out io.Writer, dir string) error {
	t, err := e.config.Open()
	if err != nil {
		return err
	}
	items, err := ground.Load(dir)
	if err != nil {
		return err
	}
	blind, err := e.blind(t, dir, len(items))
	if err != nil {
		return err
	}
	if err := report(out, "cross-validation by source", items, blind); err != nil {
		return err
	}
	if e.wrong {
		wrong(out, items, blind)
	}
	shipped := make([]*news.Verdict, len(items))
	for i := range items {
		shipped[i] = t.Tag(labelled(&items[i]))
	}
	if err := report(out, "the weights that ship, trained on these items too", items, shipped); err != nil {
		return err
	}
	return t.alarms(out, filepath.Join(dir, "stream.jsonl"))
}

// blind tags every one of the n items of dir with models that never saw its source.
func (e *evaluation) blind(t *Tagger, dir string, n int) ([]*news.Verdict, error) {
	all, err := ground.Collect(dir, e.seeds, e.texts)
	if err != nil {
		return nil, err
	}
	points, err := train.Points(t.watch, all)
	if err != nil {
		return nil, err
	}
	models := train.Standard().HoldOut(points)
	if len(models) < 2 {
		return nil, errors.New("cross-validation by source wants items of two sources at least")
	}
	taggers := map[string]*Tagger{}
	for source, m := range models {
		taggers[source] = t.with(m)
	}
	verdicts := make([]*news.Verdict, n)
	for i := range verdicts {
		verdicts[i] = taggers[all[i].Source].Tag(labelled(&all[i]))
	}
	return verdicts, nil
}

// with returns t with other models.
func (t *Tagger) with(m train.Models) *Tagger {
	o := &Tagger{
		watch: t.watch, reader: t.reader, coder: t.coder,
		relevance: relevance.With(m.Relevance), topics: topic.With(m.Topics), tone: tone.With(m.Tone),
	}
	o.benches.New = t.benches.New
	return o
}

// labelled is a labelled item as an article; its labels stay behind.
func labelled(it *ground.Item) *news.Article {
	return article(&lines.TagIn{ID: it.ID, Title: it.Title, Text: it.Text, Published: it.Published})
}

// report writes the scores of all items and of each language.
func report(out io.Writer, title string, items []ground.Item, verdicts []*news.Verdict) error {
	reports := map[string]*score.Report{"all": {}}
	var names []string
	for i := range items {
		lang := items[i].Language
		if reports[lang] == nil {
			reports[lang] = &score.Report{}
			names = append(names, lang)
		}
		reports[lang].Add(&items[i], verdicts[i])
		reports["all"].Add(&items[i], verdicts[i])
	}
	slices.Sort(names)
	_, err := fmt.Fprintf(out, "\n%s\n", title)
	return cmp.Or(err, score.Table(out, append(names, "all"), reports), evidence(out, items, verdicts))
}

// evidence checks that every quote stands where it says.
func evidence(out io.Writer, items []ground.Item, verdicts []*news.Verdict) error {
	good, all, none := 0, 0, 0
	for i, v := range verdicts {
		if v.Relevant && len(v.Evidence) == 0 {
			none++
		}
		for _, e := range v.Evidence {
			src := items[i].Text
			if e.Field == "title" {
				src = items[i].Title
			}
			all++
			if e.Quote != "" && 0 <= e.Start && e.Start <= e.End && e.End <= len(src) && src[e.Start:e.End] == e.Quote {
				good++
			}
		}
	}
	_, err := fmt.Fprintf(out, "evidence spans true: %d/%d; relevant verdicts with no evidence: %d\n", good, all, none)
	return err
}

// wrong lists what was judged wrongly, with the reason given.
func wrong(out io.Writer, items []ground.Item, verdicts []*news.Verdict) {
	for i := range items {
		it, v := &items[i], verdicts[i]
		if it.Relevance == 1 || (it.Relevance == 2) == v.Relevant {
			continue
		}
		kind := "false"
		if it.Relevance == 2 {
			kind = "missed"
		}
		fmt.Fprintf(out, "  %-6s %.2f %s  %s  %s\n", kind, v.Score, it.ID, shorten(cmp.Or(it.Title, it.Text), 60), v.Why)
	}
}

// alarms tags a stream of unlabelled items and lists every one found relevant.
func (t *Tagger) alarms(out io.Writer, file string) error {
	items, err := ground.Stream(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var found []string
	for i := range items {
		if v := t.Tag(labelled(&items[i])); v.Relevant {
			found = append(found, fmt.Sprintf("  %.2f %s  %s  %s\n", v.Score, items[i].ID, shorten(cmp.Or(items[i].Title, items[i].Text), 60), v.Why))
		}
	}
	fmt.Fprintf(out, "\nalarms on the stream: %d of %d, %.1f per 5,000; each is to be read\n", len(found), len(items), 5000*float64(len(found))/float64(max(len(items), 1)))
	for _, line := range found {
		if _, err := io.WriteString(out, line); err != nil {
			return err
		}
	}
	return nil
}
