package watch

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/tagger/match"
	"github.com/rasad-project/rasad/services/tagger/text"
)

// item is one entity as the file writes it.
type item struct {
	Name  string
	Kind  string
	Party string
	Base  string // of groups
	Topic string
	// Names by language. One that begins with "=" must be spelled to the letter.
	En, Fa, Ur, Ar []string
	Short          []string   // surnames that count only beside the full name
	Needs          []string   // names that count only where the party is named too
	Posts          []itemPost // oldest first
	Precision      string
	Province       string
	At             []float64 // latitude, longitude
	Border         bool
	Crossing       bool
	Languages      []string // of a country of the world
}

type itemPost struct{ Role, From, To string }

// Topics are the topics that a label may name, in the order of the design.
var Topics = []string{
	"diplomacy", "border", "military", "militancy", "trade", "energy", "migration", "narcotics",
	"pilgrimage_culture", "water_environment", "judicial", "aid", "sport", "other",
}

// Precisions say how precisely a place lies.
var Precisions = []string{"town", "district", "province", "country"}

// add files an item as an entity, or says all that is wrong with it.
func (l *loader) add(it item, at int, of []Kind) {
	e := Entity{Name: it.Name, Kind: of[0], Party: it.Party, Topic: it.Topic, Line: at}
	if k := slices.Index(Kinds[:], it.Kind); k >= 0 && slices.Contains(of, Kind(k)) {
		e.Kind = Kind(k)
	} else if it.Kind != "" || len(of) > 1 {
		l.fault(at, "kind: want one of %v, got %q", of, it.Kind)
	}
	if it.Name == "" && e.Kind != Excluded {
		l.fault(at, "name is missing")
	}
	if free := e.Kind == Group || e.Kind == Excluded; l.watch.Side(it.Party) < 0 && it.Party != news.Other && (it.Party != "" || !free) {
		l.fault(at, "party: want %s, %s or %s, got %q", l.watch.Parties[0].Code, l.watch.Parties[1].Code, news.Other, it.Party)
	}
	if it.Topic != "" && !slices.Contains(Topics, it.Topic) {
		l.fault(at, "topic: %q is none of %v", it.Topic, Topics)
	}
	if it.Languages != nil {
		l.fault(at, "languages: only parties have them")
	}
	l.base(&e, it, at)
	l.posts(&e, it, at)
	l.where(&e, it, at)
	l.enter(e, it, at)
}

func (l *loader) base(e *Entity, it item, at int) {
	if it.Base == "" {
		return
	}
	if e.Kind != Group {
		l.fault(at, "base: only groups have one")
	}
	if l.watch.Side(it.Base) < 0 && it.Base != news.Other {
		l.fault(at, "base: want %s, %s or %s, got %q", l.watch.Parties[0].Code, l.watch.Parties[1].Code, news.Other, it.Base)
	}
	e.Base = it.Base
}

func (l *loader) posts(e *Entity, it item, at int) {
	if len(it.Posts) > 0 && e.Kind != Person {
		l.fault(at, "posts: only people have them")
	}
	for _, p := range it.Posts {
		if p.Role == "" {
			l.fault(at, "posts: role is missing")
		}
		post := Post{p.Role, l.day(p.From, at), l.day(p.To, at)}
		if !post.To.IsZero() && !post.From.Before(post.To) {
			l.fault(at, "posts: %s ends before it begins", p.Role)
		}
		e.Posts = append(e.Posts, post)
	}
}

// day reads a date of any precision as its first day; "" is the zero time.
func (l *loader) day(s string, at int) time.Time {
	if s == "" {
		return time.Time{}
	}
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	l.fault(at, "posts: want a date like 2021, 2021-08 or 2021-08-25, got %q", s)
	return time.Time{}
}

func (l *loader) where(e *Entity, it item, at int) {
	if it.At == nil && it.Precision == "" {
		if e.Kind == Place || e.Kind == Capital {
			l.fault(at, "at and precision are missing")
		}
		return
	}
	if !slices.Contains(Precisions, it.Precision) {
		l.fault(at, "precision: want one of %v, got %q", Precisions, it.Precision)
	}
	if len(it.At) != 2 || it.At[0] < -90 || it.At[0] > 90 || it.At[1] < -180 || it.At[1] > 180 {
		l.fault(at, "at: want [latitude, longitude] in degrees, got %v", it.At)
		return
	}
	e.Where = &Where{it.Precision, it.Province, it.At[0], it.At[1], it.Border || it.Crossing, it.Crossing}
}

