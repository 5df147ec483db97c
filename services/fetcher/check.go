package fetcher

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/host"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/fetcher/feed"
	"github.com/rasad-project/rasad/services/fetcher/health"
	"github.com/rasad-project/rasad/services/fetcher/identity"
	"github.com/rasad-project/rasad/services/fetcher/manners"
	"github.com/rasad-project/rasad/services/fetcher/schedule"
	"github.com/rasad-project/rasad/services/fetcher/web"
)

// checker is one `rasad feeds check`.
type checker struct {
	config Config
	river  bool
	out    io.Writer
	web    *web.Client
	robots *manners.Robots
}

func checkCommand(reach host.Reach) *cli.Command {
	var c checker
	return &cli.Command{
		Name: "check", Args: "URL", Brief: "everything about one feed, asked now",
		Help: "Asks for a feed and tells everything a person may want to know: the way there, what the server says about caching, what had to be repaired, how its\n" +
			"items are named and dated, how often it brings something, when it would be polled next; and, with --river, what a river knows of it. For a web page\n" +
			"it names the feeds that the page does. The exit code is 1 when there is no feed.",
		Example: "rasad feeds check https://www.tehrantimes.com/rss",
		Flags: func(fs *flag.FlagSet) {
			reach.Flags(fs)
			c.config.checkFlags(fs)
			fs.BoolVar(&c.river, "river", false, "tell what the river knows of the feed, too")
		},
		Run: func(ctx context.Context, std cli.IO, args []string) error {
			if len(args) != 1 {
				return cli.Usage("one URL is wanted")
			}
			if c.river {
				if err := c.known(ctx, reach, std, args[0]); err != nil {
					return err
				}
			}
			return c.run(ctx, std.Out, args[0])
		},
	}
}

// checkFlags are the settings that bear on one request.
func (c *Config) checkFlags(fs *flag.FlagSet) {
	fs.StringVar(&c.Contact, "contact", c.Contact, "your `ADDRESS`, for the User-Agent")
	fs.Var((*cli.List)(&c.Allow), "allow", "a `HOST`, address or network (CIDR) inside this network that may be visited")
	fs.Var((*cli.List)(&c.Insecure), "insecure", "a `HOST` whose certificate is not verified")
}

// known tells what a river knows of a feed.
func (c *checker) known(ctx context.Context, reach host.Reach, std cli.IO, address string) error {
	return withBook(ctx, reach, std, func(b *schedule.Book) error {
		st, ok, err := b.Get(ctx, news.FeedID(address))
		if err != nil || !ok {
			fmt.Fprintln(std.Out, "river\tnot in it")
			return err
		}
		now := time.Now()
		health.Set(&st, now)
		return writeTable(std.Out, []schedule.State{st}, now)
	})
}

func (c *checker) run(ctx context.Context, out io.Writer, address string) error {
	allow, err := web.ParseAllow(c.config.Allow)
	if err != nil {
		return err
	}
	c.out = out
	c.web = web.New(web.Config{UserAgent: c.config.agent("check"), Allow: allow, Dial: c.config.Dial, Insecure: c.config.Insecure})
	defer c.web.Close()
	c.robots = manners.NewRobots(token, robotsFetch(c.web), nil)
	resp, err := c.web.Get(ctx, web.Request{URL: address, Accept: feedAccept, Budget: feedBudget})
	if resp != nil {
		c.hops(resp)
	}
	if err != nil {
		return err
	}
	now := time.Now()
	c.answer(resp, now)
	if resp.Status != http.StatusOK {
		return fmt.Errorf("the server answered %d %s", resp.Status, http.StatusText(resp.Status))
	}
	f, err := feed.Parse(ctx, feed.Document{Body: resp.Body, URL: resp.URL, Header: resp.Header, Now: now})
	if err != nil {
		return c.noFeed(err)
	}
	c.feed(f)
	c.items(ctx, address, f, resp, now)
	return nil
}

func (c *checker) say(name, format string, args ...any) {
	if text := fmt.Sprintf(format, args...); text != "" {
		fmt.Fprintf(c.out, "%-14s%s\n", name, text)
	}
}

func (c *checker) hops(resp *web.Response) {
	for _, h := range resp.Hops {
		c.say("redirect", "%d to %s", h.Status, h.To)
	}
}

