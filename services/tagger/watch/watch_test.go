package watch_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rasad-project/rasad/services/tagger/match"
	"github.com/rasad-project/rasad/services/tagger/text"
	"github.com/rasad-project/rasad/services/tagger/watch"
)

// load reads the shipped watch once for all tests: it is read only.
var load = sync.OnceValues(watch.Default)

func shipped(t testing.TB) *watch.Watch {
	t.Helper()
	w, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// found lists what w finds in s, as "quote: name (party)", with what its match
// says of it: short, needs, near.
func found(w *watch.Watch, s string) []string {
	var d text.Doc
	d.Read(s)
	_, ms := w.Find(&d, nil, nil)
	var out []string
	for _, m := range ms {
		var line strings.Builder
		fmt.Fprintf(&line, "%s: %s (%s)", s[d.Toks[m.First].Start:d.Toks[m.Last-1].End], m.Entity.Name, m.Entity.Party)
		for _, f := range []struct {
			is   bool
			word string
		}{{m.Short, " short"}, {m.Needs, " needs"}, {m.Near, " near"}} {
			if f.is {
				line.WriteString(f.word)
			}
		}
		out = append(out, line.String())
	}
	return out
}

func TestShippedWatchFinds(t *testing.T) {
	w := shipped(t)
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{"countries and capitals", "Tehran and Islamabad: Iran–Pakistan ties", []string{"Tehran: Tehran (IRN)", "Islamabad: Islamabad (PAK)", "Iran: Iran (IRN)", "Pakistan: Pakistan (PAK)"}},
		{"never nearly", "Imran and Irania, Pakistani-ish", []string{"Pakistani: Pakistani (PAK)"}},
		{"an outlet is no country", "the Tehran Times and Radio Pakistan reported", nil},
		{"a sea is no country", "in the Persian Gulf and the Indian Ocean", nil},
		{"a surname is no demonym", "Smriti Irani and Boman Irani spoke", nil},
		{"but fuel is", "smuggled Irani diesel", []string{"Irani: Iranian (IRN)"}},
		{"cricket", "the Pakistan Cricket Board and Islamabad United", nil},
		{"the longest name", "Sistan and Baluchestan and Balochistan", []string{"Sistan and Baluchestan: Sistan and Baluchestan (IRN)", "Balochistan: Balochistan (PAK)"}},
		{"third countries", "Afghan and Chinese envoys in Kabul", []string{"Afghan: Afghanistan (OTHER)", "Chinese: China (OTHER)", "Kabul: Afghanistan (OTHER)"}},
		{"US to the letter", "They told us that the US agreed", []string{"US: United States (OTHER)"}},
		{"another's leader", "Trump said, and بنیامین نتانیاهو گفت", []string{"Trump: Donald Trump (OTHER)", "بنیامین نتانیاهو: Benjamin Netanyahu (OTHER)"}},
		{"a surname behind its post", "Interior Minister Naqvi said", []string{"Naqvi: Mohsin Naqvi (PAK)"}},
		{"a surname behind another's post", "Mayor Naqvi said", []string{"Naqvi: Mohsin Naqvi (PAK) short"}},
		{"a surname alone", "Kakar said", []string{"Kakar: Anwaar-ul-Haq Kakar (PAK) short"}},
		{"who only sounds like one behind a post", "Prime Minister Keir Starmer said", nil},
		{"with context", "the Mand border market, Mand alone, and a mand border", []string{"Mand: Mand (PAK)", "Mand: Mand (PAK) needs"}},
		{"context is no part", "the border area of Mand", []string{"Mand: Mand (PAK)"}},
		{"Persian", "وزیر خارجه ایران در اسلام\u200cآباد با همتای پاکستانی", []string{"ایران: Iran (IRN)", "اسلام\u200cآباد: Islamabad (PAK)", "پاکستانی: Pakistani (PAK)"}},
		{"Persian in Arabic letters", "پاكستان و ايران", []string{"پاكستان: Pakistan (PAK)", "ايران: Iran (IRN)"}},
		{"Persian for previous is no place", "رئیس پیشین و بازارچه مرزی پیشین", []string{"پیشین: Pishin, Iran (IRN)"}},
		{"Urdu", "پاک ایران سرحد، تفتان", []string{"پاک: Pakistan (PAK)", "ایران: Iran (IRN)", "تفتان: Taftan (PAK)"}},
		{"Urdu for holy is no country", "قرآن پاک اور پاک صاف پانی", nil},
		{"Arabic for scene is no place", "في مشهد مؤثر", nil},
		{"Persian for the town is", "کنسولگری پاکستان در مشهد", []string{"پاکستان: Pakistan (PAK)", "مشهد: Mashhad (IRN)"}},
		{"Arabic with particles", "وباكستان بإيران والإيرانيين لطهران", []string{"وباكستان: Pakistan (PAK)", "بإيران: Iran (IRN)", "والإيرانيين: Iranian (IRN)", "لطهران: Tehran (IRN)"}},
	} {
		if diff := cmp.Diff(c.want, found(w, c.in)); diff != "" {
			t.Errorf("%s: want -, got +\n%s", c.name, diff)
		}
	}
}

