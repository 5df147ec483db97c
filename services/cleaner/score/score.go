// Package score measures extracted text, titles, dates and authors against gold.
// The text's measure is that of the public article-extraction benchmark: precision
// and recall of 4-word shingles, averaged over documents.
package score

import "unicode"

// shingle is how many words overlap at a time.
const shingle = 4

// Counts are one document's shingles: found in both, only in the output, only in
// the gold, as shares of their sum. All zero where both texts are empty.
type Counts struct{ Both, Extra, Missed float64 }

// Text compares an extracted text with the gold one.
func Text(gold, got string) Counts {
	want, have := shingles(gold), shingles(got)
	var both, extra, missed int
	for k, n := range want {
		m := min(n, have[k])
		both += m
		missed += n - m
	}
	for k, n := range have {
		extra += n - min(n, want[k])
	}
	sum := float64(both + extra + missed)
	if sum == 0 {
		return Counts{}
	}
	return Counts{float64(both) / sum, float64(extra) / sum, float64(missed) / sum}
}

// Precision is the share of the output that is gold; 1 where there is nothing to
// find and nothing was found.
func (c Counts) Precision() float64 { return ratio(c.Both, c.Extra, c.Missed) }

// Recall is the share of the gold that was found.
func (c Counts) Recall() float64 { return ratio(c.Both, c.Missed, c.Extra) }

func ratio(both, other, third float64) float64 {
	switch {
	case other == 0 && third == 0:
		return 1
	case both == 0 && other == 0:
		return 0
	}
	return both / (both + other)
}

// Mean returns the mean precision and recall of the documents and the F1 of these
// two means; zeros for no documents.
func Mean(docs []Counts) (precision, recall, f1 float64) {
	if len(docs) == 0 {
		return 0, 0, 0
	}
	for _, c := range docs {
		precision += c.Precision()
		recall += c.Recall()
	}
	n := float64(len(docs))
	precision, recall = precision/n, recall/n
	return precision, recall, F1(precision, recall)
}

// F1 is the harmonic mean of p and r, 0 where both are.
func F1(p, r float64) float64 {
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

// shingles counts the runs of four words in text; a shorter text is one shingle.
// A run is known by its 64-bit hash.
func shingles(text string) map[uint64]int {
	words := hashWords(text)
	if len(words) == 0 {
		return nil
	}
	out := make(map[uint64]int, len(words))
	for i := range max(1, len(words)-shingle+1) {
		var h uint64 = offset
		for _, w := range words[i:min(i+shingle, len(words))] {
			h = (h ^ w) * prime
			h ^= h >> 29
		}
		out[h]++
	}
	return out
}

// The FNV-1a constants.
const (
	offset uint64 = 14695981039346656037
	prime  uint64 = 1099511628211
)

// hashWords returns the hash of each word of text. A word is a run of letters,
// numbers and underscores: what \w+ matches in Python. Soft hyphens are not there.
func hashWords(text string) []uint64 {
	var out []uint64
	h, in := offset, false
	for _, r := range text {
		switch {
		case r == '\u00ad':
		case r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r):
			h, in = (h^uint64(r))*prime, true
		case in:
			out = append(out, h)
			h, in = offset, false
		}
	}
	if in {
		out = append(out, h)
	}
	return out
}
