package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"html"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/lines"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/store"
)

// exportConfig says which verdicts to write and how.
type exportConfig struct {
	at           storeAt
	format       string
	since, until string
	all          bool
	query        store.Query
}

func exportCommand() *cli.Command {
	var c exportConfig
	return &cli.Command{
		Name: "export", Brief: "stored verdicts as JSON lines, CSV or RSS, the latest first",
		Help: "Writes what is stored, also while the river runs: the relevant verdicts, unless --all or --dropped asks for others. A time is a date (2024-01-27), an\n" +
			"instant (RFC 3339) or how long ago (36h).",
		Example: "rasad export --since 24h --topic border --format csv > border.csv\nrasad export --words \"Saravan ambassador\" --limit 5",
		Flags:   c.flags,
		Run: func(ctx context.Context, std cli.IO, args []string) error {
			if len(args) > 0 {
				return cli.Usage("no arguments are wanted, got %q", args)
			}
			return c.run(ctx, std)
		},
	}
}

func (c *exportConfig) flags(fs *flag.FlagSet) {
	c.at.Flags(fs)
	fs.StringVar(&c.format, "format", "jsonl", "jsonl, csv or rss")
	fs.StringVar(&c.since, "since", "", "only what was seen at this `TIME` or later")
	fs.StringVar(&c.until, "until", "", "only what was seen before this `TIME`")
	fs.BoolVar(&c.all, "all", false, "what is not relevant too")
	fs.BoolVar(&c.query.Dropped, "dropped", false, "what was dropped, with the reason, and nothing else")
	fs.BoolVar(&c.query.Revisions, "revisions", false, "earlier revisions too")
	fs.StringVar(&c.query.Topic, "topic", "", "only verdicts with this `TOPIC`")
	fs.StringVar(&c.query.Words, "words", "", "only articles that have all these `WORDS`")
	fs.StringVar(&c.query.ID, "id", "", "only the entry with this `ID`")
	fs.IntVar(&c.query.Limit, "limit", 0, "at most so many; 0 is all")
}

func (c *exportConfig) run(ctx context.Context, std cli.IO) error {
	write, ok := map[string]func(io.Writer, iter.Seq2[*news.Verdict, error]) error{
		"jsonl": exportLines, "csv": exportCSV, "rss": exportRSS,
	}[c.format]
	if !ok {
		return cli.Usage("--format %q is none of jsonl, csv, rss", c.format)
	}
	var errs [2]error
	c.query.Since, errs[0] = moment("since", c.since, time.Now())
	c.query.Until, errs[1] = moment("until", c.until, time.Now())
	if err := errors.Join(errs[:]...); err != nil {
		return err
	}
	c.query.Relevant = !c.all && !c.query.Dropped
	s, err := c.at.readOnly(ctx)
	if err != nil {
		return err
	}
	return errors.Join(write(std.Out, s.Verdicts(ctx, c.query)), s.Close())
}

// moment reads a time of the command line: a date, an instant, or how long before
// now. "" is the zero time.
func moment(name, s string, now time.Time) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if ago, err := time.ParseDuration(s); err == nil && ago >= 0 {
		return now.Add(-ago), nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, cli.Usage("--%s %q is no time: want 2024-01-27, 2024-01-27T10:00:00Z or 36h", name, s)
}

func exportLines(w io.Writer, verdicts iter.Seq2[*news.Verdict, error]) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for v, err := range verdicts {
		if err != nil {
			return err
		}
		if err := enc.Encode(lines.ExportOf(v)); err != nil {
			return err
		}
	}
	return nil
}

