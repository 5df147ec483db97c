package page

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// by is what introduces a name, in the languages of the sets.
var by = regexp.MustCompile(`(?i)^(?:(?:written|posted|published|reported|story|words|text|reporting)\s+)?(?:by|von|par|por|di|av|af|door|przez|автор|текст|by:|author|authors|auteur|autor|autorin|نویسنده|گزارش|به قلم|بقلم|بواسطة|كتب|کتب|كتبت|تحریر|حوار:|از)\s*[:：]?\s+`)

// glued is "By" with no blank before the name.
var glued = regexp.MustCompile(`^By(\p{Lu}\p{Ll})`)

// degrees are what follows a name and is not one: academic and professional degrees.
var degrees = regexp.MustCompile(`(?:[\s,]+(?:Ph\.?D|M\.?D|M\.?S|M\.?A|M\.?Sc|B\.?A|B\.?Sc|MBA|MPH|RDN?|LD|RN|CPT|CSCS|J\.?D|Esq)\.?)+$`)

// numbered is a word that begins with a digit, as in a date: no name has one.
var numbered = regexp.MustCompile(`(?:^|\s)\d`)

// degree is one of them alone, as a comma leaves it.
var degree = regexp.MustCompile(`^(?:Ph\.?D|M\.?D|M\.?S|M\.?Sc|MBA|MPH|RDN?|LD|RN|CPT|CSCS|J\.?D|Esq)\.?$`)

// tail is what follows a name and is not one.
var tail = regexp.MustCompile(`(?i)\s*(?:\(.*|\||•|·|\bfor (?:the )?[A-Z].*|\b(?:published|updated|posted|last updated|on)\b.*|\d{1,2}[:.]\d\d.*|\s[-–—]\s.*\d.*|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.?\s\d.*|[\w.+-]+@[\w.-]+.*|https?://.*)$`)

// between separates names. A comma does where what follows looks like a name again.
var between = regexp.MustCompile(`(?i)\s*(?:,?\s+(?:and|und|et|og|och|y|e|en|و|and,)\s+|\s*[,;،、，&]\s*|\s+[/•|·]\s+|／)\s*`)

// authorMeta are the names of meta tags that name the authors.
var authorMeta = []string{
	"author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl", "authors",
	"article:author_name", "cxenseparse:author", "mediator_author", "citation_author",
}

// bylines returns the names of the authors, each once, in the page's order: from
// JSON-LD, meta tags, microdata, the elements that are classed as a byline, and at
// last a line under the title. A source that names only the site gives way to one
// that names a person.
func (p *reading) bylines() []string {
	var first []string
	for _, texts := range p.authorSources() {
		names := people(texts)
		if len(names) == 0 || len(names) > 8 {
			continue
		}
		persons := slices.DeleteFunc(slices.Clone(names), p.isSiteName)
		switch {
		case first == nil && len(persons) > 0:
			return persons
		case first == nil:
			first = names
		case len(persons) > 0 && strings.Contains(persons[0], " ") && !p.isSite(persons[0]):
			return persons
		}
	}
	return first
}

// authorSources lists what names the authors, most trusted first.
func (p *reading) authorSources() [][]string {
	sources := [][]string{p.ld.authors}
	for _, key := range authorMeta {
		sources = append(sources, p.markup.metas[key])
	}
	for _, key := range []string{"author", "rel", "byline"} {
		var here, far []string
		for _, a := range p.markup.props {
			switch {
			case a.key != key:
			case p.byTitle(a.at):
				here = append(here, a.text)
			default:
				far = append(far, a.text)
			}
		}
		sources = append(sources, here, far)
	}
	return append(sources, p.bylineRuns())
}

// isSiteName reports whether s is just the site's name or host.
func (p *reading) isSiteName(s string) bool { return slices.Contains(p.siteNames, squeeze(s)) }

// bylineRuns returns the lines near the title that open as a byline does.
func (p *reading) bylineRuns() []string {
	l := &p.layout
	if p.titleAt < 0 {
		return nil
	}
	for i := p.titleAt + 1; i < min(len(l.runs), p.titleAt+12); i++ {
		r := &l.runs[i]
		if r.prosaic() {
			break
		}
		if r.words >= 2 && r.words <= 8 && r.stops <= 1 && by.MatchString(r.text) {
			return []string{r.text}
		}
	}
	return nil
}

// people cuts the texts into names.
func people(texts []string) []string {
	var names []string
	seen := make(map[string]bool)
	for _, t := range texts {
		t = tidy(t)
		if strings.HasPrefix(t, "http") || strings.HasPrefix(t, "@") {
			continue
		}
		t = by.ReplaceAllString(glued.ReplaceAllString(t, "$1"), "")
		for _, n := range between.Split(t, -1) {
			n = name(n)
			if key := squeeze(n); n != "" && !seen[key] {
				seen[key] = true
				names = append(names, n)
			}
		}
	}
	return names
}

// name tidies one name; "" if it cannot be one.
func name(s string) string {
	s = by.ReplaceAllString(strings.TrimSpace(s), "")
	s = strings.Trim(degrees.ReplaceAllString(tail.ReplaceAllString(s, ""), ""), " .,:;|-–—\"'“”")
	words := len(strings.Fields(s))
	first, _ := utf8.DecodeRuneInString(s)
	switch {
	case utf8.RuneCountInString(s) < 2, utf8.RuneCountInString(s) > 60, words > 7, !unicode.IsLetter(first), strings.Contains(s, "*"),
		numbered.MatchString(s), degree.MatchString(s):
		return ""
	}
	switch strings.ToLower(s) {
	case "admin", "administrator", "null", "undefined", "author", "view all posts", "staff", "none":
		return ""
	}
	return s
}
