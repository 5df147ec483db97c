package feed

import "strings"

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
	w.leaf("link", itemLink(n))
	w.guid(n)
	w.bodies(n)
	w.leaf("pubDate", n.date("pubdate", "published", "issued", "dcterms:issued", "dc:date", "date", "created", "dcterms:created", "prism:publicationdate"))
	w.leaf("updated", n.date("updated", "modified", "dcterms:modified", "dc:date"))
	if n.attr("lastmod") != "" {
		w.leaf("updated", n.attr("lastmod"))
	}
	w.leaf("byline", n.author())
	w.categories(n)
	w.enclosures(n)
	w.close("item")
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
	return resolve(n.base, n.about())
}

// guid writes the id of an item as it stands, and as an address where it is
// given as one. In RDF it is what the item is said to be about.
func (w *writer) guid(n *node) {
	g := n.child("", "guid")
	if g == nil {
		g = n.child("", "id")
	}
	if g == nil {
		w.leaf("guid", n.about(), "isPermaLink", "false")
		return
	}
	w.leaf("guid", strings.TrimSpace(g.plain()), "isPermaLink", "false")
	if permalink(g) {
		w.leaf("address", g.address())
	}
}

// about is what RDF knows an item by (RSS 1.0, section 5.5).
func (n *node) about() string {
	for _, a := range n.attrs {
		if strings.EqualFold(local(a.name), "about") {
			return strings.TrimSpace(a.value)
		}
	}
	return ""
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
		texts = append(texts, n.firstHTML("media:description"))
	}
	content := n.firstHTML("content", "content:encoded", "encoded", "xhtml:body", "body", "fullitem")
	if content == "" && len(texts) > 1 && texts[1] != texts[0] {
		content = texts[1]
	}
	w.leaf("description", texts[0])
	w.leaf("content:encoded", content)
}

func (w *writer) categories(n *node) {
	seen := make(map[string]bool)
	add := func(c string) {
		if c = PlainText(c); !seen[c] {
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
		case k.name == "link" && k.rel() == "enclosure":
			url = k.attr("href")
		}
		if url != "" {
			w.leaf("enclosure", "", "url", resolve(k.base, url), "type", k.attr("type"), "length", k.attr("length"))
		}
	}
}
