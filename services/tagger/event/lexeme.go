package event

import "iter"

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
	gOpen  // a quotation begins
	gClose // a quotation ends
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
		case '"':
			g |= gOpen | gClose | gBreak | gBar | gLoose
		case '“':
			g |= gOpen | gBreak | gBar | gLoose
		case '”':
			g |= gClose | gBreak | gBar | gLoose
		case '«':
			g |= gOpen | gBreak | gLoose
		case '»':
			g |= gClose | gBreak | gLoose
		case ';', '؛', '?', '!', '/':
			g |= gBreak | gBar | gLoose
		case '؟', '۔', '\n':
			g |= gBreak | gLoose
		default:
			g |= gLoose
		}
	}
	return g
}

// longestTerm is how many words in quotation marks are a name or a term and no speech.
const longestTerm = 4

// joinTerms takes the breaks away that quotation marks make about a term: "به | «مقر
// جیش‌العدل» | در خاک پاکستان".
func (s *sentence) joinTerms() {
	for i := range s.lex {
		if s.lex[i].gap&gOpen == 0 {
			continue
		}
		for k := i + 1; k < len(s.lex) && k <= i+longestTerm; k++ {
			if s.lex[k].gap&gClose != 0 {
				s.lex[i].gap &^= gBreak | gBar | gOpen
				s.lex[k].gap &^= gBreak | gBar | gOpen
				break
			}
		}
	}
}

// broken reports whether a mark that parts clauses stands after token i.
func (s *sentence) broken(i int) bool { return i >= 0 && s.lex[i].gap&gBreak != 0 }

// comma reports whether a comma stands after token i.
func (s *sentence) comma(i int) bool { return i >= 0 && s.lex[i].gap&gComma != 0 }

// glued reports whether nothing but spaces, hyphens and the full stops of
// abbreviations stands before token i.
func (s *sentence) glued(i int) bool { return i > 0 && s.lex[i-1].gap&gLoose == 0 }

// back are the tokens before token i, the nearest first, as far as no mark of stop
// stands between.
func (s *sentence) back(i int, stop gap) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i--; i >= 0 && s.lex[i].gap&stop == 0 && yield(i); i-- {
		}
	}
}

// before reports whether a word of a class is among the reach tokens before token i, and
// no mark of stop between.
func (s *sentence) before(i int, with class, reach int, stop gap) bool {
	if s.seen&with == 0 {
		return false
	}
	for k := range s.back(i, stop) {
		if k < i-reach {
			return false
		}
		if s.lex[k].class&with != 0 {
			return true
		}
	}
	return false
}

// governed reports whether an adposition stands among the tokens from a to b.
func (s *sentence) governed(a, b int) bool {
	for i := a; i < b; i++ {
		if s.lex[i].class&adpositions != 0 {
			return true
		}
	}
	return false
}

// clauseBetween reports whether a word that opens a clause stands among the tokens
// from a to b.
func (s *sentence) clauseBetween(a, b int) bool {
	for i := a; i < b; i++ {
		if s.lex[i].class&cClause != 0 {
			return true
		}
	}
	return false
}

// breakBetween reports whether a mark that parts clauses stands among the tokens from
// a to b.
func (s *sentence) breakBetween(a, b int) bool {
	for i := a - 1; i < b; i++ {
		if s.broken(i) {
			return true
		}
	}
	return false
}

// severed reports whether a mark that parts clauses, and is no colon after a speaker,
// stands among the tokens from a to b.
func (s *sentence) severed(a, b int) bool {
	for i := max(a-1, 0); i < b; i++ {
		if s.lex[i].gap&(gBreak|gColon) == gBreak {
			return true
		}
	}
	return false
}

// lastComma is the token after the last comma among the tokens from a to b, a when
// there is none.
func (s *sentence) lastComma(a, b int) int {
	for i := b - 1; i >= a; i-- {
		if s.comma(i) {
			return i + 1
		}
	}
	return a
}
