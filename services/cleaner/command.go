package cleaner

import (
	"context"
	"flag"
	"fmt"
	"runtime"

	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/lines"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/when"
)

// CleanCommand is `rasad clean`.
func CleanCommand() *cli.Command {
	workers := runtime.GOMAXPROCS(0)
	explain := false
	return &cli.Command{
		Name: "clean", Brief: "take the furniture off pages and texts: JSON lines in, JSON lines out",
		Help: `Reads lines {"id","url","html"} or {"id","url","text"}, optionally with "title",
"published" and "feed_title", and writes a line for each, in order: the article's
title, dates, byline, language, dateline and paragraphs, and what was removed with
the reason. With --explain it writes every block for a reader instead, those that
were cut struck through, and below each block of a page its score from 0 to 1 and
the features that moved it most: name, value, and what it did to the log odds.`,
		Example: `echo '{"id":"1","url":"","text":"TEHRAN- Ministers met on Monday.\nLeave a Comment"}' | rasad clean`,
		Flags: func(fs *flag.FlagSet) {
			fs.IntVar(&workers, "workers", workers, "how many lines to work on at once")
			fs.BoolVar(&explain, "explain", false, "print every block with the decision on it")
		},
		Run: func(ctx context.Context, std cli.IO, args []string) error {
			if len(args) > 0 {
				return cli.Usage("%q: the lines come from standard input", args[0])
			}
			rules := NewRules()
			if explain {
				return rules.explainLines(std.In, std.Out)
			}
			return lines.Each(ctx, std.In, std.Out, workers, rules.cleanLine)
		},
	}
}

// cleanLine cleans one line of input.
func (r *Rules) cleanLine(line []byte) (any, error) {
	e, err := EntryOf(line)
	if err != nil {
		return nil, err
	}
	return lines.Cleaned(e.ID, r.Clean(e)), nil
}

// EntryOf is the entry that a line of [lines.CleanIn] stands for, under the line's
// id. The error names the field that is wrong.
func EntryOf(line []byte) (*news.Entry, error) {
	var in lines.CleanIn
	if err := lines.Decode(line, &in); err != nil {
		return nil, err
	}
	if in.HTML != "" && in.Text != "" {
		return nil, fmt.Errorf(`fields "html" and "text": a line has one of them`)
	}
	e := &news.Entry{
		ID: in.ID, URL: in.URL, Title: in.Title, Feed: news.Feed{Title: in.FeedTitle},
		Page: &news.Page{URL: in.URL, Body: []byte(in.HTML), ContentType: "text/html; charset=utf-8"},
	}
	if in.Text != "" {
		e.Page.Body, e.Page.ContentType = []byte(in.Text), "text/plain; charset=utf-8"
	}
	if in.Published != "" {
		d, ok := when.Parse(in.Published, when.Hints{From: news.FromFeed})
		if !ok {
			return nil, fmt.Errorf("field %q: %q is not a date", "published", in.Published)
		}
		e.Published = d
	}
	return e, nil
}
