package cleaner

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/cleaner/score"
)

// EvalCommand is `rasad eval clean`.
func EvalCommand() *cli.Command {
	return &cli.Command{
		Name: "clean", Args: "DIR...", Brief: "score the cleaner against sets of pages with their article text",
		Help: `Each DIR has a gold.jsonl with a line per page: {"id","file","url","title","date",
"author","text"}, and the pages it names (.gz too). Text is scored by 4-word
shingles: precision, recall and their F1, averaged over pages. A title is right
when it is the same but for case and punctuation, a date when the day is.`,
		Example: "rasad eval clean eval/extraction/aed",
		Run: func(ctx context.Context, std cli.IO, args []string) error {
			if len(args) == 0 {
				return cli.Usage("a folder is missing")
			}
			return eval(ctx, std.Out, args)
		},
	}
}

func eval(ctx context.Context, out io.Writer, dirs []string) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "set\tpages\tprecision\trecall\tF1\ttitle\tdate right\tdate wrong\tauthor F1")
	for _, dir := range dirs {
		docs, err := score.Load(dir)
		if err != nil {
			return err
		}
		t, rules := tally{}, NewRules()
		for i := range docs {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := t.add(rules, &docs[i]); err != nil {
				return err
			}
		}
		fmt.Fprintf(w, "%s\t%s\n", strings.TrimRight(dir, "/"), t)
	}
	return w.Flush()
}

// tally adds up the scores of a set.
type tally struct {
	text                     []score.Counts
	titles, title            int // with a gold title; the same
	dates, right, wrong      int
	wanted, given, authorsOK int
}

func (t *tally) add(rules *Rules, d *score.Doc) error {
	body, err := d.HTML()
	if err != nil {
		return err
	}
	a := rules.Clean(&news.Entry{ID: d.ID, URL: d.URL, Page: &news.Page{URL: d.URL, Body: body}})
	t.text = append(t.text, score.Text(d.Text, a.Text()))
	if d.Title != "" {
		t.titles++
		if score.Title(d.Title, a.Title) {
			t.title++
		}
	}
	if d.Date != "" {
		t.dates++
		switch score.CheckDate(d.Date, a.Published.String()) {
		case score.RightDate:
			t.right++
		case score.WrongDate:
			t.wrong++
		}
	}
	if len(d.Author) > 0 {
		names := authors(a.Byline)
		t.wanted, t.given, t.authorsOK = t.wanted+len(d.Author), t.given+len(names), t.authorsOK+score.Authors(d.Author, names)
	}
	return nil
}

// authors are the names of a byline.
func authors(byline string) []string {
	if byline == "" {
		return nil
	}
	return strings.Split(byline, ", ")
}

// String is the row of the table.
func (t tally) String() string {
	p, r, f1 := score.Mean(t.text)
	author := score.F1(share(t.authorsOK, t.given), share(t.authorsOK, t.wanted))
	return fmt.Sprintf("%d\t%.4f\t%.4f\t%.4f\t%.3f\t%.3f\t%.3f\t%.3f",
		len(t.text), p, r, f1, share(t.title, t.titles), share(t.right, t.dates), share(t.wrong, t.dates), author)
}

func share(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}
