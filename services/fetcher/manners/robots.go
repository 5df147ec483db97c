package manners

import (
	"context"
	"net/url"
	"sync"
	"time"
)

// Fetch gets a robots.txt, following redirects: its status and body. An error is
// an origin that cannot be reached.
type Fetch func(ctx context.Context, address string) (status int, body []byte, err error)

// How long what a robots.txt said is believed: RFC 9309 §2.4 allows a day. One
// that could not be had is asked for again sooner.
const (
	robotsKept      = 24 * time.Hour
	robotsRetry     = 15 * time.Minute
	robotsKeptAtAll = 4096 // origins
)

// Robots keeps the rules of every origin. It is safe for concurrent use.
type Robots struct {
	token string
	fetch Fetch
	crawl func(host string, delay time.Duration)

	mu      sync.Mutex
	origins map[string]*origin
}

type origin struct {
	mu    sync.Mutex // held while it is fetched: the others wait for the answer
	rules Rules
	until time.Time
}

// NewRobots returns rules for the robot of that product token. crawl is told of
// every Crawl-delay.
func NewRobots(token string, fetch Fetch, crawl func(host string, delay time.Duration)) *Robots {
	return &Robots{token: token, fetch: fetch, crawl: crawl, origins: map[string]*origin{}}
}

// Allowed reports whether a page may be fetched, asking its origin for the rules
// if they are not known. An address that is none is not allowed.
func (r *Robots) Allowed(ctx context.Context, address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return false
	}
	o := r.origin(u.Scheme + "://" + u.Host)
	o.mu.Lock()
	defer o.mu.Unlock()
	if now := time.Now(); now.After(o.until) {
		r.learn(ctx, o, u, now)
	}
	return o.rules.Allowed(u.RequestURI())
}

// learn fetches the rules of an origin. A refusal by status means that there are
// no rules; a server in trouble, or none at all, that nothing may be fetched for
// now (RFC 9309 §2.3.1).
func (r *Robots) learn(ctx context.Context, o *origin, u *url.URL, now time.Time) {
	status, body, err := r.fetch(ctx, u.Scheme+"://"+u.Host+"/robots.txt")
	switch {
	case err == nil && status >= 200 && status < 300:
		o.rules, o.until = ParseRules(body, r.token), now.Add(robotsKept)
	case err == nil && status >= 300 && status < 500 && status != 429:
		o.rules, o.until = Rules{}, now.Add(robotsKept)
	default:
		o.rules, o.until = Rules{denied: true}, now.Add(robotsRetry)
	}
	if r.crawl != nil && o.rules.Delay > 0 {
		r.crawl(u.Hostname(), o.rules.Delay)
	}
}

func (r *Robots) origin(name string) *origin {
	r.mu.Lock()
	defer r.mu.Unlock()
	o, ok := r.origins[name]
	if !ok {
		if len(r.origins) >= robotsKeptAtAll {
			r.forget()
		}
		o = &origin{}
		r.origins[name] = o
	}
	return o
}

// forget makes room for one more. The caller holds mu.
func (r *Robots) forget() {
	for name := range r.origins {
		delete(r.origins, name)
		return
	}
}
