package page

import (
	"encoding/json"
	"html"
	"strings"
)

// linked is what the page's JSON-LD (schema.org) says of its article.
type linked struct {
	kind      string // the @type that was chosen
	headline  string
	body      string
	published string
	modified  string
	authors   []string
	publisher string
	url       string
	language  string
	free      string // isAccessibleForFree
	rank      int
}

// articleTypes ranks schema.org types by how surely they are the page's article.
var articleTypes = map[string]int{
	"newsarticle": 9, "reportagenewsarticle": 9, "analysisnewsarticle": 9, "opinionnewsarticle": 9, "backgroundnewsarticle": 9, "reviewnewsarticle": 9, "askpublicnewsarticle": 9,
	"liveblogposting": 9, "article": 8, "blogposting": 8, "advertisercontentarticle": 8, "satiricalarticle": 8, "scholarlyarticle": 8, "techarticle": 8, "report": 7,
	"socialmediaposting": 6, "recipe": 6, "review": 5, "newsmediaobject": 5, "creativework": 4, "videoobject": 3, "webpage": 2, "itempage": 2, "medicalwebpage": 2,
}

// readLinked finds the article in the JSON-LD scripts: the first node of the
// highest rank, its gaps filled from nodes of lower rank. types lists every type
// seen, lower case.
func readLinked(scripts []string) (best linked, types map[string]bool) {
	types = make(map[string]bool)
	var all []linked
	sites := make(map[string]string) // @id to name, for authors and publishers by reference
	var docs []any
	for _, s := range scripts {
		v, ok := parseLD(s)
		if !ok {
			continue
		}
		docs = append(docs, v)
		collectNames(v, sites, 0)
	}
	for _, v := range docs {
		collect(v, sites, types, &all, 0)
	}
	for _, a := range all {
		if a.rank > best.rank {
			best, a = a, best
		}
		best.fill(a)
	}
	return best, types
}

// fill takes from o what l lacks; dates and authors of a mere web page count less
// than none where o is not about an article.
func (l *linked) fill(o linked) {
	take := func(to *string, from string) {
		if *to == "" {
			*to = from
		}
	}
	take(&l.headline, o.headline)
	take(&l.published, o.published)
	take(&l.modified, o.modified)
	take(&l.publisher, o.publisher)
	take(&l.language, o.language)
	take(&l.url, o.url)
	if len(o.body) > 2*len(l.body) && o.rank > 3 {
		l.body = o.body
	}
	if len(l.authors) == 0 && o.rank > 3 {
		l.authors = o.authors
	}
}

// parseLD reads a script that should be JSON. Comment and CDATA wrappers, raw line
// breaks inside strings and trailing commas and semicolons are forgiven.
func parseLD(s string) (any, bool) {
	s = strings.TrimSpace(s)
	for _, wrap := range [...][2]string{{"<!--", "-->"}, {"//<![CDATA[", "//]]>"}, {"/*<![CDATA[*/", "/*]]>*/"}, {"<![CDATA[", "]]>"}} {
		s = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(s, wrap[0]), wrap[1]))
	}
	s = strings.TrimRight(s, "; \n\r\t")
	var v any
	if json.Unmarshal([]byte(s), &v) == nil {
		return v, true
	}
	dec := json.NewDecoder(strings.NewReader(mendJSON(s)))
	if dec.Decode(&v) == nil {
		return v, true
	}
	return nil, false
}

// mendJSON escapes control characters inside strings, doubles stray backslashes
// and drops commas before a closing bracket.
func mendJSON(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 64)
	inString := false
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case !inString && c == ',' && closesNext(s[i+1:]):
		case c == '"':
			inString = !inString
			b.WriteByte(c)
		case inString && c == '\\' && i+1 < len(s):
			if strings.IndexByte(`"\/bfnrtu`, s[i+1]) < 0 {
				b.WriteByte('\\')
			}
			b.WriteByte(c)
			i++
			b.WriteByte(s[i])
		case inString && c < 0x20:
			b.WriteByte(' ')
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func closesNext(s string) bool {
	s = strings.TrimLeft(s, " \t\r\n")
	return s != "" && (s[0] == '}' || s[0] == ']')
}

