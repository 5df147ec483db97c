package schedule

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Advice is what a server and a feed say about when to come back. Zero fields say
// nothing.
type Advice struct {
	Fresh     time.Duration  `json:"fresh,omitzero"`  // Cache-Control, Expires
	TTL       time.Duration  `json:"ttl,omitzero"`    // RSS ttl
	Period    time.Duration  `json:"period,omitzero"` // sy:updatePeriod over sy:updateFrequency
	SkipHours []int          `json:"skiphours,omitempty"`
	SkipDays  []time.Weekday `json:"skipdays,omitempty"`
}

// Fresh returns how long an answer says it stays fresh (RFC 9111 §4.2): max-age
// less the time it spent in caches, or Expires; 0 when it does not say, or says
// that it may not be kept.
func Fresh(h http.Header, now time.Time) time.Duration {
	age := seconds(h.Get("Age"))
	maxAge, stated := time.Duration(0), false
	for d := range strings.SplitSeq(strings.Join(h.Values("Cache-Control"), ","), ",") {
		name, value, _ := strings.Cut(strings.ToLower(strings.TrimSpace(d)), "=")
		switch name {
		case "no-cache", "no-store":
			return 0
		case "max-age":
			maxAge, stated = seconds(strings.Trim(value, `"`)), true
		}
	}
	if stated {
		return max(maxAge-age, 0)
	}
	expires, err := http.ParseTime(h.Get("Expires"))
	if err != nil {
		return 0
	}
	if served, err := http.ParseTime(h.Get("Date")); err == nil {
		now = served
	}
	return max(expires.Sub(now)-age, 0)
}

// seconds reads a delta-seconds of RFC 9111 §1.2.2; what overflows is very long.
func seconds(s string) time.Duration {
	n, err := strconv.ParseUint(strings.TrimSpace(s), 10, 64)
	switch {
	case err != nil && strings.Trim(s, "0123456789") == "" && s != "":
		n = 1 << 31
	case err != nil:
		return 0
	}
	return time.Duration(min(n, 1<<31)) * time.Second
}
