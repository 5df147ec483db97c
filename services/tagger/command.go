package tagger

import (
	"context"
	"flag"
	"io"
	"runtime"

	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/lines"
	"github.com/rasad-project/rasad/kit/news"
)

// TagCommand is `rasad tag`: articles in, verdicts out, a JSON line each.
func TagCommand() *cli.Command {
	var c Config
	var explain bool
	var id string
	return &cli.Command{
		Name: "tag", Brief: "tag articles: JSON lines in, JSON lines out",
		Help: "Reads lines of `rasad clean`, or {\"id\",\"title\",\"text\"} with \"published\", \"language\" and \"site\" if they are known, from standard input\n" +
			"and writes a verdict for each, in order. A line that cannot be read gets {\"id\",\"error\"} in its place, and the exit code is 1 at the end.\n" +
			"With --explain it writes for a reader: what decided, feature by feature, and every piece of evidence in its place.",
		Example: "rasad clean <pages.jsonl | rasad tag >verdicts.jsonl\nrasad tag --explain --id 42 <articles.jsonl",
		Flags: func(fs *flag.FlagSet) {
			c.Flags(fs)
			fs.BoolVar(&explain, "explain", false, "write a page for a reader instead of JSON")
			fs.StringVar(&id, "id", "", "with --explain: only the line with this `ID`")
		},
		Run: func(ctx context.Context, std cli.IO, args []string) error {
			if len(args) > 0 {
				return cli.Usage("articles come on standard input, not as arguments")
			}
			t, err := c.Open()
			if err != nil {
				return err
			}
			if explain {
				return t.explainLines(std.In, std.Out, id)
			}
			return t.tagLines(ctx, std.In, std.Out)
		},
	}
}

func (t *Tagger) tagLines(ctx context.Context, in io.Reader, out io.Writer) error {
	return lines.Each(ctx, in, out, runtime.GOMAXPROCS(0), func(line []byte) (any, error) {
		l, err := tagIn(line)
		if err != nil {
			return nil, err
		}
		return lines.VerdictOf(l.ID, t.Tag(article(l))), nil
	})
}

func tagIn(line []byte) (*lines.TagIn, error) {
	l := new(lines.TagIn)
	return l, lines.Decode(line, l)
}

// article is a line as an article: its text is one block, so that offsets into the
// text of one are offsets into the text of the other.
func article(l *lines.TagIn) *news.Article {
	return &news.Article{
		Entry: news.Entry{ID: l.ID}, Title: l.Title, Language: l.Language, Site: l.Site,
		Published: published(l.Published), Blocks: []news.Block{{Text: l.Text}},
	}
}
