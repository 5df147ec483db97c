package corpus

import (
	"bytes"
	"embed"
	"encoding/xml"
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"unicode/utf8"
)

//go:embed page.html
var pageFile embed.FS

// Site is one outlet of the corpus: the texts of one style behind one host name
// under .test (RFC 6761 §6.2), which resolves nowhere but where a caller says.
type Site struct {
	Host  string
	Name  string
	Texts []Text
}

// outlets names the hosts of the styles, in the order of the seeds.
var outlets = []struct{ style, host, name string }{
	{"ip", "iranpress.test", "Iran Press"},
	{"ians", "ians.test", "IANS"},
	{"tt", "tehrantimes.test", "Tehran Times"},
	{"menafn", "menafn.test", "MENAFN"},
	{"tpl", "thinktank.test", "South Asia Desk"},
}

// Sites puts texts behind the hosts of their styles.
func Sites(texts []Text) []Site {
	sites := make([]Site, len(outlets))
	for i, o := range outlets {
		sites[i] = Site{Host: o.host, Name: o.name}
	}
	for _, t := range texts {
		i := outletOf(t)
		sites[i].Texts = append(sites[i].Texts, t)
	}
	return sites
}

// outletOf finds the outlet of a text by its style; the seeds are one of each,
// in order.
func outletOf(t Text) int {
	for i, o := range outlets {
		if t.Gold.Style == o.style || t.Gold.Style == "" && strings.HasPrefix(t.File, fmt.Sprintf("%03d_", i)) {
			return i
		}
	}
	return len(outlets) - 1
}

// Feed is the address of the site's RSS document.
func (s Site) Feed() string { return "http://" + s.Host + "/rss.xml" }

// Page is the address of the page that carries t.
func (s Site) Page(t Text) string {
	return "http://" + s.Host + "/" + t.Set + "/" + strings.TrimSuffix(t.File, ".txt")
}

// GUID is the name that t's item has in its site's feed.
func (t Text) GUID() string { return t.Set + "/" + t.File }

// Handler serves the sites by host name: /rss.xml, which carries teasers only,
// and a page for each text with the furniture of a news site around it: a
// navigation, a list of other stories with their titles, a share row, a footer.
func Handler(sites []Site) http.Handler {
	page := template.Must(template.ParseFS(pageFile, "page.html"))
	mux := http.NewServeMux()
	for _, s := range sites {
		mux.HandleFunc("GET "+s.Host+"/robots.txt", http.NotFound)
		rss := s.RSS()
		mux.HandleFunc("GET "+s.Host+"/rss.xml", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/rss+xml; charset=utf-8")
			w.Header().Set("ETag", fmt.Sprintf(`"%d"`, len(rss)))
			if r.Header.Get("If-None-Match") == w.Header().Get("ETag") {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			_, _ = w.Write(rss)
		})
		for _, t := range s.Texts {
			body := s.render(page, sites, t)
			path := strings.TrimPrefix(s.Page(t), "http://")
			mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
				_, _ = w.Write(body)
			})
		}
	}
	return mux
}

type rssItem struct {
	Title       string  `xml:"title,omitempty"`
	Link        string  `xml:"link"`
	GUID        rssGUID `xml:"guid"`
	Description string  `xml:"description"`
}

type rssGUID struct {
	PermaLink bool   `xml:"isPermaLink,attr"`
	Value     string `xml:",chardata"`
}

// RSS is the document at the site's Feed: an item for each text, with a teaser of it.
func (s Site) RSS() []byte {
	type channel struct {
		Title       string    `xml:"title"`
		Link        string    `xml:"link"`
		Description string    `xml:"description"`
		Items       []rssItem `xml:"item"`
	}
	type document struct {
		XMLName xml.Name `xml:"rss"`
		Version string   `xml:"version,attr"`
		Channel channel  `xml:"channel"`
	}
	doc := document{Version: "2.0", Channel: channel{Title: s.Name, Link: "http://" + s.Host + "/", Description: "The test corpus as " + s.Name + " might offer it"}}
	for _, t := range s.Texts {
		doc.Channel.Items = append(doc.Channel.Items, rssItem{
			Title: t.title(), Link: s.Page(t), Description: t.teaser(),
			GUID: rssGUID{Value: t.GUID()},
		})
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	if err := xml.NewEncoder(&b).Encode(doc); err != nil {
		panic(err) // strings into a buffer: cannot fail
	}
	return b.Bytes()
}

func (s Site) render(page *template.Template, sites []Site, t Text) []byte {
	data := struct {
		Site, Title, Language, Direction string
		Lines, Others                    []string
	}{Site: s.Name, Title: t.title(), Lines: lines(t.Body), Language: "en", Direction: "ltr"}
	if !latin(t.Body) {
		data.Language, data.Direction = "", "rtl"
	}
	for _, other := range sites {
		for _, o := range other.Texts {
			if title := o.title(); title != "" && o.File != t.File && len(data.Others) < 8 {
				data.Others = append(data.Others, title)
			}
		}
	}
	var b bytes.Buffer
	if err := page.Execute(&b, data); err != nil {
		panic(err) // a fixed template over strings: cannot fail
	}
	return b.Bytes()
}

// title is the text's title, "" where it has none.
func (t Text) title() string {
	if t.Gold.Title == nil {
		return ""
	}
	return *t.Gold.Title
}

// teaser is the start of the first line that reads like a sentence, cut short
// as feeds do.
func (t Text) teaser() string {
	for _, l := range lines(t.Body) {
		if len(l) < 120 || l == t.title() {
			continue
		}
		cut := 110
		for !utf8.RuneStart(l[cut]) {
			cut--
		}
		return l[:cut] + "…"
	}
	return ""
}

func lines(body string) []string {
	var all []string
	for l := range strings.Lines(body) {
		if l = strings.TrimSpace(l); l != "" {
			all = append(all, l)
		}
	}
	return all
}

func latin(s string) bool {
	ascii := 0
	for i := range len(s) {
		if s[i] < utf8.RuneSelf {
			ascii++
		}
	}
	return ascii*10 > len(s)*7
}
