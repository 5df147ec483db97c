package event_test

import (
	"encoding/json"
	"errors"
	"hash/fnv"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/rasad-project/rasad/services/tagger/event"
)

// openItem is a line of items.jsonl and its line of gold.jsonl.
type openItem struct {
	ID, Lang, Title, Text, Published string
	Rel                              int
	Event                            []struct{ Source, Action, Target string }
}

// TestOpenItems scores the main event of the open items that are about the
// relation, as their scorer does: an item is right when one of the events coded
// is one of those that its readers gave, in source, action and target. The rules
// were written looking at the items of one half; both halves are reported.
func TestOpenItems(t *testing.T) {
	dir := os.Getenv("RASAD_EVAL")
	if dir == "" {
		t.Skip("RASAD_EVAL is not set: it names the folder with tagger/items.jsonl and tagger/gold.jsonl")
	}
	k := newDesk(t, "../../../watches/iran-pakistan.yaml")
	var halves [2]tally
	langs := map[string]tally{}
	for _, it := range readOpenItems(t, filepath.Join(dir, "tagger")) {
		if it.Rel != 2 {
			continue
		}
		got := k.codeOpen(it)
		if len(got) > event.Limit {
			t.Errorf("%s: %d events", it.ID, len(got))
		}
		n, l := &halves[half(it.ID)], langs[it.Lang]
		n.add(got, it)
		l.add(got, it)
		langs[it.Lang] = l
	}
	seen, held := halves[0], halves[1]
	t.Logf("right of all, events coded: looked at %v, held out %v, by language %v", seen, held, langs)
	if all := seen.all + held.all; all == 0 || float64(seen.right+held.right) < 0.6*float64(all) {
		t.Errorf("%d of %d main events are right, want 0.60 of them", seen.right+held.right, all)
	}
}

type tally struct{ right, all, coded int }

func (n *tally) add(got []event.Event, it *openItem) {
	n.all++
	n.coded += len(got)
	if matches(got, it) {
		n.right++
	}
}

// half parts the items in two by their names alone.
func half(id string) int {
	h := fnv.New32a()
	h.Write([]byte(id))
	return int(h.Sum32()>>3) % 2
}

func (k *desk) codeOpen(it *openItem) []event.Event {
	in := k.input(it.Title, it.Text)
	in.Published, _ = time.Parse(time.DateOnly, it.Published) // most have none
	return k.coder.Code(in, nil)
}

func matches(got []event.Event, it *openItem) bool {
	for _, e := range got {
		for _, w := range it.Event {
			if e.Source == w.Source && e.Action == w.Action && e.Target == w.Target {
				return true
			}
		}
	}
	return false
}

// readOpenItems joins the two files: a line of gold is read over its item.
func readOpenItems(t *testing.T, dir string) []*openItem {
	t.Helper()
	var items []*openItem
	byID := map[string]*openItem{}
	eachLine(t, filepath.Join(dir, "items.jsonl"), func(d *json.Decoder) error {
		it := new(openItem)
		if err := d.Decode(it); err != nil {
			return err
		}
		items, byID[it.ID] = append(items, it), it
		return nil
	})
	eachLine(t, filepath.Join(dir, "gold.jsonl"), func(d *json.Decoder) error {
		var g openItem
		err := d.Decode(&g)
		if it := byID[g.ID]; it != nil {
			it.Lang, it.Rel, it.Event = g.Lang, g.Rel, g.Event
		}
		return err
	})
	return items
}

func eachLine(t *testing.T, path string, read func(*json.Decoder) error) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for d := json.NewDecoder(f); ; {
		if err := read(d); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
	}
}
