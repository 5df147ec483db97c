package stage_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/rasad-project/rasad/kit/stage"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// log records, in order, everything that happened to the ends of a stage.
type log struct {
	mu    sync.Mutex
	lines []string
}

func (l *log) add(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, fmt.Sprintf(format, args...))
}

func (l *log) want(t *testing.T, want ...string) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	if !slices.Equal(l.lines, want) {
		t.Errorf("got:\n\t%s\nwant:\n\t%s", strings.Join(l.lines, "\n\t"), strings.Join(want, "\n\t"))
	}
}

// loan is a settler that writes to a log.
type loan struct {
	*log
	id  string
	err error // of every settlement
}

func (l loan) Ack(context.Context) error { l.add("ack %s", l.id); return l.err }
func (l loan) Nak(_ context.Context, after time.Duration) error {
	l.add("nak %s after %s", l.id, after)
	return l.err
}
func (l loan) Term(context.Context, string) error { l.add("term %s", l.id); return l.err }
func (l loan) Extend(context.Context) error       { l.add("extend %s", l.id); return nil }

// deliver is a source of the given deliveries, each settled into log.
func deliver(log *log, ds ...*stage.Delivery[string]) stage.Source[string] {
	c := make(chan *stage.Delivery[string], len(ds))
	for _, d := range ds {
		if d.Settler == nil {
			d.Settler = loan{log: log, id: d.ID}
		}
		c <- d
	}
	close(c)
	return stage.SourceFunc[string](func(context.Context) (*stage.Delivery[string], error) {
		if d, ok := <-c; ok {
			return d, nil
		}
		return nil, io.EOF
	})
}

// endless is deliver for a source that waits for more until its context ends.
func endless(log *log, ds ...*stage.Delivery[string]) stage.Source[string] {
	first := deliver(log, ds...)
	return stage.SourceFunc[string](func(ctx context.Context) (*stage.Delivery[string], error) {
		if d, err := first.Next(ctx); err == nil {
			return d, nil
		}
		<-ctx.Done()
		return nil, ctx.Err()
	})
}

func one(id string) *stage.Delivery[string] {
	return &stage.Delivery[string]{ID: id, Value: id, Attempt: 1, Raw: []byte("raw " + id)}
}

func attempt(id string, n int) *stage.Delivery[string] {
	d := one(id)
	d.Attempt = n
	return d
}

// newStage is a stage whose ends write to log, and whose work is do.
func newStage(log *log, from stage.Source[string], do func(context.Context, string) ([]string, error)) *stage.Stage[string, string] {
	return &stage.Stage[string, string]{
		Name: "test", Version: "v1", From: from, Do: do, Attempts: 3,
		To: stage.SinkFunc[string](func(_ context.Context, id string, vs []string) error {
			log.add("put %s %v", id, vs)
			return nil
		}),
		Dead: stage.SinkFunc[stage.Letter](func(_ context.Context, _ string, ls []stage.Letter) error {
			for _, l := range ls {
				head, _, _ := strings.Cut(l.Error, "\n")
				log.add("letter %s stage %s attempt %d version %s raw %q: %s", l.ID, l.Stage, l.Attempt, l.Version, l.Raw, head)
			}
			return nil
		}),
		Backoff: func(n int) time.Duration { return time.Duration(n) * time.Second },
		Observe: func(_ context.Context, o stage.Outcome) {
			line := fmt.Sprintf("%s %s", o.Kind, o.ID)
			if o.Reason != "" {
				line += ": " + o.Reason
			}
			log.add("%s", line)
		},
	}
}

func upper(_ context.Context, s string) ([]string, error) { return []string{strings.ToUpper(s)}, nil }

func fail(err error) func(context.Context, string) ([]string, error) {
	return func(context.Context, string) ([]string, error) { return []string{"never"}, err }
}

