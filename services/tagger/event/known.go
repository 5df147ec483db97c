package event

// known is a word that stands for a party in this article.
type known struct {
	hash  uint64
	sides sides
}

// The most words an article can teach: it has few people.
const (
	maxNames   = 16
	maxOffices = 8
)

// learn keeps the last word of a name that was given with its office, so that
// "Kakar" alone is known in the sentences that follow.
func (s *sentence) learn(c chunk) {
	last := s.toks[c.end-1]
	if len(s.names) == maxNames || last.End-last.Start < 4 {
		return
	}
	for _, k := range s.names {
		if k.hash == last.Hash {
			return
		}
	}
	s.names = append(s.names, known{last.Hash, c.sides})
}

// named returns the party of a name learnt from this article.
func (s *sentence) named(i int) sides {
	if !s.upper(i) {
		return 0
	}
	for _, k := range s.names {
		if k.hash == s.toks[i].Hash {
			return k.sides
		}
	}
	return 0
}

// recall returns the country of an office given without one: that of the last
// same office, else the country the report comes from.
func (s *sentence) recall(c *chunk) (who sides, guessed bool) {
	if len(s.chunks) == 1 && !s.x.postpositions {
		if at := &s.chunks[0]; at.start <= 1 && at.case_&cPlace != 0 && at.sides.single() && s.comma(at.end-1) {
			return at.sides, false // "In | Tehran |, a foreign ministry spokesman"
		}
	}
	for i := c.start; i < c.end; i++ {
		if s.lex[i].class&cOffice == 0 {
			continue
		}
		if k := s.office(s.toks[i].Hash); k != nil {
			return k.sides, false
		}
	}
	for i := c.start; i < c.end; i++ {
		if s.lex[i].class&cState != 0 {
			return s.home, true
		}
	}
	return 0, true
}

// note keeps which country an office was given with.
func (s *sentence) note(c chunk) {
	for i := c.start; i < c.end; i++ {
		if s.lex[i].class&cOffice == 0 {
			continue
		}
		h := s.toks[i].Hash
		if k := s.office(h); k != nil {
			k.sides = c.sides
		} else if len(s.offices) < maxOffices {
			s.offices = append(s.offices, known{h, c.sides})
		}
		return
	}
}

func (s *sentence) office(hash uint64) *known {
	for i := range s.offices {
		if s.offices[i].hash == hash {
			return &s.offices[i]
		}
	}
	return nil
}
