package stage_test

import (
	"errors"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rasad-project/rasad/kit/stage"
	"github.com/rasad-project/rasad/kit/stage/stagetest"
)

func TestQueueIsAPair(t *testing.T) {
	stagetest.Run(t, func(*testing.T) stagetest.Pair {
		q := stage.NewQueue[string](0)
		return stagetest.Pair{
			Sink: q, Open: func() stage.Source[string] { return q }, Big: 3 << 20,
		}
	})
}

func TestQueueEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := stage.NewQueue[string](0)
		for _, id := range []string{"a", "b"} {
			if err := q.Put(t.Context(), id, []string{id}); err != nil {
				t.Fatal(err)
			}
		}
		q.End()
		a, _ := q.Next(t.Context())
		b, _ := q.Next(t.Context())
		if err := errors.Join(a.Ack(t.Context()), b.Nak(t.Context(), time.Hour)); err != nil {
			t.Fatal(err)
		}
		b, err := q.Next(t.Context()) // not the end: b is to come again
		if err != nil || b.ID != "b" || b.Attempt != 2 {
			t.Fatalf("got %+v, %v", b, err)
		}
		if err := b.Term(t.Context(), ""); err != nil {
			t.Fatal(err)
		}
		if _, err := q.Next(t.Context()); !errors.Is(err, io.EOF) {
			t.Errorf("got %v, want io.EOF", err)
		}
		if err := q.Put(t.Context(), "c", nil); !errors.Is(err, stage.ErrEnded) {
			t.Errorf("got %v, want ErrEnded", err)
		}
	})
}

func TestQueueIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := stage.NewQueue[string](1)
		put := func(id string) {
			if err := q.Put(t.Context(), id, []string{id}); err != nil {
				t.Error(err)
			}
		}
		put("a")
		done := false
		go func() { put("b"); done = true }()
		d, _ := q.Next(t.Context())
		synctest.Wait()
		if done {
			t.Error("a second value was put while the first was on loan")
		}
		if err := d.Ack(t.Context()); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if !done {
			t.Error("the second value still waits")
		}
	})
}
