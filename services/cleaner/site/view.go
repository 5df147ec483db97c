package site

import (
	"hash/fnv"
	"strings"
	"unicode"

	"github.com/rasad-project/rasad/services/cleaner/cut"
)

// What it takes for a line to be furniture. A sentence may be background that an
// outlet retells in all reports on a matter: it must stand in a good part of all
// the site's articles. One or two words may head a part of every report.
const (
	linesNeeded     = 3
	sentencesNeeded = 5
	sentenceShare   = 0.2
	shortShare      = 0.3
	sentenceWords   = 10
	shortWords      = 2
	titleWords      = 4
	leadWords       = 60 // words at the start that tell one article from another
)

// View is what a site's days before an article's own say of its lines. It notes
// what it is asked, for [Book.Note].
type View struct {
	site  string
	day   int
	known *known // nil when nothing is
	shown shown
}

// shown is what an article adds to its day.
type shown struct {
	signature signature
	lines     []uint64
	title     uint64 // 0 for none
}

// Foreign says why a line, or a sentence of one, is not the article's: it stands
// in many of the site's other articles, or is the title of another of its items;
// "" if it may be.
func (v *View) Foreign(line string) (reason string) {
	words := strings.FieldsFunc(strings.ToLower(line), notWord)
	if len(words) == 0 {
		return ""
	}
	h := hash(words)
	v.shown.lines = append(v.shown.lines, h)
	if v.known == nil {
		return ""
	}
	sentence := strings.ContainsAny(line[max(0, len(line)-4):], ".!?؟۔")
	if !sentence && len(words) >= titleWords && v.known.titles[h] {
		return cut.Related
	}
	seen := v.known.lines[h]
	share := seen / max(v.known.articles, 1)
	switch {
	case sentence && len(words) >= sentenceWords:
		if seen >= sentencesNeeded && share >= sentenceShare {
			return cut.Repeated
		}
	case seen >= linesNeeded && (len(words) > shortWords || share >= shortShare):
		return cut.Repeated
	}
	return ""
}

// is describes the article that was asked about: its title, and the text that was
// kept of it.
func (s *shown) is(title, text string) {
	if words := strings.FieldsFunc(strings.ToLower(title), notWord); len(words) >= titleWords {
		s.title = hash(words)
	}
	words := strings.FieldsFunc(strings.ToLower(text[:min(len(text), 16*leadWords)]), notWord)
	s.signature = sign(words[:min(len(words), leadWords)])
}

func notWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) }

// hash is FNV-1a over the words; never 0.
func hash(words []string) uint64 {
	h := fnv.New64a()
	for _, w := range words {
		_, _ = h.Write([]byte(w))
		_, _ = h.Write([]byte{' '})
	}
	return max(h.Sum64(), 1)
}

// sign takes the MinHash of the runs of three words. The permutations are made by
// multiplying with odd constants (splitmix64's and two of its kind).
func sign(words []string) signature {
	var s signature
	for p := range s {
		s[p] = ^uint32(0)
	}
	for i := range words {
		h := hash(words[i:min(i+3, len(words))])
		for p, factor := range [permutations]uint64{0x9e3779b97f4a7c15, 0xbf58476d1ce4e5b9, 0x94d049bb133111eb} {
			mixed := h * factor
			mixed ^= mixed >> 29
			s[p] = min(s[p], uint32(mixed*factor>>32))
		}
	}
	for p := range s {
		s[p] = spread(s[p])
	}
	return s
}

// spread makes values even again of least values, one to one (murmur3's last
// step).
func spread(v uint32) uint32 {
	v = (v ^ v>>16) * 0x85ebca6b
	v = (v ^ v>>13) * 0xc2b2ae35
	return v ^ v>>16
}
