package page

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
)

// The texts are long enough for their letters to tell.
const (
	persianText = "وزیران بازرگانی دو کشور روز شنبه در کویته دیدار کردند و درباره بازارهای مرزی گفتند که باز خواهند شد"
	arabicText  = "التقى وزيرا التجارة في البلدين يوم السبت في كويتا وتحدثا ثلاث ساعات عن الأسواق الحدودية المغلقة منذ الخريف"
	russianText = "Министры двух стран встретились в субботу и три часа говорили о рынках на границе, закрытых с осени"
	frenchText  = "Les ministres se sont rencontrés à Québec, où l'été a été très sec; ils ont parlé d'élevage et de forêt"
)

func TestDecode(t *testing.T) {
	utf16le := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	utf16be := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	far := "<!-- " + strings.Repeat("x", 40_000) + " -->"
	for _, c := range []struct {
		name   string
		text   string
		enc    encoding.Encoding // nil for UTF-8
		mark   string            // before the bytes
		header string
		want   string
	}{
		{"UTF-8 says nothing", persianText, nil, "", "", "utf-8"},
		{"UTF-8 with a mark", persianText, nil, "\xef\xbb\xbf", "", "utf-8"},
		{"UTF-8 under a header that lies", persianText, nil, "", "text/html; charset=windows-1252", "utf-8"},
		{"UTF-8 under a meta tag that lies", `<meta charset="windows-1256">` + persianText, nil, "", "", "utf-8"},
		{"windows-1256 by the header", arabicText, charmap.Windows1256, "", "text/html; charset=windows-1256", "windows-1256"},
		{"windows-1256 by a quoted header", arabicText, charmap.Windows1256, "", `text/html; charset="cp1256"`, "windows-1256"},
		{"windows-1256 by a meta tag", `<meta http-equiv="Content-Type" content="text/html; charset=windows-1256">` + arabicText, charmap.Windows1256, "", "", "windows-1256"},
		{"windows-1256 by a meta tag far down", far + `<meta charset=windows-1256>` + arabicText, charmap.Windows1256, "", "", "windows-1256"},
		{"windows-1256 by its letters", strings.Repeat(arabicText+" ", 3), charmap.Windows1256, "", "", "windows-1256"},
		{"windows-1256 under the server's Latin default", `<meta charset=windows-1256>` + arabicText, charmap.Windows1256, "", "text/html; charset=iso-8859-1", "windows-1256"},
		{"ISO 8859-6 by the header", arabicText, charmap.ISO8859_6, "", "text/html; charset=ISO-8859-6", "iso-8859-6"},
		{"ISO 8859-6 by its letters", strings.Repeat(arabicText+" ", 3), charmap.ISO8859_6, "", "", "iso-8859-6"},
		{"windows-1251 by its letters", strings.Repeat(russianText+" ", 3), charmap.Windows1251, "", "", "windows-1251"},
		{"KOI8-R by its letters", strings.Repeat(russianText+" ", 3), charmap.KOI8R, "", "", "koi8-r"},
		{"windows-1252 when nothing tells", frenchText, charmap.Windows1252, "", "", "windows-1252"},
		{"UTF-16 LE with a mark", persianText, utf16le, "\xff\xfe", "", "utf-16le"},
		{"UTF-16 BE with a mark", persianText, utf16be, "\xfe\xff", "", "utf-16be"},
		{"UTF-16 LE without a mark", "<html><body><p class=x>" + strings.Repeat("The ministers met. ", 20), utf16le, "", "", "utf-16le"},
		{"UTF-16 BE by the header", "<html><body><p class=x>" + strings.Repeat("The ministers met. ", 20), utf16be, "", "text/html; charset=utf-16be", "utf-16be"},
		{"ISO-2022-JP, whose bytes are all ASCII", "会談は土曜日に行われた", japanese.ISO2022JP, "", "", "iso-2022-jp"},
		{"Shift_JIS by an XML declaration", `<?xml version="1.0" encoding="Shift_JIS"?>` + "会談は土曜日に行われた", japanese.ShiftJIS, "", "", "shift_jis"},
	} {
		body := []byte(c.text)
		if c.enc != nil {
			var err error
			if body, err = c.enc.NewEncoder().Bytes(body); err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
		}
		text, name := Decode(append([]byte(c.mark), body...), c.header)
		if name != c.want || text != c.text {
			t.Errorf("%s: %s, want %s; text %.60q, want %.60q", c.name, name, c.want, text, c.text)
		}
	}
}

// TestDecodeMendsBrokenUTF8 keeps a page whose bytes were cut inside a letter.
func TestDecodeMendsBrokenUTF8(t *testing.T) {
	text, name := Decode([]byte(persianText[:len(persianText)-1]), "")
	if name != "utf-8" || !strings.HasPrefix(text, persianText[:40]) || !strings.HasSuffix(text, "\ufffd") {
		t.Errorf("%s: %q", name, text)
	}
}
