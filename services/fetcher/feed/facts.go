package feed

import (
	"slices"
	"strings"
)

// document writes the plain document of a tree.
func (w *writer) document(root *node, fixed *repairs) (kind string) {
	kind = kindOf(root)
	if kind == "rss" && !shaped(root) {
		fixed.note(RepairStructure)
	}
	w.begin()
	switch kind {
	case "sitemap":
		w.sitemap(root)
	case "sitemapindex":
		w.sitemapIndex(root)
	default:
		if !root.item {
			w.channel(root)
		}
		w.items(root)
	}
	return kind
}

// shaped reports whether an RSS document has its parts where they belong: one
// channel in the root, and the items in it.
func shaped(root *node) bool {
	channel := root.child("", "channel")
	return root.name == "rss" && channel != nil && root.child("", "item") == nil
}

func kindOf(root *node) string {
	switch root.name {
	case "feed", "entry":
		return "atom"
	case "rdf":
		return "rdf"
	case "urlset":
		return "sitemap"
	case "sitemapindex":
		return "sitemapindex"
	case "channel":
		if strings.ToUpper(root.raw) == root.raw || root.attr("href") != "" {
			return "cdf"
		}
	}
	return "rss"
}

// channel writes what the feed says of itself: in RSS the channel does, in Atom
// the root.
func (w *writer) channel(root *node) {
	n := root
	if c := root.child("", "channel"); c != nil {
		n = c
	}
	w.leaf("title", n.firstHTML("title", "dc:title"))
	w.leaf("link", feedLink(n))
	w.leaf("description", n.firstHTML("subtitle", "tagline", "description", "info", "abstract", "itunes:subtitle", "feedburner:browserfriendly", "dc:description", "itunes:summary"))
	w.leaf("language", language(root, n))
	if id := n.child("", "id"); id != nil {
		w.own("id", id.address())
	}
	w.own("author", n.author())
	w.own("updated", n.firstText("lastbuilddate", "updated", "modified", "dcterms:modified", "dc:date", "pubdate", "published", "issued", "created"))
	if n.attr("lastmod") != "" {
		w.own("updated", n.attr("lastmod"))
	}
	w.pace(n)
	w.doors(n)
}

func (w *writer) pace(n *node) {
	w.own("ttl", n.firstText("ttl"))
	w.own("period", n.firstText("sy:updateperiod"))
	w.own("frequency", n.firstText("sy:updatefrequency"))
	for _, list := range []string{"skiphours", "skipdays"} {
		skip := n.child("", list)
		if skip == nil {
			continue
		}
		for _, k := range skip.kids {
			w.own(list, strings.TrimSpace(k.plain()))
		}
	}
}

// doors writes the links to other documents of the feed.
func (w *writer) doors(n *node) {
	for _, k := range n.kids {
		switch {
		case k.name == "link" && (k.space == "" || k.space == nsAtom) && k.attr("href") != "":
			for rel := range strings.FieldsSeq(k.attr("rel")) {
				w.own(door(rel), resolve(k.base, k.attr("href")))
			}
		case k.space == "itunes" && k.name == "new-feed-url":
			w.own("moved", resolve(k.base, k.plain()))
		}
	}
}

// door is the name a link relation is carried under, "" for one that is not
// (WebSub, section 4; RFC 5005, sections 3 and 4).
func door(rel string) string {
	switch rel = strings.ToLower(rel); rel {
	case "self", "hub", "current", "next":
		return rel
	case "prev-archive":
		return "previous"
	}
	return ""
}

// items writes every item, wherever damage has put it.
func (w *writer) items(n *node) {
	if n.item {
		w.item(n)
		return
	}
	if n.name == "" || n.space == "" && body(n) {
		return
	}
	for _, k := range n.kids {
		w.items(k)
	}
}

func (w *writer) item(n *node) {
	w.count++
	w.open("item")
	w.leaf("title", n.firstHTML("title", "dc:title", "media:title"))
	link := itemLink(n)
	w.leaf("link", link)
	w.guid(n)
	w.bodies(n)
	w.leaf("pubDate", n.lastText("pubdate", "published", "issued", "dcterms:issued", "dc:date", "date", "created", "dcterms:created"))
	w.leaf("updated", n.lastText("updated", "modified", "dcterms:modified", "dc:date"))
	if n.attr("lastmod") != "" {
		w.leaf("updated", n.attr("lastmod"))
	}
	w.leaf("byline", n.author())
	w.categories(n)
	w.enclosures(n)
	w.close("item")
}

