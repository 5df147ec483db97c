package store

import (
	"context"

	"github.com/rasad-project/rasad/kit/news"
)

// copyStep is how many verdicts one Put of a copy holds.
const copyStep = 200

// Copy puts all that a store keeps, dropped and earlier revisions too, into
// another, and returns how many verdicts that was. It may be done again after an
// error. A verdict that is replaced meanwhile, by a dropped one or in the place of
// one, may be missed.
func Copy(ctx context.Context, to Putter, from Store) (int, error) {
	total := 0
	for _, q := range []Query{{Revisions: true}, {Revisions: true, Dropped: true}} {
		n, err := copyAll(ctx, to, from, q)
		total += n
		if err != nil {
			return total, err
		}
	}
	return total, nil
}

func copyAll(ctx context.Context, to Putter, from Store, q Query) (int, error) {
	total := 0
	step := make([]*news.Verdict, 0, copyStep)
	put := func() error {
		if err := to.Put(ctx, step); err != nil {
			return err
		}
		total += len(step)
		step = step[:0]
		return nil
	}
	for v, err := range from.Verdicts(ctx, q) {
		if err != nil {
			return total, err
		}
		if step = append(step, v); len(step) < copyStep {
			continue
		}
		if err := put(); err != nil {
			return total, err
		}
	}
	if len(step) == 0 {
		return total, nil
	}
	return total, put()
}
