// Package cue finds the words that speak of a topic, of a tone or of the manner
// of a text: "pipeline" of energy, "condemn" of conflict, "per cent" of a report
// with figures in it. A cue proves nothing alone; what reads them weighs where
// they stand and how many they are.
//
// The words are in words/, a file for each language. A line is a class, a colon
// and its words:
//
//	border: frontier/s border_crossing
//
// "/" adds endings (frontier, frontiers), "_" joins the two words of a phrase, and
// "+" before an Arabic noun stands for every particle and article that is written
// together with it. Words are compared folded (see package text), so one spelling
// of each will do.
package cue

import (
	"embed"
	"fmt"
	"iter"
	"math/bits"
	"strings"

	"github.com/rasad-project/rasad/services/tagger/text"
)

// Set is a set of classes.
type Set uint32

// Class is what a cue speaks of. The first are the topics, in the order of the
// design.
type Class uint8

// The classes after the topics.
const (
	Coop     Class = iota + Class(len(Topics)) // getting on
	Conflict                                   // not getting on
	Contact                                    // dealing with each other: meeting, sending, striking
	Pair                                       // two, as opposed to many: "bilateral"
	Many                                       // more than two: "the region"
	Talk                                       // comment on news rather than news
	Market                                     // prices and output
	Rank                                       // figures and tables
	Past                                       // looking back
	Nature                                     // weather and earthquakes
	Home                                       // the country of the report: "our country", "the foreign minister"
	Classes
)

// The topics that are looked at by name.
const (
	Diplomacy  Class = 0
	Border     Class = 1
	Military   Class = 2
	Militancy  Class = 3
	Trade      Class = 4
	Migration  Class = 6
	Pilgrimage Class = 8
	Aid        Class = 11
	Sport      Class = 12 // tells against every other
)

// Topics are the topics a text can have.
var Topics = [...]string{
	"diplomacy", "border", "military", "militancy", "trade", "energy", "migration", "narcotics",
	"pilgrimage_culture", "water_environment", "judicial", "aid", "sport", "other",
}

var manners = [...]string{"coop", "conflict", "contact", "pair", "many", "talk", "market", "rank", "past", "nature", "home"}

// String returns the class as the files name it.
func (c Class) String() string {
	if int(c) < len(Topics) {
		return Topics[c]
	}
	return manners[int(c)-len(Topics)]
}

// Topic returns the topic called name, and whether there is one.
func Topic(name string) (Class, bool) {
	for c := range Class(len(Topics)) {
		if Topics[c] == name {
			return c, true
		}
	}
	return 0, false
}

// Has reports whether c is in s.
func (s Set) Has(c Class) bool { return s>>c&1 != 0 }

// Topics are the topics in s, in the order of the design.
func (s Set) Topics() iter.Seq[Class] {
	return func(yield func(Class) bool) {
		for s &= 1<<len(Topics) - 1; s != 0; s &= s - 1 {
			if !yield(Class(bits.TrailingZeros32(uint32(s)))) {
				return
			}
		}
	}
}

// Hit is a cue found: the tokens [First, Last).
type Hit struct {
	First, Last int32
	Set         Set
}

// Lexicon is the cues of one language. It is read only and safe for concurrent
// use.
type Lexicon struct {
	words text.Table[known] // and phrases of two, by their joined hashes
}

type known struct {
	set    Set  // of the word alone, or of the phrase
	phrase bool // the word opens a phrase
}

//go:embed words/*.cues
var words embed.FS

// Languages are the languages that have cues.
var Languages = [...]string{"en", "fa", "ur", "ar"}

// Load returns the lexicons by language.
func Load() (map[string]*Lexicon, error) {
	all := map[string]*Lexicon{}
	for _, lang := range Languages {
		name := "words/" + lang + ".cues"
		src, err := words.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("cues: %w", err)
		}
		if all[lang], err = parse(string(src)); err != nil {
			return nil, fmt.Errorf("cues: %s:%w", name, err)
		}
	}
	return all, nil
}

// Find appends the cues of d to dst, from left to right; a phrase takes the place
// of its words.
func (x *Lexicon) Find(d *text.Doc, dst []Hit) []Hit {
	for i := 0; i < len(d.Toks); i++ {
		h := d.Toks[i].Hash
		if !x.words.May(h) {
			continue
		}
		s := x.words.Get(h)
		if s == nil {
			continue
		}
		if s.phrase && i+1 < len(d.Toks) {
			if p := x.words.Get(join(d.Toks[i].Hash, d.Toks[i+1].Hash)); p != nil {
				dst = append(dst, Hit{int32(i), int32(i + 2), p.set | s.set})
				i++
				continue
			}
		}
		if s.set != 0 {
			dst = append(dst, Hit{int32(i), int32(i + 1), s.set})
		}
	}
	return dst
}

// join makes a key of two words' hashes.
func join(a, b uint64) uint64 { return (a<<21|a>>43)*0x9E3779B97F4A7C15 ^ b }

// parse reads a file of cues. An error begins with the number of its line.
func parse(src string) (*Lexicon, error) {
	all := map[uint64]known{}
	add := func(h uint64, k known) {
		all[h] = known{all[h].set | k.set, all[h].phrase || k.phrase}
	}
	for n, line := range strings.Split(src, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, list, _ := strings.Cut(line, ":")
		class, ok := classNamed(name)
		if !ok {
			return nil, fmt.Errorf("%d: no class is called %q", n+1, name)
		}
		for word := range strings.FieldsSeq(list) {
			for _, form := range forms(word) {
				switch h := text.Hashes(form); len(h) {
				case 1:
					add(h[0], known{set: 1 << class})
				case 2:
					add(h[0], known{phrase: true})
					add(join(h[0], h[1]), known{set: 1 << class})
				default:
					return nil, fmt.Errorf("%d: %q has %d words, want one or two", n+1, word, len(h))
				}
			}
		}
	}
	return &Lexicon{text.NewTable(all)}, nil
}

func classNamed(name string) (Class, bool) {
	for c := range Classes {
		if c.String() == name {
			return c, true
		}
	}
	return 0, false
}

// forms spells out a word of a file.
func forms(word string) []string {
	word = strings.ReplaceAll(word, "_", " ")
	if noun, ok := strings.CutPrefix(word, "+"); ok {
		return arabic(noun)
	}
	stem, endings, _ := strings.Cut(word, "/")
	out := []string{stem}
	for ending := range strings.SplitSeq(endings, "/") {
		if ending != "" {
			out = append(out, stem+ending)
		}
	}
	return out
}

// arabic returns a noun with and without its article, alone and behind the
// particles that are written together with either.
func arabic(noun string) []string {
	out := []string{noun, "ال" + noun, "لل" + noun, "ولل" + noun}
	for _, p := range []string{"و", "ب", "ل", "ف", "ك"} {
		out = append(out, p+noun)
		if p != "ل" {
			out = append(out, p+"ال"+noun)
		}
	}
	return out
}
