//go:build !race

package event_test

const race = false
