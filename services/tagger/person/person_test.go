package person_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/rasad-project/rasad/services/tagger/person"
	"github.com/rasad-project/rasad/services/tagger/text"
	"github.com/rasad-project/rasad/services/tagger/watch"
)

const pair = `name: test
parties:
  - {code: IRN, name: Iran}
  - {code: PAK, name: Pakistan}
names:
  - {name: Iran, kind: country, party: IRN, en: [Iran]}
  - {name: Iranian, kind: demonym, party: IRN, en: [Iranian]}
  - {name: Tehran, kind: capital, party: IRN, at: [35.7, 51.4], precision: town, en: [Tehran]}
  - {name: Pakistan, kind: country, party: PAK, en: [Pakistan, Islamic Republic of Pakistan]}
  - {name: Pakistani, kind: demonym, party: PAK, en: [Pakistani]}
bodies:
  - {name: Iranian Navy, kind: force, party: IRN, en: [Iranian Navy]}
people:
  - {name: Ebrahim Raisi, party: IRN, en: [Ebrahim Raisi]}
places:
  - {name: Lahore, party: PAK, at: [31.55, 74.34], precision: town, en: [Lahore]}
`

func load(t testing.TB) *watch.Watch {
	t.Helper()
	w, err := watch.Load("test.yaml", []byte(pair))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func find(w *watch.Watch, s string) []string {
	var d text.Doc
	d.Read(s)
	_, ms := w.Find(&d, nil, nil)
	var out []string
	for _, p := range person.Find(&d, ms, nil) {
		out = append(out, fmt.Sprintf("%s (%s, %s)", p.Name(&d), p.Party, p.Role(&d)))
	}
	return out
}

func TestFind(t *testing.T) {
	w := load(t)
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{"before the name", "He received Pakistan's ambassador to Tehran Muhammad Mudassir Tipu on Friday.", []string{"Muhammad Mudassir Tipu (PAK, ambassador to Tehran)"}},
		{"with a comma", "The meeting was led by Iran’s envoy to Pakistan, Omid Example Nejad, in the capital.", []string{"Omid Example Nejad (IRN, envoy to Pakistan)"}},
		{"a demonym", "They met with Iranian Deputy Foreign Minister Omid Nejad on trade issues.", []string{"Omid Nejad (IRN, Deputy Foreign Minister)"}},
		{"of a country", "Speaking there, the Foreign Minister of Pakistan Bano Malik thanked them.", []string{"Bano Malik (PAK, Foreign Minister of Pakistan)"}},
		{"after the name", "Omid Nejad, the Iranian consul general in Lahore, opened the show.", []string{"Omid Nejad (IRN, consul general in Lahore)"}},
		{"of a body", "Talks were held by Iranian Navy Commander Rear Admiral Omid Nejad on Monday.", []string{"Omid Nejad (IRN, Iranian Navy Commander Rear Admiral)"}},
		{"a third country", "It was proposed by Turkish Foreign Minister Cem Deniz during talks with them.", []string{"Cem Deniz (OTHER, Foreign Minister)"}},
		{"two of them", "Iranian Oil Minister Omid Nejad and Pakistani Energy Minister Bano Malik signed the papers.", []string{"Omid Nejad (IRN, Oil Minister)", "Bano Malik (PAK, Energy Minister)"}},
		{"who is known is not found again", "Iranian President Ebrahim Raisi spoke about these things.", nil},
		{"no country, no party", "They were received by Foreign Minister Omid Nejad before going home.", nil},
		{"no post", "The Pakistani singer Bano Malik gave three concerts.", nil},
		{"a ministry is nobody", "The Iranian Foreign Ministry Spokesman Office issued this statement today.", nil},
		{"where, not who", "The Iranian deputy navy commander in the Great Sound said that he was there.", nil},
		{"another's president", "He spoke at length about Iran and former President Omid Nejad in his speech.", nil},
		{"a headline has capitals everywhere", "Iranian Foreign Minister Holds Talks With Turkish Leaders", nil},
		{"not across a sentence", "They thanked the Iranian ambassador. Bano Malik left soon after.", nil},
		{"not across a clause", "They thanked the Iranian ambassador; Bano Malik left soon after.", nil},
	} {
		if got := find(w, c.in); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// FuzzFind reads any bytes: people stand within the tokens, apart from each other.
func FuzzFind(f *testing.F) {
	w := load(f)
	f.Add("He received Pakistan's ambassador to Tehran Muhammad Mudassir Tipu on Friday.")
	f.Add("Omid Nejad, the Iranian consul general in Lahore, opened the show.")
	f.Add("Iranian of to for, Minister X")
	f.Fuzz(func(t *testing.T, s string) {
		var d text.Doc
		d.Read(s)
		_, ms := w.Find(&d, nil, nil)
		end := int32(0)
		for _, p := range person.Find(&d, ms, nil) {
			if p.First < end || p.Last <= p.First || int(p.Last) > len(d.Toks) || p.Post[1] <= p.Post[0] {
				t.Fatalf("%+v after token %d, of %d", p, end, len(d.Toks))
			}
			end = p.Last
			if strings.TrimSpace(p.Name(&d)) == "" || p.Role(&d) == "" {
				t.Fatalf("%+v has no name or no role", p)
			}
		}
	})
}
