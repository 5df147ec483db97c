package identity

import "testing"

func TestCanonical(t *testing.T) {
	for address, want := range map[string]string{
		"http://www.Example.org:80/a/":                               "https://example.org/a",
		"https://example.org":                                        "https://example.org",
		"https://example.org/a?b=2&a=1":                              "https://example.org/a?a=1&b=2",
		"https://example.org/a?utm_source=rss&utm_medium=x":          "https://example.org/a",
		"https://example.org/a?id=7&fbclid=Iw":                       "https://example.org/a?id=7",
		"https://example.org/a#comments":                             "https://example.org/a",
		"https://example.org/a#xtor=RSS-1":                           "https://example.org/a",
		"https://example.org/live#block-12":                          "https://example.org/live#block-12",
		"https://example.org/#!/news/1":                              "https://example.org#!/news/1",
		"https://m.example.org/a":                                    "https://example.org/a",
		"https://www.m.example.org/a":                                "https://example.org/a",
		"https://amp.example.org/a":                                  "https://example.org/a",
		"https://example.org/a/amp/":                                 "https://example.org/a",
		"https://example.org/amp/a":                                  "https://example.org/a",
		"https://example.org/a.amp.html":                             "https://example.org/a.html",
		"https://example.org/a?amp=1":                                "https://example.org/a",
		"https://example-org.cdn.ampproject.org/c/s/example.org/a":   "https://example.org/a",
		"https://www.google.com/amp/s/example.org/a/amp":             "https://example.org/a",
		"https://example.org/a;jsessionid=0A1B?x=1":                  "https://example.org/a?x=1",
		"https://example.org:8443/a":                                 "https://example.org:8443/a",
		"https://example.org/خبر":                                    "https://example.org/%D8%AE%D8%A8%D8%B1",
		"https://example.org/%D8%AE%D8%A8%D8%B1":                     "https://example.org/%D8%AE%D8%A8%D8%B1",
		"https://example.org/%d8%ae%d8%a8%d8%b1?q=%d8%ae":            "https://example.org/%D8%AE%D8%A8%D8%B1?q=%D8%AE",
		"https://example.org/?s=خبر":                                 "https://example.org?s=%D8%AE%D8%A8%D8%B1",
		"https://example.org/100%":                                   "https://example.org/100%",
		"https://example.org/modules.php?name=News&sid=8123":         "https://example.org/modules.php?name=News&sid=8123",
		"https://example.org/a?sid=0a1b2c3d4e5f60718293":             "https://example.org/a",
		"not an address":                                             "not an address",
		"  https://example.org/a  ":                                  "https://example.org/a",
		"https://m.co/a":                                             "https://m.co/a",
		"https://example.org/a?PHPSESSID=1&q=iran":                   "https://example.org/a?q=iran",
		"https://example.org/story?source=feed&id=1&ref=home":        "https://example.org/story?id=1",
		"https://example.org/index.php?option=com_k2&view=item&id=1": "https://example.org/index.php?id=1&option=com_k2&view=item",
	} {
		if got := Canonical(address); got != want {
			t.Errorf("%s: got %s, want %s", address, got, want)
		}
	}
}

func TestLinkStaysFetchable(t *testing.T) {
	for address, want := range map[string]string{
		"http://www.example.org/a/?utm_source=rss":                       "http://www.example.org/a/",
		"https://example.org/view.php?source=7&sid=8123&rss=1&fbclid=Iw": "https://example.org/view.php?source=7&sid=8123&rss=1",
		"https://m.example.org/a?b=2&a=1":                                "https://m.example.org/a?b=2&a=1",
		"https://example.org/a#more":                                     "https://example.org/a",
		"https://example.org/live#block-12":                              "https://example.org/live#block-12",
		"":                                                               "",
	} {
		if got := Link(address); got != want {
			t.Errorf("%s: got %s, want %s", address, got, want)
		}
	}
}
