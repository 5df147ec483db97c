package reading_test

import (
	"strings"
	"testing"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/tagger/reading"
	"github.com/rasad-project/rasad/services/tagger/watch"
)

// open returns what reads articles of no known site for the watch that ships.
func open(t *testing.T) func(title, body string) *reading.Reading {
	t.Helper()
	read := of(t)
	return func(title, body string) *reading.Reading { return read("", title, body) }
}

// of returns what reads articles of sites for the watch that ships.
func of(t *testing.T) func(site, title, body string) *reading.Reading {
	t.Helper()
	w, err := watch.Default()
	if err != nil {
		t.Fatal(err)
	}
	x, err := reading.NewReader(w)
	if err != nil {
		t.Fatal(err)
	}
	return func(site, title, body string) *reading.Reading {
		r := &reading.Reading{}
		x.Read(r, reading.Publisher(w, &news.Article{Site: site}), title, body)
		return r
	}
}

// counting returns the names that count in the body, as they are spelled.
func counting(r *reading.Reading) string {
	var all []string
	for _, m := range r.Body.Named {
		all = append(all, r.Body.Doc.Src[r.Body.Doc.Toks[m.First].Start:r.Body.Doc.Toks[m.Last-1].End])
	}
	return strings.Join(all, " ")
}

func TestWhatCounts(t *testing.T) {
	read := open(t)
	for _, c := range []struct{ name, body, want string }{
		{"prose", "The minister flew to Iran on Monday.", "Iran"},
		{"a dateline in capitals", "TEHRAN – The minister flew to Pakistan on Monday.", "Pakistan"},
		{"a dateline with its agency", "Islamabad (IP) - The minister flew to Iran on Monday.", "Iran"},
		{"a dateline with its country", "TEHRAN, Iran (CNN) -- The minister flew to Pakistan on Monday.", "Pakistan"},
		{"a dateline with a third country", "TEHRAN (China Daily) - The minister flew to Pakistan on Monday.", "Pakistan"},
		{"a dateline with a colon", "Tehran: The minister flew to Pakistan on Monday.", "Pakistan"},
		{"a capital that opens a sentence", "Tehran said on Monday that the minister would stay.", "Tehran"},
		{"an Urdu desk", "اسلام آباد ویب ڈیسک وزیر خارجہ آج ایران کا دورہ کریں گے۔", "وزیر خارجہ ایران"},
		{"a link below the text", "The minister flew home on Monday.\nIran and Pakistan sign an agreement", ""},
		{"links under a heading", "The minister flew home on Monday.\nRead more:\nPakistan thanks Iran", ""},
		{"a line that repeats", "He flew to Iran on Monday morning.\nHe flew to Iran on Monday morning.", "Iran"},
		{"a section of history", "The minister flew home on Monday.\nOn this day\nIn 1950 Pakistan and Iran signed a treaty of friendship.", ""},
		{"a headline above the text", "Pakistan thanks Iran\n\nThe minister said so on Monday in his office.", "Pakistan Iran"},
		{"a label above the text", "Iran\n\nThe minister said so on Monday in his office.", ""},
		{"a place's neighbours", "Gunmen killed four men in Turbat in Balochistan, which borders Iran and Afghanistan, on Monday.", "Turbat Balochistan"},
		{"a dateline and a neighbour", "Tehran- Pakistani embassy expressed its condolences over the blast in Tehran.", "Pakistani Tehran"},
		{"a place's border", "Gunmen killed four men in Turbat, which shares a long porous border with Iran.", "Turbat"},
		{"what is near a border", "The epicentre was in Kharan, near the border with Iran.", "Kharan"},
		{"what is on a border", "Pakistan closed a crossing on the border with Iran.", "Pakistan Iran"},
		{"a border that is closed", "Pakistan closed its borders with Iran, which borders on folly.", "Pakistan Iran"},
		{"a border that is shared", "Iran said it shares a border with Pakistan.", "Iran Pakistan"},
		{"a Persian neighbour", "چهار نفر در تربت در ایالت هم\u200cمرز با ایران کشته شدند.", "تربت"},
		{"an Urdu neighbour", "ایران سے متصل ضلع پنجگور میں چار افراد ہلاک ہو گئے۔", "ضلع پنجگور"},
		{"a neighbour at war", "ایران سے مذاکرات کے لیے وفد روانہ ہو گیا۔", "ایران"},
		{"a teaser that says its heading twice", "پاکستان میں آج تعطیل ہے واشنگٹن واشنگٹن نے ایران پر...", "پاکستان"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := counting(read("", c.body)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestContact(t *testing.T) {
	read := open(t)
	for _, c := range []struct {
		name, sentence       string
		contact, listed, two bool
	}{
		{"both", "Iran sent a note to Pakistan on Monday.", true, false, false},
		{"a pair", "Iran and Pakistan met on Monday.", true, false, true},
		{"a pair with a hyphen", "The Iran-Pakistan border was closed.", true, false, true},
		{"one", "Iran sent a note on Monday.", false, false, false},
		{"a row", "Turkey, Iran and Pakistan met on Monday.", false, true, false},
		{"an example", "It fears the fate of countries like Iran and Pakistan.", false, true, false},
		{"a row and a deed", "Iran thanked Pakistan, Turkey and Qatar on Monday.", true, false, false},
		{"too far apart", "Iran " + strings.Repeat("and so on ", 20) + "Pakistan.", false, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &read("", c.sentence).Body.Sentences[0]
			if s.Contact() != c.contact || s.Listed != c.listed || s.Pair != c.two {
				t.Errorf("got contact %v, listed %v, pair %v; want %v, %v, %v", s.Contact(), s.Listed, s.Pair, c.contact, c.listed, c.two)
			}
		})
	}
}

// TestColumns reads sentences on over lines that end where a column ended.
func TestColumns(t *testing.T) {
	r := open(t)("", "دیپلمات های ایرانی نیز هفته گذشته حجم قابل توجهی از فعالیت ها و\n"+
		"توجهشان معطوف به سفر رئیس جمهور به پاکستان بود و این سفر از جهات\n"+
		"دیگر نیز قابل نقد جدی است و به نظر می رسد که باید درباره آن گفت\n"+
		"و گو کرد تا مردم بدانند که چرا این سفر انجام شد و چه دستاوردی داشت.")
	if !r.Body.Wrapped {
		t.Fatal("the lines are not taken for a column's")
	}
	if !r.Body.Sentences[1].Contact() {
		t.Error("the name in the first line and the one in the second are not in contact")
	}
}

func TestHomeIsTheDatelines(t *testing.T) {
	read := open(t)
	for body, want := range map[string]reading.Side{
		"TEHRAN (IRNA) – The foreign minister flew to Islamabad.": reading.First,
		"ISLAMABAD (APP) – The foreign minister flew to Tehran.":  reading.Second,
		"The foreign minister flew to Tehran.":                    reading.None,
	} {
		if got := read("", body).Home; got != want {
			t.Errorf("%q: got %v, want %v", body, got, want)
		}
	}
}

// TestSkim tells the articles that need no more from those that do, and leaves
// nothing of the article before in the reading.
func TestSkim(t *testing.T) {
	w, err := watch.Default()
	if err != nil {
		t.Fatal(err)
	}
	x, err := reading.NewReader(w)
	if err != nil {
		t.Fatal(err)
	}
	var r reading.Reading
	for _, c := range []struct {
		name, title, body string
		want              bool
	}{
		{"both", "Iran thanks Pakistan", "The minister flew home on Monday.", true},
		{"both, apart", "Iran votes", "The result was noted in Pakistan.", true},
		{"one", "Iran votes", "The result was noted abroad.", false},
		{"a report of its own country", "دیدار با سفیر پاکستان", "وزیر خارجه با سفیر پاکستان دیدار کرد.", true},
		{"neither", "Norway votes", "The result was noted abroad.", false},
	} {
		x.Read(&r, reading.None, "Iran thanks Pakistan", "Pakistan thanks Iran for its help after the flood.")
		if got := x.Skim(&r, reading.None, c.title, c.body); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
		for _, f := range r.Fields() {
			if n := len(f.Mentions) + len(f.Cues) + len(f.Sentences) + len(f.Named) + len(f.Doc.Sents); n > 0 {
				t.Errorf("%s: %d things are left of the article before", c.name, n)
			}
		}
	}
}

// TestCrossing takes a crossing of the border for both sides, and a place of either for
// its side, where something goes over the border.
func TestCrossing(t *testing.T) {
	read := open(t)
	for _, c := range []struct {
		text string
		want bool
	}{
		{"Officials closed the Taftan border to pilgrims on Friday.", true},
		{"Exports through Mirjaveh have doubled.", true},
		{"Direct flights from Mashhad to Lahore will begin in October.", true},
		{"Rain fell in Mashhad and in Lahore on Friday.", false},
		{"A bus overturned near Taftan and four people died.", false},
		{"Officials closed the market of Quetta on Friday.", false},
	} {
		if r := read("", c.text); r.Body.Sentences[0].Contact() != c.want {
			t.Errorf("%s got contact %v, want %v", c.text, !c.want, c.want)
		}
	}
}
