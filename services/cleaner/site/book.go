package site

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"sync"
	"time"

	"github.com/rasad-project/rasad/kit/news"
)

// Store keeps the memories of sites.
type Store interface {
	// Get returns the value of key and its revision; nil and 0 when there is none.
	Get(ctx context.Context, key string) (value []byte, revision uint64, err error)
	// Put replaces the revision of key that was read, 0 for none, and returns the
	// new one. It returns ErrChanged when somebody else was faster.
	Put(ctx context.Context, key string, value []byte, revision uint64) (uint64, error)
}

// ErrChanged is what a [Store] returns when a value is not the one that was read.
var ErrChanged = errors.New("site: changed by another cleaner")

const (
	heldSites    = 256 // memories held in this process
	flushEvery   = 30 * time.Second
	flushTimeout = 10 * time.Second
	putAttempts  = 5
)

// Book is the memories of all sites, kept in a store. What was noted is written
// every half minute and at the end; a crash forgets half a minute of what lines
// were seen, and no article. It is safe for concurrent use.
type Book struct {
	store Store
	log   *slog.Logger

	mu    sync.Mutex
	sites map[string]*entry
	clock uint64
}

// entry is a memory held in this process. Its lock orders the reading and the
// changing of it.
type entry struct {
	mu       sync.Mutex
	memory   *Memory // nil before it was read
	revision uint64
	dirty    bool
	used     uint64         // by the book's clock
	known    map[int]*known // sums that were made, by day
}

// before is what is known before a day. The sum is made once, and again when an
// article of an earlier day comes late.
func (e *entry) before(day int) *known {
	if e.known == nil || len(e.known) > 2*window {
		e.known = make(map[int]*known)
	}
	if e.known[day] == nil {
		e.known[day] = e.memory.before(day)
	}
	return e.known[day]
}

func (e *entry) add(day int, a shown) {
	e.memory.add(day, a)
	e.dirty = true
	maps.DeleteFunc(e.known, func(d int, _ *known) bool { return d > day })
}

// NewBook returns the book that store keeps.
func NewBook(store Store, log *slog.Logger) *Book {
	return &Book{store: store, log: log, sites: make(map[string]*entry)}
}

// View returns what is known of a site before the day of seen. A site whose
// memory cannot be read is as one of which nothing is known: articles do not wait
// for it.
func (b *Book) View(ctx context.Context, site string, seen time.Time) *View {
	e := b.entry(site)
	e.mu.Lock()
	defer e.mu.Unlock()
	v := &View{site: site, day: DayOf(seen)}
	if err := b.load(ctx, site, e); err != nil {
		b.log.Warn("site memory not read", "site", site, "err", err)
		return v
	}
	v.known = e.before(v.day)
	return v
}

// Note adds the article that v was asked about to its day. What could not be read
// is not replaced.
func (b *Book) Note(ctx context.Context, v *View, a *news.Article) {
	v.shown.is(a.Title, a.Text())
	e := b.entry(v.site)
	e.mu.Lock()
	defer e.mu.Unlock()
	if b.load(ctx, v.site, e) == nil {
		e.add(v.day, v.shown)
	}
}

func (b *Book) entry(site string) *entry {
	b.mu.Lock()
	defer b.mu.Unlock()
	e := b.sites[site]
	if e == nil {
		e = &entry{}
		b.sites[site] = e
	}
	b.clock++
	e.used = b.clock
	return e
}

func (b *Book) load(ctx context.Context, site string, e *entry) error {
	if e.memory != nil {
		return nil
	}
	value, revision, err := b.store.Get(ctx, site)
	if err != nil {
		return err
	}
	m, err := decode(value)
	if err != nil {
		b.log.Warn("site memory is damaged and starts anew", "site", site, "err", err)
		m = &Memory{}
	}
	e.memory, e.revision = m, revision
	return nil
}

// Run writes what was noted until ctx ends, and once more then.
func (b *Book) Run(ctx context.Context) error {
	tick := time.NewTicker(flushEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			if err := b.Flush(ctx); err != nil {
				b.log.Warn("site memory not written, will try again", "err", err)
			}
			b.forget()
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), flushTimeout)
			defer cancel()
			return b.Flush(last)
		}
	}
}

// Flush writes what was noted.
func (b *Book) Flush(ctx context.Context) error {
	b.mu.Lock()
	entries := maps.Clone(b.sites)
	b.mu.Unlock()
	var errs []error
	for site, e := range entries {
		if err := b.write(ctx, site, e); err != nil {
			errs = append(errs, fmt.Errorf("site %s: %w", site, err))
		}
	}
	return errors.Join(errs...)
}

// write puts a memory. When another cleaner was faster, what it knows is added
// first.
func (b *Book) write(ctx context.Context, site string, e *entry) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.dirty {
		return nil
	}
	for range putAttempts {
		revision, err := b.store.Put(ctx, site, e.memory.encode(), e.revision)
		if err == nil {
			e.revision, e.dirty = revision, false
			return nil
		}
		if !errors.Is(err, ErrChanged) {
			return err
		}
		if err := b.takeIn(ctx, site, e); err != nil {
			return err
		}
	}
	return ErrChanged
}

// takeIn adds what the store knows to e.
func (b *Book) takeIn(ctx context.Context, site string, e *entry) error {
	value, revision, err := b.store.Get(ctx, site)
	if err != nil {
		return err
	}
	theirs, err := decode(value)
	if err != nil {
		theirs = &Memory{}
	}
	e.memory.merge(theirs)
	e.revision, e.known = revision, nil
	return nil
}

// forget lets go of the memories that were used longest ago and are written.
func (b *Book) forget() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for len(b.sites) > heldSites {
		oldest, found := "", false
		for site, e := range b.sites {
			if e.mu.TryLock() {
				if !e.dirty && (!found || e.used < b.sites[oldest].used) {
					oldest, found = site, true
				}
				e.mu.Unlock()
			}
		}
		if !found {
			return
		}
		delete(b.sites, oldest)
	}
}
