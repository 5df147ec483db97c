package page

// Sample is a page as training sees it: its runs with their features, before any
// decision.
type Sample struct {
	p *reading
	s *sheet
}

// NewSample reads a page as Read does and stops before the decisions.
func NewSample(body []byte, opt Options) (*Sample, error) {
	p, err := read(body, opt, newLexicon())
	if err != nil {
		return nil, err
	}
	return &Sample{p, newSheet(p, newCueTable())}, nil
}

// Len is the number of runs.
func (s *Sample) Len() int { return len(s.s.l.runs) }

// Text is the text of run i.
func (s *Sample) Text(i int) string { return s.s.l.runs[i].text }

// Units is the length of run i in units of a letter.
func (s *Sample) Units(i int) int { return s.s.l.runs[i].units }

// Linked reports whether run i is a link, or nearly all of it is.
func (s *Sample) Linked(i int) bool { return s.s.l.runs[i].isLink() }

// NonLatin reports whether most of the page's text is in another script than the
// Latin one.
func (s *Sample) NonLatin() bool {
	n := 0
	for i := range s.s.l.runs {
		if r := &s.s.l.runs[i]; r.nonLatin {
			n += r.units
		}
	}
	return 2*n > s.s.l.units
}

// Words are the hashes of the words of run i.
func (s *Sample) Words(i int) []uint32 {
	r := &s.s.l.runs[i]
	return s.s.l.hashes[r.w0:r.w1]
}

// Words returns the hashes of the words of a text, as Sample.Words does.
func Words(text string) []uint32 {
	_, words := measure(text, nil)
	return words
}

// Terms are the terms of run i, as a Lexis weighs them.
func (s *Sample) Terms(i int) []uint16 { return terms(s.Words(i), nil) }

// Lexical returns, for every run, the features that x earns: the last of the first
// stage's.
func (s *Sample) Lexical(x *Lexis) [][]float32 { return s.s.lexical(x) }

// First returns the features of every run for the first stage, all but the lexical
// ones.
func (s *Sample) First() [][]float32 {
	out := make([][]float32, s.Len())
	s.s.before = 0
	for i := range out {
		out[i] = s.s.describe(i, nil)
		s.s.before += s.s.l.runs[i].units
	}
	return out
}

// Second returns, for every run, the features that the second stage adds to those
// of the first, made of the first stage's scores.
func (s *Sample) Second(scores []float32) [][]float32 {
	c := newContext(s.s, scores)
	out := make([][]float32, s.Len())
	for i := range out {
		out[i] = c.describe(i, nil)
	}
	return out
}
