package reading

import "strings"

// seam finds where a text that was cut off ("…") goes over into the teaser of
// another: some feeds join the two without a mark, but a teaser says its heading
// twice ("Washington Washington said", often without the space). It returns the
// token at which the teaser begins, the number of tokens when there is none.
func (f *Field) seam() int32 {
	n := int32(len(f.Doc.Toks))
	if end := strings.TrimSpace(f.Doc.Gap(n)); !strings.HasPrefix(end, "..") && !strings.HasPrefix(end, "…") {
		return n
	}
	for i := int32(1); i < n; i++ {
		if f.twice(i, n) {
			return i
		}
	}
	return n
}

// twice reports whether a heading of one word or two that ends before or at token
// i is said again there.
func (f *Field) twice(i, n int32) bool {
	const letters = 6 // bytes: shorter words repeat by chance
	if f.Doc.Toks[i].End-f.Doc.Toks[i].Start < letters {
		return false
	}
	if f.Doc.Toks[i].Hash == f.Doc.Toks[i-1].Hash {
		return true
	}
	w := f.Doc.Word(i)
	if half := len(w) / 2; len(w) >= 2*letters && w[:half] == w[half:] {
		return true
	}
	return i+1 < n && w == f.Doc.Word(i+1)+f.Doc.Word(i-1)
}

// unseam takes what stands in a teaser out of what counts.
func (f *Field) unseam() {
	at := f.seam()
	for i := range f.Mentions {
		if f.Mentions[i].First >= at {
			f.Mentions[i].Counts = false
		}
	}
}
