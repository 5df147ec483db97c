package furniture

import (
	"embed"
	"slices"
	"strconv"
	"strings"

	"github.com/rasad-project/rasad/services/cleaner/cut"
)

//go:embed phrases/*.txt
var phraseFiles embed.FS

// languages are the files of phrases, in the order in which they are read.
var languages = [...]string{"en", "fa", "ur", "ar"}

// phrase is a line of one of the phrase files. A file has sections, each opened
// by "== reason max": max is how many words a line may have that one of its
// phrases with a wildcard matches. "== heading: reason" lists lines that open a
// section of furniture, "== tail: reason" sentences that are glued to the end of
// a paragraph, "== glued" labels that stand before a colon at its start.
//
// A phrase is compared with a folded line, word for word, and must match all of
// it. "*" stands for any words or none, "?" for one word, "#" for a number, ":"
// for a mark that parts a label from what follows (":", "|", "/" or a dash).
type phrase struct {
	cut   string
	words []string
	colon int // how many words stand before the mark, -1 for no mark
	max   int
	lang  string
}

// anyLength is the greatest max.
const anyLength = 1 << 20

// table finds the phrases that match a line.
type table struct {
	exact map[string]*phrase   // phrases without wildcards
	first map[string][]*phrase // by their first word
	loose []*phrase            // those that begin with a wildcard
}

// lexicon is all phrases.
type lexicon struct{ lines, headings, tails, glued table }

// newLexicon reads the phrases that want accepts.
func newLexicon(want func(lang, section string) bool) *lexicon {
	x := &lexicon{lines: newTable(), headings: newTable(), tails: newTable(), glued: newTable()}
	for _, lang := range languages {
		src, err := phraseFiles.ReadFile("phrases/" + lang + ".txt")
		if err != nil {
			continue // embedded: it is there
		}
		x.read(lang, string(src), want)
	}
	return x
}

func newTable() table {
	return table{exact: make(map[string]*phrase), first: make(map[string][]*phrase)}
}

func (x *lexicon) read(lang, src string, want func(lang, section string) bool) {
	var into *table
	var p phrase
	for l := range strings.Lines(src) {
		l = strings.TrimSpace(l)
		section, opens := strings.CutPrefix(l, "== ")
		switch {
		case l == "" || strings.HasPrefix(l, "# ") && into == nil:
		case opens && !want(lang, section):
			into = &table{}
		case opens:
			into, p = x.section(section)
			p.lang = lang
		case into.exact != nil:
			into.add(p, l)
		}
	}
}

// section opens the section of that name: the table its phrases go to, and what
// they have in common.
func (x *lexicon) section(name string) (*table, phrase) {
	if name == "glued" {
		return &x.glued, phrase{cut: cut.Label, max: 5}
	}
	if tail, ok := strings.CutPrefix(name, "tail: "); ok {
		return &x.tails, phrase{cut: tail, max: 60}
	}
	if heads, ok := strings.CutPrefix(name, "heading: "); ok {
		return &x.headings, phrase{cut: heads, max: 8}
	}
	at := strings.LastIndexByte(name, ' ')
	n, err := strconv.Atoi(name[at+1:])
	if err != nil {
		return &x.lines, phrase{cut: name, max: anyLength}
	}
	return &x.lines, phrase{cut: name[:at], max: n}
}

func (t *table) add(p phrase, text string) {
	p.words, p.colon = compile(text)
	if !slices.ContainsFunc(p.words, isWild) && p.colon < 0 {
		t.exact[strings.Join(p.words, " ")] = &p
		return
	}
	if len(p.words) == 0 || isWild(p.words[0]) {
		t.loose = append(t.loose, &p)
		return
	}
	t.first[p.words[0]] = append(t.first[p.words[0]], &p)
}

// compile folds the literal words of a phrase and keeps its wildcards.
func compile(text string) (words []string, colon int) {
	colon = -1
	for w := range strings.FieldsSeq(strings.ReplaceAll(strings.ReplaceAll(text, "*", " * "), "#", " # ")) {
		if isWild(w) {
			words = append(words, w)
			continue
		}
		f := fold(w)
		words = append(words, f...)
		if strings.HasSuffix(w, ":") {
			colon = len(words)
		}
	}
	return words, colon
}

func isWild(w string) bool { return w == "*" || w == "?" || w == "#" }

// match returns the phrase that matches the words, of which colon stand before
// the first mark; nil if none does.
func (t *table) match(words []string, colon int) *phrase {
	if len(words) == 0 {
		return nil
	}
	if len(words) <= 12 {
		if p := t.exact[strings.Join(words, " ")]; p != nil {
			return p
		}
	}
	for _, list := range [...][]*phrase{t.first[words[0]], t.loose} {
		for _, p := range list {
			if len(words) <= p.max && (p.colon < 0 || p.colon == colon) && glob(p.words, words) {
				return p
			}
		}
	}
	return nil
}

// glob matches words against a pattern in linear space and, as a pattern has few
// stars, in little time: on a mismatch it goes back to the last star only.
func glob(pattern, words []string) bool {
	p, w, star, mark := 0, 0, -1, 0
	for w < len(words) {
		switch {
		case p < len(pattern) && pattern[p] == "*":
			star, mark = p, w
			p++
		case p < len(pattern) && one(pattern[p], words[w]):
			p++
			w++
		case star >= 0:
			mark++
			p, w = star+1, mark
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == "*" {
		p++
	}
	return p == len(pattern)
}

// one matches a single word.
func one(pattern, word string) bool {
	switch pattern {
	case "?":
		return true
	case "#":
		return word[0] >= '0' && word[0] <= '9'
	}
	return pattern == word
}
