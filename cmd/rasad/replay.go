package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"iter"
	"math"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rasad-project/rasad/corpus"
	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/host"
	"github.com/rasad-project/rasad/kit/lines"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/stage"
	"github.com/rasad-project/rasad/services/cleaner"
	"github.com/rasad-project/rasad/services/fetcher"
)

// replayConfig says what to send into which river, and how fast.
type replayConfig struct {
	at     reach
	speed  string
	asFeed bool
}

func replayCommand() *cli.Command {
	var c replayConfig
	return &cli.Command{
		Name: "replay", Args: "SOURCE...", Brief: "send saved news into the river as if it came in now",
		Help: "A SOURCE is a set of the built-in corpus (" + strings.Join(corpus.Sets[:], ", ") + "), a file of JSON lines as rasad clean reads them, or a WARC file of pages (.gz too).\n" +
			"What was sent before, and is still remembered, is not sent twice. With --as-feed a web server offers the corpus as feeds, and a fetcher polls it.",
		Example: "rasad replay seeds --data rasad-data\nrasad replay --speed 60 crawl.warc.gz --nats nats://localhost:4222",
		Flags: func(fs *flag.FlagSet) {
			c.at.Flags(fs)
			fs.StringVar(&c.speed, "speed", "max", "how many times faster than it was published or captured, a `NUMBER` or max; what has no time is sent at once")
			fs.BoolVar(&c.asFeed, "as-feed", false, "offer the corpus over HTTP as feeds and poll them")
		},
		Run: func(ctx context.Context, std cli.IO, args []string) error {
			if len(args) == 0 {
				return cli.Usage("a source is missing")
			}
			if c.asFeed {
				return c.poll(ctx, std, args)
			}
			speed, err := parseSpeed(c.speed)
			if err != nil {
				return err
			}
			return c.send(ctx, std, args, speed)
		},
	}
}

