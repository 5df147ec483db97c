package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"text/tabwriter"
	"time"

	"github.com/rasad-project/rasad/kit/bus/busbench"
	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/store/sqlite"
	"github.com/rasad-project/rasad/kit/wire"
	"github.com/rasad-project/rasad/services/cleaner"
	"github.com/rasad-project/rasad/services/tagger"
)

func benchCommand() *cli.Command {
	return &cli.Command{
		Name: "bench", Brief: "what the river costs, measured here", Example: "rasad bench river", Sub: []*cli.Command{benchRiverCommand()},
	}
}

// The limits that `rasad bench river` holds the river to.
const (
	overheadLimit = 1.3 // times the bare loop and the store's insert
	scaleLimit    = 1.1 // cost of an article in the longest run, by that in the shortest
)

func benchRiverCommand() *cli.Command {
	sizes := cli.List{}
	var tcp bool
	return &cli.Command{
		Name: "river", Brief: "synthetic articles through the whole river, beside a bare loop of three JetStream hops",
		Help: "Sends articles of real length, made of the corpus's sentences, through cleaner, tagger and store, with " + strconv.Itoa(benchWindow) + " under way, and prints for each number of articles\n" +
			"the CPU time an article takes and where it goes, articles a second, the time from seen to stored, and the memory held. In the same run the same payloads\n" +
			"go through three hops of JetStream with nothing around them, and the same verdicts into the store alone. Exit code 1: a limit was passed.",
		Example: "rasad bench river --n 1000,10000\nrasad bench river --tcp",
		Flags: func(fs *flag.FlagSet) {
			fs.Var(&sizes, "n", "how many `ARTICLES`, several with commas between (default: 1000,10000)")
			fs.BoolVar(&tcp, "tcp", false, "reach the server over TCP, not in memory")
		},
		Run: func(ctx context.Context, std cli.IO, _ []string) error {
			if len(sizes) == 0 {
				sizes = cli.List{"1000", "10000"}
			}
			b, err := newRiverBench(tcp)
			if err != nil {
				return err
			}
			for _, s := range sizes {
				n, err := strconv.Atoi(s)
				if err != nil || n < 100 {
					return cli.Usage("--n %q: want a number of 100 or more", s)
				}
				fmt.Fprintf(std.Err, "%d articles …\n", n)
				if err := b.measure(ctx, n); err != nil {
					return err
				}
			}
			return b.report(std.Out)
		},
	}
}

// riverBench measures rivers.
type riverBench struct {
	tcp     bool
	mill    *mill
	results []riverResult
}

// riverResult is what one river took. Durations without a word beside are CPU
// time of the whole process for one article.
type riverResult struct {
	n            int
	all          time.Duration // of the river, without making articles up
	own          ownWork
	bare, insert time.Duration
	wall         time.Duration // of the run
	p50, p99     time.Duration // from seen to stored
	resident     int64         // bytes, at the end
	least, most  float64       // overhead, of all rounds
}

func newRiverBench(tcp bool) (*riverBench, error) {
	m, err := newMill()
	if err != nil {
		return nil, err
	}
	return &riverBench{tcp: tcp, mill: m}, nil
}

// benchRounds is how often a river of n articles is measured: a short one is over
// before the machine has had its fast and its slow moments.
func benchRounds(n int) int {
	if n > 10_000 {
		return 1
	}
	return 3
}

// measure measures rivers of n articles and keeps the one of the median overhead.
func (b *riverBench) measure(ctx context.Context, n int) error {
	var rounds []riverResult
	for range benchRounds(n) {
		r, err := b.round(ctx, n)
		if err != nil {
			return err
		}
		rounds = append(rounds, r)
	}
	slices.SortFunc(rounds, func(a, b riverResult) int { return cmp.Compare(a.overhead(), b.overhead()) })
	median := rounds[len(rounds)/2]
	median.least, median.most = rounds[0].overhead(), rounds[len(rounds)-1].overhead()
	b.results = append(b.results, median)
	return nil
}

// round sends n articles through a river of their own, and does what it is held
// against.
func (b *riverBench) round(ctx context.Context, n int) (riverResult, error) {
	result := riverResult{n: n}
	dir, err := os.MkdirTemp("", "rasad-bench-")
	if err != nil {
		return result, err
	}
	defer os.RemoveAll(dir)
	for _, part := range []struct {
		at      string
		measure func(ctx context.Context, at string, r *riverResult) error
	}{{"river", b.flow}, {"bare", b.bare}, {"insert.db", b.insert}} {
		debug.FreeOSMemory() // each takes its memory anew, as none has the use of another's
		if err := part.measure(ctx, filepath.Join(dir, part.at), &result); err != nil {
			return result, err
		}
	}
	return result, nil
}