// TestOnePersonOneName reads the spellings of people and groups, of the aliases
// and of none, and wants one name for each.
func TestOnePersonOneName(t *testing.T) {
	w := shipped(t)
	for want, spellings := range map[string][]string{
		"Hossein Amir-Abdollahian": {"Hossein Amir Abdollahian", "Amir-Abdollahian", "AmirAbdollahian", "Hosein Ameer Abdullahian", "حسین امیرعبداللهیان", "حسین امیر عبداللہیان", "حسين أمير عبد اللهيان"},
		"Reza Amiri-Moqaddam":      {"Reza Amiri Moghaddam", "Reza Amiri-Moqaddam", "Amiri Moqadam", "Reza Ameri Mughaddam", "رضا امیری مقدم"},
		"Anwaar-ul-Haq Kakar":      {"Anwar-ul-Haq Kakar", "Anwaarul Haq Kakar", "Anwarul-Haq Kakkar", "انوار الحق کاکڑ"},
		"Muhammad Mudassir Tipu":   {"Mudassir Tipu", "Mohammed Mudaser Teepu", "Ambassador Mudassir", "مدثر تیپو"},
		"Jalil Abbas Jilani":       {"Jaleel Abbas Jilani", "Jalil Abbas Jillani", "جلیل عباس جیلانی"},
		"Ebrahim Raisi":            {"Ibrahim Raisi", "Seyyed Ebrahim Raisi", "Ebraheem Raeesi", "ابراهیم رئیسی"},
		"Jaish ul-Adl":             {"Jaish al-Adl", "Jaish al-Zulm", "Jeysh ul-Adl", "Jaish-ul-Adl", "جیش\u200cالعدل", "جيش العدل"},
		"Zahedan":                  {"Zahidan", "Zahedan", "زاهدان", "زاہدان"},
	} {
		for _, s := range spellings {
			got := found(w, "x: "+s+", y")
			if len(got) != 1 || !strings.HasPrefix(got[0], s+": "+want+" (") {
				t.Errorf("%s: got %q, want %s once", s, got, want)
			}
		}
	}
}