// guid writes the id of an item as it stands, and as an address where it is
// given as one.
func (w *writer) guid(n *node) {
	g := n.child("", "guid")
	if g == nil {
		g = n.child("", "id")
	}
	if g == nil {
		return
	}
	w.leaf("guid", strings.TrimSpace(g.plain()), "isPermaLink", "false")
	if permalink(g) {
		w.leaf("address", g.address())
	}
}

// permalink reports whether an id may be an address. Atom's always may.
func permalink(g *node) bool {
	return !strings.EqualFold(strings.TrimSpace(g.attr("ispermalink")), "false")
}

// bodies writes the summary and the content of an item. Of RSS's "description"
// and a "summary" beside it, the first is the summary and the other the
// content, unless there is a proper one.
func (w *writer) bodies(n *node) {
	var texts []string
	for _, k := range n.kids {
		switch {
		case k.space == "" && (k.name == "description" || k.name == "summary" || k.name == "abstract"),
			k.space == "itunes" && k.name == "summary",
			k.space == "dc" && k.name == "description":
			if v := k.html(); v != "" {
				texts = append(texts, v)
			}
		}
	}
	if len(texts) == 0 {
		if d := n.media("description"); d != nil {
			texts = append(texts, d.html())
		}
	}
	content := n.firstHTML("content", "content:encoded", "encoded", "xhtml:body", "body", "fullitem", "atom:content")
	if len(texts) > 0 {
		w.leaf("description", texts[0])
		if content == "" && len(texts) > 1 && texts[1] != texts[0] {
			content = texts[1]
		}
	}
	w.leaf("content:encoded", content)
}

// media returns an element of Media RSS, in the item or in one of its groups.
func (n *node) media(name string) *node {
	for _, k := range n.kids {
		if k.space != "media" {
			continue
		}
		if k.name == name {
			return k
		}
		if k.name == "group" || k.name == "content" {
			if m := k.media(name); m != nil {
				return m
			}
		}
	}
	return nil
}

func (w *writer) categories(n *node) {
	seen := make(map[string]bool)
	add := func(c string) {
		if c = strings.Join(strings.Fields(c), " "); !seen[c] {
			seen[c] = true
			w.leaf("category", c)
		}
	}
	for _, k := range n.kids {
		switch {
		case k.space == "" && k.name == "category":
			add(firstOf(k.attr("term"), k.attr("label"), k.ownText(), k.plain()))
		case k.space == "dc" && k.name == "subject", k.space == "media" && k.name == "category":
			add(k.plain())
		case k.space == "itunes" && k.name == "category":
			add(k.attr("text"))
		case k.space == "itunes" && k.name == "keywords":
			for word := range strings.SplitSeq(k.plain(), ",") {
				add(word)
			}
		}
	}
}

func (w *writer) enclosures(n *node) {
	for _, k := range n.kids {
		if k.space != "" && k.space != nsAtom {
			continue
		}
		url := ""
		switch {
		case k.name == "enclosure":
			url = firstOf(k.attr("url"), k.attr("href"))
		case k.name == "link" && strings.EqualFold(k.attr("rel"), "enclosure"):
			url = k.attr("href")
		}
		if url != "" {
			w.leaf("enclosure", "", "url", resolve(k.base, url), "type", k.attr("type"), "length", k.attr("length"))
		}
	}
}

// feedLink is the page of a feed: its link, and what serves as one.
func feedLink(n *node) string {
	return firstOf(n.link(""), n.link(nsAtom), resolve(n.base, n.attr("href")))
}

// itemLink is the page of an item. FeedBurner's own link only counts the
// readers on their way to the original one.
func itemLink(n *node) string {
	if orig := n.child("feedburner", "origlink"); orig != nil {
		if l := resolve(orig.base, orig.plain()); web(l) {
			return l
		}
	}
	if l := firstOf(n.link(""), n.link(nsAtom), resolve(n.base, n.attr("href"))); l != "" {
		return l
	}
	for _, name := range []string{"guid", "id"} {
		if g := n.child("", name); g != nil && permalink(g) {
			if l := g.address(); web(l) {
				return l
			}
		}
	}
	return resolve(n.base, n.attr("rdf:about"))
}