func exportCSV(w io.Writer, verdicts iter.Seq2[*news.Verdict, error]) error {
	out := csv.NewWriter(w)
	err := out.Write([]string{"id", "seen", "published", "site", "language", "title", "url", "relevant", "score", "level", "topics", "tone", "events", "evidence", "why", "dropped"})
	if err != nil {
		return err
	}
	for v, err := range verdicts {
		if err != nil {
			return err
		}
		if err := out.Write(csvRow(v)); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func csvRow(v *news.Verdict) []string {
	a := &v.Article
	row := []string{
		a.Entry.ID, a.Entry.Seen.UTC().Format(time.RFC3339), a.Published.String(), a.Site, a.Language, a.Title, a.URL,
		strconv.FormatBool(v.Relevant), strconv.FormatFloat(v.Score, 'f', 3, 64), strconv.Itoa(v.Level), strings.Join(v.Topics, " "), v.Tone,
		eventsText(v.Events), quotesText(v.Evidence), v.Why, a.Dropped,
	}
	for i := range row {
		row[i] = inert(row[i])
	}
	return row
}

// inert keeps a spreadsheet from taking somebody's text for a formula (OWASP, CSV
// injection): what begins one gets an apostrophe before it, at the start of a cell
// and wherever a program that separates by semicolons, tabs or lines would see a
// start. Other control characters go, for whoever looks at the file in a terminal.
func inert(cell string) string {
	var b strings.Builder
	start := true
	for _, r := range cell {
		switch {
		case start && strings.ContainsRune("=+-@＝＋－＠", r):
			b.WriteByte('\'')
		case unicode.IsControl(r) && !strings.ContainsRune("\t\r\n", r):
			r = ' '
		}
		b.WriteRune(r)
		start = strings.ContainsRune(";\t\r\n", r)
	}
	return b.String()
}

func eventsText(events []news.Event) string {
	all := make([]string, len(events))
	for i, e := range events {
		all[i] = eventText(e)
	}
	return strings.Join(all, "; ")
}

func quotesText(evidence []news.Evidence) string {
	all := make([]string, len(evidence))
	for i, e := range evidence {
		all[i] = e.Quote
	}
	return strings.Join(all, " | ")
}

// rssItem is a verdict as an item of RSS 2.0.
type rssItem struct {
	Title       string   `xml:"title"`
	Link        string   `xml:"link,omitempty"`
	GUID        rssGUID  `xml:"guid"`
	PubDate     string   `xml:"pubDate,omitempty"`
	Categories  []string `xml:"category"`
	Description string   `xml:"description"`
}

type rssGUID struct {
	PermaLink bool   `xml:"isPermaLink,attr"`
	Value     string `xml:",chardata"`
}

func exportRSS(w io.Writer, verdicts iter.Seq2[*news.Verdict, error]) error {
	type channel struct {
		Title       string    `xml:"title"`
		Link        string    `xml:"link"`
		Description string    `xml:"description"`
		Items       []rssItem `xml:"item"`
	}
	doc := struct {
		XMLName xml.Name `xml:"rss"`
		Version string   `xml:"version,attr"`
		Channel channel  `xml:"channel"`
	}{Version: "2.0", Channel: channel{Title: "Rasad", Link: "https://github.com/rasad-project/rasad", Description: "Verdicts with their evidence"}}
	for v, err := range verdicts {
		if err != nil {
			return err
		}
		doc.Channel.Items = append(doc.Channel.Items, rssItemOf(v))
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(doc); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// rssItemOf is a verdict as an item. What readers show as HTML, the description and
// often the title, is somebody's text and must not become markup.
func rssItemOf(v *news.Verdict) rssItem {
	a := &v.Article
	item := rssItem{
		Title: strings.ReplaceAll(a.Title, "<", "&lt;"), Link: webLink(a.URL), GUID: rssGUID{Value: a.Entry.ID}, Categories: v.Topics,
		Description: html.EscapeString(strings.TrimSpace(v.Why + "\n" + eventsText(v.Events) + "\n" + quotesText(v.Evidence))),
	}
	if a.Published.Known() && a.Published.Zone == news.Stated {
		item.PubDate = a.Published.Time.UTC().Format(time.RFC1123Z)
	}
	return item
}

// webLink is an address that a reader may follow, "" for one of another kind, such
// as javascript:.
func webLink(address string) string {
	if strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://") {
		return address
	}
	return ""
}
