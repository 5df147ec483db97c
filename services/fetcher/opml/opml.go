// Package opml reads and writes lists of feeds as OPML 2.0 (opml.org/spec2.opml):
// outlines with an xmlUrl are feeds, those without are the folders they lie in.
package opml

import (
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html/charset"

	"github.com/rasad-project/rasad/kit/news"
)

// Bounds on a list: larger ones are refused.
const (
	maxBytes = 64 << 20
	maxDepth = 32
	maxFeeds = 1_000_000
)

type document struct {
	XMLName xml.Name `xml:"opml"`
	Version string   `xml:"version,attr"`
	Head    head     `xml:"head"`
	Body    body     `xml:"body"`
}

type head struct {
	Title       string `xml:"title"`
	DateCreated string `xml:"dateCreated,omitempty"`
}

type body struct {
	Outlines []outline `xml:"outline"`
}

type outline struct {
	Type     string     `xml:"type,attr,omitempty"`
	Text     string     `xml:"text,attr"`
	Title    string     `xml:"title,attr,omitempty"`
	XMLURL   string     `xml:"xmlUrl,attr,omitempty"`
	Language string     `xml:"language,attr,omitempty"`
	Category string     `xml:"category,attr,omitempty"`
	Attrs    []xml.Attr `xml:",any,attr"`
	Outlines []outline  `xml:"outline"`
}

// Read returns the feeds of a list in the order they stand in, each address once.
// An outline's category of the form "/COUNTRY/LANGUAGE" gives the outlet's country
// and language. A list without a feed is an error.
func Read(r io.Reader) ([]news.Feed, error) {
	d := xml.NewDecoder(io.LimitReader(r, maxBytes))
	d.Strict = false
	d.CharsetReader = charset.NewReaderLabel
	var doc document
	if err := d.Decode(&doc); err != nil {
		line, column := d.InputPos()
		return nil, fmt.Errorf("opml: line %d, column %d: %w", line, column, err)
	}
	l := list{seen: map[string]bool{}}
	if err := l.add(doc.Body.Outlines, nil); err != nil {
		return nil, fmt.Errorf("opml: %w", err)
	}
	if len(l.feeds) == 0 {
		return nil, errors.New("opml: no outline has an xmlUrl")
	}
	return l.feeds, nil
}

type list struct {
	feeds []news.Feed
	seen  map[string]bool
}

func (l *list) add(outlines []outline, folder []string) error {
	if len(folder) > maxDepth {
		return fmt.Errorf("folders lie more than %d deep", maxDepth)
	}
	for _, o := range outlines {
		address, inner := o.address(), folder
		if address == "" {
			if name := o.name(); name != "" {
				inner = append(slices.Clip(folder), name)
			}
		} else if !l.seen[address] {
			if len(l.feeds) == maxFeeds {
				return fmt.Errorf("more than %d feeds", maxFeeds)
			}
			l.seen[address] = true
			l.feeds = append(l.feeds, o.feed(address, folder))
		}
		if err := l.add(o.Outlines, inner); err != nil {
			return err
		}
	}
	return nil
}

func (o *outline) feed(address string, folder []string) news.Feed {
	country, language := place(o.Category)
	return news.Feed{
		ID: news.FeedID(address), URL: address, Title: o.name(), Folder: folder,
		Country: country, Language: cmp.Or(o.Language, language),
	}
}

func (o *outline) name() string {
	return strings.TrimSpace(cmp.Or(o.Title, o.Text))
}

// address returns xmlUrl however it is spelled: some programs write xmlURL.
func (o *outline) address() string {
	if u := strings.TrimSpace(o.XMLURL); u != "" {
		return u
	}
	for _, a := range o.Attrs {
		if strings.EqualFold(a.Name.Local, "xmlUrl") {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

// place reads the first category of the form "/IR/fa".
func place(category string) (country, language string) {
	for c := range strings.SplitSeq(category, ",") {
		rest, ok := strings.CutPrefix(strings.TrimSpace(c), "/")
		a, b, both := strings.Cut(rest, "/")
		if ok && both && len(a) == 2 && strings.ToUpper(a) == a && len(b) >= 2 && len(b) <= 8 {
			return a, b
		}
	}
	return "", ""
}

// Write writes feeds as a list, in the folders they lie in. Read gives back the
// same feeds; those of one folder stand together, folders in the order they are
// first met.
func Write(w io.Writer, title string, created time.Time, feeds []news.Feed) error {
	doc := document{Version: "2.0", Head: head{Title: title}}
	if !created.IsZero() {
		doc.Head.DateCreated = created.UTC().Format(time.RFC1123)
	}
	for _, f := range feeds {
		put(&doc.Body.Outlines, f.Folder, of(f))
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(doc); err != nil {
		return fmt.Errorf("opml: %w", err)
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func of(f news.Feed) outline {
	name := cmp.Or(f.Title, f.URL)
	o := outline{Type: "rss", Text: name, Title: f.Title, XMLURL: f.URL, Language: f.Language}
	if f.Country != "" && f.Language != "" {
		o.Category = "/" + f.Country + "/" + f.Language
	}
	return o
}

// put puts an outline into its folder below outlines, making it if need be.
func put(outlines *[]outline, folder []string, o outline) {
	for _, name := range folder {
		i := slices.IndexFunc(*outlines, func(o outline) bool { return o.XMLURL == "" && o.Text == name })
		if i < 0 {
			*outlines = append(*outlines, outline{Text: name})
			i = len(*outlines) - 1
		}
		outlines = &(*outlines)[i].Outlines
	}
	*outlines = append(*outlines, o)
}
