// Package manners keeps the fetcher a polite guest: so many requests a second
// and at once to a registrable domain and to a server's address, fewer where the
// host asks for it, and no page that its robots.txt keeps from us.
//
//	manners.go  Keeper: the gate every request goes through
//	turn.go     one queue: a token bucket and places
//	answer.go   what an answer says about the pace
//	robots.go   Robots: the rules of each origin, fetched and kept
//	rules.go    RFC 9309
package manners
