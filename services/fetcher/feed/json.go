package feed

import (
	"encoding/json"
	"errors"
	"html"
	"io"
	"strings"
)

// object is a JSON object, its numbers as they were written.
type object map[string]any

func isJSON(text string) bool { return strings.HasPrefix(strings.TrimLeft(text, " \t\r\n"), "{") }

// json writes the plain document of a JSON Feed (https://jsonfeed.org/version/1.1).
func (w *writer) json(text, base string, limits Limits, fixed *repairs) error {
	if err := weigh(text, limits); err != nil {
		return err
	}
	top, err := decodeJSON(text)
	if err != nil {
		fixed.note(RepairJSON)
		text = tidyJSON(text)
		if err := weigh(text, limits); err != nil {
			return err // a quote in a comment can hide what follows
		}
		if top, err = mendJSON(text, fixed); err != nil {
			return ErrNotFeed
		}
	}
	items, listed := top["items"].([]any)
	if !listed && !strings.Contains(top.text("version"), "jsonfeed.org") {
		return ErrNotFeed
	}
	w.begin()
	w.jsonFeed(top, base)
	for _, v := range items {
		if item, ok := v.(map[string]any); ok {
			w.jsonItem(item, base)
		}
	}
	return nil
}

// jsonBehind looks for a JSON Feed behind what servers and templates put in
// front of one: a warning, a comment, a call.
func (w *writer) jsonBehind(text, base string, limits Limits, fixed *repairs) error {
	err := notFeed(text, base)
	i := strings.IndexByte(text, '{')
	if _, page := errors.AsType[*PageError](err); page || i < 0 || !strings.Contains(text[i:], "jsonfeed.org") {
		return err
	}
	fixed.note(RepairLeading)
	return w.json(text[i:], base, limits, fixed)
}

// weigh counts what a JSON text would cost to decode.
func weigh(text string, limits Limits) error {
	depth, values := 0, 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			i = stringEnd(text, i)
		case '{', '[':
			depth++
			values++
		case '}', ']':
			depth--
		case ',', ':':
			values++
		}
		if depth > limits.Depth {
			return &LimitError{"depth", limits.Depth}
		}
		if values > limits.Elements {
			return &LimitError{"elements", limits.Elements}
		}
	}
	return nil
}

// stringEnd is where the quote is that ends the string begun at i, or the end
// of the text.
func stringEnd(text string, i int) int {
	for i++; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return len(text)
}

func decodeJSON(text string) (object, error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var top object
	return top, d.Decode(&top)
}

// mendJSON reads a tidied JSON Feed that is not quite JSON: where it cannot be
// read as a whole, every item that can be read by itself is taken.
func mendJSON(text string, fixed *repairs) (object, error) {
	top, err := decodeJSON(text)
	if err == nil {
		return top, nil
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		fixed.note(RepairTruncated)
	}
	before, list, ok := cutItems(text)
	if !ok {
		return nil, err
	}
	if top, err = decodeJSON(strings.TrimRight(before, ", \t\r\n") + "}"); err != nil {
		top = object{}
	}
	items := []any{}
	for _, s := range objects(list) {
		if item, err := decodeJSON(s); err == nil {
			items = append(items, map[string]any(item))
		}
	}
	top["items"] = items
	return top, nil
}

// cutItems parts a text at the opening bracket of its items.
func cutItems(text string) (before, list string, ok bool) {
	before, after, found := strings.Cut(text, `"items"`)
	_, list, opened := strings.Cut(after, "[")
	return before, list, found && opened
}

// objects returns the objects of a list, whole ones only.
func objects(list string) []string {
	var all []string
	depth, from := 0, 0
	for i := 0; i < len(list); i++ {
		switch list[i] {
		case '"':
			i = stringEnd(list, i)
		case '{':
			if depth++; depth == 1 {
				from = i
			}
		case '}':
			if depth--; depth == 0 {
				all = append(all, list[from:i+1])
			}
		case ']':
			if depth <= 0 {
				return all
			}
		}
	}
	return all
}

