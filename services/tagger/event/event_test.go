package event_test

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/tagger/event"
	"github.com/rasad-project/rasad/services/tagger/match"
	"github.com/rasad-project/rasad/services/tagger/text"
	"github.com/rasad-project/rasad/services/tagger/watch"
)

var published = time.Date(2024, 1, 29, 0, 0, 0, 0, time.UTC)

// desk reads articles as the tagger does.
type desk struct {
	coder *event.Coder
	watch *watch.Watch
}

func newDesk(t testing.TB, watchFile string) *desk {
	t.Helper()
	c, err := event.New()
	if err != nil {
		t.Fatal(err)
	}
	w, err := watch.Open(watchFile)
	if err != nil {
		t.Fatal(err)
	}
	return &desk{c, w}
}

// input reads an article and finds who is named in it.
func (k *desk) input(title, body string) event.Input {
	in := event.Input{
		Title: new(text.Doc), Text: new(text.Doc),
		Parties: [2]news.Party{k.watch.Parties[0].Code, k.watch.Parties[1].Code}, Published: published,
	}
	in.Title.Read(title)
	in.Text.Read(body)
	var hits []match.Hit
	hits, in.TitleMentions = k.watch.Find(in.Title, hits, nil)
	_, in.TextMentions = k.watch.Find(in.Text, hits, nil)
	if in.Language = in.Text.Language(); body == "" {
		in.Language = in.Title.Language()
	}
	return in
}

// told writes an event as the tables do.
func told(e event.Event) string {
	s := strings.Join([]string{e.Source, e.Action, e.Target, e.Status}, " ")
	if e.Background {
		s += " background"
	}
	if e.Date != "" {
		s += " " + e.Date
	}
	return s
}

// told are the events of a text, in the coder's order.
func (k *desk) told(in event.Input) []string {
	var out []string
	for _, e := range k.coder.Code(in, nil) {
		out = append(out, told(e))
	}
	return out
}

// sentence is a line of testdata/sentences.txt.
type sentence struct {
	line       int
	lang, text string
	want       []string
}

func readSentences(t testing.TB) []sentence {
	t.Helper()
	f, err := os.Open("testdata/sentences.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []sentence
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		parts := strings.Split(lines.Text(), " | ")
		if len(parts) != 3 {
			continue
		}
		s := sentence{line: n, lang: parts[0], text: parts[1]}
		if parts[2] != "-" {
			s.want = strings.Split(parts[2], " ; ")
		}
		slices.Sort(s.want)
		out = append(out, s)
	}
	return out
}

// TestSentences holds the coder to sentences in four languages: what is coded,
// and nothing else.
func TestSentences(t *testing.T) {
	k := newDesk(t, "testdata/watch.yaml")
	count := map[string]int{}
	for _, s := range readSentences(t) {
		count[s.lang]++
		t.Run(fmt.Sprintf("%d %s", s.line, s.text), func(t *testing.T) {
			in := k.input("", s.text)
			in.Language = s.lang
			got := k.told(in)
			slices.Sort(got)
			if !slices.Equal(got, s.want) {
				t.Errorf("got %q, want %q", got, s.want)
			}
		})
	}
	for _, lang := range []string{"en", "fa", "ur", "ar"} {
		if count[lang] < 20 {
			t.Errorf("%s has %d sentences: the table was not read", lang, count[lang])
		}
	}
}

// TestAnyPair reads the English sentences with two other countries in the place
// of the parties: nothing but the watch knows who they are.
func TestAnyPair(t *testing.T) {
	swap := strings.NewReplacer(
		"Iranian", "Indian", "Iran", "India", "Tehran", "New Delhi", "Pakistanis", "Chinese", "Pakistani", "Chinese",
		"Pakistan", "China", "Islamabad", "Beijing", "IRN", "IND", "PAK", "CHN", "Panjgur", "Kashgar", "Quetta", "Lhasa", "Saravan", "Leh", "Zahedan", "Mumbai", "Jaish al-Adl", "Red Spear",
		"Hossein Amir-Abdollahian", "Subrahmanyam Jaishankar", "Raisi", "Modi", "Kakar", "Li Qiang", "Jilani", "Wang Yi",
	)
	k := newDesk(t, "testdata/other.yaml")
	all := 0
	for _, s := range readSentences(t) {
		if s.lang != "en" || strings.Contains(s.text, "India") {
			continue
		}
		all++
		got := k.told(k.input("", swap.Replace(s.text)))
		var want []string
		for _, w := range s.want {
			want = append(want, swap.Replace(w))
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", swap.Replace(s.text), got, want)
		}
	}
	if all < 80 {
		t.Errorf("read %d sentences", all)
	}
}