func TestEndOfADelivery(t *testing.T) {
	boom := errors.New("boom")
	unreadable := one("a")
	unreadable.Err = errors.New("not a message")
	for _, c := range []struct {
		name string
		in   *stage.Delivery[string]
		do   func(context.Context, string) ([]string, error)
		want []string
	}{
		{
			"output is stored before input is acknowledged", one("a"), upper,
			[]string{"put a [A]", "ack a", "passed a"},
		},
		{
			"no output", one("a"), func(context.Context, string) ([]string, error) { return nil, nil },
			[]string{"ack a", "passed a"},
		},
		{"a drop stores its outputs", one("a"), func(context.Context, string) ([]string, error) {
			return []string{"why"}, fmt.Errorf("clean: %w", stage.Drop("empty"))
		}, []string{"put a [why]", "ack a", "dropped a: empty"}},
		{
			"an error goes back with its back-off", attempt("a", 2), fail(boom),
			[]string{"nak a after 2s", "retried a"},
		},
		{
			"an error may name its delay", one("a"), fail(stage.RetryAfter(boom, time.Hour)),
			[]string{"nak a after 1h0m0s", "retried a"},
		},
		{
			"the last attempt is buried", attempt("a", 3), fail(boom),
			[]string{`letter a stage test attempt 3 version v1 raw "raw a": boom`, "term a", "dead a"},
		},
		{
			"a permanent error is buried", one("a"), fail(fmt.Errorf("x: %w", stage.Permanent(boom))),
			[]string{`letter a stage test attempt 1 version v1 raw "raw a": x: boom`, "term a", "dead a"},
		},
		{
			"a panic is buried", one("a"), func(context.Context, string) ([]string, error) { panic("ouch") },
			[]string{`letter a stage test attempt 1 version v1 raw "raw a": panic: ouch`, "term a", "dead a"},
		},
		{
			"what cannot be read is buried unseen", unreadable, upper,
			[]string{`letter a stage test attempt 1 version v1 raw "raw a": not a message`, "term a", "dead a"},
		},
		{
			"one attempt too many is buried unseen", attempt("a", 4), upper,
			[]string{`letter a stage test attempt 4 version v1 raw "raw a": attempt 4 of 3: earlier ones were never settled`, "term a", "dead a"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			var log log
			if err := newStage(&log, deliver(&log, c.in), c.do).Run(t.Context()); err != nil {
				t.Error(err)
			}
			log.want(t, c.want...)
		})
	}
}

// TestFailingEnds has every end fail in turn: the value always comes again.
func TestFailingEnds(t *testing.T) {
	down := errors.New("down")
	for _, c := range []struct {
		name  string
		spoil func(*stage.Stage[string, string], *stage.Delivery[string])
		want  []string
	}{
		{"the sink", func(s *stage.Stage[string, string], _ *stage.Delivery[string]) {
			s.To = stage.SinkFunc[string](func(context.Context, string, []string) error { return down })
		}, []string{"nak a after 1s", "retried a"}},
		{"the sink panics", func(s *stage.Stage[string, string], _ *stage.Delivery[string]) {
			s.To = stage.SinkFunc[string](func(context.Context, string, []string) error { panic("ouch") })
		}, []string{`letter a stage test attempt 1 version v1 raw "raw a": panic: ouch`, "term a", "dead a"}},
		{"the dead-letter sink, on an attempt beyond the last", func(s *stage.Stage[string, string], d *stage.Delivery[string]) {
			d.Attempt = 9
			s.Dead = stage.SinkFunc[stage.Letter](func(context.Context, string, []stage.Letter) error { return down })
		}, []string{"nak a after 9s", "retried a"}},
		{"the acknowledgement", func(_ *stage.Stage[string, string], d *stage.Delivery[string]) {
			d.Settler = loan{d.Settler.(loan).log, "a", down}
		}, []string{"put a [A]", "ack a", "retried a"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var log log
			d := one("a")
			s := newStage(&log, deliver(&log, d), upper)
			c.spoil(s, d)
			if err := s.Run(t.Context()); err != nil {
				t.Error(err)
			}
			log.want(t, c.want...)
		})
	}
}

