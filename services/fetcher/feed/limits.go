package feed

import (
	"cmp"
	"errors"
	"fmt"
)

// MaxBytes is how large a decoded document may be by default: 16 MiB.
const MaxBytes = 16 << 20

// Limits bound what a document may cost before gofeed sees it. A zero field
// takes the default in its comment.
type Limits struct {
	Bytes      int // of the decoded document; MaxBytes
	Depth      int // of open elements, or of JSON values; 128
	Elements   int // elements and runs of text, or JSON values; 200,000
	Namespaces int // declarations in force at one place; 512
	Entities   int // bytes that entities declared in the document may expand to; 64 KiB
	Ratio      int // decoded to compressed bytes of a document whose compression nobody announced; 200
}

func (l Limits) withDefaults() Limits {
	return Limits{
		Bytes:      cmp.Or(l.Bytes, MaxBytes),
		Depth:      cmp.Or(l.Depth, 128),
		Elements:   cmp.Or(l.Elements, 200_000),
		Namespaces: cmp.Or(l.Namespaces, 512),
		Entities:   cmp.Or(l.Entities, 64<<10),
		Ratio:      cmp.Or(l.Ratio, 200),
	}
}

// ErrNotFeed is a document that is no feed: a web page, an error text, nothing.
var ErrNotFeed = errors.New("not a feed")

// LimitError is a document that would cost more than its Limits allow. It is
// hopeless for the document and says nothing of the next one.
type LimitError struct {
	// What was over: "bytes", "depth", "elements", "namespaces", "entities" or
	// "ratio". The list is closed and fit for a metric label.
	What  string
	Limit int
}

func (e *LimitError) Error() string {
	return fmt.Sprintf("document over budget: %s over %d", e.What, e.Limit)
}

// over returns an error when n is more than limit.
func over(what string, n, limit int) error {
	if n <= limit {
		return nil
	}
	return &LimitError{what, limit}
}
