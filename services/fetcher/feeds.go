package fetcher

import (
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/rasad-project/rasad/kit/bus"
	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/host"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/fetcher/health"
	"github.com/rasad-project/rasad/services/fetcher/opml"
	"github.com/rasad-project/rasad/services/fetcher/schedule"
)

// FeedsCommand is `rasad feeds`: the feeds of a river and how they are.
func FeedsCommand(reach host.Reach) *cli.Command {
	return &cli.Command{
		Name: "feeds", Brief: "the feeds of a river: list, import, export, check, resume, remove",
		Example: "rasad feeds list",
		Sub: []*cli.Command{
			listCommand(reach), importCommand(reach), exportCommand(reach), checkCommand(reach), resumeCommand(reach), removeCommand(reach),
		},
	}
}

// withBook gives a command the book of the river it reaches.
func withBook(ctx context.Context, reach host.Reach, std cli.IO, do func(*schedule.Book) error) error {
	river, err := reach.Open(ctx, std)
	if err != nil {
		return err
	}
	defer river.Close()
	kv, err := river.Bus.KeyValue(ctx, bus.Feeds)
	if err != nil {
		return err
	}
	return do(schedule.NewBook(kv, replica()))
}

func listCommand(reach host.Reach) *cli.Command {
	var only string
	var asJSON bool
	return &cli.Command{
		Name: "list", Brief: "every feed, how it is, since when and why",
		Help: "Lists the feeds of a river, a line each. The states are " + strings.Join(health.All, ", ") + ". With --json every line is a JSON\n" +
			"object with all that is kept of the feed.",
		Example: "rasad feeds list --health stale\nrasad feeds list --json | jq -r 'select(.missed > 0) | .feed.URL'",
		Flags: func(fs *flag.FlagSet) {
			reach.Flags(fs)
			fs.StringVar(&only, "health", "", "only feeds in that `STATE`")
			fs.BoolVar(&asJSON, "json", false, "one JSON object a line, with everything")
		},
		Run: func(ctx context.Context, std cli.IO, _ []string) error {
			return withBook(ctx, reach, std, func(b *schedule.Book) error {
				states, err := b.All(ctx)
				if err != nil {
					return err
				}
				states = inHealth(states, only, time.Now())
				if asJSON {
					return writeJSON(std.Out, states)
				}
				return writeTable(std.Out, states, time.Now())
			})
		},
	}
}

// inHealth brings the states' health up to date and leaves those that are in
// one, "" for all.
func inHealth(states []schedule.State, only string, now time.Time) []schedule.State {
	out := states[:0]
	for _, st := range states {
		health.Set(&st, now)
		if only == "" || st.Health == only {
			out = append(out, st)
		}
	}
	return out
}

func writeJSON(w io.Writer, states []schedule.State) error {
	enc := json.NewEncoder(w)
	for _, st := range states {
		if err := enc.Encode(st); err != nil {
			return err
		}
	}
	return nil
}

func writeTable(w io.Writer, states []schedule.State, now time.Time) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "HEALTH\tSINCE\tPOLLED\tNEXT\tNEWEST\tITEMS\tMISSED\tFEED\tWHY")
	for _, st := range states {
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\t%d\t%d\t%s\t%s\n", st.Health, ago(st.HealthAt, now), ago(st.Polled, now), ago(st.Next, now),
			ago(st.Newest, now), st.Items, st.Missed, cli.Plain(st.Feed.URL), oneLine(why(&st)))
	}
	return out.Flush()
}

// why is a state's reason, and what is not checked on the way to the feed.
func why(st *schedule.State) string {
	if len(st.Exceptions) == 0 {
		return st.HealthWhy
	}
	return strings.TrimSpace(st.HealthWhy + " (" + strings.Join(st.Exceptions, ", ") + ")")
}

// ago is a time as seen from now: "-" for none, "3h", "in 5m".
func ago(t, now time.Time) string {
	if t.IsZero() {
		return "-"
	}
	d := now.Sub(t)
	if d < 0 {
		return "in " + short(-d)
	}
	return short(d)
}

