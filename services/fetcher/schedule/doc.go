// Package schedule decides when a feed is polled next and keeps what is known of
// it between polls, shared by any number of fetchers.
//
//	state.go    State: what is kept of a feed
//	advice.go   what an answer and a feed say about when to come back
//	plan.go     State.Plan: when that is
//	cadence.go  how often a feed has something new
//	book.go     Book: every state, in a KV bucket; add, claim, settle, flush
//	shard.go    one value of the bucket under compare-and-set
//	roster.go   Roster: which fetcher looks after which shards
//
// # How fetchers share the work
//
// The states lie in a fixed number of shards, each one value of the bucket. A
// fetcher claims the feeds that are due by moving their next poll on and writing
// the shard; only when that write succeeds does it poll. A write succeeds only on
// the version last read, so of two fetchers that claim a feed one is refused,
// reads again and finds it claimed. A fetcher that dies after the claim leaves
// behind a feed whose next poll is set: nothing is polled twice within its
// interval and nothing is forgotten.
//
// The roster only keeps fetchers from competing: each looks after the shards that
// the names of those alive give it. Two that disagree for a while cost a refused
// write, not a second poll.
//
// What a poll taught is written with the shard's next claim or flush. Losing it
// costs one unconditional poll.
package schedule
