package page

import (
	"bufio"
	_ "embed"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
)

// Model decides which runs of a page are its article. Lexis weighs the words of a
// run; the first forest reads that, the run, its neighbours, its boxes and their
// names; the second reads the first one's scores around the run too. Safe for concurrent use.
type Model struct {
	Lexis  *Lexis
	First  Forest
	Second Forest
	// Gate is the first score below which a run is not looked at twice.
	Gate float32
	// Keep is the second score from which a run is article.
	Keep float32

	lex  *lexicon
	cues map[uint32]uint16
}

//go:embed model.txt
var weights string

// shipped is the model in model.txt, read once.
var shipped = sync.OnceValue(func() *Model {
	m, err := LoadModel(strings.NewReader(weights))
	if err != nil {
		panic(err) // a broken build: TestModel reads the same bytes
	}
	return m
})

// NewModel returns a model of trained parts.
func NewModel(lexis *Lexis, first, second Forest, gate, keep float32) *Model {
	return &Model{Lexis: lexis, First: first, Second: second, Gate: gate, Keep: keep, lex: newLexicon(), cues: newCueTable()}
}

// FeatureNames returns the names of the features: those of the first stage, then
// those that the second adds.
func FeatureNames() (first, second []string) { return firstNames(), secondNames() }

// LoadModel reads what [Model.Write] wrote; lines before it that begin with # are
// the record of how it was trained and are not read. It refuses a model that was trained on
// other features than these.
func LoadModel(r io.Reader) (*Model, error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 4<<20)
	m := NewModel(nil, Forest{}, Forest{}, 0, 0)
	first, second := firstNames(), secondNames()
	var sum uint32
	for lines.Scan() && strings.HasPrefix(lines.Text(), "#") {
		continue
	}
	if _, err := fmt.Sscanf(lines.Text(), "blocks gate %g keep %g features %x", &m.Gate, &m.Keep, &sum); err != nil {
		return nil, fmt.Errorf("model: line %q: %w", lines.Text(), err)
	}
	if want := namesSum(); sum != want {
		return nil, fmt.Errorf("model: trained on features %x, these are %x", sum, want)
	}
	var err error
	if m.Lexis, err = readLexis(lines); err != nil {
		return nil, err
	}
	if m.First, err = readForest(lines, len(first)); err != nil {
		return nil, err
	}
	if m.Second, err = readForest(lines, len(first)+len(second)); err != nil {
		return nil, err
	}
	return m, lines.Err()
}

// Write writes the model as text.
func (m *Model) Write(w io.Writer) error {
	if _, err := fmt.Fprintf(w, "blocks gate %s keep %s features %x\n", short(m.Gate), short(m.Keep), namesSum()); err != nil {
		return err
	}
	if err := m.Lexis.Write(w); err != nil {
		return err
	}
	if err := m.First.Write(w); err != nil {
		return err
	}
	return m.Second.Write(w)
}

// namesSum identifies the features by their names in order.
func namesSum() uint32 {
	var h uint32 = 2166136261
	for _, n := range slices.Concat(firstNames(), secondNames()) {
		for i := range len(n) {
			h = (h ^ uint32(n[i])) * 16777619
		}
		h = (h ^ 0xff) * 16777619
	}
	return h
}

// scores returns the score of every run: the second forest's where the first one's
// passes the gate. see, if not nil, is shown the features of each run and its scores,
// the second one -1 where there is none.
func (m *Model) scores(s *sheet, see func(i int, v []float32, first, second float32)) []float32 {
	if see == nil {
		see = func(int, []float32, float32, float32) {}
	}
	l := s.l
	n, width := len(l.runs), len(firstNames())
	first := make([]float32, n)
	buf := make([]float32, 0, n*width)
	lexical := s.lexical(m.Lexis)
	s.before = 0
	for i := range l.runs {
		buf = append(s.describe(i, buf), lexical[i]...)
		first[i] = m.First.Score(buf[i*width:])
		s.before += l.runs[i].units
	}
	c := newContext(s, first)
	out := make([]float32, n)
	v := make([]float32, 0, 2*width)
	for i := range l.runs {
		if first[i] < m.Gate {
			out[i] = min(first[i], m.Keep/2)
			see(i, buf[i*width:(i+1)*width], first[i], -1)
			continue
		}
		v = c.describe(i, append(v[:0], buf[i*width:(i+1)*width]...))
		out[i] = m.Second.Score(v)
		see(i, v, first[i], out[i])
	}
	return out
}