// tidyJSON escapes the control characters in strings, takes an escape JSON does
// not have for the character behind it, and drops comments and commas with
// nothing behind them.
func tidyJSON(text string) string {
	var b strings.Builder
	b.Grow(len(text) + 64)
	quoted := false
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quoted && c == '\\' && i+1 < len(text):
			i++
			if strings.IndexByte(`"\/bfnrtu`, text[i]) >= 0 {
				b.WriteByte('\\')
			}
			b.WriteByte(text[i])
		case quoted && c < 0x20:
			b.WriteString(map[byte]string{'\n': `\n`, '\r': `\r`, '\t': `\t`}[c])
		case c == '"':
			quoted = !quoted
			b.WriteByte(c)
		case !quoted && c == '/' && comment(text[i:]) > 0:
			i += comment(text[i:]) - 1
		case !quoted && c == ',' && dangling(text[i+1:]):
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// comment is the length of the comment that s begins with, 0 for none.
func comment(s string) int {
	open, stop := "//", "\n"
	if strings.HasPrefix(s, "/*") {
		open, stop = "/*", "*/"
	}
	if !strings.HasPrefix(s, open) {
		return 0
	}
	end := strings.Index(s[len(open):], stop)
	if end < 0 {
		return len(s)
	}
	return len(open) + end + len(stop)
}

// dangling reports whether nothing but the end of an object or a list follows.
func dangling(rest string) bool {
	rest = strings.TrimLeft(rest, " \t\r\n")
	for n := comment(rest); n > 0; n = comment(rest) {
		rest = strings.TrimLeft(rest[n:], " \t\r\n")
	}
	return rest != "" && (rest[0] == '}' || rest[0] == ']' || rest[0] == ',')
}

func (w *writer) jsonFeed(top object, base string) {
	w.leaf("title", top.title())
	w.leaf("link", resolve(base, top.text("home_page_url")))
	w.leaf("description", escapeText(top.text("description")))
	w.leaf("language", top.text("language"))
	w.own("id", top.text("feed_url"))
	w.own("author", top.people())
	w.own("self", resolve(base, top.text("feed_url")))
	w.own("next", resolve(base, top.text("next_url")))
	for _, hub := range top.list("hubs") {
		w.own("hub", resolve(base, hub.text("url")))
	}
}

func (w *writer) jsonItem(item object, base string) {
	w.count++
	w.open("item")
	id := item.text("id")
	w.leaf("title", item.title())
	w.leaf("link", jsonLink(item, base, id))
	w.leaf("guid", id, "isPermaLink", "false")
	if web(id) {
		w.leaf("address", id)
	}
	w.leaf("description", escapeText(item.text("summary")))
	content := resolveHTML(base, item.text("content_html"))
	if content == "" {
		content = escapeText(item.text("content_text"))
	}
	w.leaf("content:encoded", content)
	w.leaf("pubDate", item.text("date_published"))
	w.leaf("updated", item.text("date_modified"))
	w.leaf("byline", item.people())
	if tags, ok := item["tags"].([]any); ok {
		for _, t := range tags {
			w.leaf("category", scalar(t))
		}
	}
	for _, a := range item.list("attachments") {
		if url := resolve(base, a.text("url")); url != "" {
			w.leaf("enclosure", "", "url", url, "type", a.text("mime_type"), "length", a.text("size_in_bytes"))
		}
	}
	w.close("item")
}

// jsonLink is the page of an item: its own, the one it is about, or its id where
// that is an address.
func jsonLink(item object, base, id string) string {
	link := firstOf(item.text("url"), item.text("external_url"))
	if link == "" && web(id) {
		return id
	}
	return resolve(base, link)
}

// text is a value as text: version 1.0 lets an id be a number.
func (o object) text(key string) string { return strings.TrimSpace(scalar(o[key])) }

func scalar(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}

// title is a title, which is plain text, as HTML. The references in those that
// were taken from a template for HTML are no part of the text.
func (o object) title() string { return escapeText(html.UnescapeString(o.text("title"))) }

// list is the objects in a list.
func (o object) list(key string) []object {
	values, _ := o[key].([]any)
	all := make([]object, 0, len(values))
	for _, v := range values {
		if m, ok := v.(map[string]any); ok {
			all = append(all, m)
		}
	}
	return all
}

// people are the names of the authors, of which version 1.0 has one. Some feeds
// give the name where the object with it belongs.
func (o object) people() string {
	people, _ := o["authors"].([]any)
	if len(people) == 0 {
		people = []any{o["author"]}
	}
	var names []string
	for _, p := range people {
		name := scalar(p)
		if one, ok := p.(map[string]any); ok {
			name = object(one).text("name")
		}
		if name != "" && len(names) < mostAuthors {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}
