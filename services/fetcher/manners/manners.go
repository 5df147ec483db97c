package manners

import (
	"context"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/publicsuffix"
	"golang.org/x/time/rate"
)

// Pace is how fast one party is asked.
type Pace struct {
	Rate   rate.Limit // requests a second
	Burst  int        // requests that may follow one another at once
	AtOnce int        // requests under way at the same time
}

// The paces of the zero [Limits]. An address is given more room than a domain,
// for many domains share one.
const (
	DefaultRate        rate.Limit = 1
	defaultBurst                  = 2
	defaultAtOnce                 = 2
	defaultAddressRate rate.Limit = 10
)

// Limits are the paces of a [Keeper]. Zero fields take defaults: a domain is
// asked once a second and by two requests at a time, an address ten times as
// fast and by ten.
type Limits struct {
	Domain  Pace
	Address Pace
	// Patience is how long a request waits in the queue of a host that asked for a
	// pause before it is sent back with [*Asked]; 0 is 10 s.
	Patience time.Duration
}

func (l Limits) withDefaults() Limits {
	l.Domain = l.Domain.or(Pace{DefaultRate, defaultBurst, defaultAtOnce})
	l.Address = l.Address.or(Pace{defaultAddressRate, 10, 10})
	if l.Patience <= 0 {
		l.Patience = 10 * time.Second
	}
	return l
}

func (p Pace) or(d Pace) Pace {
	if p.Rate <= 0 {
		p.Rate = d.Rate
	}
	if p.Burst <= 0 {
		p.Burst = d.Burst
	}
	if p.AtOnce <= 0 {
		p.AtOnce = d.AtOnce
	}
	return p
}

// Keeper keeps the queues before every domain and address. It is a web.Gate and
// safe for concurrent use.
type Keeper struct {
	limits    Limits
	mu        sync.Mutex
	domains   map[string]*turn
	addresses map[netip.Addr]*turn
	swept     time.Time
}

// NewKeeper returns a keeper of these limits.
func NewKeeper(l Limits) *Keeper {
	return &Keeper{limits: l.withDefaults(), domains: map[string]*turn{}, addresses: map[netip.Addr]*turn{}}
}

// Domain returns what shares one queue: the registrable domain of a host, or the
// host itself where there is none.
func Domain(host string) string {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	if d, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return d
	}
	return host
}

// Enter waits until host may be asked. The error is the context's, or [*Asked].
func (k *Keeper) Enter(ctx context.Context, host string) (func(status int, header http.Header), error) {
	t := k.domain(Domain(host))
	if err := t.enter(ctx, k.limits.Patience); err != nil {
		return nil, err
	}
	return func(status int, header http.Header) {
		retry := RetryAfter(header, time.Now())
		t.answer(k.limits.Domain, status, retry)
		t.leave()
	}, nil
}

// EnterAddress waits until the server at addr may be asked.
func (k *Keeper) EnterAddress(ctx context.Context, addr netip.Addr) (func(), error) {
	t := k.address(addr)
	if err := t.enter(ctx, k.limits.Patience); err != nil {
		return nil, err
	}
	return t.leave, nil
}

// Crawl makes room between the requests to host, as its robots.txt asks; no more
// than maxCrawl.
func (k *Keeper) Crawl(host string, delay time.Duration) {
	k.domain(Domain(host)).setCrawl(k.limits.Domain, min(max(delay, 0), maxCrawl))
}

// maxCrawl bounds a Crawl-delay, which no standard does.
const maxCrawl = 30 * time.Second

// Slowed returns how many domains are asked more slowly now because they wanted
// it, and how many of them are left alone for a while.
func (k *Keeper) Slowed() (slowed, paused int) {
	k.mu.Lock()
	turns := slices.Collect(maps.Values(k.domains))
	k.mu.Unlock()
	now := time.Now()
	for _, t := range turns {
		slow, until := t.slowness()
		if until.After(now) {
			paused++
		}
		if slow || until.After(now) {
			slowed++
		}
	}
	return slowed, paused
}

// PausedUntil returns until when host has asked to be left alone, the zero time
// when it has not.
func (k *Keeper) PausedUntil(host string) time.Time {
	k.mu.Lock()
	t := k.domains[Domain(host)]
	k.mu.Unlock()
	if t == nil {
		return time.Time{}
	}
	return t.pausedUntil()
}

func (k *Keeper) domain(name string) *turn {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.sweep()
	return queue(k.domains, name, k.limits.Domain)
}

func (k *Keeper) address(addr netip.Addr) *turn {
	k.mu.Lock()
	defer k.mu.Unlock()
	return queue(k.addresses, addr, k.limits.Address)
}

func queue[K comparable](all map[K]*turn, key K, p Pace) *turn {
	t, ok := all[key]
	if !ok {
		t = newTurn(p)
		t.used = time.Now()
		all[key] = t
	}
	return t
}

// sweepEvery is how often queues that nobody stands in are dropped, and how long
// they are kept for the pace they have learnt.
const sweepEvery = 2 * time.Hour

func (k *Keeper) sweep() {
	now := time.Now()
	if now.Sub(k.swept) < sweepEvery {
		return
	}
	k.swept = now
	drop(k.domains, now.Add(-sweepEvery))
	drop(k.addresses, now.Add(-sweepEvery))
}

func drop[K comparable](all map[K]*turn, before time.Time) {
	for key, t := range all {
		if t.idle(before) {
			delete(all, key)
		}
	}
}
