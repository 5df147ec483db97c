package event

// sides is a set of parties.
type sides uint8

const (
	first  sides = 1 << iota // the watch's first party
	second                   // its second
	third                    // anyone else
	both   = first | second
)

// other returns the watched party that s is not; s is first or second.
func (s sides) other() sides { return s&both ^ both }

// single reports whether s holds exactly one of the watched parties.
func (s sides) single() bool { return s&both == first || s&both == second }

type actorKind uint8

const (
	kindParty actorKind = iota
	kindBoth            // "the two sides"
	kindOther           // a third country
	kindArmed           // "gunmen"
)

var actorKinds = map[string]actorKind{"both": kindBoth, "other": kindOther, "armed": kindArmed}

// mention is a match of the watch within a sentence, in token indexes.
type mention struct {
	start, end int
	sides      sides
	kind       mentionKind
}

type mentionKind uint8

const (
	mName    mentionKind = iota // a country, or its capital standing for it
	mDemonym                    // an adjective
	mPerson                     // an official
	mBody                       // an office, force or company that names its country by itself
	mPlace                      // a place that stands for nobody
	mArmed                      // an armed group
)
