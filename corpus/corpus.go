// Package corpus holds the texts that the tests and the demo replay: the seeds,
// texts about other matters in the same styles (opposite), and texts about the
// relation in other kinds (relation). Each folder's README says where its texts
// come from.
package corpus

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"path"
)

//go:embed seeds/*.txt seeds/gold.jsonl opposite/*.txt opposite/gold.jsonl relation/*.txt relation/gold.jsonl
var files embed.FS

// Sets are the folders of the corpus.
var Sets = [...]string{"seeds", "relation", "opposite"}

// Text is one text of the corpus with what is right about it.
type Text struct {
	Set  string // the folder
	File string
	Body string // as it came, furniture and all
	Gold Gold
}

// Gold is what is right about a text. The folders' READMEs say which fields
// each of them fills.
type Gold struct {
	File       string    `json:"file"`
	Kind       string    `json:"kind"`
	Style      string    `json:"style"`
	Title      *string   `json:"title"`
	Published  *string   `json:"published"`
	Dateline   *Dateline `json:"dateline"`
	Paragraphs []string  `json:"paragraphs"`
	Removed    []Removed `json:"removed"`
	Furniture  []string  `json:"furniture"`
	Relevant   bool      `json:"relevant"`
	Topics     []string  `json:"topics"`
	Tone       Tones     `json:"tone"`
	Actors     []string  `json:"actors"`
}

// Tones are the tones that are right: one in most texts, written as a string.
type Tones []string

// UnmarshalJSON takes a string or a list of strings.
func (t *Tones) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '[' {
		return json.Unmarshal(b, (*[]string)(t))
	}
	*t = make(Tones, 1)
	return json.Unmarshal(b, &(*t)[0])
}

// Dateline is the place and agency that open a text; nil where one is missing.
type Dateline struct {
	Place  *string `json:"place"`
	Agency *string `json:"agency"`
}

// Removed is a piece of furniture and why it goes.
type Removed struct {
	Text   string `json:"text"`
	Reason string `json:"reason"`
}

// Texts returns the texts of the named sets, all of them when none is named, in
// the order of their gold files.
func Texts(sets ...string) ([]Text, error) {
	if len(sets) == 0 {
		sets = Sets[:]
	}
	var all []Text
	for _, set := range sets {
		texts, err := read(set)
		if err != nil {
			return nil, fmt.Errorf("corpus %s: %w", set, err)
		}
		all = append(all, texts...)
	}
	return all, nil
}

func read(set string) ([]Text, error) {
	raw, err := files.ReadFile(path.Join(set, "gold.jsonl"))
	if err != nil {
		return nil, err
	}
	var texts []Text
	for line := range bytes.Lines(raw) {
		var gold Gold
		if err := json.Unmarshal(line, &gold); err != nil {
			return nil, fmt.Errorf("gold.jsonl:%d: %w", len(texts)+1, err)
		}
		body, err := files.ReadFile(path.Join(set, gold.File))
		if err != nil {
			return nil, err
		}
		texts = append(texts, Text{Set: set, File: gold.File, Body: string(body), Gold: gold})
	}
	return texts, nil
}
