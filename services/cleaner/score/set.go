package score

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Doc is one document of a gold set.
type Doc struct {
	ID     string `json:"id"`
	File   string `json:"file"`
	URL    string `json:"url"`
	Title  string `json:"title"`
	Date   string `json:"date"` // YYYY-MM-DD, "" when unknown
	Author Names  `json:"author"`
	Text   string `json:"text"`

	dir string
}

// Names is a list of names; in JSON a string is a list of one, cut at commas.
type Names []string

// UnmarshalJSON reads a list, a string or null.
func (n *Names) UnmarshalJSON(b []byte) error {
	var list []string
	if json.Unmarshal(b, &list) == nil {
		*n = list
		return nil
	}
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return fmt.Errorf("names: %w", err)
	}
	for part := range strings.SplitSeq(strings.ReplaceAll(s, " and ", ","), ",") {
		if part = strings.TrimSpace(part); part != "" {
			*n = append(*n, part)
		}
	}
	return nil
}

// Load reads the gold.jsonl of a set's folder.
func Load(dir string) ([]Doc, error) {
	f, err := os.Open(filepath.Join(dir, "gold.jsonl"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var docs []Doc
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	for n := 1; lines.Scan(); n++ {
		if len(strings.TrimSpace(lines.Text())) == 0 {
			continue
		}
		d := Doc{dir: dir}
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			return nil, fmt.Errorf("%s line %d: %w", f.Name(), n, err)
		}
		docs = append(docs, d)
	}
	return docs, lines.Err()
}

// HTML reads the document's page, unpacking .gz.
func (d *Doc) HTML() ([]byte, error) {
	f, err := os.Open(filepath.Join(d.dir, d.File))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if !strings.HasSuffix(d.File, ".gz") {
		return io.ReadAll(f)
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.File, err)
	}
	return io.ReadAll(z)
}
