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
	for i := range n {
		if f.twice(i, n) {
			return i
		}
	}
	return n
}

// twice reports whether a heading of one word or two begins at token i and is said
// again: "W W", "WW" or "V WV W".
func (f *Field) twice(i, n int32) bool {
	const letters = 6 // bytes: shorter words repeat by chance
	w := f.Doc.Word(i)
	if half := len(w) / 2; half >= letters && w[:half] == w[half:] {
		return true
	}
	if len(w) < letters || i+1 >= n {
		return false
	}
	return f.Doc.Toks[i+1].Hash == f.Doc.Toks[i].Hash || i+2 < n && f.Doc.Word(i+1) == f.Doc.Word(i+2)+w
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
