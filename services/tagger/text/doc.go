// Package text reads an article's words: it folds and hashes every word once, on
// the bytes as given, so that aliases, sentences and features can all be read
// from one slice of tokens. Nothing is copied: every offset is a byte offset into
// the string that was read.
package text

// Tok is one word: a run of letters and digits. Hyphens and apostrophes end a
// word, so "Iran's" is "iran" and "s"; the zero-width non-joiner, tatweel and
// vowel marks do not.
type Tok struct {
	Hash       uint64 // of the folded form; equal to [Hash] of any spelling that folds alike
	Start, End int32  // bytes of the source, both on rune boundaries
	Flags      Flag
}

// Flag is what folding takes away from a word.
type Flag uint8

// The shapes of a word.
const (
	Upper  Flag = 1 << iota // begins with a capital letter
	Caps                    // two letters or more, all capitals
	Digit                   // begins with a digit
	Script                  // begins with a letter of the Arabic script
	Lower                   // begins with a small letter
)

// Sent is a sentence: tokens [First, Last) and the bytes from the first token's
// start to the last one's end.
type Sent struct {
	First, Last int32
	Start, End  int32
	Line        int32 // index into Doc.Lines
	// Closed tells a sentence that ends in a mark of its own from one that the
	// end of a line cut off, as it does with headlines.
	Closed bool
}

// Line is a run of text without a line break, as Sent. Lines without a word are
// left out.
type Line struct {
	First, Last int32 // tokens
	Start, End  int32
	Sent        int32 // index of its first sentence
}

// Doc is one field of an article, read. The zero Doc is empty; Read may be called
// again and again on one Doc and then reuses its memory. A Doc is not safe for
// concurrent use.
type Doc struct {
	Src   string
	Toks  []Tok
	Sents []Sent
	Lines []Line

	letters tally
}

// Read makes d the reading of s. Any bytes will do: those that are not UTF-8
// part words and belong to none. Only the first 2 GB of s are read.
func (d *Doc) Read(s string) {
	d.ReadWords(s)
	d.Split()
}

// ReadWords reads the words of s alone; Split does the rest, and may be left out
// where the words are enough.
func (d *Doc) ReadWords(s string) {
	const most = 1<<31 - 1
	d.Src = s[:min(len(s), most)]
	d.letters = tally{}
	d.Toks = d.letters.scan(d.Toks[:0], d.Src)
	d.Sents, d.Lines = d.Sents[:0], d.Lines[:0]
}

// Word returns token i as it is spelled.
func (d *Doc) Word(i int32) string { t := d.Toks[i]; return d.Src[t.Start:t.End] }

// Gap returns what stands between token i-1 and token i; the text before the
// first token and after the last are gaps too.
func (d *Doc) Gap(i int32) string {
	from, to := 0, len(d.Src)
	if i > 0 {
		from = int(d.Toks[i-1].End)
	}
	if int(i) < len(d.Toks) {
		to = int(d.Toks[i].Start)
	}
	return d.Src[from:to]
}

// Hash returns the hash of a word's folded form. Of a phrase it is the hash of
// no token: see [Hashes].
func Hash(word string) uint64 {
	h := Hashes(word)
	if len(h) == 0 {
		return 0
	}
	return h[0]
}

// Hashes returns the hashes of the words of a phrase, as Read would give them.
func Hashes(phrase string) []uint64 {
	var t tally
	toks := t.scan(nil, phrase)
	hashes := make([]uint64, len(toks))
	for i, tok := range toks {
		hashes[i] = tok.Hash
	}
	return hashes
}
