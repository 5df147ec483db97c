package opml

import (
	"bytes"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/rasad-project/rasad/kit/news"
)

func feed(url, title, country, language string, folder ...string) news.Feed {
	return news.Feed{ID: news.FeedID(url), URL: url, Title: title, Country: country, Language: language, Folder: folder}
}

func TestRead(t *testing.T) {
	got, err := Read(strings.NewReader(`<?xml version="1.0" encoding="windows-1252"?>
<opml version="1.1"><head><title>x</title></head><body>
<outline text="Iran"><outline title="Press"><outline text="A" title="A's name" xmlUrl=" http://a.test/rss " category="/other,/IR/fa"/></outline>
<outline type="rss" text="B" xmlURL="http://b.test/?x=1&amp;y=2" language="en"/></outline>
<outline text="C` + "\xe9" + `" xmlUrl="http://c.test/"><outline text="inside" xmlUrl="http://d.test/"/></outline>
<outline text="A again" xmlUrl="http://a.test/rss"/><outline text="a note"/><outline text="empty"></outline>
</body></opml>`))
	want := []news.Feed{
		feed("http://a.test/rss", "A's name", "IR", "fa", "Iran", "Press"), feed("http://b.test/?x=1&y=2", "B", "", "en", "Iran"),
		feed("http://c.test/", "Cé", "", ""), feed("http://d.test/", "inside", "", ""),
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v\nwant %+v", got, err, want)
	}
}

func TestReadNamesWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		"":                           "line 1",
		"<opml><body>\n<outline":     "line 2",
		"<rss/>":                     "opml",
		"<opml><body></body></opml>": "xmlUrl",
		"<opml><body>" + strings.Repeat(`<outline text="x">`, 50) + strings.Repeat("</outline>", 50) + "</body></opml>": "deep",
	} {
		if _, err := Read(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: got %v, want it to name %q", text, err, want)
		}
	}
}

func TestWriteIsReadBack(t *testing.T) {
	want := []news.Feed{
		feed("http://a.test/?a=1&b=2", `Quotes " and <tags>`, "IR", "fa", "Iran", "Press"), feed("http://b.test/", "خبر", "PK", "ur", "Iran", "Press"),
		feed("http://c.test/", "C", "", "en", "Iran"), feed("http://d.test/", "D", "", ""),
	}
	var b bytes.Buffer
	if err := Write(&b, "A list", time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC), want); err != nil {
		t.Fatal(err)
	}
	got, err := Read(&b)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v\nwant %+v", got, err, want)
	}
}

// TestTheDefaultList reads the list that Rasad ships.
func TestTheDefaultList(t *testing.T) {
	f, err := os.Open("../../../feeds/default.opml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	feeds, err := Read(f)
	if err != nil || len(feeds) != 120 {
		t.Fatalf("%d feeds, %v", len(feeds), err)
	}
	for _, f := range feeds {
		if f.Country == "" || f.Language == "" || f.Title == "" || len(f.Folder) == 0 {
			t.Errorf("%s lacks its country, language, title or folder: %+v", f.URL, f)
		}
	}
}
