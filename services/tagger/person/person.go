// Package person finds people whom no watch knows, where a text gives them with
// their post and their country: "Pakistan's ambassador to Tehran Muhammad Mudassir
// Tipu", "Hina Example, the Iranian consul general in Lahore". It reads English,
// where capitals tell where a name ends; texts in the Arabic script have none, and
// their people are those of the watch.
package person

import (
	"slices"
	"strings"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/tagger/text"
	"github.com/rasad-project/rasad/services/tagger/watch"
)

// Person is somebody given with a post.
type Person struct {
	Party       news.Party
	First, Last int32    // tokens of the name
	Post        [2]int32 // tokens of the post, in one piece: "ambassador to Tehran"
}

// Name returns the name as it is spelled in d.
func (p Person) Name(d *text.Doc) string { return spelled(d, p.First, p.Last) }

// Role returns the post as it is spelled in d.
func (p Person) Role(d *text.Doc) string { return spelled(d, p.Post[0], p.Post[1]) }

func spelled(d *text.Doc, first, last int32) string {
	return strings.Join(strings.Fields(d.Src[d.Toks[first].Start:d.Toks[last-1].End]), " ")
}

// The most words of a name, and of a post with its countries.
const (
	longestName = 4
	longestPost = 12
)

// Find appends the people in d to dst. ms are the matches of the watch in d, in
// order: who stands in one is known already.
func Find(d *text.Doc, ms []watch.Match, dst []Person) []Person {
	for _, s := range d.Sents {
		before := len(ms)
		for k := range ms {
			if ms[k].First >= s.First {
				before = k
				break
			}
		}
		ms = ms[before:]
		f := finder{d: d, sent: s, known: ms[:count(ms, s.Last)]}
		if len(f.known) > 0 && f.prose() {
			dst = f.people(dst)
		}
	}
	return dst
}

func count(ms []watch.Match, end int32) int {
	n := slices.IndexFunc(ms, func(m watch.Match) bool { return m.First >= end })
	if n < 0 {
		return len(ms)
	}
	return n
}

// finder reads one sentence.
type finder struct {
	d     *text.Doc
	sent  text.Sent
	known []watch.Match
}

// prose reports whether the sentence has words in small letters enough to tell
// names by their capitals, as a headline, which no mark ends, may not.
func (f *finder) prose() bool {
	small := 0
	for _, t := range f.d.Toks[f.sent.First:f.sent.Last] {
		if t.Flags&text.Lower != 0 && t.End-t.Start > 3 {
			small++
		}
	}
	return small >= 3 || small > 0 && f.sent.Closed
}

func (f *finder) people(dst []Person) []Person {
	for i := f.sent.First; i < f.sent.Last; {
		if f.d.Toks[i].Flags&text.Upper == 0 { // no name begins here, nor does a post that needs reading first
			i++
			continue
		}
		first, end := f.name(i)
		if end-first >= 2 {
			if p, ok := f.official(first, end); ok {
				dst = append(dst, p)
			}
		}
		i = max(end, i+1)
	}
	return dst
}

// name returns the words from token i on that can be a person's name: capitalised,
// joined by spaces and hyphens, in no match, and none that no name has. Posts
// before it are left out.
func (f *finder) name(i int32) (first, end int32) {
	for first = i; first < f.sent.Last && of(&f.d.Toks[first])&(head|part) != 0; first++ {
		if first > i && f.d.Gap(first) != " " {
			return first, first
		}
	}
	end = first
	for end < f.sent.Last && end-first < longestName && f.nameable(end) && (end == first || joins(f.d.Gap(end))) {
		end++
	}
	return first, end
}

func (f *finder) nameable(i int32) bool {
	t := &f.d.Toks[i]
	return t.Flags&text.Upper != 0 && t.End-t.Start > 1 && of(t)&(head|never) == 0 && f.at(i) == nil
}

func joins(gap string) bool { return gap == " " || gap == "-" || gap == "'" || gap == "’" }

// at returns the match that token i stands in.
func (f *finder) at(i int32) *watch.Match {
	for k := range f.known {
		if m := &f.known[k]; m.First <= i && i < m.Last {
			return m
		}
	}
	return nil
}

// official looks for the post of the name, before it and then after it.
func (f *finder) official(first, end int32) (Person, bool) {
	from := first
	for from > f.sent.First && first-from < longestPost && f.belongs(from-1) && (f.spaced(from) || from == first && f.d.Gap(from) == ", ") {
		from--
	}
	if p, ok := f.post(from, first); ok && of(&f.d.Toks[first-1])&joint == 0 {
		p.First, p.Last = first, end
		return p, true
	}
	if end == f.sent.Last || f.d.Gap(end) != ", " {
		return Person{}, false
	}
	to := end
	for to < f.sent.Last && to-end < longestPost && f.belongs(to) && (to == end || f.spaced(to)) {
		to++
	}
	p, ok := f.post(end, to)
	p.First, p.Last = first, end
	return p, ok
}

// belongs reports whether token i can stand in a post with its countries.
func (f *finder) belongs(i int32) bool {
	return of(&f.d.Toks[i])&(head|part|joint) != 0 || f.country(i) != nil
}

// country returns what token i names, if that says whose a post is or where: a
// country, a place, or a body that somebody can head.
func (f *finder) country(i int32) *watch.Entity {
	m := f.at(i)
	if m == nil || m.Entity.Kind == watch.Person || m.Entity.Kind == watch.Group {
		return nil
	}
	return m.Entity
}

// heads reports whether an entity can have a head: "Iranian Navy Commander".
func heads(k watch.Kind) bool {
	return k == watch.Office || k == watch.Force || k == watch.Agency || k == watch.Company
}

// spaced reports whether token i follows the one before it closely, as an
// apostrophe's "s" does.
func (f *finder) spaced(i int32) bool {
	return joins(f.d.Gap(i)) || f.d.Gap(i) == "’ " || f.d.Gap(i) == "' "
}

// post reads the tokens [from, to) as a post with its country: the one named before
// the post, else the one after "of".
func (f *finder) post(from, to int32) (Person, bool) {
	p := Person{Post: [2]int32{to, to}}
	headed := false
	for i := from; i < to; i++ {
		switch c := f.country(i); {
		case c != nil && (c.Kind == watch.Place || c.Kind == watch.Seat): // where the post is, not whose it is
		case c != nil && heads(c.Kind):
			p.Post[0] = min(p.Post[0], i)
			if p.Party == "" {
				p.Party = c.Party
			}
		case c != nil && (!headed && p.Post[0] == to || p.Party == "" && f.d.Toks[i-1].Hash == whose):
			p.Party = c.Party
		case of(&f.d.Toks[i])&(head|part) != 0 && f.at(i) == nil:
			p.Post[0] = min(p.Post[0], i)
			headed = headed || of(&f.d.Toks[i])&head != 0
		}
	}
	for p.Post[1] > p.Post[0] && of(&f.d.Toks[p.Post[1]-1])&joint != 0 {
		p.Post[1]--
	}
	return p, headed && p.Party != ""
}
