package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rasad-project/rasad/corpus"
	"github.com/rasad-project/rasad/kit/cli"
)

// rasad runs the program in this process.
func rasad(t *testing.T, stdin string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(t.Context(), args, cli.IO{
		Getenv: func(string) string { return "" }, In: strings.NewReader(stdin), Out: &out, Err: &errs,
	})
	return code, out.String(), errs.String()
}

// exported is everything that is stored in the river of a folder, but for what
// differs from run to run: when it was seen.
func exported(t *testing.T, data string, where ...string) []string {
	t.Helper()
	where = append(where, "--data", data)
	code, kept, errs := rasad(t, "", append([]string{"export", "--all", "--revisions"}, where...)...)
	if code != 0 {
		t.Fatalf("export: %s", errs)
	}
	code, dropped, errs := rasad(t, "", append([]string{"export", "--dropped", "--revisions"}, where...)...)
	if code != 0 {
		t.Fatalf("export: %s", errs)
	}
	all := regexp.MustCompile(`"seen":"[^"]*"`).ReplaceAllString(kept+dropped, `"seen":""`)
	rows := strings.Split(strings.TrimSpace(all), "\n")
	slices.Sort(rows)
	return rows
}

// TestTwoRiversInOneProcess runs two demos at once: nothing of one may leak into
// the other, in metrics, streams or store.
func TestTwoRiversInOneProcess(t *testing.T) {
	var rivers sync.WaitGroup
	dirs := [2]string{t.TempDir(), t.TempDir()}
	var codes [2]int
	var outs, errs [2]string
	for i := range dirs {
		rivers.Go(func() {
			codes[i], outs[i], errs[i] = rasad(t, "", "demo", "--data", dirs[i], "--listen", "127.0.0.1:0")
		})
	}
	rivers.Wait()
	for i, dir := range dirs {
		if codes[i] != 0 || !strings.Contains(outs[i], "5 items in from 5 feeds: 5 stored (5 relevant), 0 dropped, 0 dead") {
			t.Errorf("river %d: code %d\n%s%s", i, codes[i], outs[i], errs[i])
		}
		if n := len(exported(t, dir)); n != 5 {
			t.Errorf("river %d: %d verdicts stored, want 5", i, n)
		}
	}
	if diff := cmp.Diff(exported(t, dirs[0]), exported(t, dirs[1])); diff != "" {
		t.Errorf("the rivers differ:\n%s", diff)
	}
}

// TestStoppedAndStartedAgain stops a river on the whole corpus in the middle, by
// its context and by SIGTERM, and starts it again on the same folder: the database
// is that of a river that was left alone.
func TestStoppedAndStartedAgain(t *testing.T) {
	texts, err := corpus.Texts()
	if err != nil {
		t.Fatal(err)
	}
	undisturbed := t.TempDir()
	if code, out, errs := rasad(t, "", "demo", "--all", "--data", undisturbed); code != 0 {
		t.Fatalf("code %d\n%s%s", code, out, errs)
	}
	want := exported(t, undisturbed)
	if len(want) != len(texts) {
		t.Fatalf("%d stored of %d texts", len(want), len(texts))
	}
	for name, stop := range map[string]func(*testing.T, string){"context": stopByContext, "SIGTERM": stopBySignal} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			stop(t, dir)
			if n := len(exported(t, dir)); n == len(texts) {
				t.Fatal("it was not stopped in the middle")
			}
			if code, out, errs := rasad(t, "", "demo", "--all", "--data", dir); code != 0 {
				t.Fatalf("started again: code %d\n%s%s", code, out, errs)
			}
			if diff := cmp.Diff(want, exported(t, dir)); diff != "" {
				t.Errorf("-undisturbed +stopped:\n%s", diff)
			}
		})
	}
}

// after calls do when n lines were written to it.
type after struct {
	n  int
	do func()
}

func (a *after) Write(p []byte) (int, error) {
	if a.n -= bytes.Count(p, []byte{'\n'}); a.n <= 0 && a.do != nil {
		a.do()
		a.do = nil
	}
	return len(p), nil
}

func stopByContext(t *testing.T, dir string) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var errs bytes.Buffer
	code := run(ctx, []string{"demo", "--all", "--data", dir}, cli.IO{
		Getenv: func(string) string { return "" }, Out: &after{4, stop}, Err: &errs,
	})
	if code != 0 {
		t.Fatalf("code %d: %s", code, errs.String())
	}
}

func stopBySignal(t *testing.T, dir string) {
	binary := filepath.Join(t.TempDir(), "rasad")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, binary, "demo", "--all", "--data", dir)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	cmd.Stdout = &after{4, func() { _ = cmd.Process.Signal(syscall.SIGTERM) }}
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %s", err, errs.String())
	}
}

func TestTheFolderIsOneRiversAtATime(t *testing.T) {
	dir := t.TempDir()
	f, err := takeFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	code, _, errs := rasad(t, "", "demo", "--data", dir)
	if code != 1 || !strings.Contains(errs, "another rasad is running in it") {
		t.Errorf("code %d: %s", code, errs)
	}
	if err := f.release(); err != nil {
		t.Fatal(err)
	}
	if code, out, errs := rasad(t, "", "demo", "--data", dir); code != 0 {
		t.Errorf("after it was released: code %d\n%s%s", code, out, errs)
	}
}

// TestCommandsLookAtARunningRiver asks a river that runs, through its socket, and
// one that has stopped, through its files.
func TestCommandsLookAtARunningRiver(t *testing.T) {
	dir, err := os.MkdirTemp("", "rasad") // short: a socket's path has 107 bytes at most
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	flowing := make(chan struct{})
	done := make(chan int)
	go func() {
		done <- run(ctx, []string{"demo", "--keep", "--data", dir}, cli.IO{
			Getenv: func(string) string { return "" }, Out: &after{6, func() { close(flowing) }}, Err: os.Stderr,
		})
	}()
	<-flowing
	looks := func(when string) {
		for _, c := range []struct {
			args []string
			want string // on stdout or stderr
		}{
			{[]string{"feeds", "list"}, "tehrantimes.test"},
			{[]string{"dead", "list"}, "no dead letters"},
			{[]string{"export", "--format", "csv"}, "Tehran Times"},
			{[]string{"replay", "seeds"}, "5 entries sent"},
		} {
			code, out, errs := rasad(t, "", append(c.args, "--data", dir)...)
			if code != 0 || !strings.Contains(out+errs, c.want) {
				t.Errorf("%s, %v: code %d, want %q\n%s%s", when, c.args, code, c.want, out, errs)
			}
		}
	}
	looks("while it runs")
	stop()
	if code := <-done; code != 0 {
		t.Errorf("the river ended with %d", code)
	}
	looks("after it stopped")
}

// TestARiverOverTCP opens a river whose services reach the embedded server as ones
// outside would, and one whose services do not.
func TestARiverOverTCP(t *testing.T) {
	for _, c := range []struct {
		config riverConfig
		want   string // how the connection's address begins
	}{
		{riverConfig{ListenNATS: "127.0.0.1:0", OverTCP: true}, "127.0.0.1:"},
		{riverConfig{ListenNATS: "127.0.0.1:0"}, "pipe"},
	} {
		c.config.Data, c.config.Unsynced = t.TempDir(), true
		r, err := openRiver(t.Context(), c.config, cli.IO{Err: io.Discard})
		if err != nil {
			t.Fatal(err)
		}
		if got := r.host.Bus.JetStream().Conn().ConnectedAddr(); !strings.HasPrefix(got, c.want) {
			t.Errorf("over TCP %v: connected to %q, want %s…", c.config.OverTCP, got, c.want)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}
