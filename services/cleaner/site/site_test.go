package site

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/cleaner/cut"
)

const day0 = 19_700 // 2023-12-09

// article is a story of its own, with lines that its site shows.
func article(n int, title string, lines ...string) shown {
	rnd := rand.New(rand.NewPCG(uint64(n), 1))
	var b strings.Builder
	for range 80 {
		fmt.Fprintf(&b, "w%d ", rnd.IntN(1_000_000))
	}
	var s shown
	s.is(title, b.String())
	v := View{}
	for _, l := range lines {
		v.Foreign(l)
	}
	s.lines = v.shown.lines
	return s
}

// ask is what the memory says of a line on a day.
func ask(m *Memory, day int, line string) string {
	v := View{day: day, known: m.before(day)}
	return v.Foreign(line)
}

const (
	slogan   = "All the news that the wind carries"
	sentence = "The two governments have been at odds since the bridge at the border was closed in spring."
)

func TestALineOfManyArticlesIsRepeated(t *testing.T) {
	var m Memory
	for n := range 4 {
		m.add(day0, article(n, "", slogan))
	}
	if got := ask(&m, day0+1, slogan); got != cut.Repeated {
		t.Errorf("the next day: got %q, want %q", got, cut.Repeated)
	}
	if got := ask(&m, day0, slogan); got != "" {
		t.Errorf("on its own day: got %q, want nothing", got)
	}
	if got := ask(&m, day0+1, "Some other line of this site"); got != "" {
		t.Errorf("another line: got %q, want nothing", got)
	}
}

func TestNearCopiesCountOnce(t *testing.T) {
	var m Memory
	story := article(1, "", slogan)
	for n := range 20 {
		m.add(day0, shown{signature: story.signature, lines: story.lines, title: uint64(n)})
	}
	if got := ask(&m, day0+1, slogan); got != "" {
		t.Errorf("a line of twenty copies of one story: got %q, want nothing", got)
	}
}

func TestBackgroundIsNotFurniture(t *testing.T) {
	var m Memory
	for n := range 60 {
		lines := []string{fmt.Sprintf("Something new in place number %d that nobody foresaw at all.", n)}
		if n < 6 {
			lines = append(lines, sentence)
		}
		m.add(day0, article(n, "", lines...))
	}
	if got := ask(&m, day0+1, sentence); got != "" {
		t.Errorf("a sentence in a tenth of the articles: got %q, want nothing", got)
	}
	for n := 60; n < 90; n++ {
		m.add(day0, article(n, "", sentence))
	}
	if got := ask(&m, day0+1, sentence); got != cut.Repeated {
		t.Errorf("a sentence in two fifths of the articles: got %q, want %q", got, cut.Repeated)
	}
}

func TestATitleOfAnotherItemIsRelated(t *testing.T) {
	var m Memory
	m.add(day0, article(1, "Ministers of two countries meet in Quetta"))
	if got := ask(&m, day0+1, "Ministers of two countries meet in Quetta"); got != cut.Related {
		t.Errorf("got %q, want %q", got, cut.Related)
	}
	if got := ask(&m, day0+1, "Ministers of two countries meet in Quetta."); got != "" {
		t.Errorf("a sentence of the same words: got %q, want nothing", got)
	}
}

func TestMemoryDecays(t *testing.T) {
	var m Memory
	for n := range 4 {
		m.add(day0, article(n, "A title of five words", slogan))
	}
	for _, c := range []struct {
		after int
		line  string
		want  string
	}{
		{1, slogan, cut.Repeated},
		{8, slogan, ""}, // 4 articles weigh 2
		{14, "A title of five words", cut.Related},
		{15, "A title of five words", ""},
	} {
		if got := ask(&m, day0+c.after, c.line); got != c.want {
			t.Errorf("%q after %d days: got %q, want %q", c.line, c.after, got, c.want)
		}
	}
	m.add(day0+window+1, article(9, ""))
	if m.days[day0] != nil {
		t.Error("a day beyond the window is still held")
	}
}

// TestTheOrderWithinADayMakesNoDifference adds the articles of a busy day, more
// than its bounds hold, in many orders and in parts that are stored and merged.
func TestTheOrderWithinADayMakesNoDifference(t *testing.T) {
	var all []shown
	for n := range 400 {
		lines := []string{slogan, fmt.Sprintf("A line of two articles, number %d", n/2)}
		for i := range 14 {
			lines = append(lines, fmt.Sprintf("Line %d of article %d is here", i, n))
		}
		all = append(all, article(n, fmt.Sprintf("The title of item number %d", n), lines...))
	}
	var want []byte
	for seed := range uint64(3) {
		rnd := rand.New(rand.NewPCG(seed, 2))
		rnd.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		var m, other, whole Memory
		for i, a := range all {
			whole.add(day0, a)
			if i%3 == 0 {
				other.add(day0, a)
			} else {
				m.add(day0, a)
			}
		}
		stored, err := decode(other.encode())
		if err != nil {
			t.Fatal(err)
		}
		m.merge(stored)
		if want == nil {
			want = m.encode()
		}
		if !bytes.Equal(m.encode(), want) || !bytes.Equal(whole.encode(), want) {
			t.Errorf("order %d gives another memory", seed)
		}
	}
	if len(want) > 200<<10 {
		t.Errorf("a day has %d bytes, want 200 KiB at most", len(want))
	}
}

