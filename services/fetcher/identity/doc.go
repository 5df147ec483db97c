// Package identity tells whether an item of a feed has been seen before, and
// what about it has changed.
//
//	url.go     the canonical form of an item's address
//	keys.go    the four names an item goes by
//	text.go    what of an item is its content
//	memory.go  what is remembered of a feed's items
//	match.go   Memory.Match: the items of a poll against the memory
//	encode.go  a memory as bytes
package identity
