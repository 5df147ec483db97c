package feed

import (
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// TestDecode holds which of header, declaration and bytes is believed.
func TestDecode(t *testing.T) {
	const (
		western  = "déjà vu, à Téhéran"
		arabic   = "قال وزير الخارجية الايراني في اسلام اباد"
		cyrillic = "министр иностранных дел прибыл в Исламабад"
		chinese  = "伊朗外长访问巴基斯坦"
		nihongo  = "イランの外相がパキスタンを訪問"
	)
	raw, err := charmap.Windows1251.NewEncoder().String(cyrillic)
	if err != nil {
		t.Fatal(err)
	}
	mojibake := convert(charmap.Windows1252, []byte(raw))
	for _, c := range []struct {
		name     string
		enc      encoding.Encoding // of the bytes
		text     string
		header   string // charset in Content-Type
		declared string
		want     string // "" for text
		repair   string
	}{
		{"UTF-8, nothing said", encoding.Nop, arabic, "", "", "", ""},
		{"UTF-8, header and declaration lie", encoding.Nop, arabic, "iso-8859-1", "windows-1252", "", RepairEncoding},
		{"UTF-8 that East Asian bytes cannot be by chance", encoding.Nop, chinese, "gbk", "", "", RepairEncoding},
		{"ASCII of even length, declared as UTF-16", encoding.Nop, "Tehran", "", "utf-16", "", RepairEncoding},
		{"ASCII of odd length, declared as UTF-16", encoding.Nop, "Teheran", "", "utf-16", "", RepairEncoding},
		{"ASCII, the header says UTF-16", encoding.Nop, "Tehran", "utf-16be", "utf-8", "", RepairEncoding},
		{"a little UTF-8 that says so, the header says something else", encoding.Nop, "Café", "gbk", "utf-8", "", RepairEncoding},
		{"ASCII, the header says Western", encoding.Nop, "Tehran", "iso-8859-1", "utf-8", "", ""},
		{"Western, declared", charmap.Windows1252, western, "", "iso-8859-1", "", ""},
		{"Western, the header says so", charmap.Windows1252, western, "windows-1252", "utf-8", "", ""},
		{"Western, nothing said", charmap.Windows1252, western, "", "", "", RepairEncoding},
		{"Western, declared as UTF-16", charmap.Windows1252, western, "", "utf-16", "", RepairEncoding},
		{"Western, declared as what nobody knows", charmap.Windows1252, western, "", "x-none", "", RepairEncoding},
		{"Arabic, declared", charmap.Windows1256, arabic, "", "windows-1256", "", ""},
		{"Arabic, nothing said", charmap.Windows1256, arabic, "", "", "", RepairEncoding},
		{"Arabic, declared as Western", charmap.Windows1256, arabic, "", "iso-8859-1", "", RepairEncoding},
		{"Arabic in its ISO encoding", charmap.ISO8859_6, arabic, "", "iso-8859-6", "", ""},
		{"Cyrillic, declared", charmap.Windows1251, cyrillic, "", "windows-1251", "", ""},
		{"Cyrillic declared as Western is not Arabic", charmap.Windows1251, cyrillic, "", "iso-8859-1", mojibake, ""},
		{"Cyrillic, under a name of Windows's own", charmap.Windows1251, cyrillic, "", "win-1251", "", ""},
		{"Western of DOS", charmap.CodePage850, western, "", "cp850", "", ""},
		{"Chinese, declared", simplifiedchinese.GBK, chinese, "", "gb2312", "", ""},
		{"Japanese in shift sequences", japanese.ISO2022JP, nihongo, "", "iso-2022-jp", "", ""},
		{"Japanese, the header says so", japanese.EUCJP, nihongo, "euc-jp", "", "", ""},
		{"UTF-16, marked", unicode.UTF16(unicode.BigEndian, unicode.UseBOM), arabic, "utf-8", "", "", ""},
		{"UTF-16, bare", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), arabic, "", "", "", RepairEncoding},
		{"UTF-32, marked", utf32.UTF32(utf32.LittleEndian, utf32.UseBOM), arabic, "", "", "", ""},
		{"UTF-32, bare", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), arabic, "", "", "", RepairEncoding},
		{"Western among a little UTF-8", encoding.Nop, "d\xe9j\xe0 vu, \x93Téhéran\x94 \x96 hier", "", "", "déjà vu, “Téhéran” – hier", RepairEncoding},
		{"UTF-8 with quotes of the Western code page", encoding.Nop, arabic + " \x93x\x94", "", "", arabic + " “x”", RepairUTF8},
		{"UTF-8 with characters that were cut", encoding.Nop, arabic + " \xd8 \xe2\x80.", "", "", arabic + " \uFFFD \uFFFD.", RepairUTF8},
		{"EBCDIC", charmap.CodePage037, "Tehran", "", "cp037", "", RepairEncoding},
	} {
		declaration := "<?xml version=\"1.0\"?>"
		if c.declared != "" {
			declaration = "<?xml version=\"1.0\" encoding=\"" + c.declared + "\"?>"
		}
		doc, err := c.enc.NewEncoder().String(declaration + "<rss>" + c.text + "</rss>")
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		contentType := "text/xml"
		if c.header != "" {
			contentType += "; charset=" + c.header
		}
		var fixed repairs
		got, err := decode([]byte(doc), contentType, Limits{}.withDefaults(), &fixed)
		want := declaration + "<rss>" + c.text + "</rss>"
		if c.want != "" {
			want = declaration + "<rss>" + c.want + "</rss>"
		}
		if err != nil || got != want {
			t.Errorf("%s: got %q, %v; want %q", c.name, got, err, want)
		}
		if (c.repair != "") != (len(fixed) > 0) || len(fixed) > 0 && fixed[0] != c.repair {
			t.Errorf("%s: got repairs %q, want %q", c.name, fixed, c.repair)
		}
	}
}
