package reading_test

import (
	"testing"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/tagger/reading"
	"github.com/rasad-project/rasad/services/tagger/watch"
)

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
		{"Urdu, of Iran alone", "ایران میں احتجاج ہوا۔ آرمی چیف نے خبردار کیا۔ لوگ گھروں کو گئے۔ بارش ہوئی۔ بازار بند رہے۔", "ایران"},
		{"Urdu, with something of its own", "ایران میں احتجاج ہوا۔ آرمی چیف نے خبردار کیا۔ لوگ گھروں کو گئے۔ بارش ہوئی۔ کراچی میں بازار بند رہے۔", "ایران آرمی چیف کراچی"},
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

// TestHomeOfAnOutlet reads what a report says of its own country when its outlet tells
// which that is.
func TestHomeOfAnOutlet(t *testing.T) {
	read := of(t)
	const met = "The foreign minister met his Iranian counterpart on Monday. Karachi was quiet."
	for _, c := range []struct{ name, site, body, want string }{
		{"an office", "dawn.com", met, "foreign minister Iranian Karachi"},
		{"with a dateline", "dawn.com", "QUETTA: " + met, "foreign minister Iranian Karachi"},
		{"by its name", "Dawn", met, "foreign minister Iranian Karachi"},
		{"of an outlet not known", "example.org", met, "Iranian Karachi"},
		{"of nothing else of its own", "dawn.com", "QUETTA: The foreign minister met the Iranian president on Monday.", "Iranian"},
		{"from abroad", "dawn.com", "BAGHDAD: " + met, "BAGHDAD Iranian Karachi"},
		{"from the other", "dawn.com", "TEHRAN: " + met, "Iranian Karachi"},
		{"by a dateline alone", "", "QUETTA: " + met, "foreign minister Iranian Karachi"},
		{"by a dateline and nothing else of its own", "", "TEHRAN: The army chief of Pakistan spoke in Karachi. The foreign minister was there.", "Pakistan Karachi"},
		{"the other's language", "ur.example.ir", "وزیر خارجہ نے پاکستانی ہم منصب سے گفتگو کی اور دعوت دی۔ ایران میں بارش ہوئی۔", "وزیر خارجہ پاکستانی ایران"},
		{"what is traded", "dawn.com", "Officials said in Quetta that trade with Iran had doubled and imports from Iran would grow.", "Quetta trade with Iran imports from Iran"},
		{"by another country", "dawn.com", "Turkey's trade with Iran has doubled. Karachi was quiet.", "Turkey Iran Karachi"},
		{"in a sentence of another", "dawn.com", "Beijing said on Monday that trade with Iran was lawful. Karachi was quiet.", "Beijing Iran Karachi"},
		{"by another's office", "dawn.com", "Foreign Minister Sergei Lavrov flew to Tehran. The foreign minister will speak of trade with Iran. Karachi was quiet.", "Sergei Lavrov Tehran Iran Karachi"},
		{"another's minister, whom nobody knows", "dawn.com", "Prime Minister Example Person said Iran must wait. The foreign secretary met the Iranian envoy. Karachi was quiet.", "Iran Iranian Karachi"},
		{"a minister's house", "dawn.com", "A statement of the Prime Minister House said that the foreign secretary met the Iranian envoy. Karachi was quiet.", "Prime Minister foreign secretary Iranian Karachi"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := counting(read(c.site, "", c.body)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	if got := read("ur.example.ir", "", "وزیر خارجہ نے پاکستانی ہم منصب سے گفتگو کی اور دعوت دی۔ ایران میں بارش ہوئی۔").Own; got != reading.First {
		t.Errorf("Urdu of an outlet of the other: got %v's own, want %v's", got, reading.First)
	}
}

// TestPublisher reads whose outlet an article is of: by where it stands before where
// it was found, by an address before a name.
func TestPublisher(t *testing.T) {
	w, err := watch.Default()
	if err != nil {
		t.Fatal(err)
	}
	feed := func(f news.Feed) news.Article { return news.Article{Entry: news.Entry{Feed: f}} }
	for _, c := range []struct {
		name string
		a    news.Article
		want reading.Side
	}{
		{"nothing known", news.Article{}, reading.None},
		{"its address", news.Article{URL: "https://www.dawn.com/news/1800000/a-title"}, reading.Second},
		{"an address that only ends so", news.Article{URL: "https://example.org/dawn.com"}, reading.None},
		{"with a port", news.Article{URL: "http://en.example.ir:8080"}, reading.First},
		{"the item's address", news.Article{Entry: news.Entry{URL: "https://example.com.pk/?id=1"}}, reading.Second},
		{"the site's name", news.Article{Site: "TEHRAN TIMES"}, reading.First},
		{"the feed's address", feed(news.Feed{URL: "https://www.tehrantimes.com/rss"}), reading.First},
		{"the feed's country", feed(news.Feed{URL: "https://example.org/rss", Country: "PK"}), reading.Second},
		{"another country", feed(news.Feed{URL: "https://example.org/rss", Country: "GB"}), reading.None},
		{"another's article in a feed", news.Article{URL: "https://www.dawn.com/news/1", Entry: news.Entry{Feed: news.Feed{Country: "IR"}}}, reading.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := reading.Publisher(w, &c.a); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}