func TestMissingFieldsAreNamed(t *testing.T) {
	err := (&stage.Stage[string, string]{Name: "x"}).Run(t.Context())
	for _, field := range []string{"From", "Do", "To", "Dead"} {
		if err == nil || !strings.Contains(err.Error(), field+" is not set") {
			t.Errorf("%v does not name %s", err, field)
		}
	}
}

func TestBrokenSourceStopsTheStage(t *testing.T) {
	broken := errors.New("broken")
	var log log
	s := newStage(&log, stage.SourceFunc[string](func(context.Context) (*stage.Delivery[string], error) {
		return nil, broken
	}), upper)
	s.Workers = 4
	if err := s.Run(t.Context()); !errors.Is(err, broken) {
		t.Errorf("got %v, want the source's error", err)
	}
}

func TestWorkersBoundWhatIsHeld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log log
		gate := make(chan struct{})
		s := newStage(&log, deliver(&log, one("a"), one("b"), one("c")), func(context.Context, string) ([]string, error) {
			<-gate
			return nil, nil
		})
		s.Workers = 2
		done := make(chan error)
		start := time.Now()
		go func() { done <- s.Run(t.Context()) }()
		synctest.Wait()
		if n, oldest := s.InFlight(); n != 2 || !oldest.Equal(start) {
			t.Errorf("holding %d since %s, want 2 since %s", n, oldest, start)
		}
		close(gate)
		if err := <-done; err != nil {
			t.Error(err)
		}
		if n, oldest := s.InFlight(); n != 0 || !oldest.IsZero() {
			t.Errorf("holding %d since %s after the end", n, oldest)
		}
	})
}

func TestHeartbeats(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log log
		s := newStage(&log, deliver(&log, one("a")), func(context.Context, string) ([]string, error) {
			time.Sleep(35 * time.Second)
			return nil, nil
		})
		s.AckWait = 30 * time.Second
		if err := s.Run(t.Context()); err != nil {
			t.Error(err)
		}
		log.want(t, "extend a", "extend a", "extend a", "ack a", "passed a")
	})
}

// TestHungWorkIsNotExtended: a Do that does not heed its Limit loses its loan, so
// that another worker can take the value; a slow sink does not.
func TestHungWorkIsNotExtended(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log log
		s := newStage(&log, deliver(&log, one("a")), func(context.Context, string) ([]string, error) {
			time.Sleep(65 * time.Second)
			return []string{"A"}, nil
		})
		s.AckWait, s.Limit = 30*time.Second, 25*time.Second
		s.To = stage.SinkFunc[string](func(context.Context, string, []string) error {
			log.add("putting")
			time.Sleep(10 * time.Second)
			return nil
		})
		if err := s.Run(t.Context()); err != nil {
			t.Error(err)
		}
		log.want(t, "extend a", "extend a", "putting", "extend a", "ack a", "passed a")
	})
}

func TestLimitEndsWork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log log
		s := newStage(&log, deliver(&log, one("a")), func(ctx context.Context, _ string) ([]string, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		})
		s.Limit = 55 * time.Second
		if err := s.Run(t.Context()); err != nil {
			t.Error(err)
		}
		log.want(t, "extend a", "extend a", "extend a", "extend a", "extend a", "nak a after 1s", "retried a")
	})
}

func TestShutdownFinishesWhatIsHeld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log log
		ctx, stop := context.WithCancel(t.Context())
		s := newStage(&log, endless(&log, one("a")), func(ctx context.Context, v string) ([]string, error) {
			stop()
			time.Sleep(time.Second)
			return []string{v}, ctx.Err()
		})
		if err := s.Run(ctx); err != nil {
			t.Error(err)
		}
		log.want(t, "put a [a]", "ack a", "passed a")
	})
}

// TestShutdownHandsBack: what does not finish within Grace goes back at once,
// its last attempt included, for the fault is not its own.
func TestShutdownHandsBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log log
		ctx, stop := context.WithCancel(t.Context())
		s := newStage(&log, endless(&log, attempt("a", 3)), func(ctx context.Context, _ string) ([]string, error) {
			stop()
			<-ctx.Done()
			return nil, ctx.Err()
		})
		s.Grace = 5 * time.Second
		if err := s.Run(ctx); err != nil {
			t.Error(err)
		}
		log.want(t, "nak a after 0s", "retried a: shutdown")
	})
}

func TestShutdownLeavesHungWorkBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log log
		ctx, stop := context.WithCancel(t.Context())
		hang := make(chan struct{})
		s := newStage(&log, endless(&log, one("a")), func(context.Context, string) ([]string, error) {
			stop()
			<-hang
			return nil, nil
		})
		s.Grace = 15 * time.Second
		err := s.Run(ctx)
		if err == nil || !strings.Contains(err.Error(), "still at work after shutdown: a") {
			t.Errorf("got %v, want an error that names the value", err)
		}
		close(hang)
		synctest.Wait()
		log.want(t, "extend a", "nak a after 0s", "retried a: shutdown")
	})
}

func TestHeaderReachesTheSink(t *testing.T) {
	var log log
	d := one("a")
	d.Header = stage.Header{"traceparent": {"00-1"}}
	s := newStage(&log, deliver(&log, d), upper)
	s.To = stage.SinkFunc[string](func(ctx context.Context, _ string, _ []string) error {
		log.add("%v", stage.HeaderFrom(ctx))
		return nil
	})
	if err := s.Run(t.Context()); err != nil {
		t.Error(err)
	}
	log.want(t, "map[traceparent:[00-1]]", "ack a", "passed a")
}

// TestBeginIsTheContextOfAll follows what Begin puts into its context to
// everything that is done for a delivery, a letter and its Observe among them:
// the trace of an item hangs on it.
func TestBeginIsTheContextOfAll(t *testing.T) {
	type key struct{}
	for _, c := range []struct {
		name string
		fail error
		want []string
	}{
		{"passed", nil, []string{"begin a 1", "do span", "put span", "ack a", "observe passed span"}},
		{"dead", stage.Permanent(errors.New("boom")), []string{"begin a 1", "do span", "letter span", "term a", "observe dead span"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var log log
			s := newStage(&log, deliver(&log, one("a")), func(ctx context.Context, in string) ([]string, error) {
				log.add("do %v", ctx.Value(key{}))
				return []string{in}, c.fail
			})
			s.Begin = func(ctx context.Context, d *stage.Delivery[string]) context.Context {
				log.add("begin %s %d", d.ID, d.Attempt)
				return context.WithValue(ctx, key{}, "span")
			}
			s.To = stage.SinkFunc[string](func(ctx context.Context, _ string, _ []string) error {
				log.add("put %v", ctx.Value(key{}))
				return nil
			})
			s.Dead = stage.SinkFunc[stage.Letter](func(ctx context.Context, _ string, _ []stage.Letter) error {
				log.add("letter %v", ctx.Value(key{}))
				return nil
			})
			s.Observe = func(ctx context.Context, o stage.Outcome) { log.add("observe %s %v", o.Kind, ctx.Value(key{})) }
			if err := s.Run(t.Context()); err != nil {
				t.Error(err)
			}
			log.want(t, c.want...)
		})
	}
}

func TestExponential(t *testing.T) {
	backoff := stage.Exponential(time.Second, time.Minute)
	for n, most := range map[int]time.Duration{
		-1: time.Second, 0: time.Second, 1: time.Second, 2: 2 * time.Second, 4: 8 * time.Second,
		7: time.Minute, 40: time.Minute, 1000: time.Minute,
	} {
		for range 100 {
			if d := backoff(n); d < most/2 || d > most {
				t.Errorf("attempt %d: %s is outside the upper half of %s", n, d, most)
			}
		}
	}
}

func TestErrorsOfNothingAreNothing(t *testing.T) {
	if stage.Permanent(nil) != nil || stage.RetryAfter(nil, 1) != nil {
		t.Error("a nil error became one")
	}
	if cause := io.ErrUnexpectedEOF; !errors.Is(stage.Permanent(cause), cause) || !errors.Is(stage.RetryAfter(cause, 1), cause) {
		t.Error("the cause is lost")
	}
}
