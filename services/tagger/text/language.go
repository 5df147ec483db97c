package text

// Language says which of the four languages d is written in: "en", "fa", "ur" or
// "ar", or "und" when too few letters speak. Latin script counts as English: the
// tagger has word lists for no other language in it.
func (d *Doc) Language() string {
	latin, script := 0, 0
	for _, t := range d.Toks[:min(len(d.Toks), 400)] {
		switch {
		case t.Flags&Script != 0:
			script++
		case t.Flags&Digit == 0:
			latin++
		}
	}
	if latin+script < 2 {
		return "und"
	}
	if latin >= script {
		return "en"
	}
	return d.letters.language(d.stops())
}

// stops counts small words that only one of the three languages has.
func (d *Doc) stops() (n tally) {
	for _, t := range d.Toks[:min(len(d.Toks), 400)] {
		switch t.Hash {
		case urKe, urKi, urSe, urMein, urNe, urHai, urKa, urAur:
			n[urdu]++
		case faAz, faBe, faKe, faAst, faIn, faDar, faRa:
			n[persian]++
		case arMin, arFi, arAla, arIla, arAllati:
			n[arabic]++
		}
	}
	return n
}

// language weighs letters against stop words; a stop word is worth four letters,
// as a word is about that long.
func (n tally) language(stops tally) string {
	ur := 2*n[urdu] + 4*stops[urdu]
	ar := n[arabic] + 4*stops[arabic]
	fa := n[persian] + 4*stops[persian]
	switch {
	case ur > ar && 2*ur > fa:
		return "ur"
	case ar > fa:
		return "ar"
	}
	return "fa"
}

var (
	urKe, urKi, urSe, urMein = Hash("کے"), Hash("کی"), Hash("سے"), Hash("میں")
	urNe, urHai, urKa, urAur = Hash("نے"), Hash("ہے"), Hash("کا"), Hash("اور")
	faAz, faBe, faKe, faAst  = Hash("از"), Hash("به"), Hash("که"), Hash("است")
	faIn, faDar, faRa        = Hash("این"), Hash("در"), Hash("را")
	arMin, arFi, arAla       = Hash("من"), Hash("في"), Hash("على")
	arIla, arAllati          = Hash("إلى"), Hash("التي")
)
