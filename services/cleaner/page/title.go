package page

import (
	"html"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html/atom"
)

// separators stand between a headline and a site's name in a <title>.
var separators = []string{" | ", " - ", " – ", " — ", " « ", " » ", " :: ", " · ", " • ", " / ", "|", "｜", " ‹ ", " < ", "_", " : "}

// headline chooses the article's title, without the site's name: what JSON-LD says,
// the h1 that the head agrees with, Open Graph, the <title>, at last the feed; one
// that is only the site's name, where there is no other.
func (p *reading) headline() string {
	tag := p.withoutSite(p.markup.title)
	og := p.withoutSite(p.markup.first("og:title", "twitter:title", "dc.title", "title", "headline"))
	ld := p.withoutSite(p.ld.headline)
	if p.ld.rank <= 3 {
		ld = ""
	}
	h1 := p.heading(og, ld, tag, p.opt.Title)
	if hasKicker(h1, og) {
		h1 = og
	}
	if isShortened(ld, h1) || isShortened(ld, og) {
		ld = ""
	}
	name := ""
	for _, t := range []string{ld, h1, og, tag, p.withoutSite(p.opt.Title)} {
		switch {
		case t == "":
		case !slices.Contains(p.siteNames, squeeze(t)):
			return t
		case name == "":
			name = t
		}
	}
	return name
}

// hasKicker reports whether heading is title with a word or two and a mark before it.
func hasKicker(heading, title string) bool {
	kicker, ok := strings.CutSuffix(heading, title)
	kicker = strings.TrimSpace(kicker)
	return ok && title != "" && kicker != "" && strings.ContainsAny(kicker[len(kicker)-1:], "-:|/")
}

// isShortened reports whether title is whole cut short: with an ellipsis, or near the
// 110 characters that schema.org's validators once allowed.
func isShortened(title, whole string) bool {
	cut := strings.TrimRight(strings.TrimSuffix(title, "..."), " …")
	return (len(cut) < len(title) || len(cut) >= 100) && len(cut) > 30 && len(cut) < len(whole) && strings.HasPrefix(whole, cut)
}

// titleRun returns the run that shows title: the h1 if it does, else another heading,
// else a line that is no link; -1 for none.
func (l *layout) titleRun(title string) int {
	set := wordSet(title)
	best, rank := -1, 0
	for i := range l.runs {
		r := &l.runs[i]
		b := &l.boxes[r.box]
		k := 1
		switch {
		case b.tag == atom.H1:
			k = 3
		case b.tags[tHeading] == 0:
			k = 2
		case r.links > 0:
			continue
		}
		if k > rank && l.resembles(r, set) >= 0.8 {
			best, rank = i, k
		}
	}
	return best
}

// heading returns the h1 that one of the others resembles, or the only h1 there is.
func (p *reading) heading(others ...string) string {
	best, bestShare := "", 0.5
	for _, h := range p.markup.headings {
		h = tidy(h)
		for _, o := range others {
			if s := overlap(h, o); h != "" && o != "" && s > bestShare {
				best, bestShare = h, s
			}
		}
	}
	if best == "" && len(p.markup.headings) == 1 && others[0] == "" && others[1] == "" {
		return tidy(p.markup.headings[0])
	}
	return best
}

// tidy unescapes entities that were escaped twice and folds white space.
func tidy(s string) string {
	if strings.Contains(s, "&") {
		s = html.UnescapeString(s)
	}
	return strings.Join(strings.Fields(s), " ")
}

// withoutSite takes the site's name, and sections beside it, off a title.
func (p *reading) withoutSite(title string) string {
	title = tidy(title)
	for range 3 {
		cut := p.cutSite(title)
		if cut == title {
			return title
		}
		title = cut
	}
	return title
}

func (p *reading) cutSite(title string) string {
	for _, sep := range separators {
		if at := strings.LastIndex(title, sep); at > 0 && p.isSite(title[at+len(sep):]) {
			return strings.TrimSpace(title[:at])
		}
		if at := strings.Index(title, sep); at > 0 && p.isSite(title[:at]) {
			return strings.TrimSpace(title[at+len(sep):])
		}
	}
	return title
}

// isSite reports whether s is a name of the site: the one it gives itself, or one
// that its host name spells.
func (p *reading) isSite(s string) bool {
	key := squeeze(s)
	if key == "" {
		return true
	}
	for _, name := range p.siteNames {
		if name != "" && (key == name || len(key) > 3 && strings.Contains(name, key) || len(name) > 3 && strings.Contains(key, name) && len(key) < 2*len(name)+4) {
			return true
		}
	}
	return false
}

// siteKeys returns the squeezed names that stand for the site.
func (p *reading) siteKeys() []string {
	keys := []string{squeeze(p.markup.first("og:site_name")), squeeze(p.markup.first("application-name")), squeeze(p.ld.publisher), squeeze(p.opt.Site)}
	if u, err := url.Parse(p.url()); err == nil {
		host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
		keys = append(keys, squeeze(host))
		for part := range strings.SplitSeq(host, ".") {
			if len(part) > 3 {
				keys = append(keys, squeeze(part))
			}
		}
	}
	return keys
}

// squeeze keeps the letters and digits of s, folded.
func squeeze(s string) string {
	var b strings.Builder
	for _, r := range s {
		if isLetter(r) || r >= '0' && r <= '9' {
			b.WriteRune(fold(r))
		}
	}
	return b.String()
}

// overlap is the share of words that two texts have in common, of the longer one.
func overlap(a, b string) float64 {
	_, x := measure(a, nil)
	_, y := measure(b, nil)
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	set := make(map[uint32]int, len(x))
	for _, w := range x {
		set[w]++
	}
	hits := 0
	for _, w := range y {
		if set[w] > 0 {
			set[w]--
			hits++
		}
	}
	return float64(hits) / float64(max(len(x), len(y)))
}
