package identity

import (
	"net/url"
	"slices"
	"strings"
)

// tracking are query parameters that say where a reader came from, never which
// document is meant; a name that ends in "*" stands for all that begin so.
var tracking = []string{
	"utm_*", "mtm_*", "pk_*", "piwik_*", "matomo_*", "hsa_*", "at_*", "_hs*", "vero_*", "oly_*", "ns_*", "mc_*", "ga_*", "wt.*", "wt_*",
	"fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "igshid", "igsh", "li_fat_id", "mkt_tok",
	"ocid", "cmpid", "cmp", "smid", "xtor", "ito", "ftag", "ncid", "sr_share", "spm", "rss", "feed", "fromrss", "from_rss", "taid", "s_cid",
	"feature", "ref", "ref_src", "ref_url", "referrer", "source", "src", "soc_src", "soc_trk", "guccounter", "__twitter_impression", "_ga", "_gl",
	"amp", "outputtype", "share", "via",
}

// sessions are query parameters whose value is new with every visit.
var sessions = []string{"phpsessid", "jsessionid", "sid", "sessionid", "session_id", "aspsessionid*", "cfid", "cftoken"}

// mobile are host labels under which outlets serve the same document to phones
// and to AMP caches.
var mobile = []string{"www", "m", "mobile", "amp", "wap"}

// Canonical returns the form of an address in which two addresses of one
// document are equal: https without port, host without www, m or amp, no
// tracking and session parameters, the others in order, no trailing slash, AMP
// paths and caches undone. It is for comparing, not for fetching. An address
// that cannot be parsed is returned trimmed.
func Canonical(address string) string {
	address = strings.TrimSpace(address)
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	u = unwrapAMP(u)
	var b strings.Builder
	b.Grow(len(address))
	b.WriteString("https://")
	b.WriteString(host(u))
	path := strings.TrimSuffix(ampPath(u.EscapedPath()), "/")
	b.WriteString(dropSession(path))
	if q := query(u.RawQuery); q != "" {
		b.WriteByte('?')
		b.WriteString(q)
	}
	if f := u.EscapedFragment(); meaningful(f) {
		b.WriteByte('#')
		b.WriteString(f)
	}
	return b.String()
}

// Link returns an address without what only tracks its reader, otherwise as it
// stands: fit for fetching.
func Link(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" {
		return strings.TrimSpace(address)
	}
	u.RawQuery = strip(u.RawQuery)
	if !meaningful(u.EscapedFragment()) {
		u.Fragment, u.RawFragment = "", ""
	}
	return u.String()
}

func host(u *url.URL) string {
	h := strings.TrimRight(strings.ToLower(u.Hostname()), ".")
	for {
		label, rest, ok := strings.Cut(h, ".")
		if !ok || !strings.Contains(rest, ".") || !slices.Contains(mobile, label) {
			break
		}
		h = rest
	}
	if p := u.Port(); p != "" && p != "80" && p != "443" {
		h += ":" + p
	}
	return h
}

// ampPath undoes the paths under which AMP copies of a document live.
func ampPath(p string) string {
	p = strings.TrimSuffix(p, "/")
	for _, tail := range []string{"/amp", "/amp.html", "/amphtml"} {
		p = strings.TrimSuffix(p, tail)
	}
	if rest, ok := strings.CutPrefix(p, "/amp/"); ok {
		p = "/" + rest
	}
	if rest, ok := strings.CutSuffix(p, ".amp.html"); ok {
		p = rest + ".html"
	}
	return strings.TrimSuffix(p, ".amp")
}

// unwrapAMP returns the document an AMP cache serves a copy of:
// https://…/amp/s/host/path, https://….cdn.ampproject.org/c/s/host/path.
func unwrapAMP(u *url.URL) *url.URL {
	h := strings.ToLower(u.Hostname())
	rest := ""
	switch {
	case strings.HasSuffix(h, ".ampproject.org"):
		_, rest, _ = strings.Cut(strings.TrimPrefix(u.EscapedPath(), "/"), "/")
	case h == "www.google.com" && strings.HasPrefix(u.Path, "/amp/"):
		rest = strings.TrimPrefix(u.EscapedPath(), "/amp/")
	default:
		return u
	}
	rest = strings.TrimPrefix(rest, "s/")
	inner, err := url.Parse("https://" + rest)
	if err != nil || !strings.Contains(inner.Host, ".") {
		return u
	}
	inner.RawQuery = u.RawQuery
	return inner
}

// dropSession cuts ";jsessionid=…" off a path.
func dropSession(p string) string {
	if i := strings.Index(strings.ToLower(p), ";jsessionid="); i >= 0 {
		return p[:i]
	}
	return p
}

// query returns a query without tracking and sessions, its parameters sorted.
func query(raw string) string {
	q := strip(raw)
	if !strings.Contains(q, "&") {
		return q
	}
	parts := strings.Split(q, "&")
	slices.Sort(parts)
	return strings.Join(parts, "&")
}

// strip returns a query without tracking and sessions, in the order given. Blanks
// around a parameter are somebody's line break, and no part of it.
func strip(raw string) string {
	if raw == "" {
		return ""
	}
	parts := strings.Split(raw, "&")
	for i, p := range parts {
		parts[i] = strings.TrimSpace(p)
	}
	parts = slices.DeleteFunc(parts, func(p string) bool {
		name, _, _ := strings.Cut(p, "=")
		name = strings.ToLower(name)
		return name == "" || in(tracking, name) || in(sessions, name)
	})
	return strings.Join(parts, "&")
}

func in(list []string, name string) bool {
	for _, l := range list {
		if stem, open := strings.CutSuffix(l, "*"); open && strings.HasPrefix(name, stem) || l == name {
			return true
		}
	}
	return false
}

// meaningful reports whether a fragment can tell two documents apart: a place in
// a live blog or a script's route can, a mark of where a reader came from cannot.
func meaningful(f string) bool {
	if f == "" {
		return false
	}
	name, _, assigned := strings.Cut(strings.ToLower(f), "=")
	return !assigned && name != "rss" && name != "comments" && name != "respond" && name != "more" || strings.HasPrefix(f, "!") || strings.HasPrefix(f, "/")
}
