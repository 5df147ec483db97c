package fetcher

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"
	"time"

	"golang.org/x/time/rate"

	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/fetcher/manners"
	"github.com/rasad-project/rasad/services/fetcher/opml"
	"github.com/rasad-project/rasad/services/fetcher/schedule"
	"github.com/rasad-project/rasad/services/fetcher/web"
)

// Config is what a fetcher can be told. The zero value polls the feeds that are
// in the bucket already.
type Config struct {
	// Feeds are polled besides those imported with `rasad feeds import`. A feed
	// that was among them once and is no more is dropped, unless there are none.
	Feeds []news.Feed
	// Files are lists of feeds, OPML, in place of Feeds.
	Files []string

	// Contact is an address, of mail or of the web, for the administrators of the
	// servers we visit. It goes into the User-Agent.
	Contact string
	// Allow are hosts, addresses and networks (CIDR) inside this network that may
	// be visited.
	Allow []string
	// Insecure are hosts whose certificates are not verified.
	Insecure []string
	// Dial, if not nil, connects in place of the guarded dial.
	Dial web.Dial

	PollMin time.Duration // between two polls of a feed at least; 0 is 5 min
	PollMax time.Duration // and at most while it works; 0 is 6 h
	Workers int           // feeds polled at once; 0 is 64
	Rate    float64       // requests a second to one domain; 0 is 1
	AtOnce  int           // requests at once to one domain; 0 is 2

	// Teaser is the length in characters below which an item's text is taken for a
	// teaser and its page is fetched; 0 is 1,000, below 0 fetches none.
	Teaser int
	// MaxPages is how many pages one poll fetches; the items beyond wait for the
	// next. 0 is 100.
	MaxPages int
	// Backfill is how many older documents of a feed (RFC 5005) are read when it is
	// new or items were missed; 0 is 5, below 0 reads none.
	Backfill int
	// MaxLag is how many entries may wait for the cleaner before polling pauses; 0
	// is 5,000.
	MaxLag int

	// Worst is how many feeds the metrics name by each measure: the longest silent,
	// the most often failing, the slowest; 0 is 20, below 0 names none.
	Worst int

	// Callback is the public address of Listen, for WebSub hubs; "" is polling only.
	Callback string
	// Listen is the address that hubs' deliveries are taken at.
	Listen string

	// Once polls every feed once, whatever its schedule, and ends.
	Once bool
}

// Flags adds the settings to fs.
func (c *Config) Flags(fs *flag.FlagSet) {
	fs.Var((*cli.List)(&c.Files), "feeds", "OPML `FILE` of feeds to poll, in place of the built-in list; may be given more than once, and is read again when it changes")
	fs.StringVar(&c.Contact, "contact", c.Contact, "your `ADDRESS`, of mail or of the web, for the administrators of the servers that are polled")
	fs.Var((*cli.List)(&c.Allow), "allow", "a `HOST`, address or network (CIDR) inside this network that may be visited; may be given more than once")
	fs.Var((*cli.List)(&c.Insecure), "insecure", "a `HOST` whose certificate is not verified; may be given more than once")
	fs.DurationVar(&c.PollMin, "poll-min", cmp.Or(c.PollMin, 5*time.Minute), "shortest time between two polls of a feed")
	fs.DurationVar(&c.PollMax, "poll-max", cmp.Or(c.PollMax, 6*time.Hour), "longest time between two polls of a feed that works")
	fs.IntVar(&c.Workers, "poll-workers", cmp.Or(c.Workers, 64), "feeds polled at once")
	fs.Float64Var(&c.Rate, "rate", cmp.Or(c.Rate, 1), "requests a second to one domain")
	fs.IntVar(&c.AtOnce, "at-once", cmp.Or(c.AtOnce, 2), "requests at once to one domain")
	fs.IntVar(&c.Teaser, "teaser", cmp.Or(c.Teaser, teaser), "fetch an item's page when its feed gives fewer `CHARACTERS` of it; -1 fetches none")
	fs.IntVar(&c.MaxPages, "max-pages", cmp.Or(c.MaxPages, 100), "pages that one poll fetches; the items beyond wait for the next")
	fs.IntVar(&c.Backfill, "backfill", cmp.Or(c.Backfill, 5), "older documents of a feed (RFC 5005) to read when it is new or items were missed; -1 reads none")
	fs.IntVar(&c.MaxLag, "max-lag", cmp.Or(c.MaxLag, 5000), "entries that may wait for the cleaner before polling pauses")
	fs.IntVar(&c.Worst, "worst-feeds", cmp.Or(c.Worst, 20), "feeds that the metrics name, the worst by each measure; -1 names none")
	fs.StringVar(&c.Callback, "websub-callback", "", "public `URL` at which WebSub hubs reach --websub-listen; empty for polling only")
	fs.StringVar(&c.Listen, "websub-listen", "", "`ADDRESS` to take the deliveries of WebSub hubs at")
}

// teaser is the default of Config.Teaser.
const teaser = 1000

// withDefaults fills in zero fields and reads the files, and names every fault.
func (c Config) withDefaults() (Config, error) {
	orInt(&c.Workers, 64)
	orInt(&c.Teaser, teaser)
	orInt(&c.MaxPages, 100)
	orInt(&c.Backfill, 5)
	orInt(&c.MaxLag, 5000)
	orInt(&c.Worst, 20)
	b := c.bounds()
	c.PollMin, c.PollMax = b.Min, b.Max
	var errs []error
	if len(c.Files) > 0 {
		var err error
		c.Feeds, err = readLists(c.Files, strings.NewReader(""))
		errs = append(errs, err)
	}
	if (c.Callback == "") != (c.Listen == "") {
		errs = append(errs, errors.New("websub-callback and websub-listen go together"))
	}
	if u, err := url.Parse(c.Callback); c.Callback != "" && (err != nil || u.Host == "") {
		errs = append(errs, fmt.Errorf("websub-callback %q is not an address", c.Callback))
	}
	return c, errors.Join(errs...)
}

func orInt(n *int, otherwise int) {
	if *n == 0 {
		*n = otherwise
	}
}

// readLists reads all the lists, "-" from stdin, and names every fault.
func readLists(names []string, stdin io.Reader) (feeds []news.Feed, err error) {
	var errs []error
	for _, name := range names {
		some, err := readList(name, stdin)
		errs = append(errs, err)
		feeds = append(feeds, some...)
	}
	return feeds, errors.Join(errs...)
}

func readList(name string, stdin io.Reader) ([]news.Feed, error) {
	in := stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	feeds, err := opml.Read(in)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return feeds, nil
}

func (c Config) bounds() schedule.Bounds {
	return schedule.Bounds{Min: c.PollMin, Max: c.PollMax}.WithDefaults()
}

func (c Config) limits() manners.Limits {
	p := manners.Pace{Rate: rate.Limit(c.Rate), AtOnce: c.AtOnce}
	if c.Rate > float64(manners.DefaultRate) {
		p.Burst = max(int(c.Rate), 2)
	}
	l := manners.Limits{Domain: p}
	if l.Domain.Rate > 10 { // an address is never slower than a domain on it
		l.Address = manners.Pace{Rate: p.Rate, Burst: p.Burst, AtOnce: max(10, p.AtOnce)}
	}
	return l
}

// agent is the User-Agent: what we are, and whom to turn to.
func (c Config) agent(version string) string {
	about := "+https://github.com/rasad-project/rasad"
	if c.Contact != "" {
		about += "; " + c.Contact
	}
	return token + "/" + version + " (" + about + ")"
}

// token is our name in User-Agent and robots.txt.
const token = "Rasad"
