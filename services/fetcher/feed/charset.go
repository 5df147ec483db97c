package feed

import (
	"bytes"
	"mime"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// decode turns the bytes of a document into UTF-8 without forbidden control
// characters. What the bytes themselves show (a byte order mark, the zeros of
// UTF-16, being valid UTF-8) goes before what the Content-Type header and the
// XML declaration say, because servers and templates lie about both.
func decode(doc []byte, contentType string, limits Limits, fixed *repairs) (string, error) {
	doc, err := gunzip(doc, limits, fixed)
	if err != nil {
		return "", err
	}
	if err := over("bytes", len(doc), limits.Bytes); err != nil {
		return "", err
	}
	s := transcode(doc, contentType, fixed)
	if err := over("bytes", len(s), limits.Bytes); err != nil {
		return "", err
	}
	s = dropMarks(s, fixed)
	return scrub(s, fixed), nil
}

// transcode returns doc as UTF-8.
func transcode(doc []byte, contentType string, fixed *repairs) string {
	if enc, n := marked(doc); enc != nil {
		return convert(enc, doc[n:])
	}
	if enc := wide(doc); enc != nil {
		fixed.note(RepairEncoding)
		return convert(enc, doc)
	}
	header, inside := charsetParam(contentType), declared(doc)
	if utf8.Valid(doc) {
		return validUTF8(doc, header, inside, fixed)
	}
	for _, label := range []string{header, inside} {
		enc := lookup(label)
		if enc == nil || isUnicode(enc) {
			continue
		}
		if enc == charmap.Windows1252 && arabic(doc) {
			fixed.note(RepairEncoding)
			return convert(charmap.Windows1256, doc)
		}
		if label != header && lookup(header) != nil {
			fixed.note(RepairEncoding)
		}
		return convert(enc, doc)
	}
	return undeclared(doc, fixed)
}

// validUTF8 takes bytes that are valid UTF-8 for it, unless they are valid by
// chance: a few characters in an encoding of East Asia, or ISO 2022's shift
// sequences, which are ASCII, where nothing but that encoding is declared.
func validUTF8(doc []byte, header, inside string, fixed *repairs) string {
	enc := lookup(header)
	if enc == nil {
		enc = lookup(inside)
	}
	if enc == nil || enc == unicode.UTF8 {
		return string(doc)
	}
	multi := 0
	for i := 0; i < len(doc) && multi < chance; i++ {
		if doc[i] >= 0xC0 {
			multi++
		}
	}
	wide := isUnicode(enc) // .NET declares UTF-16 for all that it makes in memory
	if multi < chance && !wide && !singleByte(enc) && lookup(inside) != unicode.UTF8 {
		if s := convert(enc, doc); !strings.ContainsRune(s, utf8.RuneError) {
			return s
		}
	}
	if multi > 0 || wide {
		fixed.note(RepairEncoding)
	}
	return string(doc)
}

// chance is the number of multi-byte characters from which valid UTF-8 is no
// accident: a random pair of GBK is valid UTF-8 about one time in five.
const chance = 4

// undeclared reads bytes that are neither valid UTF-8 nor declared as anything
// else: the Arabic code page when most of the high bytes make no sense as UTF-8
// and come in runs as the letters of its words do, else UTF-8 with what does not
// belong there.
func undeclared(doc []byte, fixed *repairs) string {
	good, bad := 0, 0
	for i := 0; i < len(doc); {
		if doc[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(doc[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		i += n
	}
	switch {
	case good >= bad:
		fixed.note(RepairUTF8)
		return mixed(doc, false)
	case arabic(doc):
		fixed.note(RepairEncoding)
		return convert(charmap.Windows1256, doc)
	default:
		fixed.note(RepairEncoding)
		return mixed(doc, true)
	}
}

// mixed reads UTF-8 into which bytes of the Western code page were pasted: all
// that are no UTF-8, or only those that stand alone and are quotes and dashes
// there. Others are what is left of characters that were cut, and become U+FFFD.
func mixed(doc []byte, western bool) string {
	var b strings.Builder
	b.Grow(len(doc) + len(doc)/8)
	for len(doc) > 0 {
		r, n := utf8.DecodeRune(doc)
		if r != utf8.RuneError || n > 1 {
			b.Write(doc[:n])
			doc = doc[n:]
			continue
		}
		run := invalid(doc)
		switch {
		case western:
			for _, c := range doc[:run] {
				b.WriteRune(charmap.Windows1252.DecodeByte(c))
			}
		case run == 1 && doc[0] < 0xA0:
			b.WriteRune(charmap.Windows1252.DecodeByte(doc[0]))
		default:
			b.WriteRune(utf8.RuneError)
		}
		doc = doc[run:]
	}
	return b.String()
}

// invalid is the number of bytes at the beginning of doc that are no UTF-8.
func invalid(doc []byte) int {
	for i := range doc {
		if r, n := utf8.DecodeRune(doc[i:]); r != utf8.RuneError || n > 1 {
			return i
		}
	}
	return len(doc)
}

// arabic reports whether bytes in some single-byte encoding are Arabic or
// Persian in Windows-1256: they come in runs, as the letters of its words do and
// those of Western languages do not, and more than a third of them are its
// seven commonest letters, which are half of any text in it and an eighth of
// one in a Cyrillic code page.
func arabic(doc []byte) bool {
	high, runs, common := 0, 0, 0
	for i, c := range doc {
		if c < utf8.RuneSelf {
			continue
		}
		high++
		if i == 0 || doc[i-1] < utf8.RuneSelf {
			runs++
		}
		switch c {
		case 0xC7, 0xE1, 0xED, 0xE3, 0xE4, 0xD1, 0xE6: // alef, lam, yeh, meem, noon, reh, waw
			common++
		}
	}
	return high >= 2*runs && common*3 > high
}

// marked recognises a byte order mark other than UTF-8's and returns its length.
func marked(doc []byte) (encoding.Encoding, int) {
	switch {
	case bytes.HasPrefix(doc, []byte{0xFF, 0xFE, 0, 0}):
		return utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), 4
	case bytes.HasPrefix(doc, []byte{0, 0, 0xFE, 0xFF}):
		return utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), 4
	case bytes.HasPrefix(doc, []byte{0xFF, 0xFE}):
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), 2
	case bytes.HasPrefix(doc, []byte{0xFE, 0xFF}):
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), 2
	}
	return nil, 0
}

