package event

// lexeme is what is known of a token.
type lexeme struct {
	entry   *entry // nil for a word that no rule speaks of
	class   class
	at      int16 // the mention that starts here, plus one
	gap     gap   // what stands after it
	trigger bool  // a rule's phrase begins here
	actor   bool  // an actor that is no mention can begin here
}

// gap is what stands between two tokens.
type gap uint8

const (
	gComma gap = 1 << iota
	gBreak     // a mark that parts clauses
	gBar       // a mark that no list of names goes across
	gColon
	gLoose // anything but spaces, hyphens and full stops
)

func gapOf(s string) (g gap) {
	for _, r := range s {
		switch r {
		case ' ', '-', '\u00a0':
		case '.':
			g |= gBar
		case ',', '،', '、':
			g |= gComma | gLoose
		case '(', ')':
			g |= gBar | gLoose
		case ':':
			g |= gColon | gBreak | gBar | gLoose
		case ';', '"', '“', '”', '؛', '?', '!':
			g |= gBreak | gBar | gLoose
		case '«', '»', '؟', '۔', '\n':
			g |= gBreak | gLoose
		default:
			g |= gLoose
		}
	}
	return g
}

// broken reports whether a mark that parts clauses stands after token i.
func (s *sentence) broken(i int) bool { return i >= 0 && s.lex[i].gap&gBreak != 0 }

// comma reports whether a comma stands after token i.
func (s *sentence) comma(i int) bool { return i >= 0 && s.lex[i].gap&gComma != 0 }

// glued reports whether nothing but spaces, hyphens and the full stops of
// abbreviations stands before token i.
func (s *sentence) glued(i int) bool { return i > 0 && s.lex[i-1].gap&gLoose == 0 }
