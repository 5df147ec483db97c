// Package store is where the river ends: verdicts kept for an analyst to ask
// about. It says what a store does; store/sqlite and store/postgres do it,
// store/storetest holds both to it, and store/open picks one by its address.
package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/rasad-project/rasad/kit/news"
)

// ErrRefused is in the error of a Put that no other try can help: one of the
// verdicts is such as the store cannot hold. Any other error is trouble of the
// store's own, and passes.
var ErrRefused = errors.New("refused")

// Refused marks err with [ErrRefused].
func Refused(err error) error { return fmt.Errorf("%w: %w", ErrRefused, err) }

// Store keeps verdicts. It is safe for concurrent use.
type Store interface {
	// Put keeps every one of vs, or on error none of them, and returns when they
	// are safe on disk; see ErrRefused. A verdict is filed under the ID and the
	// revision of its entry: one that is there already is replaced if anything but
	// its time of tagging differs, and left alone otherwise, at the price of one
	// look-up. A verdict on a dropped article is kept as any other.
	Put(ctx context.Context, vs []*news.Verdict) error
	// Verdicts yields what q asks for, the latest seen first. It reads as it
	// goes, from the store as it was at the start, and ends after an error.
	Verdicts(ctx context.Context, q Query) iter.Seq2[*news.Verdict, error]
	// Counts adds up all that was ever put and not pruned.
	Counts(ctx context.Context) (*Ledger, error)
	// Size measures what the store takes up.
	Size(ctx context.Context) (Size, error)
	// Prune deletes what was seen before a time, and returns how much that was.
	Prune(ctx context.Context, before time.Time) (int, error)
	// Close ends the store's use; what was put is safe without it.
	Close() error
}

// Query is what an analyst asks for. The zero Query asks for everything that was
// not dropped, each entry in its latest revision.
type Query struct {
	// ID is an entry's; "" for any.
	ID string
	// Since and Until bound the time an entry was seen: from Since on, before
	// Until. A zero time is no bound. Times are compared to the microsecond.
	Since, Until time.Time
	// Relevant asks for relevant verdicts only.
	Relevant bool
	// Topic is one that a verdict must have; "" for any.
	Topic string
	// Words must all occur in the title or the text, in any order, as whole
	// words. Case, accents and the variants of Arabic letters do not matter.
	// Without a letter or a digit it asks for anything.
	Words string
	// Dropped asks for the dropped articles, and for nothing else.
	Dropped bool
	// Revisions asks for the earlier revisions of an entry as well.
	Revisions bool
	// Limit is the most that is wanted; 0 for all.
	Limit int
}

// Size is what a store takes up and what is left for it, in bytes.
type Size struct {
	Bytes int64 // taken, indexes and logs included
	Disk  int64 // size of the disk it is on; 0 when that is another machine's
	Free  int64 // what is free there
}

// Ledger says where every item went. Each revision of an entry is an item.
type Ledger struct {
	Total Count
	Feeds map[string]Count // by the feed's ID
}

// Count is how many items there are of each kind: the items that came in are
// those stored and those dropped.
type Count struct {
	Stored   int            // with a verdict
	Relevant int            // of those stored
	Dropped  map[string]int // by reason
}

// Items returns how many items came in.
func (c Count) Items() int {
	n := c.Stored
	for _, dropped := range c.Dropped {
		n += dropped
	}
	return n
}
