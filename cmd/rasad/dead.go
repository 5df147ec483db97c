package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/rasad-project/rasad/kit/bus"
	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/lines"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/wire"
)

func deadCommand() *cli.Command {
	return &cli.Command{
		Name: "dead", Brief: "the dead letters: what could not be worked on, and why",
		Example: "rasad dead list --stage cleaner\nrasad dead show 17\nrasad dead requeue 17",
		Sub:     []*cli.Command{deadList(), deadShow(), deadRequeue(), deadForget()},
	}
}

func deadList() *cli.Command {
	var at reach
	var stageName string
	return &cli.Command{
		Name: "list", Brief: "a line for each letter, oldest first: its number, when, stage, attempts, id, error",
		Example: "rasad dead list --stage cleaner --data rasad-data",
		Flags: func(fs *flag.FlagSet) {
			at.Flags(fs)
			fs.StringVar(&stageName, "stage", "", "only letters of this `STAGE`: cleaner, tagger or store")
		},
		Run: func(ctx context.Context, std cli.IO, args []string) error {
			if len(args) > 0 {
				return cli.Usage("no arguments are wanted, got %q", args)
			}
			return visiting(ctx, &at, std, func(c *bus.Conn) error { return listLetters(ctx, c, std, stageName) })
		},
	}
}

