package event

import (
	"embed"
	"fmt"
	"sync"

	"github.com/rasad-project/rasad/services/tagger/linear"
	"github.com/rasad-project/rasad/services/tagger/text"
)

//go:embed rules/*.rules
var ruleFiles embed.FS

// Coder reads events. It is safe for concurrent use.
type Coder struct {
	lexicons map[string]*lexicon // by language
	trust    *linear.Model
	pool     sync.Pool // of *memory
}

// New reads the rules of the four languages.
func New() (*Coder, error) {
	trust, err := loadTrust()
	if err != nil {
		return nil, err
	}
	c := &Coder{lexicons: map[string]*lexicon{}, trust: trust}
	c.pool.New = func() any { return new(memory) }
	for _, lang := range []string{"en", "fa", "ur", "ar"} {
		x, err := readLexicon("rules/" + lang + ".rules")
		if err != nil {
			return nil, fmt.Errorf("event rules: %w", err)
		}
		c.lexicons[lang] = x
	}
	return c, nil
}

func readLexicon(name string) (*lexicon, error) {
	f, err := ruleFiles.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	g, err := readGrammar(name, f)
	if err != nil {
		return nil, err
	}
	x, err := compile(g, text.Hashes)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return x, nil
}

// lexicon returns that of a language, English for one that has none.
func (c *Coder) lexicon(lang string) *lexicon {
	if x := c.lexicons[lang]; x != nil {
		return x
	}
	return c.lexicons["en"]
}
