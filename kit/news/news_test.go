package news

import (
	"regexp"
	"testing"
	"time"
)

func TestDateString(t *testing.T) {
	tehran := time.FixedZone("", 3*3600+1800)
	at := time.Date(2024, 1, 27, 21, 51, 7, 0, tehran)
	for _, c := range []struct {
		name string
		date Date
		want string
	}{
		{"unknown is empty, never now", Date{}, ""},
		{"stated zone is UTC", Date{Time: at, Precision: Second, Zone: Stated}, "2024-01-27T18:21:07Z"},
		{"guessed zone shows no offset", Date{Time: at, Precision: Minute, Zone: Guessed}, "2024-01-27T21:51"},
		{"no zone, to the second", Date{Time: at, Precision: Second, Zone: Guessed}, "2024-01-27T21:51:07"},
		{"a day is a day", Date{Time: at, Precision: Day}, "2024-01-27"},
	} {
		if got := c.date.String(); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestFeedID(t *testing.T) {
	token := regexp.MustCompile(`^[a-z0-9-]{1,49}$`)
	seen := map[string]string{}
	for _, a := range []string{
		"https://www.tehrantimes.com/rss",
		"https://www.tehrantimes.com/rss/pl/617",
		"http://[::1]:8080/feed",
		"https://ایران.example/خبر",
		"https://a-very-long-host-name-that-goes-on-and-on.and-on.example.com/x",
		"not an address at all \x00",
		"",
	} {
		id := FeedID(a)
		if !token.MatchString(id) {
			t.Errorf("FeedID(%q) = %q: not a subject token", a, id)
		}
		if other, dup := seen[id]; dup {
			t.Errorf("FeedID(%q) and FeedID(%q) are both %q", a, other, id)
		}
		seen[id] = a
	}
	if FeedID("https://www.tehrantimes.com/rss")[:15] != "tehrantimes-com" {
		t.Error("the host is not readable in the id")
	}
}

func TestArticleText(t *testing.T) {
	a := Article{Blocks: []Block{{Text: "One."}, {Text: "Read more", Cut: "related"}, {Text: "Two."}}}
	if got, want := a.Text(), "One.\n\nTwo."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