// wide recognises UTF-16 and UTF-32 without a mark by the zeros around the
// first character, which is ASCII in any XML or JSON document, and EBCDIC by how
// it writes "<?xm" (XML 1.0, appendix F).
func wide(doc []byte) encoding.Encoding {
	if len(doc) < 4 {
		return nil
	}
	z := func(i int) bool { return doc[i] == 0 }
	switch {
	case !z(0) && z(1) && z(2) && z(3):
		return utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)
	case z(0) && z(1) && z(2) && !z(3) && len(doc) > 7 && z(4) && z(5) && z(6):
		return utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)
	case !z(0) && z(1) && !z(2) && z(3):
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case z(0) && !z(1) && z(2) && !z(3):
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	case bytes.HasPrefix(doc, []byte{0x4C, 0x6F, 0xA7, 0x94}):
		return charmap.CodePage037
	}
	return nil
}

func charsetParam(contentType string) string {
	_, params, err := mime.ParseMediaType(contentType)
	if err == nil {
		return strings.Trim(params["charset"], `'" `)
	}
	_, after, _ := strings.Cut(strings.ToLower(contentType), "charset=")
	return strings.Trim(after, `'"; `)
}

// declared is the encoding named in the XML declaration, "" for none.
func declared(doc []byte) string {
	head := doc[:min(len(doc), 1024)]
	i := bytes.Index(head, []byte("<?xml"))
	if i < 0 {
		return ""
	}
	head = head[i:]
	if j := bytes.IndexByte(head, '>'); j >= 0 {
		head = head[:j]
	}
	_, after, ok := bytes.Cut(head, []byte("encoding"))
	if !ok {
		return ""
	}
	after = bytes.TrimLeft(after, "= \t\r\n")
	if len(after) == 0 || after[0] != '"' && after[0] != '\'' {
		return ""
	}
	name, _, _ := bytes.Cut(after[1:], after[:1])
	return string(name)
}

// lookup returns the encoding of a label as the WHATWG Encoding Standard maps
// labels (ISO 8859-1 is Windows-1252), else the code page that IANA registered
// under it, nil for one that nobody knows. The code pages of Windows go by many
// names that end alike.
func lookup(label string) encoding.Encoding {
	if label == "" {
		return nil
	}
	if at := len(label) - len("125x"); at > 0 && label[at:at+3] == "125" {
		label = "windows-" + label[at:]
	}
	if enc, err := htmlindex.Get(label); err == nil && enc != encoding.Replacement {
		return enc
	}
	if enc, err := ianaindex.IANA.Encoding(label); err == nil && singleByte(enc) {
		return enc
	}
	return nil
}

// isUnicode reports whether enc is UTF-8 or UTF-16, which bytes that do not show
// it are not in, whatever they are declared as.
func isUnicode(enc encoding.Encoding) bool {
	name, err := htmlindex.Name(enc)
	return err == nil && strings.HasPrefix(name, "utf-")
}

func singleByte(enc encoding.Encoding) bool {
	_, ok := enc.(*charmap.Charmap)
	return ok
}

func convert(enc encoding.Encoding, doc []byte) string {
	out, err := enc.NewDecoder().Bytes(doc)
	if err != nil {
		return strings.ToValidUTF8(string(doc), "\uFFFD")
	}
	return string(out)
}

// dropMarks removes the byte order marks in front; one is usual, more are not.
func dropMarks(s string, fixed *repairs) string {
	const bom = "\uFEFF"
	for n := 0; strings.HasPrefix(s, bom); n++ {
		s = s[len(bom):]
		if n > 0 {
			fixed.note(RepairBOM)
		}
	}
	return s
}

// scrub drops the control characters that XML 1.0 forbids (section 2.2) and
// turns C1 controls, which nobody means, into the Windows-1252 characters whose
// codes they are.
func scrub(s string, fixed *repairs) string {
	if !strings.ContainsFunc(s, unwanted) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case !unwanted(r):
			return r
		case r >= 0x80 && r <= 0x9F:
			fixed.note(RepairC1)
			return charmap.Windows1252.DecodeByte(byte(r))
		default:
			fixed.note(RepairControls)
			return -1
		}
	}, s)
}

func unwanted(r rune) bool {
	return r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r >= 0x7F && r <= 0x9F || r == 0xFFFE || r == 0xFFFF
}