// TestSpans holds every span of everything coded here to its field.
func TestSpans(t *testing.T) {
	k := newDesk(t, "testdata/watch.yaml")
	var article strings.Builder
	spans := 0
	check := func(in event.Input) {
		for _, e := range k.coder.Code(in, nil) {
			if len(e.Spans) == 0 {
				t.Errorf("%s: no span", told(e))
			}
			for _, s := range e.Spans {
				spans++
				checkSpan(t, in, s)
			}
		}
	}
	for _, s := range readSentences(t) {
		article.WriteString(s.text + "\n")
		check(k.input(s.text, s.text))
	}
	check(k.input("", article.String()))
	if spans < 200 {
		t.Errorf("saw %d spans", spans)
	}
}

func checkSpan(t testing.TB, in event.Input, s event.Span) {
	t.Helper()
	src := in.Text.Src
	if s.Field == "title" {
		src = in.Title.Src
	}
	switch {
	case s.Start < 0 || s.Start >= s.End || s.End > len(src):
		t.Fatalf("span %+v lies outside of its %d bytes", s, len(src))
	case !between(src, s.Start) || !between(src, s.End):
		t.Fatalf("span %+v cuts a letter of %q", s, src[s.Start:s.End])
	case !strings.Contains(s.Rule, "."):
		t.Fatalf("span %+v has no rule", s)
	}
}

// between reports whether place i of s lies between two letters, when s is read from
// its start: a byte that is no UTF-8 is one by itself.
func between(s string, i int) bool {
	for at := range s {
		if at >= i {
			return at == i
		}
	}
	return i == len(s)
}

// TestLimit codes an article with more happenings than are kept.
func TestLimit(t *testing.T) {
	k := newDesk(t, "testdata/watch.yaml")
	body := "Iran struck targets in Pakistan. Pakistan recalled its ambassador from Iran. Pakistan summoned the Iranian envoy. " +
		"Iran accused Pakistan of inaction. Pakistan urged Iran to talk. Iran deported 2,000 Pakistani migrants."
	got := k.coder.Code(k.input("", body), nil)
	if len(got) != event.Limit || told(got[0]) != "IRN ASSAULT PAK done" {
		t.Errorf("got %d events, the first %q", len(got), told(got[0]))
	}
}

// TestWeight holds the weight to the rule's and to the status.
func TestWeight(t *testing.T) {
	k := newDesk(t, "testdata/watch.yaml")
	for _, c := range []struct {
		text string
		want float64
	}{
		{"Pakistan recalled its ambassador from Iran.", -4},
		{"Pakistan will recall its ambassador from Iran.", -2},
		{"Pakistan did not recall its ambassador from Iran.", 0},
		{"Pakistan urged Iran to talk.", 0.75},
		{"Iran and Pakistan signed a treaty.", 8},
	} {
		got := k.coder.Code(k.input("", c.text), nil)
		if len(got) != 1 || got[0].Weight != c.want {
			t.Errorf("%s got %+v, want a weight of %v", c.text, got, c.want)
		}
	}
}

// TestHome reads an office of no country as the report's own.
func TestHome(t *testing.T) {
	k := newDesk(t, "testdata/watch.yaml")
	in := k.input("", "The foreign minister met the Pakistani ambassador.")
	if got := k.coder.Code(in, nil); len(got) != 0 {
		t.Errorf("of no country: got %q", told(got[0]))
	}
	in.Home = "IRN"
	if got := k.coder.Code(in, nil); len(got) != 1 || told(got[0]) != "IRN CONSULT PAK done" {
		t.Errorf("at home: got %+v", got)
	}
}

// TestRetold tells the news of an article from the strikes that it retells.
func TestRetold(t *testing.T) {
	k := newDesk(t, "testdata/watch.yaml")
	got := k.coder.Code(k.input("Iran's foreign minister arrives in Islamabad",
		"Hossein Amir-Abdollahian arrived in Islamabad on Monday. He met Jilani. "+
			"On January 16, Iran struck targets in Pakistan. Pakistan launched strikes on Saravan on January 18."), nil)
	if got[0].Date != "2024-01-29" {
		t.Errorf("the visit is of %q: the headline does not take the date of the lead", got[0].Date)
	}
	for i, e := range got {
		if news := e.Action == "CONSULT"; e.Background == news || news != (i == 0) {
			t.Errorf("event %d is %q", i, told(e))
		}
	}
	if len(got) != 3 {
		t.Errorf("got %d events, want a visit and two strikes", len(got))
	}
}

// TestNewsFirst puts what is news before what is retold above it.
func TestNewsFirst(t *testing.T) {
	k := newDesk(t, "testdata/watch.yaml")
	got := k.coder.Code(k.input("", "On January 16, Iran struck targets in Pakistan. Hossein Amir-Abdollahian met Jilani."), nil)
	if len(got) != 2 || told(got[0]) != "IRN CONSULT PAK done" || !got[1].Background {
		t.Errorf("got %+v", got)
	}
}

