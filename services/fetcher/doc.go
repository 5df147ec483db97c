// Package fetcher polls feeds and puts every item, once and with the page behind
// it where the feed gives only a teaser, into the river.
//
// The map, in the order of a poll's life:
//
//	config.go    Config: what a fetcher can be told
//	fetcher.go   New, Service.Run: the loops
//	visit.go     one claimed feed: poll, plan, settle
//	poll.go      one request, and what its answer says
//	items.go     a document's items: which are new, and putting them into the river
//	page.go      the page behind an item
//	archive.go   older documents of a feed, after a gap
//	memory.go    what is remembered of a feed's items, in the bucket
//	lag.go       standing still while the river is full
//	push.go      WebSub: what hubs deliver
//	metrics.go   what is measured
//	census.go    how the feeds are, and which of them are worst
//
// The rooms below it: web (the HTTP client), manners (politeness), feed (bytes to
// entries), identity (which item is which), schedule (when, and the shared state),
// health, opml, websub.
package fetcher
