package cue_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/rasad-project/rasad/services/tagger/cue"
	"github.com/rasad-project/rasad/services/tagger/text"
)

func load(t testing.TB) map[string]*cue.Lexicon {
	t.Helper()
	all, err := cue.Load()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestFind(t *testing.T) {
	lexicons := load(t)
	for _, c := range []struct{ lang, text, want string }{
		{"en", "They signed a pipeline deal", "signed:coop,contact pipeline:energy"},
		{"en", "at the border crossing", "border crossing:border"},
		{"en", "Borders, FRONTIERS", "Borders:border FRONTIERS:border"},
		{"en", "nothing here", ""},
		{"fa", "وزیر خارجه", "وزیر خارجه:diplomacy,home"},
		{"ur", "دونوں ممالک", "دونوں ممالک:pair"},
		{"ar", "وبالغاز", ""},
		{"ar", "والغاز", "والغاز:energy"},
	} {
		var d text.Doc
		d.Read(c.text)
		if got := show(&d, lexicons[c.lang].Find(&d, nil)); got != c.want {
			t.Errorf("%s: got %q, want %q", c.text, got, c.want)
		}
	}
}

func show(d *text.Doc, hits []cue.Hit) string {
	var all []string
	for _, h := range hits {
		var classes []string
		for c := range cue.Classes {
			if h.Set.Has(c) {
				classes = append(classes, c.String())
			}
		}
		words := d.Src[d.Toks[h.First].Start:d.Toks[h.Last-1].End]
		all = append(all, words+":"+strings.Join(classes, ","))
	}
	return strings.Join(all, " ")
}

// TestEveryTopicHasCues holds every file against the list of topics.
func TestEveryTopicHasCues(t *testing.T) {
	probe := map[string][]string{
		"en": {"ambassador", "border", "missile", "militant", "export", "gas", "migrant", "opium", "pilgrim", "river", "prisoner", "tents", "volleyball", "hospital"},
		"fa": {"سفیر", "مرز", "موشک", "تروریستی", "صادرات", "گاز", "مهاجر", "تریاک", "زائر", "سد", "زندانی", "چادر", "والیبال", "بیمارستان"},
		"ur": {"سفیر", "سرحد", "میزائل", "دہشتگرد", "برآمدات", "گیس", "مہاجر", "افیون", "زائرین", "ڈیم", "قیدی", "خیمے", "کرکٹ", "ہسپتال"},
		"ar": {"السفير", "الحدود", "صاروخ", "إرهابي", "الصادرات", "الغاز", "مهاجرين", "أفيون", "الحجاج", "السد", "السجناء", "خيام", "مباراة", "المستشفى"},
	}
	lexicons := load(t)
	for _, lang := range cue.Languages {
		for topic, word := range probe[lang] {
			var d text.Doc
			d.Read(word)
			hits := lexicons[lang].Find(&d, nil)
			if !slices.ContainsFunc(hits, func(h cue.Hit) bool { return h.Set.Has(cue.Class(topic)) }) {
				t.Errorf("%s: %q is no cue of %s", lang, word, cue.Topics[topic])
			}
		}
	}
}
