// Package stagetest is what every pair of a [stage.Source] and a [stage.Sink] must
// do, as tests to be run over each of them.
package stagetest

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rasad-project/rasad/kit/stage"
)

// Pair is a sink and what reads that which was put into it. Each pair is apart
// from every other.
type Pair struct {
	Sink stage.Sink[string]
	// Open returns a reader. Readers share the loans: what one holds no other is
	// given.
	Open func() stage.Source[string]
	// AckWait is after how long without a word a loan is taken back; 0 if never.
	AckWait time.Duration
	// Restart stops the server and starts it again; nil if there is none.
	Restart func()
	// Poison puts a payload that cannot be read; nil if there can be none.
	Poison func(id string)
	// Big is a length of values, in bytes, that must pass.
	Big int
}

// Run runs the suite. open returns a new, empty pair, whose resources end with t.
func Run(t *testing.T, open func(t *testing.T) Pair) {
	for _, c := range []struct {
		name string
		run  func(*suite)
	}{
		{"order", (*suite).order},
		{"the same id twice is once", (*suite).dedup},
		{"what is given back comes again", (*suite).redelivery},
		{"a delayed retry lets others pass", (*suite).delayedNak},
		{"what is acknowledged or terminated never comes again", (*suite).settled},
		{"a loan runs out", (*suite).loanRunsOut},
		{"an extended loan does not run out", (*suite).extend},
		{"a context ends the wait", (*suite).contextEnds},
		{"closing hands back", (*suite).closeHandsBack},
		{"acknowledging after a restart", (*suite).ackAfterRestart},
		{"big values", (*suite).big},
		{"poison is buried", (*suite).poison},
		{"a storm", (*suite).storm},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.run(&suite{t, open(t), open})
		})
	}
}

// patience is how long to wait for what must come. It bounds a failing test and
// decides nothing in a passing one.
const patience = 20 * time.Second

type suite struct {
	*testing.T
	Pair
	another func(t *testing.T) Pair
}

func (s *suite) put(ids ...string) {
	s.Helper()
	for _, id := range ids {
		if err := s.Sink.Put(s.Context(), id, []string{"value " + id}); err != nil {
			s.Fatalf("put %s: %v", id, err)
		}
	}
}

func (s *suite) open() stage.Source[string] {
	src := s.Open()
	s.Cleanup(func() { closeSource(src) })
	return src
}

func closeSource(src stage.Source[string]) {
	if c, ok := src.(io.Closer); ok {
		_ = c.Close()
	}
}

// next takes the next delivery, which must be id on its nth attempt.
func (s *suite) next(src stage.Source[string], id string, attempt int) *stage.Delivery[string] {
	s.Helper()
	ctx, cancel := context.WithTimeout(s.Context(), patience)
	defer cancel()
	d, err := src.Next(ctx)
	if err != nil {
		s.Fatalf("next: %v, want %s", err, id)
	}
	if d.ID != id || d.Attempt != attempt {
		s.Fatalf("next is %s, attempt %d; want %s, attempt %d", d.ID, d.Attempt, id, attempt)
	}
	if d.Err == nil && d.Value != "value "+id {
		s.Fatalf("the value of %s is %.40q", id, d.Value)
	}
	return d
}

func (s *suite) ack(d *stage.Delivery[string]) {
	s.Helper()
	s.must(d.Ack(s.Context()))
}

func (s *suite) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// nothing puts a last value and has it come before anything else does.
func (s *suite) nothing(src stage.Source[string]) {
	s.Helper()
	s.put("last")
	s.ack(s.next(src, "last", 1))
}

func (s *suite) order() {
	ids := make([]string, 100)
	for i := range ids {
		ids[i] = fmt.Sprintf("id%d:rev", i)
	}
	s.put(ids...)
	src := s.open()
	for _, id := range ids {
		s.ack(s.next(src, id, 1))
	}
}

func (s *suite) dedup() {
	s.put("a", "a", "b", "a")
	src := s.open()
	s.ack(s.next(src, "a", 1))
	s.ack(s.next(src, "b", 1))
	s.nothing(src)
}

func (s *suite) redelivery() {
	s.put("a")
	src := s.open()
	for n := range 3 {
		s.must(s.next(src, "a", n+1).Nak(s.Context(), 0))
	}
	s.ack(s.next(src, "a", 4))
	s.nothing(src)
}

