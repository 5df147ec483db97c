package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/rasad-project/rasad/corpus"
	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/host"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/store"
	"github.com/rasad-project/rasad/kit/store/open"
)

// check is the checker in one round.
type check struct {
	at       host.Remote
	place    string // of the store
	outlet   string
	round    int
	patience time.Duration

	store store.Store
	begun time.Time
}

func checkCommand() *cli.Command {
	var c check
	return &cli.Command{
		Name: "check", Args: "NAME", Brief: "begin a round, watch the store until its items are there, then account for every item of all rounds",
		Help: "Prints a row of a table and fails if an item is missing, doubled, not planned, or a stream is not whole. It reads the store, the streams and the\n" +
			"dead letters, and nothing that the services say about themselves.",
		Example: "e2e check --round 2 --nats tls://nats:4222 --store postgres://rasad@db/rasad 'a tagger deleted'",
		Flags: func(fs *flag.FlagSet) {
			c.at.Flags(fs)
			fs.StringVar(&c.place, "store", "", "`PLACE` of the store: postgres://…")
			fs.StringVar(&c.outlet, "outlet", "http://outlet.outside", "`URL` of the outlets")
			fs.IntVar(&c.round, "round", 0, "`NUMBER` of the round; all before it have been")
			fs.DurationVar(&c.patience, "patience", 90*time.Second, "how long nothing may come into the store before what is missing is given up")
		},
		Run: func(ctx context.Context, std cli.IO, args []string) error {
			if len(args) != 1 {
				return cli.Usage("want one argument, what is done in this round")
			}
			return c.run(ctx, std, args[0])
		},
	}
}

func (c *check) run(ctx context.Context, std cli.IO, name string) (err error) {
	texts, err := corpus.Texts()
	if err != nil {
		return err
	}
	if c.store, err = open.ReadOnly(ctx, c.place); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.store.Close()) }()
	own, before := plan(texts, c.round)
	if err := c.begin(ctx); err != nil {
		return err
	}
	arrived, err := c.watch(ctx, own)
	if err != nil {
		return err
	}
	account, err := c.account(ctx, std, texts, slices.Concat(before, own))
	if err != nil {
		return err
	}
	fmt.Fprintf(std.Out, "| %s | %d | %d | %d | %d | %d | %.1f s | %.1f s |\n", name, len(own), len(arrived.at),
		len(account.dead), len(account.doubled), len(account.missing), arrived.silence().Seconds(), arrived.p99().Seconds())
	for _, l := range account.dead {
		fmt.Fprintf(std.Out, "dead: %s %s in the %s: %s\n", l.feed, l.guid, l.stage, l.reason)
	}
	return account.fault()
}

func (c *check) begin(ctx context.Context) error {
	c.begun = time.Now()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, fmt.Sprintf("%s/begin?round=%d", c.outlet, c.round), nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("begin round %d: the outlets answer %s", c.round, answer.Status)
	}
	return nil
}

// look is the time between two looks into the store: how exact arrivals are.
const look = 250 * time.Millisecond

// arrivals is when each item was first found in the store, and how old it then was.
type arrivals struct {
	begun time.Time
	at    map[item]time.Time
	late  []time.Duration
}

// watch looks into the store until all of own are there, or none has come for as
// long as patience lasts. A look that fails is no look.
func (c *check) watch(ctx context.Context, own []item) (*arrivals, error) {
	want := map[item]bool{}
	for _, i := range own {
		want[i] = true
	}
	a := &arrivals{begun: c.begun, at: map[item]time.Time{}}
	last := time.Now()
	for tick := time.Tick(look); len(a.at) < len(own) && time.Since(last) < c.patience; {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-tick:
		}
		vs, err := c.verdicts(ctx, c.since())
		if err == nil && a.note(vs, want) {
			last = time.Now()
		}
	}
	return a, nil
}

// since is a time before which nothing of this round was seen; round 0 may have
// begun before its checker.
func (c *check) since() time.Time {
	if c.round == 0 {
		return time.Time{}
	}
	return c.begun.Add(-time.Minute)
}

// note notes the items among vs that are wanted and new, and reports whether there
// are any.
func (a *arrivals) note(vs []*news.Verdict, want map[item]bool) (some bool) {
	now := time.Now()
	for _, v := range vs {
		i := itemOf(&v.Article.Entry)
		if _, known := a.at[i]; known || !want[i] {
			continue
		}
		a.at[i], some = now, true
		a.late = append(a.late, now.Sub(v.Article.Entry.Seen))
	}
	return some
}

// silence is the longest time in which nothing arrived, from the beginning to the
// last arrival.
func (a *arrivals) silence() (longest time.Duration) {
	last := a.begun
	for _, i := range slices.SortedFunc(maps.Values(a.at), time.Time.Compare) {
		longest, last = max(longest, i.Sub(last)), i
	}
	return longest
}

// p99 is the time from seen to found in the store that 99 of 100 items kept
// to.
func (a *arrivals) p99() time.Duration {
	if len(a.late) == 0 {
		return 0
	}
	slices.Sort(a.late)
	return a.late[(len(a.late)*99+99)/100-1]
}

// verdicts is all that the store has since a time, in every revision, dropped or
// not.
func (c *check) verdicts(ctx context.Context, since time.Time) (vs []*news.Verdict, err error) {
	for _, dropped := range []bool{false, true} {
		for v, err := range c.store.Verdicts(ctx, store.Query{Since: since, Revisions: true, Dropped: dropped}) {
			if err != nil {
				return nil, err
			}
			vs = append(vs, v)
		}
	}
	return vs, nil
}
