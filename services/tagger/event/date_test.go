package event

import (
	"testing"
	"time"

	"github.com/rasad-project/rasad/services/tagger/text"
)

// TestMarks reads the times that sentences name, in a report of Monday, 29
// January 2024.
func TestMarks(t *testing.T) {
	c, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range []struct {
		lang, text, want string
		old              bool
	}{
		{"en", "signed on January 16, 2024 in the capital", "2024-01-16", true},
		{"en", "signed on 16 January in the capital", "2024-01-16", true},
		{"en", "met on January 28", "2024-01-28", false},
		{"en", "will meet on 3 February", "2024-02-03", false},
		{"en", "began in November with a visit", "2023-11", true},
		{"en", "it may begin soon", "", false},
		{"en", "since the war in 1988 they have", "1988", true},
		{"en", "killed 2018 people", "", false},
		{"en", "met on Sunday", "2024-01-28", false},
		{"en", "met on Monday", "2024-01-29", false},
		{"en", "met last month", "", true},
		{"en", "met two weeks ago", "", true},
		{"en", "in the last two days", "", false},
		{"fa", "در ۲۶ دی ۱۴۰۲ دیدار کردند", "2024-01-16", true},
		{"fa", "در ۸ بهمن دیدار کردند", "2024-01-28", false},
		{"fa", "۱۶ ژانویه دیدار کردند", "2024-01-16", true},
		{"fa", "روز سه شنبه دیدار کردند", "", false},
		{"fa", "روز یکشنبه دیدار کردند", "2024-01-28", false},
		{"fa", "سال گذشته دیدار کردند", "", true},
		{"ur", "16 جنوری کو ملاقات ہوئی", "2024-01-16", true},
		{"ur", "گزشتہ سال ملاقات ہوئی", "", true},
		{"ur", "اتوار کو ملاقات ہوئی", "2024-01-28", false},
		{"ar", "في ١٦ يناير ٢٠٢٤ التقى", "2024-01-16", true},
		{"ar", "يوم الأحد التقى", "2024-01-28", false},
		{"ar", "العام الماضي التقى", "", true},
	} {
		t.Run(k.lang+" "+k.text, func(t *testing.T) {
			s := readMarks(c.lexicon(k.lang), k.text)
			var got mark
			if len(s.marks) > 0 {
				got = s.marks[0]
			}
			if d := s.dateOf(got, Done).String(); d != k.want || got.old != k.old {
				t.Errorf("got %q old %v, want %q old %v", d, got.old, k.want, k.old)
			}
		})
	}
}

func readMarks(x *lexicon, words string) *sentence {
	var d text.Doc
	d.Read(words)
	m := &memory{published: date{2024, 1, 29}}
	s := &m.sentence
	s.memory, s.x, s.src, s.toks = m, x, d.Src, d.Toks
	s.lookUp()
	s.findMarks()
	return s
}

func TestDateString(t *testing.T) {
	for want, d := range map[string]date{
		"": {}, "2018": {year: 2018}, "2018-02": {year: 2018, month: 2}, "2018-02-03": {2018, 2, 3},
	} {
		if got := d.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := (date{year: 2024, month: 2}).last(); !got.Equal(time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("the last day of February 2024 is %v", got)
	}
}
