// Package busbench is the river without its water: three hops of JetStream bare,
// and the same three through stages, sources and sinks, so that what the machinery
// costs can be told from what the server does.
package busbench

import (
	"cmp"
	"strconv"

	"github.com/rasad-project/rasad/kit/bus"
)

// hops are the streams a payload passes, with the consumer that reads each.
var hops = [...]struct{ subject, consumer string }{
	{bus.EntrySubject, "cleaner"},
	{bus.ArticleSubject, "tagger"},
	{bus.VerdictSubject, "store"},
}

// Load is the work of one run.
type Load struct {
	Run      string   // part of every message id: another for every run on a server
	Payloads [][]byte // sent in turn
	// Onward is what Bare sends on from the first hop and from the second, each in
	// turn; nil sends on what came.
	Onward [][][]byte
	N      int // messages in all
	Window int // messages under way in one hop; 0 is 64
}

func (l Load) payload(i int) []byte { return l.Payloads[i%len(l.Payloads)] }

func (l Load) id(i int) string { return l.Run + "-" + strconv.Itoa(i) }

func (l Load) window() int { return cmp.Or(l.Window, 64) }

const feed = "bench-00000000"
