package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"html"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// press is all the sites.
type press struct {
	texts []text
	begun time.Time
	every time.Duration
	port  string
	asked atomic.Int64 // requests to the busy site
}

// site is a news site under .test (RFC 6761 §6.2), which resolves nowhere but
// where a hosts file says.
type site struct {
	at            int // its place in the list
	name, country string
	does          func(p *press, s site, w http.ResponseWriter, r *http.Request) // to who asks for its feed
}

var sites = []site{
	{name: "iranpress", country: "IR", does: (*press).news},
	{name: "tehrantimes", country: "IR", does: (*press).news},
	{name: "sobh", country: "IR", does: (*press).news},
	{name: "ians", country: "IN", does: (*press).news},
	{name: "menafn", country: "AE", does: (*press).news},
	{name: "thinktank", country: "IN", does: (*press).news},
	{name: "quettawire", country: "PK", does: (*press).news},
	{name: "roznama", country: "PK", does: (*press).news},
	{name: "closed", country: "PK", does: (*press).news}, // its robots.txt keeps us from its pages
	{name: "busy", country: "PK", does: (*press).busy},
	{name: "moved", country: "IR", does: (*press).moved},
	{name: "damaged", country: "IR", does: (*press).damaged},
	{name: "heavy", country: "PK", does: (*press).heavy},
	{name: "silent", country: "IR", does: (*press).silent},
	{name: "weekly", country: "PK", does: (*press).silent},
	{name: "late", country: "AE", does: (*press).late},
	{name: "gone", country: "IN", does: status(http.StatusGone)},
	{name: "trouble", country: "PK", does: status(http.StatusInternalServerError)},
	{name: "refuses", country: "IR", does: status(http.StatusForbidden)},
	{name: "noflow", country: "IN", does: (*press).page}, // a page where its feed should be
	{name: "dead", country: "IR", does: nil},             // nobody answers there
}

func (p *press) feed(s site) string { return "http://" + s.name + ".test:" + p.port + "/rss.xml" }

// handler serves every site by its name.
func (p *press) handler() http.Handler {
	mux := http.NewServeMux()
	for i, s := range sites {
		if s.does == nil {
			continue
		}
		s.at = i
		host := s.name + ".test"
		mux.HandleFunc(host+"/robots.txt", func(w http.ResponseWriter, r *http.Request) {
			if s.name != "closed" {
				http.NotFound(w, r)
				return
			}
			fmt.Fprint(w, "User-agent: *\nDisallow: /news/\n")
		})
		mux.HandleFunc(host+"/rss.xml", func(w http.ResponseWriter, r *http.Request) { s.does(p, s, w, r) })
		mux.HandleFunc(host+"/new.xml", func(w http.ResponseWriter, r *http.Request) { p.news(s, w, r) })
		mux.HandleFunc(host+"/news/{n}", func(w http.ResponseWriter, r *http.Request) { p.article(s, w, r) })
	}
	return mux
}

type item struct {
	Title   string `xml:"title"`
	Link    string `xml:"link"`
	GUID    string `xml:"guid"`
	PubDate string `xml:"pubDate"`
	Summary string `xml:"description"`
}

// rss is a document of a site's items.
func rss(s site, items []item) []byte {
	var doc struct {
		XMLName xml.Name `xml:"rss"`
		Version string   `xml:"version,attr"`
		Title   string   `xml:"channel>title"`
		Items   []item   `xml:"channel>item"`
	}
	doc.Version, doc.Title, doc.Items = "2.0", s.name, items
	data, err := xml.MarshalIndent(doc, "", " ")
	if err != nil {
		panic(err) // plain text: cannot fail
	}
	return append([]byte(xml.Header), data...)
}

// text is the nth article of a site. Every site brings them all, each beginning
// elsewhere: outlets print the same agencies, but no page twice.
func (p *press) text(s site, n int) text {
	return p.texts[(n+17*s.at)%len(p.texts)]
}

// items are the newest twenty of a site at a moment, published a while before.
func (p *press) items(s site, now time.Time) (items []item) {
	last := min(int(now.Sub(p.begun)/p.every), len(p.texts)-1)
	for n := last; n >= max(last-20, 0); n-- {
		t := p.text(s, n)
		at := p.begun.Add(time.Duration(n)*p.every - time.Duration(n%7)*47*time.Second)
		link := strings.TrimSuffix(p.feed(s), "rss.xml") + "news/" + strconv.Itoa(n)
		items = append(items, item{t.title, link, link, at.UTC().Format(time.RFC1123Z), short(t.body)})
	}
	return items
}

