package stage_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/rasad-project/rasad/kit/stage"
)

// BenchmarkDelivery is what the loop itself costs a delivery, from a queue to
// nowhere.
func BenchmarkDelivery(b *testing.B) {
	q := stage.NewQueue[int](0)
	for i := range b.N {
		if err := q.Put(b.Context(), fmt.Sprint(i), []int{i}); err != nil {
			b.Fatal(err)
		}
	}
	q.End()
	outs := []int{0}
	s := &stage.Stage[int, int]{
		Name: "test", From: q, Do: func(context.Context, int) ([]int, error) { return outs, nil },
		To:   stage.SinkFunc[int](func(context.Context, string, []int) error { return nil }),
		Dead: stage.SinkFunc[stage.Letter](func(context.Context, string, []stage.Letter) error { return nil }),
	}
	b.ReportAllocs()
	b.ResetTimer()
	if err := s.Run(b.Context()); err != nil {
		b.Fatal(err)
	}
}