func (s *suite) delayedNak() {
	s.put("a", "b", "c")
	src := s.open()
	s.must(s.next(src, "a", 1).Nak(s.Context(), 500*time.Millisecond))
	s.ack(s.next(src, "b", 1))
	s.ack(s.next(src, "c", 1))
	s.ack(s.next(src, "a", 2))
}

func (s *suite) settled() {
	s.put("a", "b")
	src := s.open()
	s.ack(s.next(src, "a", 1))
	s.must(s.next(src, "b", 1).Term(s.Context(), "hopeless"))
	s.nothing(src)
	closeSource(src)
	s.put("really last")
	s.ack(s.next(s.open(), "really last", 1))
}

func (s *suite) loanRunsOut() {
	if s.AckWait == 0 {
		s.Skip("its loans do not run out")
	}
	s.put("a")
	src := s.open()
	s.next(src, "a", 1)
	s.ack(s.next(src, "a", 2))
}

// extend holds one value for three loans' length. What follows it on the same
// reader comes on its first attempt: nothing was taken back, nor what waited.
func (s *suite) extend() {
	if s.AckWait == 0 {
		s.Skip("its loans do not run out")
	}
	s.put("a", "b")
	src := s.open()
	a := s.next(src, "a", 1)
	for range 12 {
		time.Sleep(s.AckWait / 4)
		s.must(a.Extend(s.Context()))
	}
	s.ack(s.next(src, "b", 1))
	s.ack(a)
	s.nothing(src)
}

func (s *suite) contextEnds() {
	src := s.open()
	ctx, cancel := context.WithCancel(s.Context())
	time.AfterFunc(10*time.Millisecond, cancel)
	if d, err := src.Next(ctx); !errors.Is(err, context.Canceled) {
		s.Fatalf("got %v, %v; want the context's error", d, err)
	}
	s.nothing(src)
}

// closeHandsBack closes a reader that has one value in hand and may have fetched
// others: they come to the next reader, and so does the one when it is given back.
func (s *suite) closeHandsBack() {
	s.put("a", "b", "c")
	first := s.open()
	a := s.next(first, "a", 1)
	closeSource(first)
	second := s.open()
	seen := []string{s.any(second), s.any(second)}
	slices.Sort(seen)
	if !slices.Equal(seen, []string{"b", "c"}) {
		s.Fatalf("after closing came %v", seen)
	}
	s.must(a.Nak(s.Context(), 0))
	s.ack(s.next(second, "a", 2))
}

// any takes and acknowledges the next delivery, whatever it is.
func (s *suite) any(src stage.Source[string]) string {
	s.Helper()
	ctx, cancel := context.WithTimeout(s.Context(), patience)
	defer cancel()
	d, err := src.Next(ctx)
	s.must(err)
	s.ack(d)
	return d.ID
}

func (s *suite) ackAfterRestart() {
	if s.Restart == nil {
		s.Skip("there is no server")
	}
	s.put("a", "b")
	src := s.open()
	a := s.next(src, "a", 1)
	s.Restart()
	s.ack(a)
	for s.any(src) != "b" {
	}
	s.put("a") // the server still knows the id
	s.nothing(src)
}

func (s *suite) big() {
	if s.Big == 0 {
		s.Skip("there is no limit to pass")
	}
	value := noise(s.Big)
	s.must(s.Sink.Put(s.Context(), "big", []string{value, strings.Repeat("thin ", s.Big/5)}))
	src := s.open()
	for _, want := range []string{value, strings.Repeat("thin ", s.Big/5)} {
		d, err := src.Next(s.Context())
		s.must(err)
		if d.Err != nil || d.Value != want {
			s.Errorf("%s: got %d bytes (%v), want %d", d.ID, len(d.Value), d.Err, len(want))
		}
		s.ack(d)
	}
}

// noise is text that does not compress.
func noise(n int) string {
	b := make([]byte, n)
	state := uint64(1)
	for i := range b {
		state = state*6364136223846793005 + 1442695040888963407
		b[i] = byte(state >> 56)
	}
	return string(b)
}

func (s *suite) poison() {
	if s.Poison == nil {
		s.Skip("it cannot hold what cannot be read")
	}
	s.Poison("bad")
	s.put("good")
	var r recorder
	out := stage.NewQueue[string](0)
	s.run(&r, s.open(), out, 1, func(_ context.Context, v string) ([]string, error) { return []string{v}, nil }, 2)
	if l := r.letters["bad"]; len(l.Raw) == 0 || l.Error == "" {
		s.Errorf("the letter about the poison is %+v", l)
	}
	if r.kinds["good"] != stage.Passed {
		s.Errorf("what came after the poison ended as %q", r.kinds["good"])
	}
}

