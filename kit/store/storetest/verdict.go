package storetest

import (
	"fmt"
	"strings"
	"time"

	"github.com/rasad-project/rasad/kit/news"
)

// Start is when the first [Verdict] was seen.
var Start = time.Date(2024, 1, 18, 6, 0, 0, 0, time.UTC)

const paragraph = "Officials of the two countries met at the border crossing on Thursday and agreed to open a second lane for lorries, " +
	"the governor's office said in a statement; trade through the crossing grew by a tenth in the past year, and both sides spoke of " +
	"a market for the people of the border towns. "

// Verdict returns the nth verdict of a feed: on an entry of its own, seen n minutes
// after [Start], relevant, on an article of 3 KB.
func Verdict(n int) *news.Verdict {
	seen := Start.Add(time.Duration(n) * time.Minute)
	title := fmt.Sprintf("Iran and Pakistan open crossing number %d", n)
	return &news.Verdict{
		Article: news.Article{
			Entry: news.Entry{
				ID: fmt.Sprintf("%032x", n), Revision: fmt.Sprintf("%016x", 1), URL: fmt.Sprintf("https://news.example/%d", n), Title: title,
				Feed: news.Feed{ID: "news-example-0a1b2c3d", URL: "https://news.example/rss", Title: "News", Country: "PK"}, Seen: seen,
				Published: news.Date{Time: seen.Add(-time.Hour), Precision: news.Second, Zone: news.Stated, From: news.FromFeed},
			},
			Title: title, Site: "news.example", Language: "en", URL: fmt.Sprintf("https://news.example/%d", n),
			Published:  news.Date{Time: seen.Add(-time.Hour), Precision: news.Second, Zone: news.Stated, From: news.FromFeed},
			Blocks:     []news.Block{{Text: strings.Repeat(paragraph, 4)}, {Text: "Read more", Cut: "related"}, {Text: strings.Repeat(paragraph, 4)}},
			Confidence: 0.9,
		},
		Relevant: true, Score: 0.93, Level: 2, Topics: []string{"border", "trade"}, Tone: "cooperative",
		Events: []news.Event{{Source: "IRN", Action: "AGREE", Target: "PAK", Status: "done", Date: "2024-01-18", Weight: 1, Evidence: []int{0, 1}}},
		Actors: []news.Actor{{Name: "governor's office", Country: "IRN", Role: "government"}},
		Places: []news.Place{{Name: "Mirjaveh", Country: "IRN", Precision: "town", Lat: 29.03, Lon: 61.45}},
		Evidence: []news.Evidence{
			{Field: "title", Start: 0, End: 17, Quote: "Iran and Pakistan", Rule: "both"},
			{Field: "text", Start: 0, End: 30, Quote: paragraph[:30], Rule: "agree"},
		},
		Why: "Iran and Pakistan agree on a crossing.", Tagged: seen.Add(time.Second), Watch: "iran-pakistan",
	}
}

// Dropped returns the nth verdict, of an article that was dropped.
func Dropped(n int, reason string) *news.Verdict {
	v := Verdict(n)
	return &news.Verdict{
		Article: news.Article{Entry: v.Article.Entry, Title: v.Article.Title, Site: v.Article.Site, Dropped: reason},
		Tagged:  v.Tagged, Watch: v.Watch,
	}
}
