package page

import (
	"bytes"
	"mime"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode/utf32"
)

// metaWindow is how far into a page a <meta charset> is looked for. The HTML
// standard asks authors for 1,024 bytes; comments and scripts push it further.
const metaWindow = 64 << 10

// Decode returns body as UTF-8 and the IANA name of the encoding it was in. Bytes
// that are valid UTF-8 are UTF-8 whatever the page says of itself; then a byte
// order mark (it outranks the header: Encoding Standard §6), the Content-Type
// header, a meta tag or XML declaration in the first 64 KB, and at last the bytes
// themselves decide. Never fails: what cannot be read becomes U+FFFD.
func Decode(body []byte, contentType string) (text, name string) {
	if utf8.Valid(body) && bytes.Count(body, []byte{0})*8 < len(body)+1 && !isISO2022JP(body) {
		return strings.TrimPrefix(string(body), "\ufeff"), "utf-8"
	}
	name = declared(body, contentType)
	if name == "" || !fits(body, name) {
		name = detect(body)
	}
	enc, _ := charset.Lookup(name)
	if name == "utf-8" || enc == nil {
		return strings.TrimPrefix(strings.ToValidUTF8(string(body), "\ufffd"), "\ufeff"), "utf-8"
	}
	if name == "utf-32le" || name == "utf-32be" {
		enc = utf32.UTF32(name == "utf-32be", utf32.IgnoreBOM)
	}
	out, err := enc.NewDecoder().Bytes(body)
	if err != nil {
		return strings.ToValidUTF8(string(body), "\ufffd"), "utf-8"
	}
	return strings.TrimPrefix(string(out), "\ufeff"), name
}

// isISO2022JP reports whether ASCII bytes carry the escapes of ISO-2022-JP, the
// one encoding in use whose every byte is valid UTF-8.
func isISO2022JP(b []byte) bool {
	return bytes.Contains(b, []byte("\x1b$B")) || bytes.Contains(b, []byte("\x1b$@"))
}

// declared returns the canonical name of the encoding that the bytes' mark, the
// header or the markup states, "" for none. A header of a Latin default gives way
// to a meta tag that says something else: it is the server's, not the author's.
func declared(body []byte, contentType string) string {
	switch {
	case bytes.HasPrefix(body, []byte("\xff\xfe\x00\x00")):
		return "utf-32le"
	case bytes.HasPrefix(body, []byte("\x00\x00\xfe\xff")):
		return "utf-32be"
	case bytes.HasPrefix(body, []byte("\xff\xfe")):
		return "utf-16le"
	case bytes.HasPrefix(body, []byte("\xfe\xff")):
		return "utf-16be"
	case bytes.HasPrefix(body, []byte("\xef\xbb\xbf")):
		return "utf-8"
	case isISO2022JP(body):
		return "iso-2022-jp"
	}
	header, meta := fromHeader(contentType), fromMeta(body)
	if header == "" || header == "windows-1252" && meta != "" {
		return meta
	}
	return header
}

func fromHeader(contentType string) string {
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		return canonical(params["charset"])
	}
	_, after, found := strings.Cut(strings.ToLower(contentType), "charset=")
	if !found {
		return ""
	}
	return canonical(after)
}

// fromMeta finds charset= in a meta tag or encoding= in an XML declaration.
func fromMeta(body []byte) string {
	head := bytes.ToLower(body[:min(len(body), metaWindow)])
	if rest, ok := bytes.CutPrefix(bytes.TrimSpace(head), []byte("<?xml")); ok {
		if declaration, _, closed := bytes.Cut(rest, []byte{'>'}); closed {
			if _, after, ok := bytes.Cut(declaration, []byte("encoding=")); ok {
				return canonical(string(after))
			}
		}
	}
	for {
		at := bytes.Index(head, []byte("<meta"))
		if at < 0 {
			return ""
		}
		head = head[at+5:]
		before, _, ok := bytes.Cut(head, []byte{'>'})
		if !ok {
			return ""
		}
		if _, after, ok := bytes.Cut(before, []byte("charset=")); ok {
			if name := canonical(string(after)); name != "" {
				return name
			}
		}
	}
}