func listLetters(ctx context.Context, c *bus.Conn, std cli.IO, stageName string) error {
	out := tabwriter.NewWriter(std.Out, 0, 0, 2, ' ', 0)
	var faults []error
	n := 0
	for l, err := range c.Letters(ctx, stageName) {
		if err != nil {
			faults = append(faults, err)
			continue
		}
		n++
		reason, _, _ := strings.Cut(l.Error, "\n")
		fmt.Fprintf(out, "%d\t%s\t%s\t%d\t%s\t%s\n", l.Sequence, l.At.Format(time.RFC3339), l.Stage, l.Attempt, cli.Plain(l.ID), cli.Plain(reason))
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if n == 0 && len(faults) == 0 {
		fmt.Fprintln(std.Err, "no dead letters")
	}
	return errors.Join(faults...)
}

func deadShow() *cli.Command {
	var at reach
	return &cli.Command{
		Name: "show", Args: "NUMBER", Brief: "all that is known of one letter, as JSON: the whole error, where it was, what it carried",
		Example: "rasad dead show 17 | jq .value.title",
		Flags:   at.Flags,
		Run: func(ctx context.Context, std cli.IO, args []string) error {
			numbers, err := letterNumbers(args)
			if err != nil {
				return err
			}
			return visiting(ctx, &at, std, func(c *bus.Conn) error {
				for _, n := range numbers {
					if err := showLetter(ctx, c, std, n); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
}

// letterShown is a letter as `dead show` prints it.
type letterShown struct {
	Number  uint64              `json:"number"`
	At      time.Time           `json:"at"`
	Stage   string              `json:"stage"`
	Version string              `json:"version"`
	Attempt int                 `json:"attempt"`
	ID      string              `json:"id"`
	Error   string              `json:"error"`
	Stream  string              `json:"stream"`
	Place   uint64              `json:"sequence"`
	Subject string              `json:"subject"`
	Header  map[string][]string `json:"header"`
	Bytes   int                 `json:"bytes"` // of the payload, decoded
	// Value is what the letter carried; absent when it cannot be read, and Fault
	// then says why.
	Value any    `json:"value,omitempty"`
	Fault string `json:"fault,omitempty"`
}

func showLetter(ctx context.Context, c *bus.Conn, std cli.IO, number uint64) error {
	l, err := c.Letter(ctx, number)
	if err != nil {
		return err
	}
	shown := letterShown{
		Number: l.Sequence, At: l.At, Stage: l.Stage, Version: l.Version, Attempt: l.Attempt, ID: l.ID, Error: l.Error,
		Stream: l.Origin.Stream, Place: l.Origin.Sequence, Subject: l.Origin.Subject, Header: l.Header,
	}
	payload, err := c.Payload(ctx, l)
	if err == nil {
		shown.Bytes = len(payload)
		shown.Value, err = readable(l.Origin.Stream, payload)
	}
	if err != nil {
		shown.Fault = err.Error()
	}
	enc := json.NewEncoder(std.Out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(shown)
}

// readable turns a payload into what a person can read.
func readable(stream string, payload []byte) (any, error) {
	switch stream {
	case bus.Entries:
		e, err := wire.UnmarshalEntry(payload)
		if err != nil {
			return nil, err
		}
		return entryShown(e), nil
	case bus.Articles:
		a, err := wire.UnmarshalArticle(payload)
		if err != nil {
			return nil, err
		}
		return lines.Cleaned(a.Entry.ID, a), nil
	case bus.Verdicts:
		v, err := wire.UnmarshalVerdict(payload)
		if err != nil {
			return nil, err
		}
		return lines.ExportOf(v), nil
	}
	return nil, fmt.Errorf("stream %q is none of the river's", stream)
}

// entryShown is an entry without the bytes of its page.
func entryShown(e *news.Entry) any {
	page := struct {
		URL, ContentType string
		Bytes            int
	}{}
	if p := e.Page; p != nil {
		page.URL, page.ContentType, page.Bytes = p.URL, p.ContentType, len(p.Body)
	}
	return map[string]any{
		"id": e.ID, "revision": e.Revision, "feed": e.Feed.URL, "url": e.URL, "title": e.Title, "summary": e.Summary,
		"content": e.Content, "published": e.Published.String(), "seen": e.Seen, "repairs": e.Repairs, "page": page,
	}
}

func deadRequeue() *cli.Command {
	return toLetters("requeue", "send letters round again, as they were, and delete them from the dead", "requeued", (*bus.Conn).Requeue)
}

func deadForget() *cli.Command {
	return toLetters("forget", "delete letters for good", "forgotten", (*bus.Conn).Forget)
}

// toLetters is a command that does something to letters.
func toLetters(name, brief, done string, do func(*bus.Conn, context.Context, uint64) error) *cli.Command {
	var at reach
	var all bool
	return &cli.Command{
		Name: name, Args: "NUMBER...", Brief: brief,
		Example: "rasad dead " + name + " 17 18\nrasad dead " + name + " --all",
		Flags: func(fs *flag.FlagSet) {
			at.Flags(fs)
			fs.BoolVar(&all, "all", false, "every letter there is")
		},
		Run: func(ctx context.Context, std cli.IO, args []string) error {
			return eachLetter(ctx, &at, std, args, all, done, do)
		},
	}
}

// eachLetter does something to the letters that args name, or to all, and says on
// stderr how many it was done to. It goes on after a failure.
func eachLetter(ctx context.Context, at *reach, std cli.IO, args []string, all bool, done string, do func(*bus.Conn, context.Context, uint64) error) error {
	if all && len(args) > 0 {
		return cli.Usage("--all and numbers do not go together")
	}
	var numbers []uint64
	if !all {
		var err error
		if numbers, err = letterNumbers(args); err != nil {
			return err
		}
	}
	return visiting(ctx, at, std, func(c *bus.Conn) error {
		var faults []error
		if all {
			numbers, faults = allLetters(ctx, c)
		}
		n := 0
		for _, number := range numbers {
			if err := do(c, ctx, number); err != nil {
				faults = append(faults, err)
				continue
			}
			n++
		}
		fmt.Fprintf(std.Err, "%d %s\n", n, done)
		return errors.Join(faults...)
	})
}

func allLetters(ctx context.Context, c *bus.Conn) (numbers []uint64, faults []error) {
	for l, err := range c.Letters(ctx, "") {
		if err != nil {
			faults = append(faults, err)
			continue
		}
		numbers = append(numbers, l.Sequence)
	}
	return numbers, faults
}

func letterNumbers(args []string) ([]uint64, error) {
	if len(args) == 0 {
		return nil, cli.Usage("a letter's number is missing; rasad dead list shows them")
	}
	numbers := make([]uint64, len(args))
	for i, a := range args {
		var err error
		if numbers[i], err = strconv.ParseUint(a, 10, 64); err != nil || numbers[i] == 0 {
			return nil, cli.Usage("%q is not the number of a letter", a)
		}
	}
	return numbers, nil
}

// visiting calls do with the bus of the river that at leads to.
func visiting(ctx context.Context, at *reach, std cli.IO, do func(*bus.Conn) error) error {
	r, err := at.Open(ctx, std)
	if err != nil {
		return err
	}
	return errors.Join(do(r.Bus), r.Close())
}
