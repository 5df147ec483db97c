package furniture

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/cleaner/cut"
)

// testCase is a file of testdata: a text, the paragraphs that are to stay, the
// cuts that are to be made as "reason: text", and the facts that are to be found;
// the fact "known" is the title that is known before.
type testCase struct {
	name  string
	text  string
	want  []string
	cuts  []string
	facts map[string]string
}

// cases reads testdata. The format is txtar's.
func cases(t *testing.T) []testCase {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var all []testCase
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		c := testCase{name: strings.TrimSuffix(filepath.Base(f), ".txtar"), facts: make(map[string]string)}
		section := ""
		for l := range strings.Lines(string(b)) {
			l = strings.TrimSuffix(l, "\n")
			if name, ok := strings.CutPrefix(l, "-- "); ok && strings.HasSuffix(name, " --") {
				section = name
				continue
			}
			c.add(section, l)
		}
		all = append(all, c)
	}
	return all
}

func (c *testCase) add(section, line string) {
	switch section {
	case "text --":
		c.text += line + "\n"
	case "want --":
		c.want = append(c.want, line)
	case "cuts --":
		c.cuts = append(c.cuts, line)
	case "facts --":
		k, v, _ := strings.Cut(line, ": ")
		c.facts[k] = v
	}
}

func (c *testCase) blocks() []news.Block {
	var blocks []news.Block
	for l := range strings.Lines(c.text) {
		blocks = append(blocks, news.Block{Text: strings.TrimSuffix(l, "\n")})
	}
	return blocks
}

// read is what r makes of the case, as the files write it.
func (c *testCase) read(r *Reader) testCase {
	known := Known{Titles: []string{c.facts["known"]}}
	got := r.Read(c.blocks(), known)
	out := testCase{name: c.name, text: c.text, facts: make(map[string]string)}
	for _, b := range got.Blocks {
		if b.Kept() {
			out.want = append(out.want, b.Text)
		} else {
			out.cuts = append(out.cuts, b.Cut+": "+b.Text)
		}
	}
	for k, v := range map[string]string{
		"title": got.Title, "byline": got.Byline, "place": got.Dateline.Place, "agency": got.Dateline.Agency,
		"published": got.Published.String(), "known": c.facts["known"],
	} {
		if v != "" {
			out.facts[k] = v
		}
	}
	return out
}

func (c *testCase) equal(other testCase) bool {
	return slices.Equal(c.want, other.want) && slices.Equal(c.cuts, other.cuts) && maps.Equal(c.facts, other.facts)
}

func TestCases(t *testing.T) {
	r := New()
	for _, c := range cases(t) {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c, c.read(r), cmp.AllowUnexported(testCase{})); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestEveryReasonInEveryLanguage keeps the cases whole: each reason that words can
// earn is earned by one in each language.
func TestEveryReasonInEveryLanguage(t *testing.T) {
	seen := make(map[string]bool)
	for _, c := range cases(t) {
		for _, l := range c.cuts {
			reason, _, _ := strings.Cut(l, ": ")
			seen[c.name[:2]+" "+reason] = true
		}
	}
	for _, lang := range languages {
		for _, reason := range wordReasons {
			if !seen[lang+" "+reason] {
				t.Errorf("no case in %s is cut as %q", lang, reason)
			}
		}
	}
}

// wordReasons are the reasons that words can earn in every language.
var wordReasons = []string{
	cut.Title, cut.Dateline, cut.Byline, cut.Date, cut.Agency, cut.Label, cut.Caption, cut.Related, cut.Tags, cut.Share, cut.Comment,
	cut.Appeal, cut.Bio, cut.About, cut.Footer, cut.Ad, cut.Consent, cut.Login, cut.Filler, cut.OnThisDay, cut.Navigation,
}

// TestEveryRuleIsNeeded turns each rule, and each section of phrases, off and wants
// a case to go wrong, one in the language of the section.
func TestEveryRuleIsNeeded(t *testing.T) {
	all, whole := cases(t), New()
	all = slices.DeleteFunc(all, func(c testCase) bool { return !c.equal(c.read(whole)) }) // TestCases tells of these
	for _, name := range switches() {
		if name == "foreign" {
			continue // TestForeign holds it: what it cuts, no text tells
		}
		lang, _, _ := strings.Cut(name, " ")
		isSection := slices.Contains(languages[:], lang)
		r := newReader(func(n string) bool { return n != name })
		if !slices.ContainsFunc(all, func(c testCase) bool {
			return (!isSection || strings.HasPrefix(c.name, lang+"-")) && !c.equal(c.read(r))
		}) {
			t.Errorf("without %q every case is still right", name)
		}
	}
}

// switches names everything that newReader can leave out.
func switches() []string {
	var names []string
	newReader(func(name string) bool {
		names = append(names, name)
		return true
	})
	return names
}

// TestPhrasesHaveReasons reads the files of phrases as they are: every section
// names a reason of the list, and every phrase matches itself.
func TestPhrasesHaveReasons(t *testing.T) {
	x := newLexicon(func(string, string) bool { return true })
	known := cut.All()
	for name, table := range map[string]*table{"lines": &x.lines, "headings": &x.headings, "tails": &x.tails, "glued": &x.glued} {
		n := 0
		for p := range table.all() {
			n++
			if !slices.Contains(known, p.cut) {
				t.Errorf("%s %s: %q is no reason", p.lang, name, p.cut)
			}
			if len(p.words) == 0 || !slices.ContainsFunc(p.words, func(w string) bool { return !isWild(w) }) {
				t.Errorf("%s %s: a phrase of %q has no words: it matches any line", p.lang, name, p.cut)
			}
		}
		if n < 10 {
			t.Errorf("%s: %d phrases", name, n)
		}
	}
}

func (t *table) all() func(func(*phrase) bool) {
	return func(yield func(*phrase) bool) {
		for _, p := range t.exact {
			if !yield(p) {
				return
			}
		}
		for _, list := range t.first {
			for _, p := range list {
				if !yield(p) {
					return
				}
			}
		}
		for _, p := range t.loose {
			if !yield(p) {
				return
			}
		}
	}
}

func TestForeign(t *testing.T) {
	known := Known{Foreign: func(s string) string {
		if strings.HasPrefix(s, "Foreign") {
			return cut.Repeated
		}
		return ""
	}}
	got := New().Read([]news.Block{
		{Text: "The ministers met on Sunday. Foreign words stay here. They agreed to meet again. Foreign teaser one. Foreign teaser two."},
		{Text: "Foreign slogan of the site"},
	}, known)
	want := []news.Block{
		{Text: "The ministers met on Sunday. Foreign words stay here. They agreed to meet again."},
		{Text: "Foreign teaser one. Foreign teaser two.", Cut: cut.Repeated},
		{Text: "Foreign slogan of the site", Cut: cut.Repeated},
	}
	if diff := cmp.Diff(want, got.Blocks); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
