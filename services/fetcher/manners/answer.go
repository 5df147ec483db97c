package manners

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"golang.org/x/time/rate"
)

// The pause after a host's first, second, … request for less, and its bound.
const (
	firstPause = 30 * time.Second
	mostPause  = time.Hour
)

// slows reports whether a status asks for fewer requests: too many of them, a
// server at its limit, or a wall against robots.
func slows(status int) bool {
	return status == http.StatusTooManyRequests || status == http.StatusForbidden || status == http.StatusServiceUnavailable
}

// answer learns from the answer to a request: a request for less pauses the
// queue, twice as long each time, and halves its rate; any other answer undoes a
// step. A Retry-After pauses it with whatever status it comes (RFC 9110 §10.2.3).
func (t *turn) answer(p Pace, status int, retry time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := time.Now()
	switch {
	case slows(status):
		pause := max(min(firstPause<<min(t.slowed, 10), mostPause), retry)
		t.until = later(t.until, now.Add(pause))
		t.slowed++
	case status > 0 && t.slowed > 0:
		t.slowed--
	}
	if retry > 0 && status >= 400 {
		t.until = later(t.until, now.Add(retry))
	}
	t.bucket.SetLimit(t.rate(p))
}

// setCrawl makes room between requests as a robots.txt asks.
func (t *turn) setCrawl(p Pace, delay time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.crawl = delay
	t.bucket.SetLimit(t.rate(p))
	if delay > 0 {
		t.bucket.SetBurst(1)
	}
}

// rate is the pace now. The caller holds mu.
func (t *turn) rate(p Pace) rate.Limit {
	limit := p.Rate
	if t.crawl > 0 {
		limit = min(limit, rate.Every(t.crawl))
	}
	if limit == rate.Inf && t.slowed > 0 {
		limit = DefaultRate
	}
	return limit / rate.Limit(int(1)<<min(t.slowed, 6))
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// RetryAfter returns how long a Retry-After header asks to wait, in either of its
// forms (RFC 9110 §10.2.3): seconds, or a date, which is read against the
// server's own clock where its Date header tells it. 0 is no wish.
func RetryAfter(h http.Header, now time.Time) time.Duration {
	v := strings.TrimSpace(h.Get("Retry-After"))
	if v == "" {
		return 0
	}
	if n, err := strconv.ParseFloat(v, 64); err == nil {
		return time.Duration(min(max(n, 0), maxRetry.Seconds()) * float64(time.Second))
	}
	at, err := http.ParseTime(v)
	if err != nil {
		return 0
	}
	if served, err := http.ParseTime(h.Get("Date")); err == nil {
		now = served
	}
	return min(max(at.Sub(now), 0), maxRetry)
}

// maxRetry bounds what a Retry-After can ask for.
const maxRetry = 7 * 24 * time.Hour
