package fetcher

import (
	"context"
	"flag"
	"fmt"
	"path/filepath"

	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/lines"
	"github.com/rasad-project/rasad/services/fetcher/score"
)

// EvalCommand is `rasad eval parse`.
func EvalCommand() *cli.Command {
	var misses bool
	return &cli.Command{
		Name: "parse", Args: "DIR", Brief: "score the reading of feeds against a set of feeds with known values",
		Help: "DIR holds any of files.jsonl (feeds that must be read), cases.jsonl (values of fields), damaged.jsonl (feeds of ten items\n" +
			"with one kind of damage each; from 50 on, of dates) and dates.jsonl, and the feeds they name. A value is right when it is\n" +
			"equal, or equal once both are read as HTML.",
		Example: "rasad eval parse --misses eval/feeds",
		Flags: func(fs *flag.FlagSet) {
			fs.BoolVar(&misses, "misses", false, "list what was missed")
		},
		Run: func(ctx context.Context, std cli.IO, args []string) error {
			if len(args) != 1 {
				return cli.Usage("want one folder")
			}
			r, err := evalParse(ctx, args[0])
			if err != nil {
				return err
			}
			r.Print(std.Out, misses)
			return nil
		},
	}
}

// evalParse reads every feed of a set as `rasad parse` does and scores the lines.
func evalParse(ctx context.Context, dir string) (*score.Report, error) {
	set, err := score.Load(dir)
	if err != nil {
		return nil, err
	}
	read := make(map[string]lines.Parsed)
	for _, m := range set.Manifest() {
		name := m.File
		m.File = filepath.Join(dir, name)
		var p parser
		if read[name], err = p.file(ctx, m); err != nil {
			return nil, fmt.Errorf("%s: %w", m.File, err)
		}
	}
	return set.Against(read), nil
}