func short(d time.Duration) string {
	switch {
	case d >= 48*time.Hour:
		return fmt.Sprintf("%dd", int(d.Hours()/24))
	case d >= time.Hour:
		return fmt.Sprintf("%dh", int(d.Hours()))
	case d >= time.Minute:
		return fmt.Sprintf("%dm", int(d.Minutes()))
	}
	return fmt.Sprintf("%ds", int(d.Seconds()))
}

func oneLine(s string) string { return strings.Join(strings.Fields(cli.Plain(s)), " ") }

func importCommand(reach host.Reach) *cli.Command {
	return &cli.Command{
		Name: "import", Args: "FILE...", Brief: "add the feeds of OPML files to a river",
		Help: "Adds the feeds of OPML files, folders and all, to a river; \"-\" is standard input. Feeds that are there already keep their state and take over\n" +
			"title and folder. A running fetcher begins to poll them at once.",
		Example: "rasad feeds import outlets.opml",
		Flags:   reach.Flags,
		Run: func(ctx context.Context, std cli.IO, args []string) error {
			if len(args) == 0 {
				return cli.Usage("a FILE is missing")
			}
			feeds, err := readLists(args, std.In)
			if err != nil {
				return err
			}
			return withBook(ctx, reach, std, func(b *schedule.Book) error {
				added, err := b.Add(ctx, feeds, schedule.Imported, time.Now(), spreadOf(len(feeds)))
				if err != nil {
					return err
				}
				fmt.Fprintf(std.Err, "%d feeds read, %d of them new\n", len(feeds), added)
				return nil
			})
		},
	}
}

func exportCommand(reach host.Reach) *cli.Command {
	return &cli.Command{
		Name: "export", Brief: "the feeds of a river as OPML, in their folders",
		Example: "rasad feeds export > feeds.opml",
		Flags:   reach.Flags,
		Run: func(ctx context.Context, std cli.IO, _ []string) error {
			return withBook(ctx, reach, std, func(b *schedule.Book) error {
				states, err := b.All(ctx)
				if err != nil {
					return err
				}
				feeds := make([]news.Feed, len(states))
				for i, st := range states {
					feeds[i] = st.Feed
					feeds[i].Title = cmp.Or(st.Feed.Title, st.Title)
				}
				return opml.Write(std.Out, "Rasad", time.Now(), feeds)
			})
		},
	}
}

func resumeCommand(reach host.Reach) *cli.Command {
	return &cli.Command{
		Name: "resume", Args: "URL...", Brief: "take back what a feed's answers led to, and poll it now",
		Help: "Takes back a move that was learnt, a 410 Gone, a quarantine or a back-off: the feed is asked at its own address at the next occasion, as if it were\n" +
			"new. What is known of its items stays.",
		Example: "rasad feeds resume https://www.example.org/rss",
		Flags:   reach.Flags,
		Run: func(ctx context.Context, std cli.IO, args []string) error {
			return eachFeed(ctx, reach, std, args, func(b *schedule.Book, id string) error {
				return b.Change(ctx, id, func(st *schedule.State) { st.Resume(time.Now()) })
			})
		},
	}
}

func removeCommand(reach host.Reach) *cli.Command {
	return &cli.Command{
		Name: "remove", Args: "URL...", Brief: "take feeds out of a river",
		Help:    "Takes feeds out of a river; what they brought stays. A feed that is configured, not imported, comes back when a fetcher is started.",
		Example: "rasad feeds remove https://www.example.org/rss",
		Flags:   reach.Flags,
		Run: func(ctx context.Context, std cli.IO, args []string) error {
			return eachFeed(ctx, reach, std, args, func(b *schedule.Book, id string) error { return b.Remove(ctx, id) })
		},
	}
}

func eachFeed(ctx context.Context, reach host.Reach, std cli.IO, addresses []string, do func(*schedule.Book, string) error) error {
	if len(addresses) == 0 {
		return cli.Usage("a feed's URL is missing")
	}
	return withBook(ctx, reach, std, func(b *schedule.Book) error {
		for _, address := range addresses {
			if err := do(b, news.FeedID(address)); err != nil {
				return fmt.Errorf("%s: %w", address, err)
			}
		}
		return nil
	})
}
