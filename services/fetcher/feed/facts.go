package feed

import "strings"

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
	w.own("updated", n.date("lastbuilddate", "updated", "modified", "dcterms:modified", "dc:date", "pubdate", "published", "issued", "created"))
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
			for rel := range strings.FieldsSeq(k.rel()) {
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
	switch rel {
	case "self", "hub", "current", "next":
		return rel
	case "prev-archive":
		return "previous"
	}
	return ""
}

// feedLink is the page of a feed: its link, and what serves as one.
func feedLink(n *node) string {
	return firstOf(n.link(""), n.link(nsAtom), resolve(n.base, n.attr("href")))
}

// language is the feed's own word for its language.
func language(root, n *node) string {
	tag := firstOf(n.firstText("language", "dc:language"), root.lang, n.lang)
	return strings.ReplaceAll(tag, "_", "-")
}