// enter adds e and the phrases that name it.
func (l *loader) enter(e Entity, it item, at int) {
	if e.Kind == Person || e.Kind == Group {
		e.Names = it.En
		if !slices.Contains(e.Names, e.Name) {
			e.Names = slices.Insert(slices.Clone(e.Names), 0, e.Name)
		}
	}
	before := len(l.phrases)
	id := int32(len(l.watch.Entities))
	l.watch.Entities = append(l.watch.Entities, e)
	for _, names := range [][]string{it.En, it.Fa, it.Ur, it.Ar} {
		for _, n := range names {
			l.phrase(n, alias{entity: id}, at)
		}
	}
	for _, n := range it.Ar {
		for _, p := range prefixed(n) {
			l.phrase(p, alias{entity: id}, at)
		}
	}
	for _, n := range it.Short {
		l.phrase(n, alias{entity: id, short: true}, at)
		l.titled(n, e.Posts, alias{entity: id}, at)
	}
	for _, n := range it.Needs {
		l.phrase(n, alias{entity: id, needs: true}, at)
	}
	if len(l.phrases) == before {
		l.fault(at, "%s has no names", e.Name)
	}
}

// titled adds a surname behind the person's posts, where it counts by itself:
// "Interior Minister Naqvi". Posts are in English, and so are the surnames they
// stand before.
func (l *loader) titled(surname string, posts []Post, a alias, at int) {
	spelled, exact := strings.CutPrefix(surname, "=")
	if spelled == "" || spelled[0] >= utf8.RuneSelf || spelled[0] == '(' {
		return
	}
	for i, p := range posts {
		if slices.ContainsFunc(posts[:i], func(o Post) bool { return o.Role == p.Role }) {
			continue
		}
		name := "(" + p.Role + ") " + spelled
		if exact {
			name = "=" + name
		}
		l.phrase(name, a, at)
	}
}

func (l *loader) phrase(name string, a alias, at int) {
	spelled, exact := strings.CutPrefix(name, "=")
	p, spelled := context(spelled)
	p.ID, p.Words = int32(len(l.watch.aliases)), text.Hashes(spelled)
	if int32(len(p.Words)) <= p.Before+p.After {
		l.fault(at, "%q has no letters", name)
		return
	}
	if exact {
		var d text.Doc
		d.Read(spelled)
		for i := range d.Toks {
			p.Exact = append(p.Exact, d.Word(int32(i)))
		}
	}
	l.watch.aliases = append(l.watch.aliases, a)
	l.phrases = append(l.phrases, p)
}

// context takes the brackets off what must stand before or after a name without
// being part of it: "(Gabd) Rimdan", "Mand (border)".
func context(name string) (match.Phrase, string) {
	var p match.Phrase
	if before, rest, ok := strings.Cut(name, ")"); ok && strings.HasPrefix(before, "(") {
		p.Before = words(before[1:])
		name = before[1:] + " " + rest
	}
	if rest, after, ok := strings.Cut(name, "("); ok && strings.HasSuffix(after, ")") {
		after = strings.TrimSuffix(after, ")")
		p.After = words(after)
		name = rest + " " + after
	}
	return p, name
}

func words(s string) int32 { return int32(len(text.Hashes(s))) }

// addWorld files one country of the world: its name, demonyms and capital are one
// entity, for nothing asks which of them it was.
func (l *loader) addWorld(it item) {
	l.enter(Entity{Name: it.Name, Kind: Country, Party: it.Party, Languages: it.Languages}, it, 0)
}

// prefixed returns an Arabic name with the particles that are written together
// with it: and, then, with, to, as; and those before its article.
func prefixed(name string) []string {
	var out []string
	for _, p := range []string{"و", "ف", "ب", "ل", "ك", "وب", "ول"} {
		if rest, ok := strings.CutPrefix(name, "ال"); ok && strings.HasSuffix(p, "ل") {
			out = append(out, p+"ل"+rest)
			continue
		}
		out = append(out, p+name)
	}
	return out
}