// answer tells what the server said around the document.
func (c *checker) answer(resp *web.Response, now time.Time) {
	c.say("answer", "%d from %s in %s, %d bytes, %d decoded", resp.Status, resp.URL, resp.Took.Round(time.Millisecond), resp.Received, resp.Decoded)
	for _, name := range []string{"Content-Type", "Content-Encoding", "ETag", "Last-Modified", "Cache-Control", "Expires", "Retry-After", "Server"} {
		c.say(strings.ToLower(name), "%s", resp.Header.Get(name))
	}
	if resp.Header.Get("ETag") == "" && resp.Header.Get("Last-Modified") == "" {
		c.say("validators", "none: every poll brings the whole document")
	}
	if resp.Partial {
		c.say("body", "ended early")
	}
	if fresh := schedule.Fresh(resp.Header, now); fresh > 0 {
		c.say("fresh for", "%s", fresh)
	}
}

// noFeed tells what was found in place of a feed.
func (c *checker) noFeed(err error) error {
	if page, ok := errors.AsType[*feed.PageError](err); ok {
		for _, f := range page.Feeds {
			c.say("names", "%s  %s", f.URL, f.Title)
		}
	}
	return err
}

// feed tells what the document says of itself.
func (c *checker) feed(f *feed.Feed) {
	c.say("kind", "%s", f.Kind)
	c.say("title", "%s", feed.PlainText(f.Title))
	c.say("page", "%s", f.Link)
	c.say("language", "%s", f.Language)
	c.say("repairs", "%s", strings.Join(f.Repairs, ", "))
	c.say("ttl", "%s", shown(f.Pace.TTL))
	c.say("update period", "%s", shown(f.Pace.Period))
	c.say("hubs", "%s", strings.Join(f.Links.Hubs, ", "))
	c.say("self", "%s", f.Links.Self)
	c.say("archive", "%s", f.Links.Previous)
	c.say("next page", "%s", f.Links.Next)
	c.say("moved to", "%s", f.Links.Moved)
}

func shown(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

// items tells how the items are named and dated, and what follows for polling.
func (c *checker) items(ctx context.Context, address string, f *feed.Feed, resp *web.Response, now time.Time) {
	var undated, future, guessed, teasers, unnamed int
	ids := map[string]bool{}
	for i, e := range f.Entries {
		switch {
		case !e.Published.Known():
			undated++
		case e.Published.Flag != "":
			future++
		case e.Published.Zone == news.Guessed:
			guessed++
		}
		if e.GUID == "" {
			unnamed++
		}
		ids[e.GUID] = true
		if isTeaser(newEntry(news.Feed{}, f, &f.Entries[i], identity.Finding{}, now), teaser) {
			teasers++
		}
	}
	c.say("items", "%d; %d without a date, %d with a doubtful one, %d with a guessed zone; %d without an id, %d different ids; %d only a teaser",
		len(f.Entries), undated, future, guessed, unnamed, len(ids), teasers)
	for _, e := range f.Entries[:min(3, len(f.Entries))] {
		c.say("", "%-25s %s  %s", e.Published, feed.PlainText(e.Title), e.Link)
	}
	if len(f.Entries) > 0 && f.Entries[0].Link != "" {
		c.say("robots.txt", "%s", map[bool]string{true: "lets us read its pages", false: "keeps us from its pages"}[c.robots.Allowed(ctx, f.Entries[0].Link)])
	}
	c.plan(address, f, resp, now)
}

// plan tells when the feed would be polled next, and how it is.
func (c *checker) plan(address string, f *feed.Feed, resp *web.Response, now time.Time) {
	st := schedule.State{
		Feed: news.Feed{ID: news.FeedID(address), URL: address}, Polled: now, Worked: now, Full: now, Items: len(f.Entries), Took: resp.Took, Outcome: readAll,
		Advice: schedule.Advice{
			Fresh: schedule.Fresh(resp.Header, now), TTL: f.Pace.TTL, Period: f.Pace.Period, SkipHours: f.Pace.SkipHours, SkipDays: f.Pace.SkipDays,
		},
	}
	st.Observe(dates(f.Entries, now), 0, now)
	st.Plan(schedule.Bounds{}, manners.RetryAfter(resp.Header, now), now)
	if st.Cadence > 0 {
		c.say("cadence", "one item every %s; the newest is %s old, the list covers %s", short(st.Cadence), short(now.Sub(st.Newest)), short(st.Window))
	}
	c.say("next poll", "in %s (%s)", short(st.Next.Sub(now)), st.Because)
	state, why := health.Of(&st, now)
	c.say("health", "%s", strings.TrimSpace(state+" "+why))
}
