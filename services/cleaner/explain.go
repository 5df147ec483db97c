package cleaner

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/lines"
	"github.com/rasad-project/rasad/kit/news"
)

// The terminal's strike-through, on and off (ECMA-48, SGR 9 and 29).
const (
	strike   = "\x1b[9m"
	noStrike = "\x1b[29m"
)

// Explain writes the blocks of a for a reader, a line each: those that were cut
// struck through, with the reason before them.
func Explain(a *news.Article) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n", cli.Plain(cmp.Or(a.Title, "(no title)")))
	fmt.Fprintf(&b, "  published %s; by %s; site %s; language %s; dateline %s; confidence %.2f\n",
		dated(a.Published), cli.Plain(cmp.Or(a.Byline, "–")), cli.Plain(cmp.Or(a.Site, "–")), a.Language,
		cli.Plain(cmp.Or(strings.Trim(a.Dateline.Place+" / "+a.Dateline.Agency, "/ "), "–")), a.Confidence)
	if a.Dropped != "" {
		fmt.Fprintf(&b, "  dropped: %s\n", a.Dropped)
	}
	for _, block := range a.Blocks {
		b.WriteString(explained(block))
	}
	return b.String()
}

func dated(d news.Date) string {
	if !d.Known() {
		return "–"
	}
	return fmt.Sprintf("%s (from %s)", d, d.From)
}

// explained is one block.
func explained(b news.Block) string {
	text := cli.Plain(b.Text)
	if b.Kept() {
		return fmt.Sprintf("  %18s  %s\n", "", text)
	}
	return fmt.Sprintf("- %18s  %s%s%s\n", b.Cut, strike, text, noStrike)
}

// explainLines explains each line of in. A line that cannot be used is said so in
// its place; the error at the end joins them.
func (r *Rules) explainLines(in io.Reader, out io.Writer) error {
	var faults []error
	err := lines.Scan(in, func(number int, line []byte) error {
		e, err := EntryOf(line)
		if err != nil {
			faults = append(faults, fmt.Errorf("line %d: %w", number, err))
			return nil
		}
		if _, err := fmt.Fprintf(out, "%s\n", Explain(r.Clean(e))); err != nil {
			return fmt.Errorf("write: %w", err)
		}
		return nil
	})
	return errors.Join(append(faults, err)...)
}
