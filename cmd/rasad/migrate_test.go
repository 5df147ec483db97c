package main

import (
	"io"
	"log/slog"
	"strings"
	"testing"
)

// TestOnlyMigrateChangesStreams: where processes share their settings, --no-migrate
// holds for every command but the one whose business it is.
func TestOnlyMigrateChangesStreams(t *testing.T) {
	b, err := startBroker(brokerConfig{Dir: t.TempDir(), Listen: "127.0.0.1:0", Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	at := []string{"--nats", b.ClientURL(), "--no-migrate"}
	if code, _, errs := rasad(t, "", append([]string{"dead", "list"}, at...)...); code != 1 || !strings.Contains(errs, "stream not found") {
		t.Errorf("before migrate: code %d, %s", code, errs)
	}
	must(t, append([]string{"migrate"}, at...)...)
	must(t, append([]string{"dead", "list"}, at...)...)
}
