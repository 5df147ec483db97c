package score

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Same reports whether two values say the same: they are equal but for space
// around them, or are once both are read as HTML.
func Same(got, want string) bool {
	if strings.TrimSpace(got) == strings.TrimSpace(want) {
		return true
	}
	if strings.TrimSpace(html.UnescapeString(got)) == strings.TrimSpace(html.UnescapeString(want)) {
		return true
	}
	return slices.Equal(tokens(got), tokens(want))
}

// tokens are the tags, with their attributes in order, and the texts of HTML.
func tokens(s string) []string {
	var all []string
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return all
		case html.TextToken:
			if t := strings.Join(strings.Fields(string(z.Text())), " "); t != "" {
				all = append(all, t)
			}
		case html.StartTagToken:
			all = append(all, tag(z.Token()))
		case html.SelfClosingTagToken:
			t := z.Token()
			all = append(all, tag(t), "</"+t.Data)
		case html.EndTagToken:
			all = append(all, "</"+z.Token().Data)
		}
	}
}

func tag(t html.Token) string {
	attrs := make([]string, len(t.Attr))
	for i, a := range t.Attr {
		attrs[i] = a.Key + "=" + a.Val
	}
	slices.Sort(attrs)
	return "<" + t.Data + " " + strings.Join(attrs, "\x00")
}
