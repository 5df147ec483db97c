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
		{"traders in the street", "ur", "تاجروں نے ایران کے خلاف مظاہرہ کیا۔", "PAK", []string{"PAK PROTEST IRN done"}},
		{"a contract", "ur", "ایران سے بجلی کی خریداری کے معاہدے پر دستخط کیے گئے۔", "PAK", []string{"BOTH AGREE BOTH done"}},
		{"violence is never guessed", "fa", "نه کارگر پاکستانی کشته شدند.", "IRN", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := k.input("", c.text)
			in.Language, in.Own = c.lang, c.own
			if got := k.told(in); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestHeadlines reads headlines, which leave out the verb "be" and who did it.
func TestHeadlines(t *testing.T) {
	k := newDesk(t, "testdata/watch.yaml")
	for _, c := range []struct {
		lang, title string
		own         news.Party
		want        []string
	}{
		{"en", "Eleven Iranian fishermen freed from jail in Panjgur", "", []string{"PAK CONCEDE IRN done"}},
		{"en", "350 Pakistanis deported from Iran", "", []string{"IRN COERCE PAK done"}},
		{"en", "Nine Pakistani labourers gunned down in Saravan house", "", []string{"OTHER ASSAULT PAK done"}},
		{"en", "Iran strikes in Pakistan kill two", "", []string{"IRN ASSAULT PAK done"}},
		{"en", "Zahedan hospital treats wounded patients from Panjgur", "", []string{"IRN AID PAK done"}},
		{"en", "Five abducted Iranian guards freed in Pakistan", "", []string{"PAK CONCEDE IRN done"}},
		{"en", "Militants crossed from Pakistan to attack Zahedan police", "", []string{"OTHER ASSAULT IRN announced"}},
		{"en", "Eleven Pakistani soldiers killed, Iran condemns attack", "", []string{"OTHER ASSAULT PAK done"}},
		{"en", "Protesters stone Pakistani mission in Tehran", "", []string{"IRN PROTEST PAK done"}},
		{"fa", "حمله موشکی پاکستان به سراوان؛ دست\u200cکم ۹ کشته/ کاردار اسلام\u200cآباد احضار شد", "", []string{"PAK ASSAULT IRN done", "IRN PROTEST PAK done"}},
		{"en", "Raisi: Pakistan is a brother", "", []string{"IRN STATE PAK done"}},
		{"fa", "احضار سفیر پاکستان به وزارت خارجه/ اعتراض شدید تهران", "IRN", []string{"IRN PROTEST PAK done"}},
		{"fa", "پاکستان سراوان را هدف گرفت؛ ۹ کشته", "", []string{"PAK ASSAULT IRN done"}},
		{"en", "Iran, Pakistan foreign ministers discuss Gaza", "", []string{"BOTH CONSULT BOTH done"}},
		{"ur", "ایرانی ناظم الامور کی دفتر خارجہ طلبی، شدید احتجاج", "", []string{"PAK PROTEST IRN done"}},
		{"ur", "ایرانی فورسز کی فائرنگ، پاکستان کا احتجاج", "", []string{"IRN ASSAULT PAK done", "PAK PROTEST IRN done"}},
		{"en", "Demonstrators stone Pakistani embassy in Tehran over Iranian diplomats", "", []string{"IRN PROTEST PAK done"}},
		{"fa", "ایران؛ شناور پاکستان توقیف شد", "", []string{"IRN COERCE PAK done"}},
		{"fa", "سفیر پاکستان احضار شد/ مرز زاهدان بسته شد", "IRN", []string{"IRN PROTEST PAK done"}},
		{"en", "Zahedan truck kills Panjgur boy in crash", "", nil},
		{"ur", "ایرانی سیب کی درآمد پر پابندی", "PAK", []string{"PAK SANCTION IRN done"}},
		{"ur", "ایرانی ناظم الامور دفتر خارجہ طلب", "PAK", []string{"PAK PROTEST IRN done"}},
		{"ur", "ایرانی جنرل کے بیان پر سفیر کی دفتر خارجہ طلبی", "PAK", []string{"PAK PROTEST IRN done"}},
		{"fa", "کاردار پاکستان احضار شد", "IRN", []string{"IRN PROTEST PAK done"}},
		{"fa", "ممنوعیت واردات سیب ایرانی در پاکستان", "", []string{"PAK SANCTION IRN done"}},
		{"ar", "توقيف إيراني في كويتا", "", nil}, // the town is not on this watch
		{"en", "Panjgur village hit by Iranian missiles", "", []string{"IRN ASSAULT PAK done"}},
		{"en", "Pakistani fishermen let go by Iran", "", []string{"IRN CONCEDE PAK done"}},
		{"en", "Pakistan shuts border with Iran as Israel attacks Iran", "", []string{"OTHER ASSAULT IRN done", "PAK SANCTION IRN done"}},
		{"en", "Israel strikes Iran and Pakistan shuts border", "", []string{"OTHER ASSAULT IRN done"}},
		{"en", "After talks with China, Pakistan strikes Zahedan", "", []string{"PAK ASSAULT IRN done"}},
		{"ur", "پنجگور دھماکا، ایران کا اظہار مذمت", "", []string{"IRN SUPPORT PAK done"}},
	} {
		t.Run(c.title, func(t *testing.T) {
			in := k.input(c.title, "")
			in.Language, in.Own, in.Home = c.lang, c.own, c.own
			if got := k.told(in); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestLoose reads a text loosely only at its top, and says so.
func TestLoose(t *testing.T) {
	k := newDesk(t, "testdata/watch.yaml")
	for _, c := range []struct {
		title, text string
		want        []bool // of each event: whether it was read loosely
	}{
		{"Zahedan hospital treats wounded patients from Panjgur", "", []bool{true}},
		{"Iran thanks Pakistan", "", []bool{false}},
		{"", "Rain fell. Snow fell. Pakistan's army said on Monday they had shelled Zahedan.", []bool{false}},
		{"", "Rain fell. Snow fell. A Zahedan hospital treats wounded patients from Panjgur.", nil},
		{"", "پاکستانی شہری ایران میں گرفتار کر لیے گئے۔", []bool{false}},
		{"", "ایرانی کشتی پاکستان کی جانب سے ضبط کر لی گئی۔", []bool{false}},
		{"", "مقاتلات باكستانية تضرب مواقع داخل الأراضي الإيرانية.", []bool{false}},
	} {
		var got []bool
		in := k.input(c.title, c.text)
		for _, e := range k.coder.Code(in, nil) {
			got = append(got, e.Loose)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s%s: got %v, want %v", c.title, c.text, got, c.want)
		}
	}
}
