package fetcher

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rasad-project/rasad/kit/host"
	"github.com/rasad-project/rasad/kit/host/hosttest"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/stage"
	"github.com/rasad-project/rasad/services/fetcher/health"
	"github.com/rasad-project/rasad/services/fetcher/schedule"
)

// outlet is a feed on a site, polled by a fetcher on a clock of the test's.
type outlet struct {
	*site
	t       *testing.T
	host    *host.Host
	service *Service
	state   schedule.State
	now     time.Time
}

const outletFeed = "http://outlet.test/feed"

func newOutlet(t *testing.T, change ...func(*Config)) *outlet {
	t.Helper()
	o := &outlet{site: newSite(t), t: t, host: hosttest.Open(t, host.Fetcher, hosttest.Broker(t)), now: time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)}
	c := config(o.site, feedAt(outletFeed))
	c.Once = false
	for _, ch := range change {
		ch(&c)
	}
	s, err := New(t.Context(), o.host, c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.web.Close)
	o.service, o.state = s, schedule.State{Feed: feedAt(outletFeed)}
	return o
}

// poll polls the feed and returns the outcome.
func (o *outlet) poll() string {
	o.t.Helper()
	after, retry := o.service.safely(o.t.Context(), o.state, o.now)
	after.Plan(o.service.config.bounds(), retry, o.now)
	health.Set(&after, o.now)
	o.state = after
	return after.Outcome
}

// want polls and holds the outcome against the one that is wanted.
func (o *outlet) want(outcome string) {
	o.t.Helper()
	if got := o.poll(); got != outcome {
		o.t.Fatalf("the poll ended %q (%s), want %q", got, o.state.Error, outcome)
	}
}

func (o *outlet) pass(d time.Duration) { o.now = o.now.Add(d) }

// put is the number of entries that went into the river and the last of them.
func (o *outlet) inRiver() uint64 {
	o.t.Helper()
	st, err := o.host.Bus.Stats(o.t.Context(), o.host.Topology)
	if err != nil {
		o.t.Fatal(err)
	}
	return st.Streams[0].Messages
}

// article is a feed's whole item: no page is wanted for it.
func article(n int) string {
	return fmt.Sprintf("id%d|http://outlet.test/%d|Story %d|%s", n, n, n, strings.Repeat(fmt.Sprintf("Sentence of story %d. ", n), 60))
}

func teaserOf(n int) string {
	return fmt.Sprintf("id%d|http://outlet.test/%d|Story %d|Little.", n, n, n)
}

func TestValidatorsAreSentBackAsTheyCame(t *testing.T) {
	o := newOutlet(t)
	const tag, date = `W/"abc--gzip"`, "Tue,  24 Nov 2026 11:00:00 +0000"
	var got http.Header
	answer := http.StatusOK
	o.handle("/feed", func(w http.ResponseWriter, r *http.Request) {
		got = r.Header.Clone()
		w.Header()["ETag"] = []string{tag}
		w.Header()["Last-Modified"] = []string{date}
		if answer == http.StatusNotModified {
			w.Header()["ETag"] = []string{`"newer"`}
		}
		w.WriteHeader(answer)
		if answer == http.StatusOK {
			fmt.Fprint(w, rss(article(1)))
		}
	})
	o.want(readAll)
	if got.Get("If-None-Match") != "" {
		t.Error("the first poll is conditional")
	}
	answer = http.StatusNotModified
	o.want(notModified)
	if got.Get("If-None-Match") != tag || got.Get("If-Modified-Since") != date {
		t.Errorf("sent back %q and %q", got.Get("If-None-Match"), got.Get("If-Modified-Since"))
	}
	o.want(notModified)
	if got.Get("If-None-Match") != `"newer"` || got.Get("If-Modified-Since") != date {
		t.Errorf("after a 304 with another tag: sent back %q and %q", got.Get("If-None-Match"), got.Get("If-Modified-Since"))
	}
}

func TestValidatorsAreKeptOfWhatCannotBeRead(t *testing.T) {
	o := newOutlet(t)
	for _, body := range []string{rss(article(1)), "this is no feed", rss(article(1))} {
		sent := ""
		o.handle("/feed", func(w http.ResponseWriter, r *http.Request) {
			sent = r.Header.Get("If-None-Match")
			w.Header().Set("ETag", fmt.Sprintf(`"%d"`, len(body)))
			fmt.Fprint(w, body)
		})
		before := o.state.ETag
		o.poll()
		if sent != before || o.state.ETag != fmt.Sprintf(`"%d"`, len(body)) {
			t.Errorf("%.20q: sent %q, kept %q", body, sent, o.state.ETag)
		}
	}
}