// parseSpeed reads --speed; max is infinite.
func parseSpeed(s string) (float64, error) {
	if s == "max" {
		return math.Inf(1), nil
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || !(n > 0) {
		return 0, cli.Usage("--speed %q: want a number above 0, or max", s)
	}
	return n, nil
}

// send puts the entries of all sources into ENTRIES.
func (c *replayConfig) send(ctx context.Context, std cli.IO, args []string, speed float64) error {
	r, err := c.at.Open(ctx, std)
	if err != nil {
		return err
	}
	pace := pacer{speed: speed, begun: time.Now()}
	sent, err := sendAll(ctx, host.PutEntries(r.Bus, version), entries(args), &pace)
	fmt.Fprintf(std.Err, "%d entries sent\n", sent)
	return errors.Join(err, r.Close())
}

func sendAll(ctx context.Context, to stage.Sink[*news.Entry], all iter.Seq2[*news.Entry, error], pace *pacer) (sent int, err error) {
	for e, err := range all {
		if err != nil {
			return sent, err
		}
		if err := pace.wait(ctx, e.Published.Time); err != nil {
			return sent, err
		}
		e.Seen = time.Now().UTC()
		if err := to.Put(ctx, e.ID+":"+e.Revision, []*news.Entry{e}); err != nil {
			return sent, err
		}
		sent++
	}
	return sent, nil
}

// pacer keeps the distances between times, divided by speed.
type pacer struct {
	speed float64
	begun time.Time
	first time.Time
}

// wait waits until it is the turn of what has time t; for the zero time it never
// waits, and neither for what is earlier than the first.
func (p *pacer) wait(ctx context.Context, t time.Time) error {
	if t.IsZero() || math.IsInf(p.speed, 1) {
		return ctx.Err()
	}
	if p.first.IsZero() {
		p.first = t
	}
	turn := p.begun.Add(time.Duration(float64(t.Sub(p.first)) / p.speed))
	timer := time.NewTimer(time.Until(turn))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// entries yields the entries of all sources. An error names the source and the
// place in it, and ends the sequence.
func entries(sources []string) iter.Seq2[*news.Entry, error] {
	return func(yield func(*news.Entry, error) bool) {
		for _, s := range sources {
			err := eachEntry(s, func(e *news.Entry) error {
				if !yield(e, nil) {
					return errEnough
				}
				return nil
			})
			if errors.Is(err, errEnough) {
				return
			}
			if err != nil {
				yield(nil, fmt.Errorf("replay %s: %w", s, err))
				return
			}
		}
	}
}

// errEnough ends the reading of a source that nobody listens to any more.
var errEnough = errors.New("enough")

func eachEntry(source string, do func(*news.Entry) error) error {
	if slices.Contains(corpus.Sets[:], source) {
		return eachText(source, do)
	}
	f, err := os.Open(source)
	if err != nil {
		return err
	}
	defer f.Close()
	feed := news.Feed{ID: news.FeedID(source), URL: source, Title: source}
	if name := strings.TrimSuffix(source, ".gz"); strings.HasSuffix(name, ".warc") {
		return readWARC(f, func(c capture) error { return do(captured(c)) })
	}
	in, err := unzipped(f)
	if err != nil {
		return err
	}
	return eachLine(in, feed, do)
}

// eachText yields the texts of the corpus as entries of their sites, each with
// its text for a page.
func eachText(set string, do func(*news.Entry) error) error {
	texts, err := corpus.Texts(set)
	if err != nil {
		return err
	}
	for _, s := range corpus.Sites(texts) {
		feed := news.Feed{ID: news.FeedID(s.Feed()), URL: s.Feed(), Title: s.Name}
		for _, t := range s.Texts {
			e := saved(feed, t.Set+"/"+t.File, s.Page(t), "text/plain; charset=utf-8", []byte(t.Body))
			if err := do(e); err != nil {
				return err
			}
		}
	}
	return nil
}

// eachLine yields the lines that rasad clean reads.
func eachLine(in io.Reader, feed news.Feed, do func(*news.Entry) error) error {
	return lines.Read(in, func(line []byte) error {
		read, err := cleaner.EntryOf(line)
		if err != nil {
			return err
		}
		from := feed
		from.Title = cmp.Or(read.Feed.Title, feed.Title)
		e := saved(from, read.ID, read.URL, read.Page.ContentType, read.Page.Body)
		e.Title, e.Published = read.Title, read.Published
		return do(e)
	})
}

// captured is a page out of a WARC file as an entry of its site.
func captured(c capture) *news.Entry {
	site := c.URL
	if u, err := url.Parse(c.URL); err == nil && u.Host != "" {
		site = u.Scheme + "://" + u.Host + "/"
	}
	e := saved(news.Feed{ID: news.FeedID(site), URL: site}, c.URL, c.URL, c.ContentType, c.Body)
	e.Page.Fetched = c.At
	return e
}

// saved is an entry whose page was kept.
func saved(feed news.Feed, guid, address, kind string, body []byte) *news.Entry {
	id := sha256.Sum256([]byte(feed.ID + "\x00" + guid))
	content := sha256.Sum256(body)
	return &news.Entry{
		ID: hex.EncodeToString(id[:16]), Revision: hex.EncodeToString(content[:8]), Feed: feed, GUID: guid, URL: address,
		Page: &news.Page{URL: address, ContentType: kind, Body: bytes.Clone(body), Hash: hex.EncodeToString(content[:16])},
	}
}

// poll offers the corpus as feeds and polls them with a fetcher of its own.
func (c *replayConfig) poll(ctx context.Context, std cli.IO, sets []string) error {
	texts, err := corpus.Texts(sets...)
	if err != nil {
		return cli.Usage("--as-feed offers the corpus only: %v", err)
	}
	sites := corpus.Sites(texts)
	web, err := serveSites(sites)
	if err != nil {
		return err
	}
	defer web.close()
	h, err := c.at.host(ctx, std)
	if err != nil {
		return err
	}
	f, err := fetcher.New(ctx, h.Host, fetcher.Config{Feeds: web.feeds(sites), Dial: web.dial, Once: true, Rate: 1000, AtOnce: 16})
	if err == nil {
		err = h.Run(ctx, f.Run)
		n := f.Counts()
		fmt.Fprintf(std.Err, "%d entries sent, %d were known\n", n.New+n.Revised, n.Unchanged)
	}
	return errors.Join(err, h.Close())
}
