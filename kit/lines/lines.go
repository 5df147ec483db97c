// Package lines is the JSON lines that Rasad's commands read and write: the shapes
// that scripts outside depend on, and the loop that turns one stream of lines into
// another. The shapes are those of the section "Commands" of the design; a field
// is never renamed or dropped.
package lines

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
)

// maxLine bounds one line of input, in bytes: the largest news pages are about
// 10 MB, and JSON may double that.
const maxLine = 64 << 20

// Fault stands in the output for an input line that could not be used.
type Fault struct {
	ID    string `json:"id"`
	Error string `json:"error"`
}

// Each calls do with every line of in and writes what it returns to out as one
// line of JSON each, in the order of the input; blank lines are skipped. It works
// on up to workers lines at once. A line for which do fails gets a [Fault] in its
// place, and Each goes on; its own error then says how many there were and names
// the first by its number.
func Each(ctx context.Context, in io.Reader, out io.Writer, workers int, do func(line []byte) (any, error)) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	jobs := make(chan *job)
	order := make(chan *job, max(workers, 1))
	var running sync.WaitGroup
	for range max(workers, 1) {
		running.Go(func() {
			for j := range jobs {
				j.run(do)
			}
		})
	}
	var readErr error
	running.Go(func() {
		defer close(order)
		defer close(jobs)
		readErr = feed(ctx, in, jobs, order)
	})
	faults, err := drain(out, order, cancel)
	running.Wait()
	if err == nil {
		err = readErr
	}
	return errors.Join(err, faults)
}

// job is one line on its way.
type job struct {
	number int
	line   []byte
	out    []byte
	err    error
	done   chan struct{}
}

func (j *job) run(do func([]byte) (any, error)) {
	defer close(j.done)
	v, err := do(j.line)
	if err == nil {
		j.out, err = marshal(v)
	}
	if err != nil {
		j.err = fmt.Errorf("line %d: %w", j.number, err)
		j.out, _ = marshal(Fault{ID: idOf(j.line), Error: err.Error()}) // two strings: cannot fail
	}
}

// feed hands out the lines of in.
func feed(ctx context.Context, in io.Reader, jobs, order chan<- *job) error {
	return Scan(in, func(number int, line []byte) error {
		j := &job{number: number, line: bytes.Clone(line), done: make(chan struct{})}
		for _, to := range []chan<- *job{order, jobs} {
			select {
			case to <- j:
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}
		return nil
	})
}

// drain writes the results in order. It returns the faults among them, and the
// error that ended the writing.
func drain(out io.Writer, order <-chan *job, cancel context.CancelCauseFunc) (bad, err error) {
	w := bufio.NewWriter(out)
	var f faults
	for j := range order {
		if err != nil {
			continue
		}
		<-j.done
		f.add(j.err)
		if _, err = w.Write(append(j.out, '\n')); err == nil && len(order) == 0 {
			err = w.Flush()
		}
		if err != nil {
			err = fmt.Errorf("write: %w", err)
			cancel(err)
		}
	}
	if err == nil {
		err = w.Flush()
	}
	return f.err(), err
}

// faults counts the lines that could not be used.
type faults struct {
	count int
	first error
}

func (f *faults) add(err error) {
	if err != nil {
		f.count++
		f.first = cmp.Or(f.first, err)
	}
}

func (f *faults) err() error {
	if f.count > 1 {
		return fmt.Errorf("lines that could not be used: %d, the first: %w", f.count, f.first)
	}
	return f.first
}

// Decoded calls do with what decode makes of each line of in that is not blank. A line
// of which it makes nothing does not stop the rest: the error at the end counts such
// lines and names the first by its number. The first error of do ends it.
func Decoded[T any](in io.Reader, decode func(line []byte) (T, error), do func(T) error) error {
	var f faults
	err := Scan(in, func(number int, line []byte) error {
		v, err := decode(line)
		if err != nil {
			f.add(fmt.Errorf("line %d: %w", number, err))
			return nil
		}
		return do(v)
	})
	return errors.Join(f.err(), err)
}

// Read calls do with every line of in that is not blank. The first error ends it,
// and names the line by its number.
func Read(in io.Reader, do func(line []byte) error) error {
	return Scan(in, func(number int, line []byte) error {
		if err := do(line); err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
		return nil
	})
}

// Scan calls do with every line of in that is not blank, and its number from 1. A
// line is valid until do returns. The first error of do ends it, and is returned.
func Scan(in io.Reader, do func(number int, line []byte) error) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 0, 64<<10), maxLine)
	number := 0
	for lines.Scan() {
		number++
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		if err := do(number, lines.Bytes()); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("line %d: %w", number+1, err)
	}
	return nil
}

// marshal is json.Marshal that leaves <, > and & as they are: the lines are read
// by programs and people, never by browsers.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte{'\n'}), nil
}

// idOf finds the id of a line that may be good for nothing else.
func idOf(line []byte) string {
	var v struct {
		ID json.RawMessage `json:"id"`
	}
	_ = json.Unmarshal(line, &v)
	var id string
	if json.Unmarshal(v.ID, &id) == nil {
		return id
	}
	return string(v.ID)
}

// Decode reads one line into v; the error says where in the line it is wrong, and
// what stands there.
func Decode(line []byte, v any) error {
	err := json.Unmarshal(line, v)
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("field %q: want %s, got %s", wrong.Field, wrong.Type, wrong.Value)
	}
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("not JSON at byte %d: %w", syntax.Offset, err)
	}
	return err
}