// canonical returns the standard's name of an encoding label that may be quoted or
// trailed by other text, "" when it is unknown.
func canonical(label string) string {
	label = strings.TrimLeft(label, " \t\"'")
	if i := strings.IndexAny(label, " \t\"';,/>"); i >= 0 {
		label = label[:i]
	}
	_, name := charset.Lookup(label)
	if name == "replacement" || name == "x-user-defined" {
		return ""
	}
	return name
}

// fits reports whether the bytes can be in the encoding they claim: UTF-8 with at
// most a few broken sequences, UTF-16 with at least some zero bytes or a mark.
func fits(body []byte, name string) bool {
	switch name {
	case "utf-8":
		return nearlyUTF8(body)
	case "utf-16le", "utf-16be":
		return bytes.HasPrefix(body, []byte("\xff\xfe")) || bytes.HasPrefix(body, []byte("\xfe\xff")) ||
			bytes.Count(body, []byte{0})*8 > len(body)
	}
	return true
}

// nearlyUTF8 reports whether nine in ten of the non-ASCII sequences are sound: a
// page cut short, or glued together from two sources.
func nearlyUTF8(body []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(body); {
		if body[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(body[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		i += n
	}
	return good >= 9*bad
}

// candidates are the encodings that detect tells apart, each with the letters that
// are commonest in what is written in it.
var candidates = []struct {
	name   string
	enc    encoding.Encoding
	common string
}{
	{"windows-1256", charmap.Windows1256, "اليمنرتهبدسوعکفحقیكأ"},
	{"iso-8859-6", charmap.ISO8859_6, "اليمنرتهبدسوعفحقكأ"},
	{"windows-1251", charmap.Windows1251, "оеаинтсрвлкмдпуяыьгз"},
	{"koi8-r", charmap.KOI8R, "оеаинтсрвлкмдпуяыьгз"},
	{"windows-1253", charmap.Windows1253, "αοιετσνρπκμυηλςάίέόή"},
	{"windows-1255", charmap.Windows1255, "יוהלארתבמשנכדעחקפגם"},
	{"gb18030", simplifiedchinese.GB18030, "的一是不了在人有我他这中大来上国和地到以"},
	{"shift_jis", japanese.ShiftJIS, "のにはをたがでてとしれさあるいなもかーン"},
	{"euc-jp", japanese.EUCJP, "のにはをたがでてとしれさあるいなもかーン"},
	{"euc-kr", korean.EUCKR, "이다는의에가을로하고지은한를기사인도서대"},
}

// detect guesses the encoding of bytes that declare none: UTF-16 by where the zero
// bytes stand, UTF-8 with faults, else the candidate whose commonest letters make
// up most of what is not ASCII, else windows-1252.
func detect(body []byte) string {
	sample := body[:min(len(body), metaWindow*2)]
	if name := utf16Of(sample); name != "" {
		return name
	}
	if nearlyUTF8(body) {
		return "utf-8"
	}
	best, bestShare := "windows-1252", 0.4
	for _, c := range candidates {
		text, err := c.enc.NewDecoder().Bytes(sample)
		if err != nil {
			continue
		}
		if share := commonShare(string(text), c.common); share > bestShare {
			best, bestShare = c.name, share
		}
	}
	return best
}

// commonShare is the share of the non-ASCII runes of text that are common letters
// standing beside another letter; a Latin text read as Arabic has lone ones, and an
// Arabic one read as Cyrillic has capitals inside its words.
func commonShare(text, common string) float64 {
	var hits, all int
	var prev rune
	for _, r := range text {
		if r >= utf8.RuneSelf {
			all++
			if prev >= utf8.RuneSelf && unicode.IsLetter(prev) && !(unicode.IsUpper(r) && unicode.IsLower(prev)) && strings.ContainsRune(common, unicode.ToLower(r)) {
				hits++
			}
		}
		prev = r
	}
	if all == 0 {
		return 0
	}
	return float64(hits) / float64(all)
}

// utf16Of tells UTF-16 by its zero bytes, which stand at odd places in little
// endian markup and at even places in big endian.
func utf16Of(b []byte) string {
	var zeros [2]int
	for i, c := range b {
		if c == 0 {
			zeros[i&1]++
		}
	}
	switch {
	case zeros[1]*8 > len(b) && zeros[1] > 8*zeros[0]:
		return "utf-16le"
	case zeros[0]*8 > len(b) && zeros[0] > 8*zeros[1]:
		return "utf-16be"
	}
	return ""
}