// TestSpellingsSideBySide finds two names with nothing but a comma between them.
func TestSpellingsSideBySide(t *testing.T) {
	got := found(shipped(t), "Mohammed Mudaser Teepu, Hosein Ameer Abdullahian")
	want := []string{"Mohammed Mudaser Teepu: Muhammad Mudassir Tipu (PAK) near", "Hosein Ameer Abdullahian: Hossein Amir-Abdollahian (IRN) near"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestARelativeIsAnother(t *testing.T) {
	w := shipped(t)
	for _, s := range []string{"Hamza Shahbaz Malik", "Sadegh Larijani", "Mohammad Hasan Akhund", "Muhammad Siddique", "Samina Bajwa", "Ahmad Khomeini Rad"} {
		for _, f := range found(w, s) {
			if strings.HasSuffix(f, " near") {
				t.Errorf("%s is taken for %s", s, f)
			}
		}
	}
}

// TestTwoAsNear wants nobody named where two people are as near to a spelling.
func TestTwoAsNear(t *testing.T) {
	const two = "name: x\nparties:\n  - {code: IRN, name: Iran}\n  - {code: PAK, name: Pakistan}\npeople:\n" +
		"  - {name: Omid Rezvani, party: IRN, en: [Omid Rezvani]}\n  - {name: Omeed Rizwani, party: PAK, en: [Omeed Rizwani]}\n"
	w, err := watch.Load("two.yaml", []byte(two))
	if err != nil {
		t.Fatal(err)
	}
	if got := found(w, "to Umeed Rezwaani, they"); got != nil {
		t.Errorf("as near to two: got %q", got)
	}
	if got := found(w, "to Omid Rezvani, they"); len(got) != 1 {
		t.Errorf("in full: got %q", got)
	}
}

func TestRoleAtADate(t *testing.T) {
	w := shipped(t)
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct {
		name string
		at   time.Time
		want string
	}{
		{"Ebrahim Raisi", day("2020-05-01"), "Chief Justice"},
		{"Ebrahim Raisi", day("2024-01-26"), "President"},
		{"Ebrahim Raisi", day("2025-01-01"), ""},
		{"Ebrahim Raisi", time.Time{}, ""},
		{"Muhammad Mudassir Tipu", time.Time{}, "Ambassador to Iran"},
		{"Khawaja Asif", day("2018-01-01"), "Foreign Minister"},
		{"Khawaja Asif", day("2018-04-26"), ""},
		{"Anwaar-ul-Haq Kakar", day("2024-01-27"), "Caretaker Prime Minister"},
	} {
		i := slices.IndexFunc(w.Entities, func(e watch.Entity) bool { return e.Name == c.name })
		if i < 0 {
			t.Fatalf("no %s", c.name)
		}
		if got, _ := w.Entities[i].Role(c.at); got != c.want {
			t.Errorf("%s at %s: got %q, want %q", c.name, c.at.Format(time.DateOnly), got, c.want)
		}
	}
}

// TestPlacesLieWhereTheyMay holds every place to the frame of its country: a
// latitude and longitude that changed places, or a slip of a digit, falls out.
func TestPlacesLieWhereTheyMay(t *testing.T) {
	frames := map[string][4]float64{ // south, north, west, east
		"IRN": {25, 40, 44, 63.5},
		"PAK": {23.5, 37.2, 60.8, 77.9},
	}
	places, border := 0, 0
	for _, e := range shipped(t).Entities {
		f, ok := frames[e.Party]
		if e.Where == nil || !ok {
			continue
		}
		places++
		if e.Where.Border {
			border++
			if e.Where.Lon < 60.5 || e.Where.Lon > 65.6 || e.Where.Lat > 30 {
				t.Errorf("%s, at %v, %v, is not near the border", e.Name, e.Where.Lat, e.Where.Lon)
			}
		}
		if w := e.Where; w.Lat < f[0] || w.Lat > f[1] || w.Lon < f[2] || w.Lon > f[3] {
			t.Errorf("%s lies at %v, %v: not in %s", e.Name, w.Lat, w.Lon, e.Party)
		}
	}
	if places < 140 || border < 35 {
		t.Errorf("got %d places, %d at the border; want 140 and 35", places, border)
	}
}

// TestAnotherPair reads the second watch: if a line of code knew of Iran and
// Pakistan, it would find less or more there.
func TestAnotherPair(t *testing.T) {
	w, err := watch.Open("../watches/india-china.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for in, want := range map[string][]string{
		"Iran and Pakistan are third countries, says Tehran": {"Iran: Iran (OTHER)", "Pakistan: Pakistan (OTHER)", "Tehran: Iran (OTHER)"},
		"Sino-Indian talks at Nathu La, Beijing says":        {"Sino: China (CHN)", "Indian: Indian (IND)", "Nathu La: Nathu La (IND)", "Beijing: Beijing (CHN)"},
		"Subramanyam Jayshankar met Wang Yi":                 {"Subramanyam Jayshankar: Subrahmanyam Jaishankar (IND) near", "Wang Yi: Wang Yi (CHN)"},
		"The South China Morning Post, on the Indian Ocean":  nil,
	} {
		if diff := cmp.Diff(want, found(w, in)); diff != "" {
			t.Errorf("%s: want -, got +\n%s", in, diff)
		}
	}
	if w.Side("IND") != 0 || w.Side("CHN") != 1 || w.Side("IRN") != -1 {
		t.Error("the sides are not the file's")
	}
}

// TestANameWithoutLetters loads a person who has an alias to be found by, and a name
// that nothing can be like.
func TestANameWithoutLetters(t *testing.T) {
	const file = `name: x
parties: [{code: IRN, name: Iran}, {code: PAK, name: Pakistan}]
people: [{name: "...", party: IRN, en: [Example Person]}]
`
	w, err := watch.Load("x.yaml", []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	if got := found(w, "Example Person said"); len(got) != 1 {
		t.Errorf("got %q, want the alias", got)
	}
}

func TestEveryFaultIsNamed(t *testing.T) {
	const bad = `name: x
parties:
  - {code: IRN, name: Iran, sites: ["https://example.ir", Example Times]}
  - {code: PAK, name: Pakistan, languages: [urdu], sites: [EXAMPLE TIMES]}
names:
  - {name: Iran, kind: island, party: IRN, en: [Iran]}
  - {name: Tehran, kind: capital, party: IRN, en: [Tehran]}
people:
  - {name: A B, party: XXX, en: [A B], posts: [{role: "", from: 2020-13-01}]}
  - {name: C D, party: IRN, en: [C D], posts: [{role: Minister, from: 2020, to: 2019}]}
  - {name: E F, party: IRN, en: ["..."]}
  - {party: IRN, en: [G], base: PAK}
  - {name: H, party: IRN, en: [H], rank: 3}
  - {name: L, party: IRN, en: [L], languages: [fa]}
places:
  - {name: I, party: IRN, en: [I], at: [91, 0], precision: street}
  - {name: J, party: IRN, topic: weather, at: [30, 60], precision: town}
groups:
  - {name: K, base: XXX, en: [(only) (context)]}
rivers: []
`
	_, err := watch.Load("bad.yaml", []byte(bad))
	if err == nil {
		t.Fatal("no error")
	}
	got := strings.Split(err.Error(), "\n")
	for _, want := range []string{
		`bad.yaml:3: sites: want a domain ("dawn.com") or a name with a capital ("Tehran Times"), got "https://example.ir"`,
		`bad.yaml:4: sites: "EXAMPLE TIMES" is the other party's`,
		`bad.yaml:4: languages: want some of [en fa ur ar], got "urdu"`,
		`bad.yaml:14: languages: only parties have them`,
		`bad.yaml:6: kind: want one of [country demonym capital seat], got "island"`,
		`bad.yaml:7: at and precision are missing`,
		`bad.yaml:9: party: want IRN, PAK or OTHER, got "XXX"`,
		`bad.yaml:9: posts: role is missing`,
		`bad.yaml:9: posts: want a date like 2021, 2021-08 or 2021-08-25, got "2020-13-01"`,
		`bad.yaml:10: posts: Minister ends before it begins`,
		`bad.yaml:11: "..." has no letters`,
		`bad.yaml:12: name is missing`,
		`bad.yaml:12: base: only groups have one`,
		`bad.yaml:16: precision: want one of [town district province country], got "street"`,
		`bad.yaml:16: at: want [latitude, longitude] in degrees, got [91 0]`,
		`bad.yaml:17: J has no names`,
		`bad.yaml:19: base: want IRN, PAK or OTHER, got "XXX"`,
		`bad.yaml:19: "(only) (context)" has no letters`,
		`bad.yaml:20: no section is called "rivers"`,
	} {
		if !slices.Contains(got, want) {
			t.Errorf("missing: %s", want)
		}
	}
	for _, want := range []string{`bad.yaml:13: unknown field "rank"`, `bad.yaml:17: topic: "weather" is none of`} {
		if !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, want) }) {
			t.Errorf("missing: %s", want)
		}
	}
	if t.Failed() {
		t.Log(err)
	}
}

