package fetcher

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/lines"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/fetcher/feed"
)

// ParseCommand is `rasad parse`: feed files in, one JSON line per file out.
func ParseCommand() *cli.Command {
	var p parser
	return &cli.Command{
		Name: "parse", Args: "FILE...", Brief: "read feed files, whatever their state, as JSON lines",
		Help: "Reads RSS, Atom, RDF, CDF, JSON Feed and news sitemap files and writes one JSON line for each, in order: the feed, its entries, and what\n" +
			"had to be repaired. A line with \"ok\":false says in \"error\" why the file is no feed; the exit code is then 1. \"-\" is standard input.",
		Example: "rasad parse feed.xml | jq -r '.entries[].title'\nrasad parse --manifest feeds.jsonl > parsed.jsonl",
		Flags: func(fs *flag.FlagSet) {
			fs.StringVar(&p.manifest, "manifest", "", "`FILE` of JSON lines {\"file\",\"base\",\"headers\":{}} to read in place of arguments: the address and the response headers of each file")
			fs.StringVar(&p.country, "country", "", "the outlet's country, a two-letter `CODE`, which decides what a zone name such as IST means")
		},
		Run: p.run,
	}
}

// parser is the settings of one `rasad parse`, and what failed.
type parser struct {
	manifest, country string
	stdin             io.Reader
	bad               atomic.Int64
	one               atomic.Pointer[error] // of those, any
}

func (p *parser) run(ctx context.Context, std cli.IO, args []string) error {
	if (p.manifest == "") == (len(args) == 0) {
		return cli.Usage("want files or --manifest")
	}
	p.stdin = std.In
	in, err := p.input(args)
	if err != nil {
		return err
	}
	defer in.Close()
	if err := lines.Each(ctx, in, std.Out, runtime.GOMAXPROCS(0), func(line []byte) (any, error) { return p.line(ctx, line) }); err != nil {
		return err
	}
	switch one := p.one.Load(); {
	case one == nil:
		return nil
	case p.bad.Load() == 1:
		return *one
	default:
		return fmt.Errorf("files that could not be read as feeds: %d, among them %w", p.bad.Load(), *one)
	}
}

// input is the manifest: the one that is given, or one made of the arguments.
func (p *parser) input(args []string) (io.ReadCloser, error) {
	if p.manifest != "" {
		return openInput(p.manifest, p.stdin)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	for _, file := range args {
		if err := enc.Encode(lines.ManifestLine{File: file}); err != nil {
			return nil, err
		}
	}
	return io.NopCloser(&b), nil
}

func openInput(name string, stdin io.Reader) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(stdin), nil
	}
	return os.Open(name)
}

// line parses the file of one line of a manifest. One that cannot be opened or is no
// feed has a line that says so.
func (p *parser) line(ctx context.Context, line []byte) (lines.Parsed, error) {
	var m lines.ManifestLine
	if err := lines.Decode(line, &m); err != nil {
		return lines.Parsed{}, err
	}
	out, err := p.file(ctx, m)
	if err != nil {
		out = unparsed(m.File, err)
	}
	if !out.OK {
		one := fmt.Errorf("%s: %s", m.File, out.Error)
		p.bad.Add(1)
		p.one.Store(&one)
	}
	return out, nil
}

// file parses one file. The error is that it could not be read: one that is no feed
// has a line that says so.
func (p *parser) file(ctx context.Context, m lines.ManifestLine) (lines.Parsed, error) {
	body, err := p.body(m.File)
	if err != nil {
		if e, ok := errors.AsType[*fs.PathError](err); ok {
			err = e.Err // the line has the name
		}
		return lines.Parsed{}, err
	}
	f, err := feed.Parse(ctx, feed.Document{Body: body, URL: m.Base, Header: headers(m.Headers), Country: p.country, Now: time.Now()})
	if err != nil {
		return unparsed(m.File, err), nil
	}
	return parsed(m.File, f), nil
}

// body reads a file, and one byte more than a document may have.
func (p *parser) body(name string) ([]byte, error) {
	r, err := openInput(name, p.stdin)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, feed.MaxBytes+1))
}

func headers(h map[string]string) http.Header {
	out := make(http.Header, len(h))
	for name, value := range h {
		out.Set(name, value)
	}
	return out
}

func unparsed(file string, err error) lines.Parsed {
	return lines.Parsed{File: file, Error: err.Error(), Repairs: []string{}, Entries: []lines.ParsedEntry{}}
}

func parsed(file string, f *feed.Feed) lines.Parsed {
	out := lines.Parsed{
		File: file, OK: true, Repairs: append([]string{}, f.Repairs...),
		Feed: lines.ParsedFeed{
			ID: f.ID, Title: f.Title, Link: f.Link, Subtitle: f.Subtitle, Language: f.Language, Author: f.Author, Updated: instant(f.Updated),
		},
		Entries: make([]lines.ParsedEntry, len(f.Entries)),
	}
	for i, e := range f.Entries {
		out.Entries[i] = lines.ParsedEntry{
			ID: e.ID, Title: e.Title, Link: e.Link, Published: instant(e.Published), Updated: instant(e.Updated),
			Summary: cmp.Or(e.Summary, e.Content), Content: e.Content, Author: e.Author,
			Categories: append([]string{}, e.Categories...), Enclosures: make([]lines.Enclosure, len(e.Enclosures)),
		}
		for j, enc := range e.Enclosures {
			out.Entries[i].Enclosures[j] = lines.Enclosure{URL: enc.URL, Type: enc.Type, Length: enc.Length}
		}
	}
	return out
}

// instant is a date as the lines of `rasad parse` have it.
func instant(d news.Date) string {
	if !d.Known() {
		return ""
	}
	return d.Time.UTC().Format(time.RFC3339)
}
