// Package web gets documents from servers that cannot be trusted: over
// keep-alive connections, with conditional requests and gzip, br and zstd, no
// further than its budgets in bytes, ratio, redirects and time, and never to an
// address inside the network it runs in.
//
//	client.go    Client.Get: one request and its redirects
//	redirect.go  where a redirect may lead
//	body.go      the body within its budgets
//	coding.go    gzip, br, zstd, deflate
//	guard.go     the addresses that are refused, the allow-list
//	errors.go    what can go wrong, in a closed list of words
package web
