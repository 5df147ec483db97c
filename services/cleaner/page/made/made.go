// Package made reads the pages that were made by hand: the txtar files of page's
// testdata, which tests read, and from some of which the model learns.
package made

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Page is a page made by hand and what is to become of it.
type Page struct {
	Name  string // the file's, without its ending: language-kind
	HTML  string
	Want  []string // the article's blocks; nil where the page holds no article
	Cuts  []string // blocks that are to be cut, as "reason: text"
	Never []string // lines of other stories, which are never to be kept
	Facts map[string]string
}

// Kind is the page's name without its language: pages of one kind are built alike.
func (p *Page) Kind() string {
	_, kind, _ := strings.Cut(p.Name, "-")
	return kind
}

// Load reads the pages in dir, in the order of their names.
func Load(dir string) ([]Page, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.txtar"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no *.txtar in %s: %v", dir, err)
	}
	var pages []Page
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		pages = append(pages, parse(strings.TrimSuffix(filepath.Base(f), ".txtar"), string(b)))
	}
	return pages, nil
}

func parse(name, text string) Page {
	p := Page{Name: name, Facts: make(map[string]string)}
	section := ""
	for line := range strings.Lines(text) {
		bare := strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(bare, "-- ") && strings.HasSuffix(bare, " --"):
			section = strings.Trim(bare, "- ")
		case section == "page.html":
			p.HTML += line
		case section == "want":
			p.Want = append(p.Want, bare)
		case section == "cuts":
			p.Cuts = append(p.Cuts, bare)
		case section == "never":
			p.Never = append(p.Never, bare)
		default:
			k, v, _ := strings.Cut(bare, ": ")
			p.Facts[k] = v
		}
	}
	return p
}
