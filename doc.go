// Package rasad is the root of the workspace; it holds no code. Start with
// cmd/rasad/run.go, which reads from top to bottom as a map of the river, or
// with docs/ARCHITECTURE.md, which is the same map on one page.
package rasad