// TestPutOut leaves out that those who were put out of the country were handed over.
func TestPutOut(t *testing.T) {
	k := newDesk(t, "testdata/watch.yaml")
	const handed = "Iran handed over 200 Pakistanis at the border."
	if got := k.told(k.input("", handed)); !slices.Equal(got, []string{"IRN CONCEDE PAK done"}) {
		t.Errorf("handed over alone: got %q", got)
	}
	if got := k.told(k.input("Iran deports 200 Pakistanis", handed)); !slices.Equal(got, []string{"IRN COERCE PAK done"}) {
		t.Errorf("deported and handed over: got %q", got)
	}
}

// TestTrust trusts a plain sentence, and not one in which others, another verb and
// commas stand between who acts and on whom.
func TestTrust(t *testing.T) {
	k := newDesk(t, "testdata/watch.yaml")
	for _, c := range []struct {
		text string
		want bool
	}{
		{"Iran's foreign minister met his Pakistani counterpart in Islamabad.", true},
		{"Iran and Pakistan signed an agreement.", true},
		{"Officials of India, who met in Kabul, denied that Pakistan had deported, after talks failed, hundreds of Iranians.", false},
	} {
		got := k.coder.Code(k.input("", c.text), nil)
		if len(got) == 0 {
			t.Fatalf("%q: no event", c.text)
		}
		for _, e := range got {
			if e.Told() != c.want {
				t.Errorf("%q: %s has a trust of %.2f, traits %v", c.text, told(e), e.Trust, e.Traits)
			}
		}
	}
}

// TestTraits sees each trait in a sentence that has it, and not in one that has not.
func TestTraits(t *testing.T) {
	k := newDesk(t, "testdata/watch.yaml")
	seen := map[string]bool{}
	for _, c := range []struct{ title, text, want string }{
		{"Iran and Pakistan sign treaty", "", "title deeds=0.125 together by.both"},
		{"Iran and Pakistan sign treaty", "Iran and Pakistan signed a treaty.", "title twice deeds=0.125 together by.both"},
		{"Zahedan hospital treats Pakistani wounded", "", "title by.place deeds=0.125"},
		{"", "Iran's president spoke. He thanked Pakistan.", "deeds=0.125 doer.carried"},
		{"", "Iran, after a week, thanked Pakistan.", "deeds=0.125 doer.parted"},
		{"", "Iran warned India and thanked Pakistan.", "thirds deeds=0.25 doer.past"},
		{"", "Iran did not attack Pakistan.", "deeds=0.125 untrue hostile"},
		{"", "Iran thanked, after a week, Pakistan.", "deeds=0.125 goal.far=0.15 goal.parted"},
		{"", "Iran struck targets near the town of Panjgur in Pakistan.", "deeds=0.25 hostile goal.far=0.25 goal.past goal.governed"},
	} {
		got := k.coder.Code(k.input(c.title, c.text), nil)
		if len(got) != 1 {
			t.Errorf("%q %q: got %d events", c.title, c.text, len(got))
			continue
		}
		var traits []string
		for i, name := range event.TraitNames() {
			switch v := got[0].Traits[i]; v {
			case 0:
				continue
			case 1:
				traits = append(traits, name)
			default:
				traits = append(traits, fmt.Sprintf("%s=%g", name, v))
			}
			seen[name] = true
		}
		if s := strings.Join(traits, " "); s != c.want {
			t.Errorf("%q %q: got %s, want %s", c.title, c.text, s, c.want)
		}
	}
	if len(seen) != len(event.TraitNames()) {
		t.Errorf("saw %d of %d traits", len(seen), len(event.TraitNames()))
	}
}

// TestReuse writes the events of one article over those of another.
func TestReuse(t *testing.T) {
	k := newDesk(t, "testdata/watch.yaml")
	in := k.input("", "Iran accused Pakistan of inaction.")
	dst := k.coder.Code(k.input("", "Iran and Pakistan signed a treaty. Iran and Pakistan sign a treaty."), nil)
	allocs := testing.AllocsPerRun(100, func() { dst = k.coder.Code(in, dst[:0]) })
	if allocs != 0 && !race {
		t.Errorf("%v allocations an article", allocs)
	}
	if len(dst) != 1 || told(dst[0]) != "IRN ACCUSE PAK done" || len(dst[0].Spans) != 1 {
		t.Errorf("got %+v", dst)
	}
}

// FuzzCode throws any bytes at the coder.
func FuzzCode(f *testing.F) {
	k := newDesk(f, "testdata/watch.yaml")
	for _, s := range readSentences(f) {
		if s.line%12 == 0 {
			f.Add("", s.text, s.lang)
		}
	}
	f.Add("Iran\xff struck Pakistan\xd9", "\n\n: Pakistan's, and Iran's\u200c", "xx")
	f.Fuzz(func(t *testing.T, title, body, lang string) {
		in := k.input(title, body)
		in.Language = lang
		got := k.coder.Code(in, nil)
		if len(got) > event.Limit {
			t.Fatalf("%d events", len(got))
		}
		for _, e := range got {
			for _, s := range e.Spans {
				checkSpan(t, in, s)
			}
		}
	})
}
