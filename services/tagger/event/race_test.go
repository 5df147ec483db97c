//go:build race

package event_test

// race tells that the race detector runs: sync.Pool then drops at random what it
// is given.
const race = true