func (p *press) news(s site, w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/rss+xml; charset=utf-8")
	_, _ = w.Write(rss(s, p.items(s, time.Now())))
}

// article is a page with one article on it; one in eleven is missing.
func (p *press) article(s site, w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil || n < 0 || n%11 == 10 {
		http.NotFound(w, r)
		return
	}
	t := p.text(s, n)
	var b bytes.Buffer
	fmt.Fprintf(&b, "<!DOCTYPE html><html><head><meta charset=utf-8><title>%s</title></head><body><nav><a href=/>Home</a> <a href=/about>About us</a></nav><article><h1>%[1]s</h1>\n", html.EscapeString(t.title))
	for line := range strings.Lines(t.body) {
		if line = strings.TrimSpace(line); line != "" {
			fmt.Fprintf(&b, "<p>%s</p>\n", html.EscapeString(line))
		}
	}
	b.WriteString("</article><footer><p>All rights reserved.</p></footer></body></html>\n")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(b.Bytes())
}

// busy asks to be asked less, every second time.
func (p *press) busy(s site, w http.ResponseWriter, r *http.Request) {
	if p.asked.Add(1)%2 == 1 {
		p.news(s, w, r)
		return
	}
	w.Header().Set("Retry-After", "20")
	http.Error(w, "too many requests", http.StatusTooManyRequests)
}

func (p *press) moved(_ site, w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, "/new.xml", http.StatusMovedPermanently)
}

// damaged is RSS as it is met: a bare ampersand, and the end missing.
func (p *press) damaged(s site, w http.ResponseWriter, _ *http.Request) {
	data := bytes.ReplaceAll(rss(s, p.items(s, time.Now())), []byte("</title>"), []byte(" & more</title>"))
	_, _ = w.Write(bytes.TrimSuffix(data, []byte("</channel>\n</rss>")))
}

// heavy nests deeper than anybody should read.
func (p *press) heavy(_ site, w http.ResponseWriter, _ *http.Request) {
	fmt.Fprintf(w, "<rss><channel><item>%s<!-- %d -->", strings.Repeat("<b>", 100_000), time.Now().UnixNano())
}

// silent brought an item an hour and stopped some weeks ago.
func (p *press) silent(s site, w http.ResponseWriter, _ *http.Request) {
	stopped := p.begun.Add(-time.Duration(20+len(s.name)) * 24 * time.Hour)
	var items []item
	for n := range 20 {
		t := p.text(s, n)
		link := strings.TrimSuffix(p.feed(s), "rss.xml") + "news/" + strconv.Itoa(n)
		items = append(items, item{t.title, link, link, stopped.Add(-time.Duration(n) * time.Hour).UTC().Format(time.RFC1123Z), short(t.body)})
	}
	_, _ = w.Write(rss(s, items))
}

// late takes its time.
func (p *press) late(s site, w http.ResponseWriter, r *http.Request) {
	select {
	case <-time.After(11 * time.Second):
		p.news(s, w, r)
	case <-r.Context().Done():
	}
}

func (p *press) page(_ site, w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html")
	fmt.Fprint(w, "<!DOCTYPE html><title>Welcome</title><p>Our feeds have moved.</p>")
}

func status(code int) func(*press, site, http.ResponseWriter, *http.Request) {
	return func(_ *press, _ site, w http.ResponseWriter, _ *http.Request) {
		http.Error(w, http.StatusText(code), code)
	}
}

// opml is the list of the feeds, as rasad reads it.
func (p *press) opml() []byte {
	var b bytes.Buffer
	b.WriteString("<opml version=\"2.0\"><head><title>Outlets</title></head><body>\n")
	for _, s := range sites {
		fmt.Fprintf(&b, "<outline type=\"rss\" text=%q xmlUrl=%q category=\"/%s/en\"/>\n", s.name, p.feed(s), s.country)
	}
	b.WriteString("</body></opml>\n")
	return b.Bytes()
}

// hosts names the address of every site; at the dead one's nobody listens.
func (p *press) hosts() []byte {
	var b bytes.Buffer
	b.WriteString("127.0.0.1 localhost\n")
	for _, s := range sites {
		address := "127.0.0.1"
		if s.does == nil {
			address = "127.0.0.9"
		}
		fmt.Fprintf(&b, "%s %s.test\n", address, s.name)
	}
	return b.Bytes()
}