func TestNoWatch(t *testing.T) {
	const tagged = "name: x\nparties:\n  - {code: IRN, name: Iran}\n  - {code: PAK, name: Pakistan}\nnames:\n  - {name: A, kind: country, party: IRN, en: !tag word}\n"
	for _, in := range []string{tagged, "", "- a\n- b\n", "name: x\n", "name: x\nparties: []\n", "a: [b\n", "name: x\nparties:\n  - {code: I, name: Iran}\n  - {code: PAK, name: Pakistan}\n"} {
		w, err := watch.Load("w.yaml", []byte(in))
		if err == nil || w != nil || !strings.HasPrefix(err.Error(), "w.yaml:") {
			t.Errorf("%q: got %v, %v; want a fault with its line", in, w, err)
		}
	}
	if _, err := watch.Open("no such file"); err == nil {
		t.Error("no error for a file that is not there")
	}
}

// TestReload reads a changed file again: the new watch knows the change, and the
// one in use stays as it was.
func TestReload(t *testing.T) {
	const file = "name: x\nparties:\n  - {code: IRN, name: Iran}\n  - {code: PAK, name: Pakistan}\nnames:\n  - {name: Iran, kind: country, party: IRN, en: [Iran]}\n"
	path := t.TempDir() + "/w.yaml"
	write := func(s string) *watch.Watch {
		if err := os.WriteFile(path, []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
		w, err := watch.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	old := write(file)
	fresh := write(strings.ReplaceAll(file, "[Iran]", "[Iran, Persia]"))
	if got := found(fresh, "Persia"); len(got) != 1 {
		t.Errorf("after reloading: %q", got)
	}
	if got := found(old, "Persia"); got != nil {
		t.Errorf("the watch in use changed: %q", got)
	}
}

const report = `TEHRAN - Iran's Foreign Minister Hosein Ameer Abdullahian met Prime Minister Anwaar-ul-Haq Kakar in Islamabad. General Ali Smith and Sir John Brown Williams of the Tehran Times saw Jeish al-Adl near Saravan. ایران و پاکستان. `

func TestFindingAllocatesNothing(t *testing.T) {
	w := shipped(t)
	var d text.Doc
	d.Read(strings.Repeat(report, 10))
	var hits []match.Hit
	var ms []watch.Match
	hits, ms = w.Find(&d, hits, ms)
	if n := testing.AllocsPerRun(20, func() { hits, ms = w.Find(&d, hits, ms[:0]) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
	if len(ms) != 90 {
		t.Errorf("got %d matches, want 90", len(ms))
	}
}

func BenchmarkFind(b *testing.B) {
	w := shipped(b)
	var d text.Doc
	d.Read(strings.Repeat(report, 12)[:2400])
	var hits []match.Hit
	var ms []watch.Match
	b.SetBytes(int64(len(d.Src)))
	b.ReportAllocs()
	for b.Loop() {
		hits, ms = w.Find(&d, hits, ms[:0])
	}
}

// FuzzFind reads any bytes: matches are in order, apart, and within the tokens.
func FuzzFind(f *testing.F) {
	w := shipped(f)
	for _, s := range []string{report, "ایران", "Jaish-ul-", "\xff\xfeIran", "(Gabd) Rimdan", "A-B C'D ul-E"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var d text.Doc
		d.Read(s)
		_, ms := w.Find(&d, nil, nil)
		end := int32(0)
		for _, m := range ms {
			if m.First < end || m.Last <= m.First || int(m.Last) > len(d.Toks) {
				t.Fatalf("match of tokens %d to %d after %d, of %d", m.First, m.Last, end, len(d.Toks))
			}
			end = m.Last
		}
	})
}

// FuzzLoad reads any bytes as a watch.
func FuzzLoad(f *testing.F) {
	f.Add([]byte("name: x\nparties:\n  - {code: IRN, name: Iran}\n  - {code: PAK, name: Pakistan}\nnames:\n  - {name: Iran, kind: country, party: IRN, en: [(a) =Iran (b)]}\n"))
	f.Add([]byte("places: [{at: [1]}]"))
	f.Fuzz(func(t *testing.T, b []byte) {
		w, err := watch.Load("f", b)
		if (w == nil) == (err == nil) {
			t.Fatalf("got %v, %v", w, err)
		}
	})
}