const maxLDDepth = 24

// collect finds every typed node in v that could be the article.
func collect(v any, names map[string]string, types map[string]bool, all *[]linked, depth int) {
	if depth > maxLDDepth || len(*all) > 200 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			collect(e, names, types, all, depth+1)
		}
	case map[string]any:
		rank, kind := 0, ""
		for _, t := range texts(v["@type"]) {
			t = strings.ToLower(strings.TrimPrefix(strings.TrimPrefix(t, "http://schema.org/"), "https://schema.org/"))
			types[t] = true
			if articleTypes[t] > rank {
				rank, kind = articleTypes[t], t
			}
		}
		if rank > 0 {
			*all = append(*all, readNode(v, names, rank, kind))
		}
		for _, key := range [...]string{"@graph", "mainEntity", "mainEntityOfPage", "article", "hasPart"} {
			if rank > 3 && key != "@graph" {
				continue // parts of an article are not the article
			}
			collect(v[key], names, types, all, depth+1)
		}
	}
}

func readNode(v map[string]any, names map[string]string, rank int, kind string) linked {
	l := linked{
		kind: kind, rank: rank, headline: text(v["headline"]), body: text(v["articleBody"]),
		published: text(v["datePublished"]), modified: text(v["dateModified"]), url: text(v["url"]),
		language: text(v["inLanguage"]), free: text(v["isAccessibleForFree"]),
	}
	if l.headline == "" && rank > 3 {
		l.headline = text(v["name"])
	}
	if l.body == "" {
		l.body = text(v["text"])
	}
	if l.published == "" {
		l.published = text(v["dateCreated"])
	}
	l.authors = peopleOf(v["author"], names, 0)
	if len(l.authors) == 0 {
		l.authors = peopleOf(v["creator"], names, 0)
	}
	if p := peopleOf(v["publisher"], names, 0); len(p) > 0 {
		l.publisher = p[0]
	}
	return l
}

// text returns the first string of a JSON-LD value, unescaped.
func text(v any) string {
	for _, s := range texts(v) {
		if s = strings.TrimSpace(html.UnescapeString(s)); s != "" {
			return s
		}
	}
	return ""
}

func texts(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case bool:
		if !v {
			return []string{"false"}
		}
	case []any:
		var out []string
		for _, e := range v {
			out = append(out, texts(e)...)
		}
		return out
	case map[string]any:
		return texts(v["@value"])
	}
	return nil
}

// peopleOf returns the names in an author value: a string, an object, a reference
// or a list of these.
func peopleOf(v any, names map[string]string, depth int) []string {
	if depth > 4 {
		return nil
	}
	switch v := v.(type) {
	case string:
		if n, ok := names[v]; ok {
			return []string{n}
		}
		return []string{html.UnescapeString(v)}
	case []any:
		var out []string
		for _, e := range v {
			out = append(out, peopleOf(e, names, depth+1)...)
		}
		return out
	case map[string]any:
		if ns := peopleOf(v["name"], nil, depth+1); len(ns) > 0 {
			return ns
		}
		if id, _ := v["@id"].(string); names[id] != "" {
			return []string{names[id]}
		}
	}
	return nil
}

// collectNames notes the name of every node with an @id.
func collectNames(v any, names map[string]string, depth int) {
	if depth > maxLDDepth || len(names) > 500 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			collectNames(e, names, depth+1)
		}
	case map[string]any:
		id, _ := v["@id"].(string)
		name, _ := v["name"].(string)
		if id != "" && name != "" {
			names[id] = html.UnescapeString(name)
		}
		for _, e := range v {
			collectNames(e, names, depth+1)
		}
	}
}
