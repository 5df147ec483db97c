package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// Hop is one redirect.
type Hop struct {
	Status int
	From   string
	To     string
}

// Permanent reports whether the hop says that the document has moved for good:
// 301 and 308 (RFC 9110 §15.4).
func (h Hop) Permanent() bool {
	return h.Status == http.StatusMovedPermanently || h.Status == http.StatusPermanentRedirect
}

// redirects reports whether a status sends the client elsewhere.
func redirects(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// next returns where a redirect leads. seen holds every address asked so far; it
// may be met once more, since a server may set its state on the way, but not
// twice.
func next(from *url.URL, location string, seen map[string]int) (*url.URL, error) {
	to, err := from.Parse(location)
	if err != nil {
		return nil, &Error{Redirects, from.String(), fmt.Errorf("a redirect to %q: %w", location, err)}
	}
	if err := visitable(to); err != nil {
		return nil, err
	}
	if to.Fragment == "" { // RFC 9110 §10.2.2
		to.Fragment = from.Fragment
	}
	if seen[to.String()] > 1 {
		return nil, &Error{Loop, from.String(), fmt.Errorf("redirected in a circle to %s", to)}
	}
	return to, nil
}

// visitable returns an error for an address that is not of the web.
func visitable(u *url.URL) error {
	if scheme := strings.ToLower(u.Scheme); scheme != "http" && scheme != "https" {
		return &Error{BadURL, u.String(), fmt.Errorf("%q is not an http address", u)}
	}
	if u.Hostname() == "" {
		return &Error{BadURL, u.String(), fmt.Errorf("%q has no host", u)}
	}
	return nil
}
