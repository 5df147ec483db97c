package manners

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestRules takes its cases from the rules and examples of RFC 9309.
func TestRules(t *testing.T) {
	for _, c := range []struct {
		name, robots, path string
		want               bool
	}{
		{"nothing said", "", "/a", true},
		{"all closed", "User-agent: *\nDisallow: /", "/a", false},
		{"robots.txt itself is open", "User-agent: *\nDisallow: /", "/robots.txt", true},
		{"an empty rule closes nothing", "User-agent: *\nDisallow:", "/a", true},
		{"our own group", "User-agent: *\nDisallow: /\n\nUser-agent: rasad\nDisallow: /b", "/a", true},
		{"our own group closes", "User-agent: rasad\nDisallow: /a\n\nUser-agent: *\nAllow: /", "/a/b", false},
		{"in any case", "user-agent: RASAD\ndisallow: /a", "/a", false},
		{"with a version", "User-agent: rasad/1.0\nDisallow: /a", "/a", false},
		{"a longer token is another's", "User-agent: rasadbot\nDisallow: /a", "/a", true},
		{"groups of one name add up", "User-agent: rasad\nDisallow: /a\n\nUser-agent: x\nDisallow: /\n\nUser-agent: rasad\nDisallow: /b", "/b", false},
		{"a group for several", "User-agent: x\nUser-agent: rasad\nDisallow: /a", "/a", false},
		{"a rule ends the names", "User-agent: x\nDisallow: /x\nUser-agent: rasad\nDisallow: /a", "/x", true},
		{"other lines do not", "User-agent: rasad\nSitemap: https://e.org/s.xml\nUser-agent: x\nDisallow: /a", "/a", false},
		{"our group without rules", "User-agent: *\nDisallow: /\nUser-agent: rasad\nCrawl-delay: 5", "/a", true},
		{"the longest rule wins", "User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", true},
		{"whatever the order", "User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/b/c", true},
		{"allow wins a tie", "User-agent: *\nDisallow: /a\nAllow: /a", "/a", true},
		{"star", "User-agent: *\nDisallow: /*/private", "/x/y/private/z", false},
		{"star at the end says nothing", "User-agent: *\nDisallow: /a*", "/abc", false},
		{"dollar", "User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", false},
		{"dollar ends it", "User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?x", true},
		{"dollar without star", "User-agent: *\nDisallow: /a$", "/a", false},
		{"dollar without star, longer", "User-agent: *\nDisallow: /a$", "/ab", true},
		{"stars find the last place", "User-agent: *\nDisallow: /*a*b$", "/xabab", false},
		{"the query counts", "User-agent: *\nDisallow: /*?print=", "/a?print=1", false},
		{"case of paths counts", "User-agent: *\nDisallow: /A", "/a", true},
		{"percent-encoding is one", "User-agent: *\nDisallow: /a%3cd.html", "/a%3Cd.html", false},
		{"unreserved octets are plain", "User-agent: *\nDisallow: /%7Ejoe", "/~joe/x", false},
		{"reserved ones are not", "User-agent: *\nDisallow: /a%2fb.html", "/a/b.html", true},
		{"other scripts", "User-agent: *\nDisallow: /خبر", "/%D8%AE%D8%A8%D8%B1/1", false},
		{"comments", "User-agent: * # all\nDisallow: /a # closed", "/a", false},
		{"a byte order mark", "\ufeffUser-agent: *\nDisallow: /a", "/a", false},
		{"old line ends", "User-agent: *\rDisallow: /a\r", "/a", false},
		{"rules before any name are nobody's", "Disallow: /\nUser-agent: *\nDisallow: /b", "/a", true},
		{"a page in place of rules", "<html><body>Not found</body></html>", "/a", true},
	} {
		if got := ParseRules([]byte(c.robots), "rasad").Allowed(c.path); got != c.want {
			t.Errorf("%s: %s is allowed: %v, want %v", c.name, c.path, got, c.want)
		}
	}
}

func TestRulesAreBounded(t *testing.T) {
	long := "User-agent: *\n" + strings.Repeat("Disallow: /x\n", 100_000) + "Disallow: /a"
	if !ParseRules([]byte(long), "rasad").Allowed("/a") {
		t.Error("a rule behind the bound was read")
	}
	wild := ParseRules([]byte("User-agent: *\nDisallow: /"+strings.Repeat("*a", 5000)+"b$"), "rasad")
	if !wild.Allowed("/" + strings.Repeat("a", 20_000)) {
		t.Error("a rule matches what it does not")
	}
}

func TestCrawlDelayIsRead(t *testing.T) {
	for robots, want := range map[string]time.Duration{
		"User-agent: *\nCrawl-delay: 10":                                    10 * time.Second,
		"User-agent: *\nCrawl-delay: 0.5":                                   500 * time.Millisecond,
		"User-agent: *\nCrawl-delay: 86400":                                 maxCrawl,
		"User-agent: *\nCrawl-delay: soon":                                  0,
		"User-agent: *\nCrawl-delay: 10\n\nUser-agent: rasad\nDisallow: /x": 0,
	} {
		if got := ParseRules([]byte(robots), "rasad").Delay; got != want {
			t.Errorf("%q: got %s, want %s", robots, got, want)
		}
	}
}

func TestRobotsByStatus(t *testing.T) {
	for _, c := range []struct {
		status int
		err    error
		want   bool
		again  time.Duration // after which it is asked for again
	}{
		{200, nil, false, robotsKept},
		{404, nil, true, robotsKept},
		{403, nil, true, robotsKept},
		{429, nil, false, robotsRetry},
		{500, nil, false, robotsRetry},
		{0, errors.New("nobody there"), false, robotsRetry},
	} {
		synctest.Test(t, func(t *testing.T) {
			asked := 0
			r := NewRobots("rasad", func(_ context.Context, address string) (int, []byte, error) {
				asked++
				if address != "https://example.org/robots.txt" {
					t.Errorf("asked for %s", address)
				}
				return c.status, []byte("User-agent: *\nDisallow: /a"), c.err
			}, nil)
			for range 3 {
				if got := r.Allowed(t.Context(), "https://example.org/a"); got != c.want {
					t.Errorf("%d, %v: allowed is %v, want %v", c.status, c.err, got, c.want)
				}
			}
			time.Sleep(c.again - time.Second)
			r.Allowed(t.Context(), "https://example.org/b")
			if asked != 1 {
				t.Errorf("%d: asked for %d times", c.status, asked)
			}
			time.Sleep(2 * time.Second)
			r.Allowed(t.Context(), "https://example.org/b")
			if asked != 2 {
				t.Errorf("%d: not asked for again after %s", c.status, c.again)
			}
		})
	}
}

func TestRobotsAreKeptWithinBounds(t *testing.T) {
	var slowest time.Duration
	r := NewRobots("rasad", func(context.Context, string) (int, []byte, error) {
		return 200, []byte("User-agent: *\nCrawl-delay: 3"), nil
	}, func(_ string, d time.Duration) { slowest = max(slowest, d) })
	for i := range robotsKeptAtAll + 10 {
		r.Allowed(t.Context(), fmt.Sprintf("http://h%d.example/", i))
	}
	if len(r.origins) > robotsKeptAtAll || slowest != 3*time.Second {
		t.Errorf("%d origins are kept; a delay of %s was told", len(r.origins), slowest)
	}
}
