package cleaner

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/cleaner/site"
)

// outlet makes the pages of an invented site: stories of random words, with the
// furniture around them that no phrase list can know.
type outlet struct {
	name    string
	rnd     *rand.Rand
	glued   bool     // its extractor leaves one line, with teasers at its end
	slogans []string // stand on every page; changed in the middle of the month
	retold  string   // a sentence of background in a tenth of the stories
	titles  []string // of all items so far
	teasers []string // of the last days
}

// made is a page with what is right about it.
type made struct {
	entry     *news.Entry
	story     []string // sentences of the story
	furniture []string
}

func newOutlet(n int) *outlet {
	o := &outlet{name: fmt.Sprintf("outlet%02d.test", n), rnd: rand.New(rand.NewPCG(uint64(n), 7)), glued: n%4 == 3}
	o.slogans, o.retold = []string{o.words(6), o.words(5), o.words(9)}, o.sentence(18)
	return o
}

const syllables = "ba re ka mo ti sul dan ver lo pri sha go nim tor el far qu ze wi hap jun cor y pes mal rud"

func (o *outlet) words(n int) string {
	parts := strings.Fields(syllables)
	words := make([]string, n)
	for i := range words {
		for range 2 + o.rnd.IntN(2) {
			words[i] += parts[o.rnd.IntN(len(parts))]
		}
	}
	words[0] = strings.ToUpper(words[0][:1]) + words[0][1:]
	return strings.Join(words, " ")
}

func (o *outlet) sentence(n int) string { return o.words(n) + "." }

// day makes the pages of one day. One in twenty is a copy of the page before it
// with another first sentence.
func (o *outlet) day(at time.Time, pages int) []made {
	if at.Day() == 15 {
		o.slogans = []string{o.words(6), o.words(7)}
	}
	o.teasers = append(o.teasers, o.sentence(14), o.sentence(12))
	o.teasers = o.teasers[max(0, len(o.teasers)-6):]
	var all []made
	var titles []string
	for i := range pages {
		var story []string
		if i > 0 && o.rnd.IntN(20) == 0 {
			story = slices.Clone(all[i-1].story)
			story[len(story)-1] = o.sentence(15)
		} else {
			story = o.story()
		}
		title := o.words(8)
		titles = append(titles, title)
		all = append(all, o.page(at.Add(time.Duration(i)*time.Minute), title, story))
	}
	o.titles = append(o.titles, titles...)
	return all
}

func (o *outlet) story() []string {
	var story []string
	for range 8 + o.rnd.IntN(6) {
		story = append(story, o.sentence(10+o.rnd.IntN(15)))
	}
	if o.rnd.IntN(10) == 0 {
		story = append(story, o.retold)
	}
	return story
}

func (o *outlet) page(at time.Time, title string, story []string) made {
	furniture := slices.Clone(o.slogans)
	for range min(4, len(o.titles)) {
		recent := o.titles[max(0, len(o.titles)-20):]
		furniture = append(furniture, recent[o.rnd.IntN(len(recent))])
	}
	body := strings.Join(story, "\n\n")
	if o.glued {
		furniture = slices.Clone(o.teasers)
		body = strings.Join(append(slices.Clone(story), furniture...), " ")
	} else {
		body += "\n" + strings.Join(furniture, "\n")
	}
	url := "https://" + o.name + "/" + strings.ReplaceAll(title, " ", "-")
	return made{
		story: story, furniture: furniture,
		entry: &news.Entry{ID: title, URL: url, Title: title, Seen: at, Page: textPage(body)},
	}
}

// shelf is a [site.Store] in memory.
type shelf struct {
	mu        sync.Mutex
	values    map[string][]byte
	revisions map[string]uint64
}

func newShelf() *shelf {
	return &shelf{values: make(map[string][]byte), revisions: make(map[string]uint64)}
}

func (s *shelf) Get(_ context.Context, key string) ([]byte, uint64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.values[key]), s.revisions[key], nil
}

func (s *shelf) Put(_ context.Context, key string, value []byte, revision uint64) (uint64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.revisions[key] != revision {
		return 0, site.ErrChanged
	}
	s.revisions[key]++
	s.values[key] = slices.Clone(value)
	return s.revisions[key], nil
}

// outcome counts what became of the lines of a month.
type outcome struct{ furniture, cut, cutAlone, story, lost int }

// TestAMonthOfSites shows what a monitor's memory adds: twenty outlets of two
// hundred pages each over thirty days, cleaned with it and without.
func TestAMonthOfSites(t *testing.T) {
	store := newShelf()
	var total outcome
	for n := range 20 {
		o := newOutlet(n)
		got := o.month(t, store)
		total.furniture += got.furniture
		total.cut += got.cut
		total.cutAlone += got.cutAlone
		total.story += got.story
		total.lost += got.lost
	}
	largest := 0
	for _, v := range store.values {
		largest = max(largest, len(v))
	}
	t.Logf("furniture cut: %.3f with memory, %.3f without; story lost: %d of %d sentences; largest memory %d bytes",
		float64(total.cut)/float64(total.furniture), float64(total.cutAlone)/float64(total.furniture), total.lost, total.story, largest)
	if total.cut*10 < total.furniture*7 {
		t.Errorf("memory cut %d of %d lines of furniture, want 0.7 of them", total.cut, total.furniture)
	}
	if total.cutAlone*10 > total.furniture {
		t.Errorf("%d of %d lines of furniture go without memory: this shows nothing", total.cutAlone, total.furniture)
	}
	if total.lost*1000 > total.story {
		t.Errorf("lost %d of %d sentences of the stories, want 0.001 at most", total.lost, total.story)
	}
	if largest > 1<<19 {
		t.Errorf("a memory has %d bytes, want 512 KiB at most", largest)
	}
}

// month cleans a month of the outlet. The book is opened anew every day, as after
// a restart.
func (o *outlet) month(t *testing.T, store site.Store) (got outcome) {
	rules := NewRules()
	start := time.Date(2024, 1, 1, 6, 0, 0, 0, time.UTC)
	for day := range 30 {
		book := site.NewBook(store, slog.New(slog.DiscardHandler))
		for _, m := range o.day(start.AddDate(0, 0, day), 6+day%3) {
			view := book.View(t.Context(), siteKey(m.entry), m.entry.Seen)
			a := rules.CleanWith(m.entry, view.Foreign)
			book.Note(t.Context(), view, a)
			if day > 0 {
				got.count(m, a.Text(), rules.Clean(m.entry).Text())
			}
		}
		if err := book.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	return got
}

func (o *outcome) count(m made, with, without string) {
	for _, f := range m.furniture {
		o.furniture++
		if !strings.Contains(with, f) {
			o.cut++
		}
		if !strings.Contains(without, f) {
			o.cutAlone++
		}
	}
	for _, s := range m.story {
		o.story++
		if !strings.Contains(with, s) {
			o.lost++
		}
	}
}
