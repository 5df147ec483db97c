// Package score measures what was read of feeds against what should have been:
// `rasad eval parse`. A set is a folder with up to four files of JSON lines, and
// the feeds they name.
package score

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/rasad-project/rasad/kit/lines"
)

// Set is a set of cases.
type Set struct {
	Files   []File    // files.jsonl: feeds that must be read
	Cases   []Case    // cases.jsonl: values of fields
	Damaged []Damaged // damaged.jsonl: feeds of ten items with one kind of damage, or of date, each
	Dates   []Date    // dates.jsonl
}

// File is a feed and whether it is well-formed XML.
type File struct {
	File       string            `json:"file"`
	WellFormed bool              `json:"wellformed"`
	Base       string            `json:"base"`
	Headers    map[string]string `json:"headers"`
}

// Case is the value one field of a feed must have or, with Op "ne", must not have.
type Case struct {
	ID       string            `json:"id"`
	File     string            `json:"file"`
	Group    string            `json:"group"`
	Field    string            `json:"field"`
	Op       string            `json:"op"`
	Expected any               `json:"expected"`
	Base     string            `json:"base"`
	Headers  map[string]string `json:"headers"`
}

// Damaged is a damaged feed. Complete is how many of its items are whole.
type Damaged struct {
	ID       string `json:"id"`
	File     string `json:"file"`
	Complete int    `json:"complete"`
	Expected []Item `json:"expected"`
	dates    bool   // the damage is the form of its dates
}

// Item is what must be read of an item of a damaged feed.
type Item struct {
	Title string `json:"title"`
	Link  string `json:"link"`
	Date  string `json:"date"`
}

// Date is a string and the instant it must be read as: nil when it is no date.
type Date struct {
	Input    string  `json:"input"`
	Expected *string `json:"expected"`
}

// The address that damaged feeds are read from.
const damagedBase = "http://ex.test/feed.xml"

// firstDateForm is the number from which the damage is the form of the dates.
const firstDateForm = "50"

// Load reads the set in a folder. A file that is not there is an empty one; a
// folder with none of them is an error.
func Load(dir string) (*Set, error) {
	var s Set
	err := errors.Join(
		load(filepath.Join(dir, "files.jsonl"), &s.Files),
		load(filepath.Join(dir, "cases.jsonl"), &s.Cases),
		load(filepath.Join(dir, "damaged.jsonl"), &s.Damaged),
		load(filepath.Join(dir, "dates.jsonl"), &s.Dates),
	)
	if err != nil {
		return nil, err
	}
	if len(s.Files)+len(s.Cases)+len(s.Damaged)+len(s.Dates) == 0 {
		return nil, fmt.Errorf("%s: no cases here: want files.jsonl, cases.jsonl, damaged.jsonl or dates.jsonl", dir)
	}
	for i, d := range s.Damaged {
		s.Damaged[i].dates = d.ID >= firstDateForm
	}
	return &s, nil
}

func load[T any](path string, into *[]T) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	in.Buffer(nil, 16<<20)
	for n := 1; in.Scan(); n++ {
		if strings.TrimSpace(in.Text()) == "" {
			continue
		}
		var v T
		if err := lines.Decode(in.Bytes(), &v); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
		*into = append(*into, v)
	}
	return in.Err()
}

// Manifest is the feeds of the set, each once.
func (s *Set) Manifest() []lines.ManifestLine {
	seen := make(map[string]bool)
	var all []lines.ManifestLine
	add := func(file, base string, headers map[string]string) {
		if !seen[file] {
			seen[file] = true
			all = append(all, lines.ManifestLine{File: file, Base: base, Headers: headers})
		}
	}
	for _, f := range s.Files {
		add(f.File, f.Base, f.Headers)
	}
	for _, c := range s.Cases {
		add(c.File, c.Base, c.Headers)
	}
	for _, d := range s.Damaged {
		add(d.File, damagedBase, nil)
	}
	return all
}

// text is a value as the cases write it.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case nil:
		return "None"
	}
	b, _ := json.Marshal(v) // it came from JSON
	return string(b)
}