// recorder keeps what a stage said of its deliveries.
type recorder struct {
	sync.Mutex
	kinds   map[string]stage.Kind
	letters map[string]stage.Letter
	doubled []string
}

// run runs a stage until n values have ended for good.
func (s *suite) run(r *recorder, from stage.Source[string], to stage.Sink[string], workers int,
	do func(context.Context, string) ([]string, error), n int,
) {
	s.Helper()
	r.kinds, r.letters = map[string]stage.Kind{}, map[string]stage.Letter{}
	ctx, cancel := context.WithTimeout(s.Context(), 3*patience)
	defer cancel()
	st := &stage.Stage[string, string]{
		Name: "test", From: from, To: to, Do: do, Workers: workers, AckWait: s.AckWait,
		Backoff: stage.Exponential(time.Millisecond, 10*time.Millisecond),
		Dead: stage.SinkFunc[stage.Letter](func(_ context.Context, id string, ls []stage.Letter) error {
			r.Lock()
			defer r.Unlock()
			r.letters[id] = ls[0]
			return nil
		}),
		Observe: func(_ context.Context, o stage.Outcome) {
			if o.Kind == stage.Retried {
				return
			}
			r.Lock()
			defer r.Unlock()
			if r.kinds[o.ID] != "" {
				r.doubled = append(r.doubled, o.ID)
			}
			if r.kinds[o.ID] = o.Kind; len(r.kinds) == n {
				cancel()
			}
		},
	}
	if err := st.Run(ctx); err != nil {
		s.Error(err)
	}
	if len(r.kinds) != n {
		s.Fatalf("%d of %d values ended", len(r.kinds), n)
	}
}

// storm sends 2,000 values through eight workers whose work fails and panics and
// whose sink fails after storing. Each is then either in the sink once or dead.
func (s *suite) storm() {
	const n = 2000
	for i := range n {
		s.put(fmt.Sprint(i))
	}
	out := s.another(s.T)
	var r recorder
	var fortunes sync.Map
	do := func(_ context.Context, v string) ([]string, error) {
		l, _ := fortunes.LoadOrStore(v, new(luck))
		return s.roll(v, l.(*luck).next(v))
	}
	put := stage.SinkFunc[string](func(ctx context.Context, id string, vs []string) error {
		if err := out.Sink.Put(ctx, id, vs); err != nil {
			return err
		}
		l, _ := fortunes.LoadOrStore("put "+id, new(luck))
		if l.(*luck).next("put "+id)%20 == 0 {
			return errors.New("stored, but nobody heard")
		}
		return nil
	})
	s.run(&r, s.open(), put, 8, do, n)
	s.must(out.Sink.Put(s.Context(), "end", []string{"end"}))
	s.account(&r, out.Open(), n)
}

// luck is a value's fortune, other on every try and the same in every run.
type luck struct {
	sync.Mutex
	tries int
}

func (l *luck) next(v string) uint32 {
	l.Lock()
	defer l.Unlock()
	l.tries++
	h := fnv.New32a()
	fmt.Fprint(h, v, "/", l.tries)
	return h.Sum32() / 7
}

func (s *suite) roll(v string, luck uint32) ([]string, error) {
	switch luck % 20 {
	case 0:
		panic("unlucky " + v)
	case 1:
		return nil, stage.Permanent(errors.New("hopeless"))
	case 2, 3, 4, 5:
		return nil, errors.New("not this time")
	default:
		return []string{v}, nil
	}
}

// account reads what was stored and holds it against what was said.
func (s *suite) account(r *recorder, stored stage.Source[string], n int) {
	defer closeSource(stored)
	got := map[string]int{}
	for {
		d, err := stored.Next(s.Context())
		s.must(err)
		s.ack(d)
		if d.ID == "end" {
			break
		}
		got[d.ID]++
	}
	for i := range n {
		id := fmt.Sprint(i)
		_, dead := r.letters[id]
		switch {
		case got[id] > 1:
			s.Errorf("%s was stored %d times", id, got[id])
		case r.kinds[id] == stage.Passed && (got[id] != 1 || dead):
			s.Errorf("%s passed, is stored %d times, dead %t", id, got[id], dead)
		case r.kinds[id] == stage.Dead && !dead:
			s.Errorf("%s died without a letter", id)
		}
	}
	s.Logf("%d stored, %d dead", len(got), len(r.letters))
}
