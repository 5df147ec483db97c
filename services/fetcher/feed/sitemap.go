package feed

import "strings"

// sitemap writes the pages of a sitemap as items. Those that the news extension
// describes have a title and a date of publication; of the others only the date
// of their last change is known.
func (w *writer) sitemap(root *node) {
	for _, k := range root.kids {
		if k.item {
			w.page(k)
		}
	}
}

func (w *writer) page(n *node) {
	loc := resolve(n.base, n.firstText("loc"))
	if loc == "" {
		return
	}
	w.count++
	w.open("item")
	w.leaf("link", loc)
	w.leaf("guid", loc, "isPermaLink", "false")
	w.leaf("updated", n.firstText("lastmod"))
	if story := n.child("news", "news"); story != nil {
		w.leaf("title", PlainText(story.firstText("news:title")))
		w.leaf("pubDate", story.firstText("news:publication_date"))
		for word := range strings.SplitSeq(story.firstText("news:keywords"), ",") {
			w.leaf("category", strings.TrimSpace(word))
		}
	}
	w.close("item")
}

// sitemapIndex writes the sitemaps of an index as items, of which there can be
// 50,000.
func (w *writer) sitemapIndex(root *node) {
	for _, k := range root.kids {
		if loc := resolve(k.base, k.firstText("loc")); k.name == "sitemap" && loc != "" {
			w.count++
			w.open("item")
			w.leaf("link", loc)
			w.close("item")
		}
	}
}
