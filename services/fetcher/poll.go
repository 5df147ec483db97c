package fetcher

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/rasad-project/rasad/services/fetcher/feed"
	"github.com/rasad-project/rasad/services/fetcher/manners"
	"github.com/rasad-project/rasad/services/fetcher/schedule"
	"github.com/rasad-project/rasad/services/fetcher/web"
)

// feedBudget is what a feed's document may cost.
var feedBudget = web.Budget{Time: time.Minute, Bytes: feed.MaxBytes}

const feedAccept = "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"

// The outcomes of a poll, besides web's kinds of error: a closed list, the label
// of a metric.
const (
	notModified = "not_modified" // 304
	unchanged   = "unchanged"    // 200 with the document of the last time
	readAll     = "read"         // 200 with another, all of it dealt with
	owed        = "owed"         // the same, but some items wait for the next poll
	gone        = "gone"         // 410
	throttled   = "throttled"    // 429, 403 or 503, or the host asked for a pause before
	refused     = "client_error" // another 4xx
	trouble     = "server_error" // another 5xx
	odd         = "odd_status"   // 1xx, 2xx without a document, 3xx that leads nowhere
	unreadable  = "unreadable"   // it is no feed
	overBudget  = "over_budget"  // reading it would cost more than it may
	putFailed   = "put_failed"   // the river did not take an item
	panicked    = "panic"        // our own fault
)

// poll asks for a feed and deals with the answer. The state it returns has
// learnt everything but when to come back; retry is the server's wish about that.
func (s *Service) poll(ctx context.Context, st schedule.State, now time.Time) (after schedule.State, retry time.Duration) {
	st.Doubt(now)
	req := web.Request{URL: st.Address(), Accept: feedAccept, Budget: feedBudget}
	if !st.Owed {
		req.Known = st.Body
	}
	if !st.Unconditional(now) {
		req.ETag, req.LastModified = st.ETag, st.LastModified
	}
	resp, err := s.web.Get(ctx, req)
	st.Polled, st.Status, st.Error, st.Exceptions = now, 0, "", s.web.Exceptions(st.Address())
	if err != nil {
		return s.unanswered(st, err, now)
	}
	st.Status, st.Took, st.Bytes = resp.Status, resp.Took, resp.Received
	s.measure("feed", resp)
	retry = manners.RetryAfter(resp.Header, now)
	s.answered(ctx, &st, resp, now)
	return st, retry
}

// unanswered is a poll that brought no answer.
func (s *Service) unanswered(st schedule.State, err error, now time.Time) (schedule.State, time.Duration) {
	st.Error = err.Error()
	if asked, ok := errors.AsType[*manners.Asked](err); ok {
		st.Outcome = throttled
		return st, asked.Until.Sub(now)
	}
	st.Outcome = string(web.KindOf(err))
	st.Failures++
	if web.KindOf(err).Budget() {
		st.Over++
	}
	return st, 0
}

// answered takes what an answer of any status says.
func (s *Service) answered(ctx context.Context, st *schedule.State, resp *web.Response, now time.Time) {
	switch status := resp.Status; {
	case status == http.StatusNotModified:
		s.notModified(st, resp, now)
	case status == http.StatusOK || status == http.StatusNonAuthoritativeInfo:
		s.document(ctx, st, resp, now)
	case status == http.StatusGone:
		st.Outcome, st.Gone = gone, now
		st.Error = "410 Gone"
	case status == http.StatusTooManyRequests, status == http.StatusForbidden, status == http.StatusServiceUnavailable:
		fail(st, throttled, status)
	case status >= 500:
		fail(st, trouble, status)
	case status >= 400:
		fail(st, refused, status)
	default:
		fail(st, odd, status)
	}
}

// fail records an answer that was no document.
func fail(st *schedule.State, outcome string, status int) {
	st.Outcome, st.Error = outcome, strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status)))
	st.Failures++
}

// well records an answer that was the feed.
func well(st *schedule.State, outcome string, now time.Time) {
	st.Outcome, st.Error, st.Failures, st.Over, st.Worked = outcome, "", 0, 0, now
	st.Gone = time.Time{}
}