// link is the address that the link elements of a vocabulary give: RSS writes
// it as text, Atom in an attribute, where only an alternate one leads to a page
// (RFC 4287, section 4.2.7.2).
func (n *node) link(space string) string {
	other := ""
	for _, k := range n.kids {
		if k.name != "link" || k.space != space {
			continue
		}
		href := resolve(k.base, firstOf(k.attr("href"), k.plain()))
		rel, kind := strings.ToLower(k.attr("rel")), strings.ToLower(k.attr("type"))
		switch {
		case href == "" || rel != "" && rel != "alternate":
		case kind == "" || strings.Contains(kind, "html"):
			return href
		case other == "":
			other = href
		}
	}
	return other
}

// language is the feed's own word for its language.
func language(root, n *node) string {
	tag := firstOf(n.firstText("language", "dc:language"), root.lang, n.lang)
	return strings.ReplaceAll(tag, "_", "-")
}

// mostAuthors bounds the people that an item is said to be by.
const mostAuthors = 32

// author is who wrote a feed or an item: every person that is named, by the
// name and address they are given.
func (n *node) author() string {
	for _, name := range []string{"author", "dc:creator", "dc:author", "managingeditor", "itunes:author"} {
		space, local := spaceOf(name)
		var all []string
		for _, k := range n.kids {
			if k.name == local && k.space == space && len(all) < mostAuthors {
				if p := k.person(); p != "" && !slices.Contains(all, p) {
					all = append(all, p)
				}
			}
		}
		if len(all) > 0 {
			return strings.Join(all, ", ")
		}
	}
	return ""
}

// person is the text of a person construct: "name (email)" (RFC 4287, section 3.2).
func (n *node) person() string {
	name, email := n.firstText("name"), n.firstText("email")
	switch {
	case name != "" && email != "":
		return name + " (" + email + ")"
	case name != "" || email != "":
		return name + email
	case n.hasElements():
		return ""
	default:
		return PlainText(n.plain())
	}
}

// firstHTML returns what the first of the named elements that is not empty says,
// as HTML. A name is of the feed's own vocabulary, or has its vocabulary's short
// name before it.
func (n *node) firstHTML(names ...string) string {
	for _, name := range names {
		space, local := spaceOf(name)
		for _, k := range n.kids {
			if k.name != local || k.space != space {
				continue
			}
			if v := k.html(); v != "" {
				return v
			}
		}
		if space == "media" {
			if m := n.media(local); m != nil {
				return m.html()
			}
		}
	}
	return ""
}

// firstText is firstHTML for lines of text.
func (n *node) firstText(names ...string) string {
	for _, name := range names {
		space, local := spaceOf(name)
		for _, k := range n.kids {
			if k.name == local && k.space == space {
				if v := strings.TrimSpace(k.plain()); v != "" {
					return v
				}
			}
		}
	}
	return ""
}

// lastText is firstText for facts of which a later one replaces an earlier.
func (n *node) lastText(names ...string) string {
	for _, name := range names {
		space, local := spaceOf(name)
		for _, k := range slices.Backward(n.kids) {
			if k.name == local && k.space == space {
				if v := strings.TrimSpace(k.plain()); v != "" {
					return v
				}
			}
		}
	}
	return ""
}

// address is what an element says, resolved as an address if it begins as a
// path does.
func (n *node) address() string {
	v := tidyURL(n.plain())
	if strings.HasPrefix(v, "/") {
		return resolve(n.base, v)
	}
	return v
}

// ownText is the text of n without that of its elements.
func (n *node) ownText() string {
	var b strings.Builder
	for _, k := range n.kids {
		if k.name == "" {
			b.WriteString(k.text)
		}
	}
	return strings.TrimSpace(b.String())
}

func spaceOf(name string) (space, local string) {
	space, local, ok := strings.Cut(name, ":")
	if !ok {
		return "", name
	}
	return space, local
}

// firstOf returns the first of its arguments that is not empty.
func firstOf(values ...string) string {
	for _, v := range values {
		if v = strings.TrimSpace(v); v != "" {
			return v
		}
	}
	return ""
}

// web reports whether s is the address of a page.
func web(s string) bool {
	return len(s) > 8 && (strings.EqualFold(s[:7], "http://") || strings.EqualFold(s[:8], "https://"))
}