func TestTheSameDocumentIsNotReadAgain(t *testing.T) {
	o := newOutlet(t)
	o.serve("/feed", "text/xml", rss(article(1)))
	o.want(readAll)
	o.want(unchanged)
	o.serve("/feed", "text/xml", rss(article(2), article(1)))
	o.want(readAll)
	if got := o.service.Counts(); got.New != 2 || got.Unchanged != 1 {
		t.Errorf("got %+v", got)
	}
	o.state.Body = "0123456789abcdef0123456789abcdef" // a hash of another kind, of an older version
	o.want(readAll)
	o.want(unchanged)
	if got := o.service.Counts(); got.New != 2 || got.Unchanged != 3 {
		t.Errorf("after a change of hashes: got %+v", got)
	}
}

// TestWhenTheSecondPollComes protects that the dates of a first document are
// listened to, and that a feed without any is not left alone for long.
func TestWhenTheSecondPollComes(t *testing.T) {
	dated := func(ago ...time.Duration) (items string) {
		at := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
		for n, d := range ago {
			items += fmt.Sprintf("<item><guid>id%d</guid><title>Story %d</title><pubDate>%s</pubDate></item>", n, n, at.Add(-d).Format(time.RFC1123Z))
		}
		return `<rss version="2.0"><channel><title>Outlet</title>` + items + `</channel></rss>`
	}
	for _, c := range []struct {
		name, document, because string
		want                    time.Duration
	}{
		{"items every 40 minutes", dated(0, 40*time.Minute, 80*time.Minute), "cadence", 20 * time.Minute},
		{"items without dates", rss(article(2), article(1)), "default", 10 * time.Minute},
		{"one item of today", dated(time.Hour), "default", 10 * time.Minute},
		{"one item of last week", dated(7 * 24 * time.Hour), "silence", 6 * time.Hour},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOutlet(t, func(c *Config) { c.Teaser = -1 })
			o.serve("/feed", "text/xml", c.document)
			o.want(readAll)
			if o.state.Interval != c.want || o.state.Because != c.because {
				t.Errorf("the second poll is %s from the first because of %s, want %s because of %s", o.state.Interval, o.state.Because, c.want, c.because)
			}
		})
	}
}

