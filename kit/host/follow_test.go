package host_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rasad-project/rasad/kit/host"
)

func TestFollowSeesNewContent(t *testing.T) {
	name := filepath.Join(t.TempDir(), "feeds.opml")
	write := func(s string) {
		if err := os.WriteFile(name, []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("one")
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		h := &host.Host{Log: slog.New(slog.NewTextHandler(&log, nil))}
		ctx, stop := context.WithCancel(t.Context())
		var calls int
		var fault error
		done := make(chan error)
		go func() {
			done <- h.Follow([]string{name}, func(context.Context) error { calls++; return fault })(ctx)
		}()
		pass := func(want int) {
			t.Helper()
			time.Sleep(time.Minute)
			synctest.Wait()
			if calls != want {
				t.Errorf("called %d times, want %d", calls, want)
			}
		}
		pass(0)
		write("two")
		pass(1)
		pass(1)
		fault = errors.New("line 3 is wrong")
		write("three")
		pass(2)
		if !strings.Contains(log.String(), "line 3 is wrong") {
			t.Errorf("the log does not say why: %s", log.String())
		}
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}
