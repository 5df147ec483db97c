package page

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// by is what introduces a name, in the languages of the sets.
var by = regexp.MustCompile(`(?i)^(?:(?:written|posted|published|reported|story|words|text|reporting)\s+)?(?:by|von|par|por|di|av|af|door|przez|автор|текст|by:|author|authors|auteur|autor|autorin|نویسنده|گزارش|به قلم|بقلم|بواسطة|كتب|کتب|كتبت|تحریر|از)\s*[:：]?\s+`)

// tail is what follows a name and is not one.
var tail = regexp.MustCompile(`(?i)\s*(?:\(.*|\||•|·|\bfor (?:the )?[A-Z].*|\b(?:published|updated|posted|last updated|on)\b.*|\d{1,2}[:.]\d\d.*|[\w.+-]+@[\w.-]+.*|https?://.*)$`)

// between separates names. A comma does where what follows looks like a name again.
var between = regexp.MustCompile(`(?i)\s*(?:,?\s+(?:and|und|et|og|och|y|e|en|و|and,)\s+|\s*[,;،、，&]\s*|\s+[/•|·]\s+|／)\s*`)

// bylines returns the names of the authors, each once, in the page's order: from
// JSON-LD, meta tags, microdata, and at last the elements that are classed as a
// byline.
func (p *reading) bylines() []string {
	if names := people(p.ld.authors); len(names) > 0 {
		return names
	}
	for _, key := range []string{"author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl", "authors", "article:author_name", "cxenseparse:author", "mediator_author", "citation_author"} {
		if names := people(p.markup.metas[key]); len(names) > 0 {
			return names
		}
	}
	for _, key := range []string{"author", "rel", "byline"} {
		var texts []string
		for _, a := range p.markup.props {
			if a.key == key {
				texts = append(texts, a.text)
			}
		}
		if names := people(texts); len(names) > 0 && len(names) <= 8 {
			return names
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
		t = by.ReplaceAllString(t, "")
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
	s = strings.Trim(tail.ReplaceAllString(s, ""), " .,:;|-–—\"'“”")
	words := len(strings.Fields(s))
	first, _ := utf8.DecodeRuneInString(s)
	switch {
	case utf8.RuneCountInString(s) < 2, utf8.RuneCountInString(s) > 60, words > 7, !unicode.IsLetter(first):
		return ""
	}
	switch strings.ToLower(s) {
	case "admin", "administrator", "null", "undefined", "author", "view all posts", "staff", "none":
		return ""
	}
	return s
}