func Test304sThatOutlastTheCadence(t *testing.T) {
	o := newOutlet(t)
	unconditional := 0
	items := []string{article(2), article(1)}
	o.handle("/feed", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"always the same"`)
		if r.Header.Get("If-None-Match") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		unconditional++
		fmt.Fprint(w, rss(items...))
	})
	o.want(readAll)
	o.state.Cadence = time.Hour
	o.want(notModified)
	o.pass(3 * time.Hour)
	o.want(notModified)
	o.pass(2 * time.Hour)
	o.want(unchanged)
	o.want(notModified)
	if unconditional != 2 {
		t.Fatalf("%d unconditional polls, want the first and one more", unconditional)
	}
	for n := 3; n <= 4; n++ { // twice there is something new behind the 304s
		items = append([]string{article(n)}, items...)
		o.want(notModified)
		o.state.Cadence = time.Hour
		o.pass(5 * time.Hour)
		o.want(readAll)
	}
	items = append([]string{article(5)}, items...)
	o.want(readAll)
	if got := o.service.Counts().New; got != 5 {
		t.Errorf("%d items were found, want 5", got)
	}
}

func TestARestartForgetsNothing(t *testing.T) {
	web, on := newSite(t), hosttest.Broker(t)
	web.serve("/feed", "text/xml", rss(article(2), article(1)))
	c := config(web, feedAt(outletFeed))
	if got := pollOnce(t, hosttest.Open(t, host.Fetcher, on), c); got.New != 2 {
		t.Fatalf("got %+v", got)
	}
	web.serve("/feed", "text/xml", rss(article(3), strings.Replace(article(2), "Story 2|", "Story two|", 1), article(1)))
	h := hosttest.Open(t, host.Fetcher, on)
	if got := pollOnce(t, h, c); got.New != 1 || got.Revised != 1 || got.Unchanged != 1 {
		t.Errorf("got %+v", got)
	}
	all := entries(t, h, 4)
	if all[1].ID != all[2].ID || all[1].Revision == all[2].Revision || all[2].Change != "title" {
		t.Errorf("the revision is %+v of %+v", all[2], all[1])
	}
	c.Once = false
	third, err := New(t.Context(), hosttest.Open(t, host.Fetcher, on), c)
	if err != nil {
		t.Fatal(err)
	}
	early, err := third.book.Claim(t.Context(), everyShard(), time.Now().Add(4*time.Minute), time.Minute, 10, third.busy)
	if err != nil || len(early) != 0 {
		t.Errorf("a restart polls %d feeds early, %v", len(early), err)
	}
}

func everyShard() []int {
	all := make([]int, schedule.Shards)
	for i := range all {
		all[i] = i
	}
	return all
}

func TestGoneStopsAndComesBack(t *testing.T) {
	o := newOutlet(t)
	o.handle("/feed", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) })
	o.want(gone)
	if o.state.Health != health.Gone || o.state.Next.Before(o.now.Add(30*24*time.Hour)) {
		t.Errorf("it is %s, next polled in %s", o.state.Health, o.state.Next.Sub(o.now))
	}
	o.serve("/feed", "text/xml", rss(article(1)))
	o.state.Resume(o.now)
	o.want(readAll)
	if o.state.Health == health.Gone {
		t.Error("it is still gone")
	}
}

func TestRetryAfterIsKeptWhateverTheStatus(t *testing.T) {
	for _, status := range []int{200, 304, 404, 429, 500, 503} {
		for _, value := range []string{"86400", time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC).Format(http.TimeFormat)} {
			o := newOutlet(t)
			o.handle("/feed", func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Retry-After", value)
				w.Header().Set("Date", o.now.Format(http.TimeFormat))
				w.WriteHeader(status)
				if status == 200 {
					fmt.Fprint(w, rss(article(1)))
				}
			})
			o.poll()
			if wait := o.state.Next.Sub(o.now); wait < 24*time.Hour || wait > 27*time.Hour {
				t.Errorf("%d with Retry-After %q: next poll in %s", status, value, wait)
			}
		}
	}
}

func TestAPermanentRedirectIsLearntOverDays(t *testing.T) {
	o := newOutlet(t)
	o.serve("/feed", "text/xml", rss(article(1)))
	o.want(readAll)
	o.handle("/feed", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://new.test/rss", http.StatusMovedPermanently)
	})
	for day := range 5 {
		o.serve("/rss", "text/xml", rss(article(day+2), article(day+1)))
		o.want(readAll)
		if learnt := o.state.Health == health.Moved; learnt != (day >= 3) {
			t.Errorf("day %d: it is %s", day, o.state.Health)
		}
		o.pass(24 * time.Hour)
	}
	if n := o.times("/feed"); n != 5 {
		t.Errorf("the old address was asked %d times, want the first and four redirects", n)
	}
}

func TestAPortalsRedirectIsNotLearnt(t *testing.T) {
	o := newOutlet(t)
	o.serve("/feed", "text/xml", rss(article(1)))
	o.want(readAll)
	o.handle("/feed", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://portal.test/rss", http.StatusMovedPermanently)
	})
	for day := range 7 {
		o.serve("/rss", "text/xml", rss(article(100+day)))
		o.poll()
		o.pass(24 * time.Hour)
	}
	if o.state.Address() != outletFeed {
		t.Errorf("a feed without an item in common is taken for it: %s", o.state.Address())
	}
}

func TestAFailingFeedIsNeverGivenUp(t *testing.T) {
	o := newOutlet(t)
	o.serve("/feed", "text/xml", rss(article(1)))
	o.want(readAll)
	o.handle("/feed", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	wait := time.Duration(0)
	for n := range 30 {
		o.want(trouble)
		if w := o.state.Interval; w < wait || w > 24*time.Hour {
			t.Fatalf("failure %d: the next poll is in %s, after %s before", n, w, wait)
		}
		wait = o.state.Interval
		o.now = o.state.Next
	}
	if o.state.Health != health.Failing || wait != 24*time.Hour {
		t.Errorf("it is %s and asked every %s", o.state.Health, wait)
	}
	o.serve("/feed", "text/xml", rss(article(2), article(1)))
	o.want(readAll)
	if o.state.Failures != 0 || o.service.Counts().New != 2 {
		t.Errorf("after it came back: %d failures, %+v", o.state.Failures, o.service.Counts())
	}
}

func TestStatusesAreTold(t *testing.T) {
	for status, want := range map[int]string{403: throttled, 404: refused, 429: throttled, 500: trouble, 503: throttled, 204: odd, 300: odd} {
		o := newOutlet(t)
		o.handle("/feed", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
		o.want(want)
		if !strings.Contains(o.state.Error, fmt.Sprint(status)) {
			t.Errorf("%d: the error is %q", status, o.state.Error)
		}
	}
}

func TestADocumentThatCostsTooMuchIsQuarantined(t *testing.T) {
	o := newOutlet(t)
	o.serve("/feed", "text/xml", "<rss>"+strings.Repeat("<a>", 100_000))
	for range 3 {
		o.want(overBudget)
	}
	if o.state.Health != health.Quarantined || o.state.Interval != 24*time.Hour {
		t.Errorf("it is %s, asked every %s", o.state.Health, o.state.Interval)
	}
	o.serve("/feed", "text/xml", rss(article(1)))
	o.want(readAll)
	if o.state.Health != health.OK {
		t.Errorf("after it is well again it is %s: %s", o.state.Health, o.state.HealthWhy)
	}
}

func TestAWebPageNamesItsFeeds(t *testing.T) {
	o := newOutlet(t)
	o.serve("/feed", "text/html", `<html><head><link rel="alternate" type="application/rss+xml" href="/real.xml"></head></html>`)
	o.want(unreadable)
	if !strings.Contains(o.state.Error, "http://outlet.test/real.xml") {
		t.Errorf("the error is %q", o.state.Error)
	}
}

func TestATruncatedDocumentIsReadAndAskedForAgain(t *testing.T) {
	o := newOutlet(t)
	whole := rss(article(3), article(2), article(1))
	o.handle("/feed", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", fmt.Sprint(len(whole)))
		w.Header().Set("ETag", `"x"`)
		fmt.Fprint(w, whole[:len(whole)*2/3])
	})
	o.want(readAll)
	if o.state.ETag != "" || o.service.Counts().New == 0 {
		t.Errorf("of what ended early the tag %q was kept and %d items read", o.state.ETag, o.service.Counts().New)
	}
	o.serve("/feed", "text/xml", whole)
	o.want(readAll)
	if got := o.service.Counts().New; got != 3 {
		t.Errorf("%d items were found in the end, want 3", got)
	}
}

func TestAPageThatFailsIsTriedAgain(t *testing.T) {
	o := newOutlet(t, func(c *Config) { c.Rate = 1e6 })
	o.serve("/feed", "text/xml", rss(teaserOf(2), teaserOf(1)))
	o.serve("/1", "text/html", "<p>one</p>")
	o.handle("/2", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	for range pageTries - 1 {
		o.want(owed)
		if o.state.Because != "items owed" {
			t.Errorf("next polled because of %s", o.state.Because)
		}
	}
	o.want(readAll)
	all := entries(t, o.host, 2)
	if all[0].Page == nil || all[1].Page != nil || o.times("/1") != 1 || o.times("/2") != pageTries {
		t.Errorf("pages %v and %v, asked for %d and %d times", all[0].Page, all[1].Page, o.times("/1"), o.times("/2"))
	}
	o.want(unchanged)
}

func TestPagesHaveABudget(t *testing.T) {
	o := newOutlet(t, func(c *Config) { c.MaxPages = 2 })
	o.serve("/feed", "text/xml", rss(teaserOf(5), teaserOf(4), teaserOf(3), teaserOf(2), teaserOf(1)))
	for n := range 6 {
		o.serve(fmt.Sprintf("/%d", n), "text/html", "<p>page</p>")
	}
	o.want(owed)
	o.want(owed)
	o.want(readAll)
	all := entries(t, o.host, 5)
	for i, e := range all {
		if want := fmt.Sprintf("Story %d", i+1); e.Title != want || e.Page == nil {
			t.Errorf("entry %d is %q, page %v; want %q, the oldest first", i, e.Title, e.Page, want)
		}
	}
}

func TestPagesThatAreNotFetched(t *testing.T) {
	o := newOutlet(t)
	o.serve("/robots.txt", "text/plain", "User-agent: rasad\nDisallow: /2")
	o.serve("/feed", "text/xml", rss(teaserOf(4), teaserOf(3), teaserOf(2), article(1)))
	o.serve("/2", "text/html", "<p>secret</p>")
	o.serve("/3", "application/pdf", "%PDF-")
	o.want(readAll)
	for _, e := range entries(t, o.host, 4) {
		if e.Page != nil {
			t.Errorf("%s has a page", e.Title)
		}
	}
	for path, want := range map[string]int{"/1": 0, "/2": 0, "/3": 1, "/4": 1, "/robots.txt": 1} {
		if got := o.times(path); got != want {
			t.Errorf("%s was asked for %d times, want %d", path, got, want)
		}
	}
}

func TestWhatTheRiverDoesNotTakeIsNotLost(t *testing.T) {
	o := newOutlet(t)
	river := o.service.to
	var calls atomic.Int64
	o.service.to = stage.SinkFunc[*news.Entry](func(ctx context.Context, id string, vs []*news.Entry) error {
		if calls.Add(1) == 2 {
			return errors.New("the river is down")
		}
		return river.Put(ctx, id, vs)
	})
	o.handle("/feed", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("ETag", `"x"`)
		fmt.Fprint(w, rss(article(3), article(2), article(1)))
	})
	o.want(putFailed)
	o.want(readAll)
	if got := o.inRiver(); got != 3 {
		t.Errorf("%d entries are in the river, want 3, each once", got)
	}
	o.want(notModified)
}

func TestOurOwnFaultIsSurvived(t *testing.T) {
	o := newOutlet(t)
	o.service.to = stage.SinkFunc[*news.Entry](func(context.Context, string, []*news.Entry) error { panic("a bug") })
	o.serve("/feed", "text/xml", rss(article(1)))
	o.want(panicked)
	if o.state.Failures != 1 || !strings.Contains(o.state.Error, "a bug") {
		t.Errorf("got %+v", o.state)
	}
}

func TestArchivesFillAGap(t *testing.T) {
	o := newOutlet(t)
	page := func(older string, items ...string) string {
		link := ""
		if older != "" {
			link = `<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="prev-archive" href="` + older + `"/>`
		}
		return strings.Replace(rss(items...), "<link>http://outlet.test/</link>", link, 1)
	}
	o.serve("/old", "text/xml", page("", article(2), article(1)))
	o.serve("/older-than-known", "text/xml", page("/never", article(3)))
	o.serve("/feed", "text/xml", page("/old", article(3)))
	o.want(readAll)
	if got := o.service.Counts().New; got != 3 {
		t.Errorf("of a new feed %d items were read, want 3 with its archive", got)
	}
	o.serve("/mid", "text/xml", page("/older-than-known", article(6), article(5), article(4)))
	o.serve("/feed", "text/xml", page("/mid", article(8), article(7)))
	o.want(readAll)
	if got := o.service.Counts().New; got != 8 || o.state.Missed != 0 || o.times("/never") != 0 {
		t.Errorf("after a gap %d items were read, %d said to be missed, %d archives too many", got, o.state.Missed, o.times("/never"))
	}
	o.serve("/feed", "text/xml", rss(article(20)))
	o.want(readAll)
	if o.state.Missed == 0 {
		t.Error("a gap that no archive fills is not seen")
	}
}

func TestANewsSitemapIsAFeed(t *testing.T) {
	o := newOutlet(t)
	o.serve("/feed", "application/xml", `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>http://outlet.test/1</loc><news:news><news:publication><news:name>Outlet</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2026-11-24T10:00:00Z</news:publication_date><news:title>Talks in Tehran</news:title></news:news></url></urlset>`)
	o.serve("/1", "text/html", "<p>the page</p>")
	o.want(readAll)
	e := entries(t, o.host, 1)[0]
	if e.Title != "Talks in Tehran" || e.Page == nil || e.Published.String() != "2026-11-24T10:00:00Z" {
		t.Errorf("got %+v", e)
	}
}

func TestExceptionsShow(t *testing.T) {
	o := newOutlet(t, func(c *Config) { c.Insecure = []string{"outlet.test"} })
	o.serve("/feed", "text/xml", rss(article(1)))
	o.want(readAll)
	if !slices.Equal(o.state.Exceptions, []string{"insecure"}) {
		t.Errorf("got %q", o.state.Exceptions)
	}
}
