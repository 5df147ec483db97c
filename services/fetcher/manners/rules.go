package manners

import (
	"bytes"
	"strconv"
	"strings"
	"time"
)

// maxRobots is how much of a robots.txt is read: RFC 9309 §2.5 asks for at least
// 500 KiB.
const maxRobots = 512 << 10

// Rules are what a robots.txt says to one robot (RFC 9309). The zero value allows
// everything.
type Rules struct {
	rules []rule
	// Delay is the Crawl-delay, which the standard does not know and many outlets
	// use.
	Delay time.Duration
	// denied says that nothing may be fetched.
	denied bool
}

type rule struct {
	allow bool
	path  string
}

// ParseRules reads the rules of a robots.txt for the robot of that product token.
// The groups that name it speak, all of them together; without one those for "*".
func ParseRules(body []byte, token string) Rules {
	body = bytes.TrimPrefix(body[:min(len(body), maxRobots)], []byte("\xef\xbb\xbf"))
	var mine, all group
	var named, starred, open bool // whom the group being read is for; still in its user-agent lines
	for line := range strings.FieldsFuncSeq(string(body), func(r rune) bool { return r == '\n' || r == '\r' }) {
		field, value, ok := split(line)
		switch {
		case !ok:
		case field == "user-agent":
			if !open {
				named, starred = false, false
			}
			open = true
			named = named || names(value, token)
			starred = starred || value == "*"
			mine.met = mine.met || named
		default:
			open = open && !isRule(field)
			if named {
				mine.add(field, value)
			}
			if starred {
				all.add(field, value)
			}
		}
	}
	if mine.met {
		return mine.Rules
	}
	return all.Rules
}

type group struct {
	Rules
	met bool
}

func (g *group) add(field, value string) {
	switch field {
	case "allow", "disallow":
		if value != "" {
			g.rules = append(g.rules, rule{field == "allow", encode(value)})
		}
	case "crawl-delay":
		if s, err := strconv.ParseFloat(value, 64); err == nil && s > 0 {
			g.Delay = time.Duration(min(s, maxCrawl.Seconds()) * float64(time.Second))
		}
	}
}

// split takes a line apart: "field: value # comment".
func split(line string) (field, value string, ok bool) {
	line, _, _ = strings.Cut(line, "#")
	field, value, ok = strings.Cut(line, ":")
	return strings.ToLower(strings.TrimSpace(field)), strings.TrimSpace(value), ok
}

func isRule(field string) bool {
	return field == "allow" || field == "disallow" || field == "crawl-delay"
}

// names reports whether a User-agent line is for the robot of that token: the
// line's token alone counts, whatever version follows it.
func names(value, token string) bool {
	end := strings.IndexFunc(value, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '_' && r != '-'
	})
	if end >= 0 {
		value = value[:end]
	}
	return value != "" && strings.EqualFold(value, token)
}

// Allowed reports whether the robot may fetch a path, query included. The longest
// rule that matches decides, an Allow in doubt (RFC 9309 §2.2.2).
func (r Rules) Allowed(path string) bool {
	if path == "/robots.txt" {
		return true
	}
	if r.denied {
		return false
	}
	path = encode(path)
	longest, allowed := -1, true
	for _, rule := range r.rules {
		if n := len(rule.path); n < longest || n == longest && !rule.allow || !matches(rule.path, path) {
			continue
		}
		longest, allowed = len(rule.path), rule.allow
	}
	return allowed
}

// matches reports whether a rule's path matches: "*" stands for anything, a "$"
// at the end for the end. It takes time in proportion to the product of the two
// lengths at worst.
func matches(pattern, path string) bool {
	pattern, anchored := strings.CutSuffix(pattern, "$")
	parts := strings.Split(pattern, "*")
	if !strings.HasPrefix(path, parts[0]) {
		return false
	}
	path = path[len(parts[0]):]
	for i, part := range parts[1:] {
		if anchored && i == len(parts)-2 {
			return strings.HasSuffix(path, part)
		}
		at := strings.Index(path, part)
		if at < 0 {
			return false
		}
		path = path[at+len(part):]
	}
	return !anchored || path == ""
}

// encode brings a path into the one form in which paths and rules are compared:
// octets outside ASCII in percent-encoding, encoded unreserved characters plain
// (RFC 9309 §2.2.2, RFC 3986 §6.2.2).
func encode(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			v := unhex(s[i+1])<<4 | unhex(s[i+2])
			if unreserved(v) {
				b.WriteByte(v)
			} else {
				writeEncoded(&b, v)
			}
			i += 2
		case c >= 0x80 || c <= ' ':
			writeEncoded(&b, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func writeEncoded(b *strings.Builder, c byte) {
	const digits = "0123456789ABCDEF"
	b.WriteByte('%')
	b.WriteByte(digits[c>>4])
	b.WriteByte(digits[c&15])
}

func unreserved(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}
