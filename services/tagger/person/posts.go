package person

import "github.com/rasad-project/rasad/services/tagger/text"

// class is what a word can be in the naming of an official.
type class uint8

const (
	head  class = 1 << iota // is a post: "minister"
	part                    // stands within one: "foreign", "deputy"
	joint                   // joins a post to a country: "of", "to"
	never                   // stands in no person's name: "Ministry", "Monday"
)

var classes = func() text.Table[class] {
	m := map[uint64]class{}
	for _, list := range []struct {
		class class
		words string
	}{
		{head, `ambassador envoy minister president premier spokesman spokesperson spokeswoman governor commander chief
			secretary consul speaker senator adviser advisor representative head chairman chairperson admiral
			general marshal attache attaché commissioner diplomat lawmaker MP brigadier colonel`},
		{part, `director foreign interior defence defense prime deputy vice first second oil petroleum energy commerce trade finance
			economy economic railways roads transport agriculture culture information planning power water health education
			law justice intelligence labour labor religious affairs state federal provincial ministry general consul former
			caretaker interim acting special permanent army navy naval air force forces staff joint military police border
			guard guards ground chargé charge d affaires senior top then late lieutenant major brigadier rear security
			national council supreme parliament parliamentary political office additional assistant chief newly appointed
			outgoing new`},
		{joint, `of to for in the s`},
		{never, `ministry office committee council party court university chamber organization organisation corps army force
			forces news agency embassy government affairs department parliament assembly senate commission authority company
			bank province border the and of in on at for a an this that he she it they we i his her but
			monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
			september october november december foreign interior defence defense prime deputy joint islamic republic
			republican democratic united nations security union league group front movement brigade port airport street
			road palace house times post tribune television press daily agency's minister president ambassador general
			state national international headquarters mobilization ocean sea gulf summit forum north south east west northern southern eastern western`},
	} {
		for _, h := range text.Hashes(list.words) {
			m[h] |= list.class
		}
	}
	return text.NewTable(m)
}()

// whose is the word between a post and the country that it is of.
var whose = text.Hash("of")

func of(t *text.Tok) class {
	if c := classes.Get(t.Hash); c != nil {
		return *c
	}
	return 0
}