// river opens a river of its own that says nothing.
func (b *riverBench) river(ctx context.Context, dir string) (*river, error) {
	c := riverConfig{Data: dir, Unsynced: true, OverTCP: b.tcp}
	if b.tcp {
		c.ListenNATS = "127.0.0.1:0"
	}
	return openRiver(ctx, c, cli.IO{Getenv: os.Getenv, Out: io.Discard, Err: io.Discard})
}

// bare sends what would pass between the stages of a river through three hops with
// no stages.
func (b *riverBench) bare(ctx context.Context, dir string, result *riverResult) (err error) {
	r, err := b.river(ctx, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	load := busbench.Load{Run: "bare", N: result.n, Window: benchWindow, Onward: make([][][]byte, 2)}
	for i := range 64 {
		e := b.mill.entry(i)
		articles, _ := r.cleaner.Clean(ctx, e)
		verdicts, _ := r.tagger.Tag(ctx, articles[0])
		entry, err1 := wire.MarshalEntry(e)
		article, err2 := wire.MarshalArticle(articles[0])
		verdict, err3 := wire.MarshalVerdict(verdicts[0])
		if err := errors.Join(err1, err2, err3); err != nil {
			return err
		}
		load.Payloads = append(load.Payloads, entry)
		load.Onward[0] = append(load.Onward[0], article)
		load.Onward[1] = append(load.Onward[1], verdict)
	}
	begun := cpuTime()
	err = busbench.Bare(ctx, r.host.Bus, r.host.Topology, load)
	result.bare = (cpuTime() - begun) / time.Duration(result.n)
	return err
}

// insert puts the verdicts into a store and nothing else, 20 in a transaction.
func (b *riverBench) insert(ctx context.Context, path string, result *riverResult) (err error) {
	s, err := sqlite.Open(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	rules := cleaner.NewRules()
	tags, err := (&tagger.Config{}).Open()
	if err != nil {
		return err
	}
	const batch = 20
	var took time.Duration
	for first := 0; first < result.n; first += batch {
		var verdicts []*news.Verdict
		for i := first; i < min(first+batch, result.n); i++ {
			verdicts = append(verdicts, tags.Tag(rules.Clean(b.mill.entry(i))))
		}
		begun := cpuTime()
		if err := s.Put(ctx, verdicts); err != nil {
			return err
		}
		took += cpuTime() - begun
	}
	result.insert = took / time.Duration(result.n)
	return nil
}

// rest is what an article costs beside the cleaner's and the tagger's own work.
func (r *riverResult) rest() time.Duration { return r.all - r.own.clean - r.own.tag }

// overhead is the rest by what the bare loop and the store's insert cost.
func (r *riverResult) overhead() float64 { return float64(r.rest()) / float64(r.bare+r.insert) }

// report prints the results and fails when a limit was passed.
func (b *riverBench) report(w io.Writer) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(out, "articles\tCPU µs\tcleaner\ttagger\trest\tbare loop\tinsert\trest/(bare+insert)\tleast\tmost\tarticles/s\tp50 ms\tp99 ms\tMB\t")
	us := func(d time.Duration) string { return strconv.FormatInt(d.Microseconds(), 10) }
	ms := func(d time.Duration) string { return strconv.FormatFloat(d.Seconds()*1000, 'f', 1, 64) }
	for _, r := range b.results {
		fmt.Fprintf(out, "%d\t%s\t%s\t%s\t%s\t%s\t%s\t%.2f\t%.2f\t%.2f\t%.0f\t%s\t%s\t%d\t\n", r.n, us(r.all), us(r.own.clean), us(r.own.tag), us(r.rest()),
			us(r.bare), us(r.insert), r.overhead(), r.least, r.most, float64(r.n)/r.wall.Seconds(), ms(r.p50), ms(r.p99), r.resident>>20)
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return b.verdict()
}

func (b *riverBench) verdict() error {
	var errs []error
	for _, r := range b.results {
		if o := r.overhead(); o > overheadLimit {
			errs = append(errs, fmt.Errorf("%d articles: the rest costs %.2f times the bare loop and the insert, limit %.1f", r.n, o, overheadLimit))
		}
	}
	first, last := b.results[0], b.results[len(b.results)-1]
	if scale := float64(last.all) / float64(first.all); scale > scaleLimit {
		errs = append(errs, fmt.Errorf("an article costs %.2f times as much among %d as among %d, limit %.1f", scale, last.n, first.n, scaleLimit))
	}
	return errors.Join(errs...)
}
