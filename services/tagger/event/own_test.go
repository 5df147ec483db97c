package event_test

import (
	"slices"
	"testing"

	"github.com/rasad-project/rasad/kit/news"
)

// TestOwnCountry leaves out who did it, as a report of a country does of its own:
// the deed is that country's, unless somebody else is named who might have done it,
// or the report is nobody's.
func TestOwnCountry(t *testing.T) {
	k := newDesk(t, "testdata/watch.yaml")
	for _, c := range []struct {
		name, lang, text string
		own              news.Party
		want             []string
	}{
		{"exports", "fa", "صادرات برق به پاکستان آغاز شد.", "IRN", []string{"IRN COOPERATE PAK done"}},
		{"nobody's report", "fa", "صادرات برق به پاکستان آغاز شد.", "", nil},
		{"the other's report", "fa", "صادرات برق به پاکستان آغاز شد.", "PAK", nil},
		{"a third country that might", "fa", "به گزارش ترکیه صادرات برق به پاکستان آغاز شد.", "IRN", nil},
		{"a contract", "ur", "ایران سے بجلی کی خریداری کے معاہدے پر دستخط کیے گئے۔", "PAK", []string{"PAK AGREE IRN done"}},
		{"violence is never guessed", "fa", "نه کارگر پاکستانی کشته شدند.", "IRN", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := k.input("", c.text)
			in.Language, in.Own = c.lang, c.own
			var got []string
			for _, e := range k.coder.Code(in, nil) {
				got = append(got, told(e))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
