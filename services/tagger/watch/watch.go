// Package watch holds what is watched: two parties and everything that stands for
// one of them in a text - names, capitals, offices, forces, armed groups,
// officials, places - read from a file. The file's format is documented in
// watches/README.md.
package watch

import (
	"slices"
	"strings"
	"time"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/tagger/match"
	"github.com/rasad-project/rasad/services/tagger/text"
)

// Watch is a loaded watch. It is read only and safe for concurrent use.
type Watch struct {
	Name    string
	Parties [2]Party
	// Entities are the file's, then the countries of the world that are not
	// parties.
	Entities []Entity

	own     [2]Entity
	outlets map[string]int // sides, by sites in small letters
	aliases []alias        // by Phrase.ID of index
	index   *match.Index
	roster  *roster
}

// Party is one side of the relation.
type Party struct {
	Code news.Party // ISO 3166-1 alpha-3
	Name string
	// Languages are those in which a report is most often its own: what it calls
	// "our country" and "the foreign minister" is then the party's, unless another
	// country that writes the language is named.
	Languages []string
	// Sites are the outlets whose reports are its own, whatever they are written in:
	// their domains ("dawn.com", "pk" for all that end in it), and their names, which
	// have a capital ("Tehran Times").
	Sites []string
}

// Kind is what an entity is.
type Kind uint8

// The kinds. A country's capital and its seats of power ("Islamabad", "the
// Kremlin") stand for its government.
const (
	Country Kind = iota
	Demonym
	Capital
	Seat
	Office
	Force
	Agency
	Company
	Group // an armed group; Party is the side it comes from, "" when neither
	Person
	Place
	Excluded // matched so that nothing shorter is: "Persian Gulf", "Tehran Times"
)

// Kinds are the names of the kinds, in their order.
var Kinds = [...]string{"country", "demonym", "capital", "seat", "office", "force", "agency", "company", "group", "person", "place", "excluded"}

func (k Kind) String() string { return Kinds[k] }

// Entity is somebody or something that a text can name.
type Entity struct {
	// Name is the one name it goes by in verdicts.
	Name  string
	Kind  Kind
	Party news.Party // a party's code, or news.Other
	Base  news.Party // where a group is said to hide, "" when nobody says
	Topic string     // what naming it speaks of, "" for nothing
	Posts []Post     // a person's, newest last
	Where *Where     // of places and capitals
	Line  int        // in the file, 0 for the countries of the world
	// Names are a person's or group's full names in Latin letters, Name first:
	// what spellings that no alias has are compared with.
	Names []string
	// Languages are those of a third country, as [Party.Languages].
	Languages []string
}

// Post is an office a person held. A zero From or To leaves that end open.
type Post struct {
	Role     string
	From, To time.Time // the first day, and the day after the last
}

// Where is where a place lies, no more precisely than the name says.
type Where struct {
	Precision string // town, district, province or country
	Province  string // the province it lies in, "" for provinces and countries
	Lat, Lon  float64
	Border    bool // lies on the border between the parties
	Crossing  bool // and is where it is crossed, so that it stands for both
}

// Match is an entity found in a text: tokens [First, Last).
type Match struct {
	Entity      *Entity
	First, Last int32
	// Short tells a person's surname alone, which counts only if the full name
	// stands elsewhere in the article; Find does not look.
	Short bool
	// Needs tells a name that is also another's (Hyderabad): it counts only if
	// its party is named elsewhere in the article; Find does not look.
	Needs bool
	// Near tells a person or group in a spelling that no alias has.
	Near bool
}

// alias is one way to write an entity's name.
type alias struct {
	entity       int32
	short, needs bool
}

// Find appends the entities named in d to dst, from left to right, none inside
// another: by their aliases, then people and groups by what their spellings have
// in common. What is excluded is left out. hits is memory, returned for the next
// call; with room in both nothing is allocated.
func (w *Watch) Find(d *text.Doc, hits []match.Hit, dst []Match) ([]match.Hit, []Match) {
	from := len(dst)
	hits, dst = w.Aliases(d, hits, dst)
	return hits, append(dst[:from], w.Spellings(d, dst[from:])...)
}

// Aliases is the first half of Find, and all that most articles need: what it finds
// holds what is excluded.
func (w *Watch) Aliases(d *text.Doc, hits []match.Hit, dst []Match) ([]match.Hit, []Match) {
	hits = w.index.Longest(d, hits[:0])
	for _, h := range hits {
		a := w.aliases[h.ID]
		dst = append(dst, Match{Entity: &w.Entities[a.entity], First: h.First, Last: h.Last, Short: a.short, Needs: a.needs})
	}
	return hits, dst
}

// Spellings is the second half: to what Aliases has found in d it adds the people and
// groups whose names are spelled otherwise, and takes out what is excluded.
func (w *Watch) Spellings(d *text.Doc, found []Match) []Match {
	return slices.DeleteFunc(w.roster.find(d, w.Entities, found), func(m Match) bool { return m.Entity.Kind == Excluded })
}

// Side returns 0 or 1 for a party's code, -1 for any other.
func (w *Watch) Side(p news.Party) int {
	switch p {
	case w.Parties[0].Code:
		return 0
	case w.Parties[1].Code:
		return 1
	}
	return -1
}

// Own is what a report of a party's own country names without the country, "the
// foreign minister".
func (w *Watch) Own(side int) *Entity { return &w.own[side] }

// Writes returns the side that a report in a language is of by itself, -1 when it
// is neither's or both's.
func (w *Watch) Writes(language string) int {
	one := slices.Contains(w.Parties[0].Languages, language)
	two := slices.Contains(w.Parties[1].Languages, language)
	switch {
	case one == two:
		return -1
	case one:
		return 0
	}
	return 1
}

// Publishes returns the side whose own reports an outlet has, told by the first of its
// addresses and names that the watch knows; -1 when it knows none.
func (w *Watch) Publishes(outlet ...string) int {
	for _, known := range outlet {
		if _, rest, ok := strings.Cut(known, "://"); ok {
			known = rest
		}
		if end := strings.IndexAny(known, "/:?#"); end >= 0 {
			known = known[:end]
		}
		known = strings.ToLower(known)
		for more := true; more; _, known, more = strings.Cut(known, ".") {
			if side, ok := w.outlets[known]; ok {
				return side
			}
		}
	}
	return -1
}

// Written reports whether a language is one of the parties'.
func (w *Watch) Written(language string) bool {
	return slices.Contains(w.Parties[0].Languages, language) || slices.Contains(w.Parties[1].Languages, language)
}

// Role returns the post that e held at the time, and whether it held one. At a
// zero time it is the only post there is, if there is only one.
func (e *Entity) Role(at time.Time) (string, bool) {
	if at.IsZero() {
		if len(e.Posts) == 1 {
			return e.Posts[0].Role, true
		}
		return "", false
	}
	for _, p := range slices.Backward(e.Posts) {
		if (p.From.IsZero() || !at.Before(p.From)) && (p.To.IsZero() || at.Before(p.To)) {
			return p.Role, true
		}
	}
	return "", false
}
