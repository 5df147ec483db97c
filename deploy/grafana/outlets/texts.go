package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// text is an article.
type text struct {
	name, title, body string
}

// readTexts reads the corpus and the tagger's own texts, which are in four
// languages, in an order that mixes them and is always the same.
func readTexts(root string) ([]text, error) {
	files, err := filepath.Glob(filepath.Join(root, "corpus", "*", "*.txt"))
	if err != nil {
		return nil, err
	}
	var texts []text
	for _, f := range files {
		body, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		title, _, _ := strings.Cut(strings.TrimSpace(string(body)), "\n")
		texts = append(texts, text{strings.TrimSuffix(filepath.Base(f), ".txt"), short(title), string(body)})
	}
	lines, err := os.ReadFile(filepath.Join(root, "services", "tagger", "testdata", "texts", "items.jsonl"))
	if err != nil {
		return nil, err
	}
	for line := range bytes.Lines(lines) {
		var item struct{ ID, Title, Text string }
		if err := json.Unmarshal(line, &item); err != nil {
			return nil, err
		}
		texts = append(texts, text{item.ID, item.Title, item.Text})
	}
	if len(texts) < 100 {
		return nil, fmt.Errorf("%d texts under %s: is it the project's folder?", len(texts), root)
	}
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(texts), func(i, j int) { texts[i], texts[j] = texts[j], texts[i] })
	return texts, nil
}

// short is a line cut to the length of a headline.
func short(line string) string {
	if r := []rune(line); len(r) > 90 {
		return string(r[:90])
	}
	return line
}
