package lines_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rasad-project/rasad/kit/lines"
	"github.com/rasad-project/rasad/kit/news"
)

func TestEachKeepsTheOrderAndGoesOnAfterABadLine(t *testing.T) {
	in := "{\"id\":\"a\",\"n\":3}\n\n{\"id\":\"b\",\"n\":\"x\"}\n{\"id\":7}\nnot json\n{\"id\":\"<c>\",\"n\":1}"
	want := strings.Join([]string{
		`{"id":"a","n":3}`,
		`{"id":"b","error":"field \"n\": want int, got string"}`,
		`{"id":"7","error":"field \"id\": want string, got number"}`,
		`{"id":"","error":"not JSON at byte 2: invalid character 'o' in literal null (expecting 'u')"}`,
		`{"id":"<c>","n":1}`,
	}, "\n") + "\n"
	for _, workers := range []int{0, 1, 2, 8} {
		var out bytes.Buffer
		err := lines.Each(t.Context(), strings.NewReader(in), &out, workers, slowest)
		if diff := cmp.Diff(want, out.String()); diff != "" {
			t.Errorf("%d workers, -want +got:\n%s", workers, diff)
		}
		if err == nil || !strings.Contains(err.Error(), "lines that could not be used: 3, the first: line 3: field \"n\"") {
			t.Errorf("%d workers: got error %v", workers, err)
		}
	}
}

func TestDecodedGoesOnAfterABadLineAndEndsAtTheFirstError(t *testing.T) {
	number := func(line []byte) (n int, err error) { return n, lines.Decode(line, &n) }
	var got []int
	err := lines.Decoded(strings.NewReader("1\nx\n\n2\ny\n3"), number, func(n int) error {
		got = append(got, n)
		return nil
	})
	if !slices.Equal(got, []int{1, 2, 3}) || err == nil || !strings.HasPrefix(err.Error(), "lines that could not be used: 2, the first: line 2: not JSON") {
		t.Errorf("got %v, error %v", got, err)
	}
	full, seen := errors.New("disk full"), 0
	err = lines.Decoded(strings.NewReader("x\n1\n2\n"), number, func(int) error { seen++; return full })
	if !errors.Is(err, full) || !strings.Contains(err.Error(), "line 1: not JSON") || seen != 1 {
		t.Errorf("got error %v after %d numbers", err, seen)
	}
}

// slowest takes longer for what comes first.
func slowest(line []byte) (any, error) {
	var v struct {
		ID string `json:"id"`
		N  int    `json:"n"`
	}
	if err := lines.Decode(line, &v); err != nil {
		return nil, err
	}
	time.Sleep(time.Duration(v.N) * time.Millisecond)
	return v, nil
}

func TestEachStopsWhenTheReaderOfItsOutputIsGone(t *testing.T) {
	gone := errors.New("broken pipe")
	in := strings.NewReader(strings.Repeat("{}\n", 1_000_000))
	err := lines.Each(t.Context(), in, failing{gone}, 2, func([]byte) (any, error) { return 1, nil })
	if !errors.Is(err, gone) {
		t.Errorf("got %v", err)
	}
	if in.Len() == 0 {
		t.Error("read to the end for nobody")
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestEachReportsAnInputThatBreaksOff(t *testing.T) {
	broken := io.MultiReader(strings.NewReader("{}\n"), failingReader{})
	var out bytes.Buffer
	err := lines.Each(t.Context(), broken, &out, 1, func([]byte) (any, error) { return 1, nil })
	if err == nil || !strings.Contains(err.Error(), "line 2: disk on fire") || out.String() != "1\n" {
		t.Errorf("got %v, output %q", err, out.String())
	}
}

type failingReader struct{}

func (failingReader) Read([]byte) (int, error) { return 0, errors.New("disk on fire") }

// TestShapes holds the shapes against the design: no list is null, and no field
// is missing.
func TestShapes(t *testing.T) {
	for want, v := range map[string]any{
		`{"id":"1","title":"","published":"","published_precision":"","published_from":"","byline":"","language":"","site":"","dateline":{"place":"","agency":""},"paragraphs":[],"text":"","removed":[]}`: lines.Cleaned("1", &news.Article{}),
		`{"id":"1","relevant":false,"score":0,"level":0,"topics":[],"tone":"","events":[],"actors":[],"places":[],"evidence":[],"why":""}`:                                                                 lines.VerdictOf("1", &news.Verdict{}),
	} {
		var out bytes.Buffer
		if err := lines.Each(t.Context(), strings.NewReader("{}"), &out, 1, func([]byte) (any, error) { return v, nil }); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want+"\n", out.String()); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
}

func TestCleanedTellsWhatWasCut(t *testing.T) {
	a := &news.Article{Blocks: []news.Block{{Text: "Home", Cut: "navigation"}, {Text: "One."}, {Text: "Two."}}}
	got := lines.Cleaned("x", a)
	want := fmt.Sprint([]string{"One.", "Two."}, "One.\n\nTwo.", []lines.Removed{{Text: "Home", Reason: "navigation"}})
	if s := fmt.Sprint(got.Paragraphs, got.Text, got.Removed); s != want {
		t.Errorf("got %s, want %s", s, want)
	}
}
