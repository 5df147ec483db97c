// Package ground reads labelled articles: those that the tagger's models are
// trained on and those it is measured with. The tagger itself does not use it.
package ground

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Item is a labelled article.
type Item struct {
	ID, Title, Text string
	Site            string
	Published       string
	Language        string
	Source          string // outlet or collection: what is held out together
	Relevance       int    // 0 both merely occur, 1 a distinct part is about the relation, 2 the article is
	Topics          []string
	Maybe           []string // topics that neither help nor hurt
	Tones           []string // any of which is right
	Events          []Event  // the main happening, any coding of which is right
	Sure            bool     // every model must have it right: a seed
}

// Event is who did what to whom.
type Event struct {
	Source, Action, Target, Status string
}

// Collect reads the items of a folder (see [Load]) and after them the labelled texts
// of others (see [Texts]), of which the seeds are sure. An empty name is no folder.
func Collect(dir, seeds string, texts []string) ([]Item, error) {
	items, err := Load(dir)
	if err != nil {
		return nil, err
	}
	for _, folder := range append(slices.Clone(texts), seeds) {
		if folder == "" {
			continue
		}
		more, err := Texts(folder)
		if err != nil {
			return nil, err
		}
		for i := range more {
			more[i].Sure = folder == seeds
		}
		items = append(items, more...)
	}
	return items, nil
}

// Texts reads labelled texts of the project's own from a folder in either form: as
// [Load] reads it, or as [Corpus] does.
func Texts(dir string) ([]Item, error) {
	if _, err := os.Stat(filepath.Join(dir, "items.jsonl")); err == nil {
		return Load(dir)
	}
	return Corpus(dir)
}

// Load reads a folder with items.jsonl and gold.jsonl, joined by id, in the order
// of the items. An item without gold is left out.
func Load(dir string) ([]Item, error) {
	labels := map[string]label{}
	err := Each(filepath.Join(dir, "gold.jsonl"), func(line []byte) error {
		var l label
		err := json.Unmarshal(line, &l)
		labels[l.ID] = l
		return err
	})
	if err != nil {
		return nil, err
	}
	var items []Item
	err = Each(filepath.Join(dir, "items.jsonl"), func(line []byte) error {
		var it Item
		if err := json.Unmarshal(line, &it); err != nil {
			return err
		}
		if l, ok := labels[it.ID]; ok {
			items = append(items, l.on(it))
		}
		return nil
	})
	return items, err
}

// Stream reads a file of unlabelled items.
func Stream(file string) ([]Item, error) {
	var items []Item
	err := Each(file, func(line []byte) error {
		var it Item
		err := json.Unmarshal(line, &it)
		items = append(items, it)
		return err
	})
	return items, err
}

// label is a line of gold.jsonl.
type label struct {
	ID, Lang, Source string
	Rel              int
	Topics           []string
	TopicsMaybe      []string `json:"topics_maybe"`
	Tone             []string
	Event            []Event
}

func (l label) on(it Item) Item {
	it.Language, it.Source, it.Relevance = l.Lang, l.Source, l.Rel
	it.Topics, it.Maybe, it.Tones, it.Events = l.Topics, l.TopicsMaybe, l.Tone, l.Event
	return it
}

// Own is the source of the project's own texts.
const Own = "own"

// Corpus reads a folder of texts with a gold.jsonl that names them by file, as the
// project's corpus has them: raw, furniture and all, and again as their gold
// paragraphs.
func Corpus(dir string) ([]Item, error) {
	var items []Item
	err := Each(filepath.Join(dir, "gold.jsonl"), func(line []byte) error {
		var g struct {
			File, Lang string
			Title      *string
			Relevant   bool
			Topics     []string
			Tone       tones
			Paragraphs []string
		}
		if err := json.Unmarshal(line, &g); err != nil {
			return err
		}
		raw, err := os.ReadFile(filepath.Join(dir, g.File))
		if err != nil {
			return err
		}
		it := Item{ID: g.File, Language: g.Lang, Source: Own, Topics: g.Topics, Tones: g.Tone, Text: string(raw)}
		if g.Relevant {
			it.Relevance = 2
		}
		items = append(items, it)
		it.ID += "#clean"
		it.Text = strings.Join(g.Paragraphs, "\n\n")
		if g.Title != nil {
			it.Title = *g.Title
		}
		items = append(items, it)
		return nil
	})
	return items, err
}

// tones is one tone or several.
type tones []string

func (t *tones) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '[' {
		return json.Unmarshal(b, (*[]string)(t))
	}
	*t = make(tones, 1)
	return json.Unmarshal(b, &(*t)[0])
}

// Each calls do with every line of a file. An error names the file and the line.
func Each(file string, do func(line []byte) error) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	scan := bufio.NewScanner(f)
	scan.Buffer(nil, 64<<20)
	for n := 1; scan.Scan(); n++ {
		if err := do(scan.Bytes()); err != nil {
			return fmt.Errorf("%s:%d: %w", file, n, err)
		}
	}
	return scan.Err()
}