// notModified is the server's word that nothing changed; it may come with new
// validators.
func (s *Service) notModified(st *schedule.State, resp *web.Response, now time.Time) {
	keepValidators(st, resp.Header)
	st.Advice.Fresh = schedule.Fresh(resp.Header, now)
	st.Redirected(resp.Moved(), true, now)
	well(st, notModified, now)
}

// document deals with a document. Its validators are kept before anything else:
// what is wrong with the document does not change with the next request for it.
func (s *Service) document(ctx context.Context, st *schedule.State, resp *web.Response, now time.Time) {
	keepValidators(st, resp.Header)
	st.Advice.Fresh = schedule.Fresh(resp.Header, now)
	asked := st.Outcome == notModified && st.Outlasted(now)
	switch {
	case resp.Same:
		st.Lied = 0
	case asked:
		st.Lied++
	}
	st.Full = now
	if resp.Same {
		st.Redirected(resp.Moved(), true, now)
		well(st, unchanged, now)
		return
	}
	st.Body = ""
	f, err := s.parse(ctx, st, resp, now)
	if err != nil {
		s.unread(st, err)
		return
	}
	s.deal(ctx, st, resp, f, now)
	if st.Owed || resp.Partial {
		st.ETag, st.LastModified = "", ""
		return
	}
	st.Body = resp.Hash
}

// deal puts a document's items into the river and learns from them.
func (s *Service) deal(ctx context.Context, st *schedule.State, resp *web.Response, f *feed.Feed, now time.Time) {
	st.Title, st.Repairs = feed.PlainText(f.Title), f.Repairs
	st.Advice.TTL, st.Advice.Period, st.Advice.SkipHours, st.Advice.SkipDays = f.Pace.TTL, f.Pace.Period, f.Pace.SkipHours, f.Pace.SkipDays
	for _, r := range f.Repairs {
		s.metrics.repairs.WithLabelValues(r).Inc()
	}
	t, err := s.items(ctx, st, f, now)
	if err != nil {
		st.Outcome, st.Error, st.Owed = putFailed, err.Error(), true
		return
	}
	meetHub(st, f.Links, t.found[itemNew])
	st.Owed = t.owed
	st.Redirected(resp.Moved(), t.overlap, now)
	if t.owed {
		well(st, owed, now)
		return
	}
	well(st, readAll, now)
}

// unread is a document that is no feed, or one that costs too much.
func (s *Service) unread(st *schedule.State, err error) {
	st.Error = err.Error()
	st.Failures++
	st.Outcome = unreadable
	if _, ok := errors.AsType[*feed.LimitError](err); ok {
		st.Outcome = overBudget
		st.Over++
	}
	if page, ok := errors.AsType[*feed.PageError](err); ok && len(page.Feeds) > 0 {
		st.Error += ", the first " + page.Feeds[0].URL
	}
}

// parseTime bounds the reading of one document.
const parseTime = 20 * time.Second

func (s *Service) parse(ctx context.Context, st *schedule.State, resp *web.Response, now time.Time) (*feed.Feed, error) {
	ctx, stop := context.WithTimeout(ctx, parseTime)
	defer stop()
	return feed.Parse(ctx, feed.Document{Body: resp.Body, URL: resp.URL, Header: resp.Header, Country: st.Feed.Country, Now: now})
}

// keepValidators keeps the validators of an answer as they came. A 304 need not
// repeat them.
func keepValidators(st *schedule.State, h http.Header) {
	tag, date := h.Get("ETag"), h.Get("Last-Modified")
	if st.Status == http.StatusNotModified && tag == "" && date == "" {
		return
	}
	if st.Status != http.StatusNotModified || tag != "" {
		st.ETag = tag
	}
	if st.Status != http.StatusNotModified || date != "" {
		st.LastModified = date
	}
}

// measure counts the bytes of an answer.
func (s *Service) measure(document string, resp *web.Response) {
	s.metrics.bytes.WithLabelValues(document, "received").Add(float64(resp.Received))
	s.metrics.bytes.WithLabelValues(document, "decoded").Add(float64(resp.Decoded))
}
