// Package cli is the manners of Rasad's command lines: data on stdout,
// everything else on stderr, exit code 0 when done, 1 when it failed and 2 when
// it was called wrongly, --help with an example, and every flag settable from
// the environment or a file.
package cli

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// IO is what a command may touch of the process it runs in.
type IO struct {
	Getenv func(string) string
	In     io.Reader
	Out    io.Writer // data
	Err    io.Writer // everything else
}

// Command is one word of a command line. A command has either Run or Sub.
type Command struct {
	Name    string
	Args    string // what follows the flags, as shown in the usage line
	Brief   string // one line, for the list of commands
	Help    string // paragraphs below the usage line; "" repeats Brief
	Example string // at least one line a reader can copy
	Flags   func(*flag.FlagSet)
	Run     func(ctx context.Context, std IO, args []string) error
	Sub     []*Command
}

// usageError is a command line that cannot be taken.
type usageError struct{ reason string }

func (e *usageError) Error() string { return e.reason }

// Usage returns an error for a command line that cannot be taken; Main exits
// with 2 on it.
func Usage(format string, args ...any) error {
	return &usageError{fmt.Sprintf(format, args...)}
}

// Main runs the command that args name below root and returns the exit code.
// An error is reported on std.Err in one line, "rasad parse: …".
func Main(ctx context.Context, root *Command, args []string, std IO) int {
	err := run(ctx, root, root.Name, args, std)
	if err == nil {
		return 0
	}
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	fmt.Fprintf(std.Err, "%v\n", err)
	if _, ok := errors.AsType[*usageError](err); ok {
		return 2
	}
	return 1
}

func run(ctx context.Context, c *Command, path string, args []string, std IO) error {
	fs := flag.NewFlagSet(path, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	if c.Flags != nil {
		c.Flags(fs)
	}
	args, err := parse(fs, args, c.Run != nil, std.Getenv)
	if err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return errors.Join(err, c.usage(std.Out, path, fs))
		}
		return fmt.Errorf("%s: %w\ntry: %s --help", path, &usageError{err.Error()}, path)
	}
	if c.Run != nil {
		return named(path, c.Run(ctx, std, args))
	}
	if len(args) == 0 {
		if err := c.usage(std.Err, path, fs); err != nil {
			return err
		}
		return Usage("%s: a command is missing", path)
	}
	for _, sub := range c.Sub {
		if sub.Name == args[0] {
			return run(ctx, sub, path+" "+sub.Name, args[1:], std)
		}
	}
	if args[0] == "help" {
		return run(ctx, c, path, append(args[1:], "--help"), std)
	}
	return Usage("%s: there is no command %q\ntry: %s --help", path, args[0], path)
}

func named(path string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", path, err)
}

func (c *Command) usage(w io.Writer, path string, fs *flag.FlagSet) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	args := c.Args
	if args == "" && len(c.Sub) > 0 {
		args = "COMMAND"
	}
	fmt.Fprintf(out, "usage: %s\n\n%s\n", strings.TrimSpace(path+" [flags] "+args), cmp.Or(c.Help, c.Brief))
	if len(c.Sub) > 0 {
		fmt.Fprintln(out, "\ncommands:")
		for _, sub := range c.Sub {
			fmt.Fprintf(out, "  %s\t%s\n", sub.Name, sub.Brief)
		}
	}
	header := "\nflags (each also from the environment, RASAD_ and the name in capitals):\n"
	fs.VisitAll(func(f *flag.Flag) {
		fmt.Fprint(out, header)
		header = ""
		name, text := flag.UnquoteUsage(f)
		fmt.Fprintf(out, "  --%s\t%s\n", strings.TrimSpace(f.Name+" "+name), text+shown(f))
	})
	if c.Example != "" {
		fmt.Fprintf(out, "\nexample:\n  %s\n", strings.ReplaceAll(strings.TrimSpace(c.Example), "\n", "\n  "))
	}
	return out.Flush()
}

func shown(f *flag.Flag) string {
	if f.DefValue == "" || f.DefValue == "0" || f.DefValue == "false" {
		return ""
	}
	return " (default " + f.DefValue + ")"
}
