package lang

import "testing"

func TestDetect(t *testing.T) {
	for _, c := range []struct{ want, text string }{
		{"en", "The foreign ministers of both countries met in Islamabad on Monday and agreed to open the border markets."},
		{"en", "Iran, Pakistan sign border accord"},
		{"fa", "وزیر کشور ایران در اسلام\u200cآباد با همتای پاکستانی خود دیدار کرد"},
		{"fa", "وزير امور خارجه ايران با سفير پاكستان ديدار كرد و گفت كه روابط دو كشور برادرانه است"},
		{"ur", "پاکستان نے سرحدی علاقے میں گولے گرنے پر ایران سے شدید احتجاج کیا ہے"},
		{"ur", "ایرانی سفیر کی وزیر داخلہ سے ملاقات"},
		{"ar", "وقعت إيران وباكستان اتفاقية أمنية لحماية الحدود المشتركة في طهران"},
		{"ar", "وزير الخارجية يصل إلى إسلام آباد"},
		{"ps", "د افغانستان او پاکستان ترمنځ د تورخم لار د درنو موټرو پر مخ پرانیستل شوه"},
		{"und", "Der Außenminister ist nach Teheran gereist, um über die Grenze und den Handel zu sprechen."},
		{"und", "Le ministre des affaires étrangères est arrivé à Téhéran pour une visite de deux jours."},
		{"und", "Министр иностранных дел прибыл в Тегеран"},
		{"und", "外交部长抵达德黑兰"},
		{"und", "2024"},
		{"und", ""},
	} {
		if got := Detect(c.text); got != c.want {
			t.Errorf("Detect(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}

// TestLabelIsOneOfLabels: a page may declare anything, and a metric takes it.
func TestLabelIsOneOfLabels(t *testing.T) {
	for code, want := range map[string]string{"fa": "fa", "und": "und", "de": "other", "": "other", "x-made-up-1": "other"} {
		if got := Label(code); got != want {
			t.Errorf("Label(%q) = %q, want %q", code, got, want)
		}
	}
}
