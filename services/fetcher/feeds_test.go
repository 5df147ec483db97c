package fetcher

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/host"
	"github.com/rasad-project/rasad/kit/host/hosttest"
	"github.com/rasad-project/rasad/services/fetcher/schedule"
)

// reach gets a command to a test's host.
type reach struct{ *host.Host }

func (reach) Flags(*flag.FlagSet) {}

func (r reach) Open(context.Context, cli.IO) (host.River, error) {
	return host.River{Bus: r.Bus, Topology: r.Topology, Closer: stays{}}, nil
}

// stays is a connection that stays open.
type stays struct{}

func (stays) Close() error { return nil }

// feedsCommand runs `rasad feeds` and returns its exit code and what it wrote.
func feedsCommand(t *testing.T, h *host.Host, stdin string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = cli.Main(t.Context(), FeedsCommand(reach{h}), args, cli.IO{
		Getenv: func(string) string { return "" }, In: strings.NewReader(stdin), Out: &out, Err: &errs,
	})
	return code, out.String(), errs.String()
}

const list = `<opml version="2.0"><body><outline text="Iran"><outline text="News"><outline text="A" xmlUrl="http://a.test/rss" category="/IR/fa"/></outline></outline>
<outline text="B" xmlUrl="http://b.test/rss"/></body></opml>`

func TestFeedsCommand(t *testing.T) {
	h := hosttest.Open(t, host.Fetcher, hosttest.Broker(t))
	file := filepath.Join(t.TempDir(), "list.opml")
	if err := os.WriteFile(file, []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := feedsCommand(t, h, "", "import", file); code != 0 || errs != "2 feeds read, 2 of them new\n" {
		t.Fatalf("import: %d, %q", code, errs)
	}
	if code, _, errs := feedsCommand(t, h, list, "import", "-"); code != 0 || errs != "2 feeds read, 0 of them new\n" {
		t.Errorf("import again: %d, %q", code, errs)
	}
	_, out, _ := feedsCommand(t, h, "", "list")
	if !strings.Contains(out, "new") || !strings.Contains(out, "http://a.test/rss") || strings.Count(out, "\n") != 3 {
		t.Errorf("list: %s", out)
	}
	if _, out, _ = feedsCommand(t, h, "", "list", "--health", "failing"); strings.Count(out, "\n") != 1 {
		t.Errorf("list of the failing: %s", out)
	}
	_, out, _ = feedsCommand(t, h, "", "list", "--json")
	var st schedule.State
	if err := json.NewDecoder(strings.NewReader(out)).Decode(&st); err != nil || st.Feed.Country != "IR" || strings.Join(st.Feed.Folder, "/") != "Iran/News" {
		t.Errorf("list as JSON: %+v, %v", st, err)
	}
	if _, out, _ = feedsCommand(t, h, "", "export"); !strings.Contains(out, `category="/IR/fa"`) || !strings.Contains(out, `<outline text="News">`) {
		t.Errorf("export: %s", out)
	}
	if code, _, errs := feedsCommand(t, h, "", "resume", "http://a.test/rss"); code != 0 {
		t.Errorf("resume: %d, %q", code, errs)
	}
	if code, _, errs := feedsCommand(t, h, "", "remove", "http://a.test/rss"); code != 0 {
		t.Errorf("remove: %d, %q", code, errs)
	}
	if code, _, errs := feedsCommand(t, h, "", "remove", "http://a.test/rss"); code != 1 || !strings.Contains(errs, "http://a.test/rss") {
		t.Errorf("remove of what is not there: %d, %q", code, errs)
	}
	for _, args := range [][]string{{"import"}, {"resume"}, {"remove"}, {"check"}, {"check", "a", "b"}} {
		if code, _, _ := feedsCommand(t, h, "", args...); code != 2 {
			t.Errorf("%q: exit code %d, want 2", args, code)
		}
	}
	if code, _, errs := feedsCommand(t, h, "<opml><body>", "import", "-"); code != 1 || !strings.Contains(errs, "-: opml: line 1") {
		t.Errorf("import of nonsense: %d, %q", code, errs)
	}
}

func TestCheck(t *testing.T) {
	web, h := newSite(t), hosttest.Open(t, host.Fetcher, hosttest.Broker(t))
	web.serve("/feed", "application/rss+xml", strings.Replace(rss(article(2), teaserOf(1)), "<link>http://outlet.test/</link>", "<ttl>90</ttl>&", 1))
	web.serve("/page", "text/html", `<html><link rel="alternate" type="application/rss+xml" href="/feed" title="All news"></html>`)
	if _, _, errs := feedsCommand(t, h, "", "check", web.URL+"/feed"); !strings.Contains(errs, "127.0.0.1 is loopback") {
		t.Errorf("a feed inside is visited: %s", errs)
	}
	code, out, errs := feedsCommand(t, h, "", "check", "--allow", "127.0.0.1", "--river", web.URL+"/feed")
	if code != 0 {
		t.Fatalf("check: %d, %s", code, errs)
	}
	for _, want := range []string{
		"not in it", "200 from " + web.URL, "validators", "rss", "Outlet", "bare-ampersand", "1h30m0s", "2; 2 without a date", "1 only a teaser",
		"keeps us from its pages", "next poll", "(ttl)", "health        ok",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("check lacks %q:\n%s", want, out)
		}
	}
	code, out, _ = feedsCommand(t, h, "", "check", "--allow", "127.0.0.1", web.URL+"/page")
	if code != 1 || !strings.Contains(out, web.URL+"/feed  All news") {
		t.Errorf("check of a page: %d, %s", code, out)
	}
	if code, _, errs = feedsCommand(t, h, "", "check", "--allow", "127.0.0.1", web.URL+"/none"); code != 1 || !strings.Contains(errs, "404") {
		t.Errorf("check of nothing: %d, %s", code, errs)
	}
}

func TestConfigNamesEveryFault(t *testing.T) {
	_, err := Config{Files: []string{"/nonexistent/a.opml"}, Callback: "http://us.test"}.withDefaults()
	for _, want := range []string{"/nonexistent/a.opml", "websub-listen"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want it to name %s", err, want)
		}
	}
}
