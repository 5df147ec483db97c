package reading_test

import "testing"

// TestHome reads which words of a report stand for its own country: an office
// without its country does, in the language of a party, unless the report may be
// another country's.
func TestHome(t *testing.T) {
	read := open(t)
	for _, c := range []struct{ name, body, want string }{
		{"an office", "وزیر خارجه با همتای پاکستانی خود گفتوگو کرد.", "وزیر خارجه پاکستانی"},
		{"our country", "مردم کشورمان به سیلزدگان پاکستان کمک کردند.", "کشورمان پاکستان"},
		{"exports", "صادرات به پاکستان دو برابر شد و این رشد ادامه دارد.", "صادرات به پاکستان"},
		{"an office of another country", "وزیر خارجه پاکستان فردا به پکن سفر میکند.", "پاکستان پکن"},
		{"with words between", "وزیر صنعت، معدن و تجارت پاکستان فردا به پکن سفر میکند.", "پاکستان پکن"},
		{"which has been named before", "وزیر خارجه پاکستان به پکن رفت. وزیر خارجه درباره پاکستان سخن گفت.", "پاکستان پکن پاکستان"},
		{"another country that writes Persian", "وزیر خارجه با همتای پاکستانی خود در کابل گفتوگو کرد.", "پاکستانی کابل"},
		{"which is named less than our own", "وزیر خارجه با همتای پاکستانی خود درباره افغانستان گفتوگو کرد. ایران همسایه هر دو است. ایران صلح میخواهد.", "وزیر خارجه پاکستانی افغانستان ایران ایران"},
		{"Urdu", "وزیر خارجہ نے ایرانی ہم منصب سے گفتگو کی اور دعوت دی۔", "وزیر خارجہ ایرانی"},
		{"Urdu, imports", "تاجروں نے ایران سے درآمد شدہ پیاز کی قیمت بڑھا دی ہے۔", "ایران سے درآمد"},
		{"Urdu, an office of another country", "ایران کے وزیر خارجہ نے ماسکو میں خطاب کیا اور واپس گئے۔", "ایران ماسکو"},
		{"Urdu of India", "وزیر خارجہ نے ایرانی ہم منصب سے ملاقات کی اور بھارت کا موقف بتایا۔", "ایرانی بھارت"},
		{"Arabic, which is neither's", "بحث وزير الخارجية مع نظيره الإيراني العلاقات الثنائية بين البلدين.", "الإيراني"},
		{"English, which is anybody's", "The foreign minister met his Iranian counterpart on Monday.", "Iranian"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := counting(read("", c.body)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestHomeOfASite reads what a report says of its own country when its site tells
// which that is.
func TestHomeOfASite(t *testing.T) {
	read := of(t)
	for _, c := range []struct{ name, site, body, want string }{
		{"an office", "dawn.com", "The foreign minister met his Iranian counterpart on Monday.", "foreign minister Iranian"},
		{"of a site not known", "example.org", "The foreign minister met his Iranian counterpart on Monday.", "Iranian"},
		{"a host below it", "epaper.example.com.pk", "The foreign minister met his Iranian counterpart on Monday.", "foreign minister Iranian"},
		{"with a path", "en.example.ir/news", "The foreign minister met his Pakistani counterpart on Monday.", "foreign minister Pakistani"},
		{"a host that only ends so", "notdawn.com", "The foreign minister met his Iranian counterpart on Monday.", "Iranian"},
		{"the other's language", "ur.example.ir", "وزیر خارجہ نے پاکستانی ہم منصب سے گفتگو کی اور دعوت دی۔", "وزیر خارجہ پاکستانی"},
		{"what is traded", "dawn.com", "Officials said trade with Iran had doubled and imports from Iran would grow.", "trade with Iran imports from Iran"},
		{"by another country", "dawn.com", "Turkey's trade with Iran has doubled.", "Turkey Iran"},
		{"in a sentence of another", "dawn.com", "Beijing said on Monday that trade with Iran was lawful.", "Beijing Iran"},
		{"by another's office", "dawn.com", "Foreign Minister Sergei Lavrov flew to Tehran. The foreign minister will speak of trade with Iran.", "Sergei Lavrov Tehran Iran"},
		{"another's minister, whom nobody knows", "dawn.com", "Prime Minister Example Person said Iran must wait. The foreign secretary met the Iranian envoy.", "Iran Iranian"},
		{"a minister's house", "dawn.com", "A statement of the Prime Minister House said that the foreign secretary met the Iranian envoy.", "Prime Minister foreign secretary Iranian"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := counting(read(c.site, "", c.body)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
