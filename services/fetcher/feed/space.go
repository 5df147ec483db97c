package feed

import (
	"cmp"
	"slices"
	"strings"
)

// The vocabularies, by the short names elements are known under from the tree
// on. A feed's own vocabulary is "".
const (
	nsAtom = "atom"
	atom10 = "http://www.w3.org/2005/Atom"
)

// known maps namespace names, in lower case and without a closing slash or
// hash, to short names. Feeds get the scheme, the case and the slash wrong. What
// nobody here reads goes by its namespace name.
var known = map[string]string{
	"http://www.w3.org/2005/atom":                         nsAtom,
	"http://purl.org/atom/ns":                             nsAtom,
	"http://purl.org/rss/1.0":                             "rss",
	"http://channel.netscape.com/rdf/simple/0.9":          "rss",
	"http://my.netscape.com/rdf/simple/0.9":               "rss",
	"http://my.netscape.com/publish/formats/rss-0.91.dtd": "rss",
	"http://backend.userland.com/rss":                     "rss",
	"http://backend.userland.com/rss2":                    "rss",
	"http://backend.userland.com/rss091":                  "rss",
	"http://blogs.law.harvard.edu/tech/rss":               "rss",
	"http://cyber.law.harvard.edu/rss/rss.html":           "rss",
	"http://www.w3.org/1999/02/22-rdf-syntax-ns":          "rdf",
	"http://purl.org/dc/elements/1.1":                     "dc",
	"http://purl.org/dc/elements/1.0":                     "dc",
	"http://purl.org/dc/terms":                            "dcterms",
	"http://purl.org/rss/1.0/modules/content":             "content",
	"http://purl.org/rss/1.0/modules/syndication":         "sy",
	"http://search.yahoo.com/mrss":                        "media",
	"http://www.itunes.com/dtds/podcast-1.0.dtd":          "itunes",
	"http://example.com/dtds/podcast-1.0.dtd":             "itunes",
	"http://rssnamespace.org/feedburner/ext/1.0":          "feedburner",
	"http://www.w3.org/1999/xhtml":                        "xhtml",
	"http://www.sitemaps.org/schemas/sitemap/0.9":         "sitemap",
	"http://www.google.com/schemas/sitemap/0.84":          "sitemap",
	"http://www.google.com/schemas/sitemap-news/0.9":      "news",
	"http://prismstandard.org/namespaces/1.2/basic":       "prism",
}

// usual are the prefixes that mean their vocabulary even where nothing, or
// something unknown, is declared for them.
var usual = map[string]string{
	"atom": nsAtom, "atom10": nsAtom, "a10": nsAtom, "rss": "rss", "rdf": "rdf", "dc": "dc", "dcterms": "dcterms", "content": "content",
	"sy": "sy", "media": "media", "itunes": "itunes", "feedburner": "feedburner", "xhtml": "xhtml", "news": "news",
	"prism": "prism",
}

// binding is a namespace declaration in scope.
type binding struct {
	prefix, uri string
	space       string // the short name of the vocabulary, "" for an unknown one
	depth       int
}

// scope is the namespace declarations of the open elements, innermost last.
type scope []binding

func (s *scope) push(prefix, uri string, depth int) {
	*s = append(*s, binding{prefix, uri, short(uri), depth})
}

// restore puts the declarations of an opening element back at depth, if closing
// what it showed to be over has dropped them.
func (s *scope) restore(own []binding, depth int) {
	if len(own) == 0 || len(*s) > 0 && (*s)[len(*s)-1] == own[len(own)-1] {
		return
	}
	for _, b := range own {
		b.depth = depth
		*s = append(*s, b)
	}
}

// leave drops the declarations made at depth and below.
func (s *scope) leave(depth int) {
	n := len(*s)
	for n > 0 && (*s)[n-1].depth >= depth {
		n--
	}
	*s = (*s)[:n]
}

func (s scope) lookup(prefix string) (b binding, declared bool) {
	for _, b := range slices.Backward(s) {
		if b.prefix == prefix {
			return b, true
		}
	}
	return binding{}, false
}

// short returns the short name of a namespace, "" for one nobody knows.
func short(uri string) string {
	if uri == "" {
		return ""
	}
	uri = strings.TrimRight(strings.ToLower(strings.TrimSpace(uri)), "/#")
	if rest, ok := strings.CutPrefix(uri, "https:"); ok {
		uri = "http:" + rest
	}
	return known[uri]
}

// declares returns the prefix that an attribute of that name declares.
func declares(name string) (prefix string, ok bool) {
	prefix, ok = strings.CutPrefix(name, "xmlns")
	if !ok || prefix == "" {
		return "", ok
	}
	return strings.CutPrefix(prefix, ":")
}

// place finds the vocabulary of an element.
func (b *builder) place(n *node) {
	prefix, name, prefixed := strings.Cut(n.raw, ":")
	if !prefixed || name == "" {
		prefix, name = "", n.raw
	}
	n.name = strings.ToLower(name)
	ns, declared := b.scope.lookup(prefix)
	n.uri = ns.uri
	if b.root == nil {
		return
	}
	n.space = b.vocabulary(n, ns, prefix)
	if prefixed && !declared && n.space != "" {
		b.fixed.note(RepairNamespace)
	}
	n.item = n.space == "" && n.name == b.items
}

// vocabulary is the short name of the vocabulary of an element. Whatever
// namespace the root is in is the feed's own, for every element without a prefix
// or with the root's. So is Atom's wherever it stands, but for its links in RSS,
// which lead to other documents where RSS's own leads to the page.
func (b *builder) vocabulary(n *node, ns binding, prefix string) string {
	switch {
	case ns.space == "rss", ns.space == nsAtom && (b.root.name == "feed" || n.name != "link"):
		return ""
	case n.uri == b.root.uri && (prefix == "" || prefix == b.prefix), prefix == "" && (n.name == "channel" || n.name == "item"):
		return ""
	case ns.space != "":
		return ns.space
	case prefix != "":
		return cmp.Or(usual[strings.ToLower(prefix)], n.uri, prefix)
	case n.uri == "" || b.inside(n):
		return ""
	default:
		return n.uri
	}
}

// inside reports whether an element of an unknown namespace is part of the feed
// all the same: feeds put all manner of default namespaces on their channel.
func (b *builder) inside(n *node) bool {
	parent := b.open[len(b.open)-1]
	return holder(parent) && parent.uri == n.uri
}
