package feed

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/mmcdole/gofeed"
)

// Parse reads a document. The error is a [LimitError], a [PageError] for a web
// page in place of a feed, [ErrNotFeed] for anything else that is no feed, or
// the context's; a feed in whatever state is no error. It is safe for concurrent
// use and, but for the context, deterministic.
func Parse(ctx context.Context, doc Document) (*Feed, error) {
	limits := doc.Limits.withDefaults()
	var fixed repairs
	text, err := decode(doc.Body, doc.Header.Get("Content-Type"), limits, &fixed)
	if err != nil {
		return nil, err
	}
	w, kind, err := plain(ctx, text, doc, limits, &fixed)
	if err != nil {
		return nil, err
	}
	parsed, err := parsePlain(ctx, w.finish())
	if err != nil {
		return nil, err
	}
	if len(parsed.Items) != w.count {
		return nil, fmt.Errorf("parse feed: gofeed read %d items of %d", len(parsed.Items), w.count)
	}
	f := read(parsed, doc)
	f.Kind, f.Repairs = kind, fixed
	if kind == "sitemapindex" {
		for _, e := range f.Entries {
			f.Links.Sitemaps = append(f.Links.Sitemaps, e.Link)
		}
		f.Entries = nil
	}
	return f, nil
}

// plain writes the plain document of a text.
func plain(ctx context.Context, text string, doc Document, limits Limits, fixed *repairs) (*writer, string, error) {
	w := &writer{}
	w.b.Grow(len(text) + len(text)/8 + 512)
	if isJSON(text) {
		err := w.json(text, baseOf(doc), limits, fixed)
		return w, "json", err
	}
	b := builder{limits: limits, fixed: fixed, base: baseOf(doc)}
	before := len(*fixed)
	root, err := b.build(ctx, text)
	if errors.Is(err, ErrNotFeed) {
		*fixed = (*fixed)[:before]
		return w, "json", w.jsonBehind(text, baseOf(doc), limits, fixed)
	}
	if err != nil {
		return nil, "", err
	}
	return w, w.document(root, fixed), nil
}

// baseOf is the address of a document: what Content-Location says, seen from
// where the document was asked for (RFC 9110, section 8.7).
func baseOf(doc Document) string {
	if loc := doc.Header.Get("Content-Location"); loc != "" {
		return rebase(doc.URL, loc)
	}
	return doc.URL
}

// parsePlain gives a plain document to gofeed. Its search for pictures, a whole
// HTML parse for every item, is off: nobody asks for them.
func parsePlain(ctx context.Context, plain string) (*gofeed.Feed, error) {
	p := gofeed.NewParser()
	p.RSSTranslator = &gofeed.DefaultRSSTranslator{DisableContentImageScan: true}
	f, err := p.Parse(reader{ctx, strings.NewReader(plain)})
	if err != nil {
		return nil, fmt.Errorf("parse feed: %w", err)
	}
	return f, nil
}

// reader ends when its context does.
type reader struct {
	ctx context.Context
	r   io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}