func TestCountsBeyondTheBound(t *testing.T) {
	for _, n := range []int{5, 15, 100, 1000} {
		var s signatures
		for i := range n {
			s.add(article(i, "").signature, mostSeen)
		}
		if got := s.count(mostSeen); got < n*4/10 || got > n*16/10 {
			t.Errorf("counted %d articles as %d", n, got)
		}
	}
}

func TestEncoding(t *testing.T) {
	var m Memory
	for d := range 5 {
		for n := range 6 {
			m.add(day0+d, article(10*d+n, fmt.Sprintf("A title of day %d, item %d", d, n), slogan, sentence))
		}
	}
	b := m.encode()
	back, err := decode(b)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(back.encode(), b) {
		t.Error("what was decoded encodes to other bytes")
	}
	for d := range 7 {
		if got, want := ask(back, day0+d, slogan), ask(&m, day0+d, slogan); got != want {
			t.Errorf("day %d: got %q, want %q", d, got, want)
		}
	}
	for n := range b {
		if _, err := decode(b[:n]); err == nil && n > 0 {
			t.Errorf("the first %d of %d bytes are a memory too", n, len(b))
		}
	}
}

func FuzzDecode(f *testing.F) {
	var m Memory
	m.add(day0, article(1, "A title of five words", slogan))
	f.Add(m.encode())
	m.add(day0+3, article(2, "", sentence))
	f.Add(m.encode())
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := decode(b)
		if err != nil {
			return
		}
		m.before(day0 + 1)
		m.add(day0, article(3, "", slogan))
		if _, err := decode(m.encode()); err != nil {
			t.Errorf("what was decoded cannot be read back: %v", err)
		}
	})
}

// shelf is a store in memory. It fails while broken.
type shelf struct {
	value    []byte
	revision uint64
	broken   error
}

func (s *shelf) Get(context.Context, string) ([]byte, uint64, error) {
	return slices.Clone(s.value), s.revision, s.broken
}

func (s *shelf) Put(_ context.Context, _ string, value []byte, revision uint64) (uint64, error) {
	switch {
	case s.broken != nil:
		return 0, s.broken
	case revision != s.revision:
		return 0, ErrChanged
	}
	s.value, s.revision = slices.Clone(value), revision+1
	return s.revision, nil
}

// read cleans a story as the cleaner does: it asks, and notes.
func read(t *testing.T, b *Book, day, n int) (answer string) {
	t.Helper()
	at := time.Unix(int64(day)*86400+3600, 0)
	v := b.View(t.Context(), "site", at)
	answer = v.Foreign(slogan)
	rnd := rand.New(rand.NewPCG(uint64(n), 3))
	var text strings.Builder
	for range 80 {
		fmt.Fprintf(&text, "w%d ", rnd.IntN(1_000_000))
	}
	b.Note(t.Context(), v, &news.Article{Title: "", Blocks: []news.Block{{Text: text.String()}}})
	return answer
}

func TestTwoCleanersShareAMemory(t *testing.T) {
	store := &shelf{}
	log := slog.New(slog.DiscardHandler)
	one, two := NewBook(store, log), NewBook(store, log)
	for n := range 2 {
		read(t, one, day0, n)
		read(t, two, day0, 10+n)
	}
	for _, b := range []*Book{one, two} {
		if err := b.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := read(t, NewBook(store, log), day0+1, 30); got != cut.Repeated {
		t.Errorf("after both wrote what they saw: got %q, want %q", got, cut.Repeated)
	}
}

func TestArticlesDoNotWaitForTheStore(t *testing.T) {
	store := &shelf{broken: errors.New("no leader")}
	b := NewBook(store, slog.New(slog.DiscardHandler))
	if got := read(t, b, day0, 1); got != "" {
		t.Errorf("got %q, want nothing", got)
	}
	if err := b.Flush(t.Context()); err != nil {
		t.Errorf("nothing was read and nothing is to be written: %v", err)
	}
	store.broken = nil
	for n := range 4 {
		read(t, b, day0, n)
	}
	store.broken = errors.New("no leader")
	if err := b.Flush(t.Context()); err == nil {
		t.Error("a failed write was not reported")
	}
	store.broken = nil
	if err := b.Flush(t.Context()); err != nil || store.value == nil {
		t.Errorf("the second try: %v", err)
	}
}

func TestDamagedMemoryStartsAnew(t *testing.T) {
	store := &shelf{value: []byte("not a memory"), revision: 4}
	b := NewBook(store, slog.New(slog.DiscardHandler))
	for n := range 4 {
		read(t, b, day0, n)
	}
	if err := b.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := read(t, NewBook(store, slog.New(slog.DiscardHandler)), day0+1, 9); got != cut.Repeated {
		t.Errorf("got %q, want %q", got, cut.Repeated)
	}
}

func TestRunWritesAtTheEnd(t *testing.T) {
	store := &shelf{}
	b := NewBook(store, slog.New(slog.DiscardHandler))
	read(t, b, day0, 1)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := b.Run(ctx); err != nil || store.value == nil {
		t.Errorf("run: %v, wrote %d bytes", err, len(store.value))
	}
}
