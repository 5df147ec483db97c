package identity

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// tracking are query parameters that say where a reader came from, never which
// document is meant; a name that ends in "*" stands for all that begin so.
var tracking = []string{
	"utm_*", "mtm_*", "pk_*", "piwik_*", "matomo_*", "hsa_*", "at_*", "_hs*", "vero_*", "oly_*", "ns_*", "mc_*", "ga_*", "wt.*", "wt_*",
	"fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "igshid", "igsh", "li_fat_id", "mkt_tok",
	"ocid", "cmpid", "smid", "xtor", "ftag", "ncid", "sr_share", "spm", "fromrss", "from_rss", "taid", "s_cid", "ref_src", "ref_url",
	"soc_src", "soc_trk", "guccounter", "__twitter_impression", "_ga", "_gl",
}

// doubtful are parameters that track on most sites and mean something on some:
// they are left out where addresses are compared, and kept where one is fetched.
var doubtful = []string{"cmp", "ito", "rss", "feed", "feature", "ref", "referrer", "source", "src", "amp", "outputtype", "share", "via"}

// sessions are query parameters whose value is new with every visit.
var sessions = []string{"phpsessid", "jsessionid", "sessionid", "session_id", "aspsessionid*", "cfid", "cftoken"}

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
	b.WriteString(escaped(dropSession(path)))
	if q := query(u.RawQuery); q != "" {
		b.WriteByte('?')
		b.WriteString(escaped(q))
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
	u.RawQuery = strip(u.RawQuery, false)
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
	q := strip(raw, true)
	if !strings.Contains(q, "&") {
		return q
	}
	parts := strings.Split(q, "&")
	slices.Sort(parts)
	return strings.Join(parts, "&")
}

// strip returns a query without tracking and sessions, and without what is only
// doubtful if doubts is true, in the order given. Blanks around a parameter are
// somebody's line break, and no part of it.
func strip(raw string, doubts bool) string {
	if raw == "" {
		return ""
	}
	parts := strings.Split(raw, "&")
	for i, p := range parts {
		parts[i] = strings.TrimSpace(p)
	}
	parts = slices.DeleteFunc(parts, func(p string) bool {
		name, value, _ := strings.Cut(p, "=")
		name = strings.ToLower(name)
		return name == "" || in(tracking, name) || in(sessions, name) || name == "sid" && len(value) > longestID || doubts && in(doubtful, name)
	})
	return strings.Join(parts, "&")
}

// longestID is the length of the longest number by which sites call a story. A
// longer "sid" is a session's.
const longestID = 12

// escaped writes what is no ASCII as percent-escapes and the digits of those in
// capitals, as addresses are compared (RFC 3986, section 6.2.2.1; RFC 3987,
// section 5.3.2.3): WordPress writes small ones, a person none.
func escaped(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r == '%' || r >= utf8.RuneSelf }) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			fmt.Fprintf(&b, "%%%02X", c)
		case c == '%' && i+2 < len(s):
			b.WriteString(strings.ToUpper(s[i : i+3]))
			i += 2
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
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
