package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rasad-project/rasad/corpus"
	"github.com/rasad-project/rasad/kit/bus"
	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/wire"
)

// account is what became of everything that was planned.
type account struct {
	dead      []letter
	doubled   []item // in the store more than once
	missing   []item // neither in the store nor dead
	unplanned []item // in the store
	streams   []string
	seeds     []string // wrong verdicts
}

// letter is a dead letter.
type letter struct {
	item
	stage, reason string
}

// itemOf names an entry as the plan does.
func itemOf(e *news.Entry) item { return item{e.Feed.URL, e.GUID} }

// account reads the streams until nothing moves in them, and then all there is.
func (c *check) account(ctx context.Context, std cli.IO, texts []corpus.Text, planned []item) (account, error) {
	river, err := c.at.Open(ctx, std)
	if err != nil {
		return account{}, err
	}
	defer river.Close()
	stats, err := stillness(ctx, river.Bus, river.Topology.Of(bus.Entries, bus.Articles, bus.Verdicts, bus.DeadName))
	if err != nil {
		return account{}, err
	}
	letters, err := readLetters(ctx, river.Bus)
	if err != nil {
		return account{}, err
	}
	vs, err := c.verdicts(ctx, time.Time{})
	if err != nil {
		return account{}, err
	}
	a := accountFor(planned, vs, letters)
	a.streams = faults(stats, len(planned))
	a.seeds = wrong(texts, vs)
	return a, nil
}

// patience with the streams: what a killed Pod held comes again after 30 s.
const stillWithin = 2 * time.Minute

// stillness waits until no message waits for a consumer or is on loan, and returns
// the state of the streams then. A server that does not answer is asked again.
func stillness(ctx context.Context, c *bus.Conn, t bus.Topology) (bus.Stats, error) {
	ctx, stop := context.WithTimeout(ctx, stillWithin)
	defer stop()
	for {
		stats, err := c.Stats(ctx, t)
		if err == nil && still(stats) {
			return stats, nil
		}
		select {
		case <-ctx.Done():
			return stats, err
		case <-time.After(time.Second):
		}
	}
}

func still(s bus.Stats) bool {
	return !slices.ContainsFunc(s.Consumers, func(c bus.ConsumerStats) bool { return c.Pending > 0 || c.AckPending > 0 || c.Behind > 0 })
}

func readLetters(ctx context.Context, c *bus.Conn) (letters []letter, err error) {
	for l, err := range c.Letters(ctx, "") {
		if err != nil {
			return nil, err
		}
		payload, err := c.Payload(ctx, l)
		if err != nil {
			return nil, err
		}
		e, err := entryOf(l.Origin.Stream, payload)
		if err != nil {
			return nil, fmt.Errorf("letter %d: %w", l.Sequence, err)
		}
		reason, _, _ := strings.Cut(l.Error, "\n")
		letters = append(letters, letter{itemOf(e), l.Stage, reason})
	}
	return letters, nil
}

// entryOf is the entry in a message of one of the streams.
func entryOf(stream string, payload []byte) (*news.Entry, error) {
	switch stream {
	case bus.Entries:
		return wire.UnmarshalEntry(payload)
	case bus.Articles:
		a, err := wire.UnmarshalArticle(payload)
		if err != nil {
			return nil, err
		}
		return &a.Entry, nil
	case bus.Verdicts:
		v, err := wire.UnmarshalVerdict(payload)
		if err != nil {
			return nil, err
		}
		return &v.Article.Entry, nil
	}
	return nil, fmt.Errorf("stream %q is none of the river's", stream)
}

// accountFor holds the store and the letters against the plan.
func accountFor(planned []item, vs []*news.Verdict, letters []letter) account {
	a := account{dead: letters}
	times := map[item]int{}
	for _, v := range vs {
		times[itemOf(&v.Article.Entry)]++
	}
	dead := map[item]bool{}
	for _, l := range letters {
		dead[l.item] = true
	}
	for _, i := range planned {
		switch n := times[i]; {
		case n > 1:
			a.doubled = append(a.doubled, i)
		case n == 0 && !dead[i]:
			a.missing = append(a.missing, i)
		}
		delete(times, i)
	}
	for i := range times {
		a.unplanned = append(a.unplanned, i)
	}
	return a
}

// faults is what is wrong with the streams after planned items: each holds what
// came into the one before it and did not die there, once, from the first sequence
// to the last, and nothing waits.
func faults(s bus.Stats, planned int) (all []string) {
	want := uint64(planned)
	left := map[string]string{bus.Entries: "cleaner", bus.Articles: "tagger"}
	for _, st := range s.Streams {
		if st.Name == bus.DeadName {
			continue
		}
		if st.Messages != want || want > 0 && (st.FirstSeq != 1 || st.LastSeq != want) || st.NumDeleted > 0 {
			all = append(all, fmt.Sprintf("%s holds %d messages, %d to %d, %d deleted: want %d", st.Name, st.Messages, st.FirstSeq, st.LastSeq, st.NumDeleted, want))
		}
		want -= s.Letters[left[st.Name]]
	}
	for _, c := range s.Consumers {
		if c.Pending > 0 || c.AckPending > 0 || c.Expired > 0 {
			all = append(all, fmt.Sprintf("%s: %d wait, %d are on loan, %d are gone", c.Name, c.Pending, c.AckPending, c.Expired))
		}
	}
	return all
}

// wrong is what is wrong with the verdicts on the seeds, which are in the plan of
// every round.
func wrong(texts []corpus.Text, vs []*news.Verdict) (all []string) {
	by := map[string]*news.Verdict{}
	for _, v := range vs {
		by[v.Article.Entry.GUID] = v
	}
	for _, t := range texts {
		v := by[t.GUID()]
		if t.Set != "seeds" || v == nil { // what is missing is told as missing
			continue
		}
		if v.Relevant != t.Gold.Relevant || !slices.Equal(slices.Sorted(slices.Values(v.Topics)), slices.Sorted(slices.Values(t.Gold.Topics))) {
			all = append(all, fmt.Sprintf("%s: relevant %v, topics %v: want %v, %v", t.GUID(), v.Relevant, v.Topics, t.Gold.Relevant, t.Gold.Topics))
		}
	}
	return all
}

// fault names everything that is not as it must be, nil for nothing. A letter is
// told and is no fault: its item ended somewhere, with a reason.
func (a account) fault() error {
	var errs []error
	for what, items := range map[string][]item{"doubled": a.doubled, "missing": a.missing, "not planned": a.unplanned} {
		if len(items) > 0 {
			errs = append(errs, fmt.Errorf("%d %s, among them %s %s", len(items), what, items[0].feed, items[0].guid))
		}
	}
	for _, f := range slices.Concat(a.streams, a.seeds) {
		errs = append(errs, errors.New(f))
	}
	return errors.Join(errs...)
}
