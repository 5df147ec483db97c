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

// TestFollowSeesAConfigMap: a ConfigMap's files are links through ..data, and an
// update swaps that one link for another (kubelet's atomic writer).
func TestFollowSeesAConfigMap(t *testing.T) {
	dir := t.TempDir()
	version := func(name, content string) {
		t.Helper()
		err := errors.Join(
			os.Mkdir(filepath.Join(dir, name), 0o700),
			os.WriteFile(filepath.Join(dir, name, "feeds.opml"), []byte(content), 0o600),
			os.Symlink(name, filepath.Join(dir, "..data_tmp")),
			os.Rename(filepath.Join(dir, "..data_tmp"), filepath.Join(dir, "..data")),
		)
		if err != nil {
			t.Fatal(err)
		}
	}
	version("..2026_01", "one")
	file := filepath.Join(dir, "feeds.opml")
	if err := os.Symlink(filepath.Join("..data", "feeds.opml"), file); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		h := &host.Host{Log: slog.New(slog.DiscardHandler)}
		ctx, stop := context.WithCancel(t.Context())
		var read []string
		done := make(chan error)
		go func() {
			done <- h.Follow([]string{file}, func(context.Context) error {
				b, err := os.ReadFile(file)
				read = append(read, string(b))
				return err
			})(ctx)
		}()
		time.Sleep(time.Minute)
		version("..2026_02", "two")
		if err := os.RemoveAll(filepath.Join(dir, "..2026_01")); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if len(read) != 1 || read[0] != "two" {
			t.Errorf("read %q, want two once", read)
		}
	})
}
