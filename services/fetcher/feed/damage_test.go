package feed_test

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/rasad-project/rasad/services/fetcher/feed"
)

// The titles of the ten items that the tests below damage in every way they know.
var titles = [10]string{
	"Border market at Rimdan opens to traders",
	"بازارچه مرزی ریمدان بازگشایی شد",
	"رمدان سرحدی بازار تاجروں کے لیے کھل گیا",
	"افتتاح سوق ريمدان الحدودي",
	"Rice & wheat: what crossed last week",
	"“No plan” to close the crossing – minister",
	"Tolls < 5 % of the price, says survey",
	"Café owners wait for the first coaches",
	"Pilgrims’ road repaired",
	"Ten lorries, one customs officer",
}

func link(i int) string { return fmt.Sprintf("https://news.example/story?id=%d&from=rss", i) }

func published(i int) time.Time { return time.Date(2024, 3, 5, 8, i, 0, 0, time.UTC) }

// clean is the feed before any damage.
func clean() string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Border News</title><link>https://news.example/</link><description>From the border</description>
`)
	for i := range titles {
		fmt.Fprintf(&b, `<item><title>%s</title><link>%s</link><guid isPermaLink="false">item-%d</guid><pubDate>%s</pubDate>`+
			`<dc:creator>Desk %d</dc:creator><description>&lt;p&gt;Lead of item %d.&lt;/p&gt;</description><content:encoded><![CDATA[<p>Body of item %d.</p>]]></content:encoded></item>`+"\n",
			escape(titles[i]), escape(link(i)), i, published(i).Format(time.RFC1123Z), i, i, i)
	}
	b.WriteString("</channel></rss>\n")
	return b.String()
}

func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

// nth is where the n-th occurrence of sub is, counted from 0, or -1.
func nth(s, sub string, n int) int {
	at := 0
	for ; ; n-- {
		i := strings.Index(s[at:], sub)
		if i < 0 || n == 0 {
			return max(at+i, i)
		}
		at += i + len(sub)
	}
}

// swap replaces the n-th occurrence of old, if there is one.
func swap(s, old, with string, n int) string {
	at := nth(s, old, n)
	if at < 0 {
		return s
	}
	return s[:at] + with + s[at+len(old):]
}

// cut keeps what stands before the n-th occurrence of sub, and some bytes of it.
func cut(s, sub string, n, some int) string {
	at := nth(s, sub, n)
	if at < 0 {
		return s
	}
	return s[:at+some]
}

// in encodes s, writing what the encoding lacks as the references of HTML.
func in(e encoding.Encoding, s string) string {
	out, err := encoding.HTMLEscapeUnsupported(e.NewEncoder()).String(s)
	if err != nil {
		panic(err)
	}
	return out
}

func zlibbed(s string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write([]byte(s))
	_ = z.Close()
	return b.String()
}

func declare(s, encoding string) string { return strings.Replace(s, "UTF-8", encoding, 1) }

func gzipped(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(s))
	_ = z.Close()
	return b.String()
}

// damages is every kind of damage, the repairs that must be named for it, and how
// many of the ten items are complete.
var damages = []struct {
	name    string
	damage  func(string) string
	repairs string // "" for what is no damage
	items   int
}{
	{"none", func(s string) string { return s }, "", 10},
	{"no declaration", func(s string) string { return s[max(strings.Index(s, "<rss"), 0):] }, "", 10},
	{"space in front", func(s string) string { return "\n\n  " + s }, "", 10},
	{"comment in front", func(s string) string { return "<!-- cached 8:00 -->" + s }, "", 10},
	{"byte order mark", func(s string) string { return "\uFEFF" + s }, "", 10},
	{"two byte order marks", func(s string) string { return "\uFEFF\uFEFF" + s }, feed.RepairBOM, 10},
	{"byte order mark behind space", func(s string) string { return "\n\uFEFF" + s }, feed.RepairLeading, 10},
	{"server warning in front", func(s string) string {
		return "<br />\n<b>Warning</b>:  Undefined variable $x in <b>/srv/feed.php</b> on line <b>7</b><br />\n" + s
	}, feed.RepairLeading, 10},
	{"plain text in front", func(s string) string { return "Notice: cache is cold\n" + s }, feed.RepairLeading, 10},
	{"HTML behind", func(s string) string { return s + "<script>track()</script></body></html>" }, feed.RepairTrailing, 10},
	{"text behind", func(s string) string { return s + "0\r\n\r\n" }, feed.RepairTrailing, 10},
	{"comment behind", func(s string) string { return s + "<!-- 0.2 s -->" }, "", 10},
	{"the document twice", func(s string) string { return s + s }, feed.RepairTrailing, 10},

	{"UTF-16 LE, marked", func(s string) string { return in(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), s) }, "", 10},
	{"UTF-16 BE, marked", func(s string) string { return in(unicode.UTF16(unicode.BigEndian, unicode.UseBOM), s) }, "", 10},
	{"UTF-16 LE, bare", func(s string) string { return in(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), s) }, feed.RepairEncoding, 10},
	{"UTF-16 BE, bare", func(s string) string { return in(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), s) }, feed.RepairEncoding, 10},
	{"UTF-8 declared as UTF-16", func(s string) string { return declare(s, "utf-16") }, feed.RepairEncoding, 10},
	{"UTF-8 declared as Latin 1", func(s string) string { return declare(s, "iso-8859-1") }, feed.RepairEncoding, 10},
	{"UTF-8 declared as Arabic", func(s string) string { return declare(s, "windows-1256") }, feed.RepairEncoding, 10},
	{"UTF-8 declared as nonsense", func(s string) string { return declare(s, "utf8mb4") }, "", 10},
	{"Western code page, declared", func(s string) string { return declare(in(charmap.Windows1252, s), "windows-1252") }, "", 10},
	{"Western code page declared as UTF-8", func(s string) string { return in(charmap.Windows1252, s) }, feed.RepairEncoding, 10},
	{"Arabic code page, declared", func(s string) string { return declare(in(charmap.Windows1256, s), "windows-1256") }, "", 10},
	{"Arabic code page declared as UTF-8", func(s string) string { return in(charmap.Windows1256, s) }, feed.RepairEncoding, 10},
	{"Arabic code page declared as Latin 1", func(s string) string { return declare(in(charmap.Windows1256, s), "iso-8859-1") }, feed.RepairEncoding, 10},
	{"gzip without its header", gzipped, feed.RepairGunzip, 10},
	{"gzip within gzip", func(s string) string { return gzipped(gzipped(s)) }, feed.RepairGunzip, 10},
	{"gzip with something behind it", func(s string) string { return gzipped(s) + "<!-- 0.2 s -->" }, feed.RepairGunzip + " " + feed.RepairTrailing, 10},
	{"zlib", zlibbed, feed.RepairGunzip, 10},
	{"quotes of the Western code page in UTF-8", func(s string) string {
		return strings.NewReplacer("“", "\x93", "”", "\x94", "–", "\x96", "’", "\x92").Replace(s)
	}, feed.RepairUTF8, 10},
	{"broken bytes in a body", func(s string) string { return swap(s, "Lead of", "Lead \xff\xfe of", 3) }, feed.RepairUTF8, 10},
	{"control characters", func(s string) string { return swap(s, "Lead of", "Lead\x02\x1b of", 3) }, feed.RepairControls, 10},
	{"zeros among the text", func(s string) string { return strings.ReplaceAll(s, "Lead", "\x00Lead") }, feed.RepairControls, 10},
	{"zeros in front", func(s string) string { return "\x00\x00\x00" + s }, feed.RepairControls, 10},
	{"references to control characters", func(s string) string { return swap(s, "Lead of", "Lead &#2;&#x1F;of", 3) }, feed.RepairControls, 10},
	{"references to C1 controls", func(s string) string { return swap(s, "Lead of", "Lead&#146;s of", 3) }, feed.RepairC1, 10},

	{"bare ampersand in text", func(s string) string { return strings.ReplaceAll(s, "Rice &amp; wheat", "Rice & wheat") }, feed.RepairAmpersand, 10},
	{"bare ampersands in links", func(s string) string { return strings.ReplaceAll(s, "&amp;from", "&from") }, feed.RepairAmpersand, 10},
	{"bare less-than", func(s string) string { return strings.ReplaceAll(s, "Tolls &lt; 5", "Tolls < 5") }, feed.RepairLess, 10},
	{"HTML entities", func(s string) string { return strings.ReplaceAll(s, "Café", "Caf&eacute;") }, feed.RepairEntity, 10},
	{"undeclared namespaces", func(s string) string {
		return strings.Replace(s, ` xmlns:dc="http://purl.org/dc/elements/1.1/"`, "", 1)
	}, feed.RepairNamespace, 10},
	{"no namespace declared at all", func(s string) string {
		return strings.Replace(strings.Replace(s, ` xmlns:dc="http://purl.org/dc/elements/1.1/"`, "", 1), ` xmlns:content="http://purl.org/rss/1.0/modules/content/"`, "", 1)
	}, feed.RepairNamespace, 10},
	{"namespaces misspelt", func(s string) string {
		return strings.Replace(s, "http://purl.org/dc/elements/1.1/", "https://purl.org/DC/elements/1.1", 1)
	}, "", 10},
	{"XML 1.1", func(s string) string { return strings.Replace(s, `version="1.0"`, `version="1.1"`, 1) }, feed.RepairVersion, 10},
	{"document type with entities", func(s string) string {
		return strings.Replace(s, "<rss ", `<!DOCTYPE rss [<!ENTITY cafe "Caf&#233;">]><rss `, 1)
	}, "", 10},
	{"document type with a comment", func(s string) string {
		return strings.Replace(s, "<rss ", `<!DOCTYPE rss [<!-- don't > ] " --><!ENTITY cafe "Caf&#233;">]><rss `, 1)
	}, "", 10},
	{"document type that is gone", func(s string) string {
		return strings.Replace(s, "<rss ", `<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss `, 1)
	}, "", 10},
	{"tags in capitals", func(s string) string {
		return strings.NewReplacer("<item>", "<ITEM>", "</item>", "</ITEM>", "<title>", "<TITLE>", "</title>", "</TITLE>", "<pubDate>", "<PUBDATE>", "</pubDate>", "</PUBDATE>").Replace(s)
	}, "", 10},
	{"start and end tag differ in case", func(s string) string { return strings.ReplaceAll(s, "</title>", "</Title>") }, feed.RepairCase, 10},
	{"misspelt end tag", func(s string) string { return swap(s, "</description>", "</descripton>", 4) }, feed.RepairStrayEnd + " " + feed.RepairMissingEnd, 10},
	{"missing end tag of a title", func(s string) string { return swap(s, "</title>", "", 4) }, feed.RepairMissingEnd, 10},
	{"missing end tag of a description", func(s string) string { return swap(s, "</description>", "", 4) }, feed.RepairMissingEnd, 10},
	{"missing end tag of an item", func(s string) string { return swap(s, "</item>", "", 4) }, feed.RepairMissingEnd, 10},
	{"missing start tag of an item", func(s string) string { return swap(s, "<item>", "", 4) }, feed.RepairStrayEnd, 10},
	{"missing start tags of titles", func(s string) string { return strings.ReplaceAll(s, "<item><title>", "<item>") }, feed.RepairStrayEnd, 10},
	{"missing bracket of a start tag", func(s string) string { return swap(s, "<pubDate>", "pubDate>", 4) }, feed.RepairStrayEnd, 10},
	{"missing end tags of all items", func(s string) string { return strings.ReplaceAll(s, "</item>", "") }, feed.RepairMissingEnd, 10},
	{"missing end tags of items that declare their own namespaces", func(s string) string {
		s = strings.NewReplacer(` xmlns:content="http://purl.org/rss/1.0/modules/content/"`, "", "content:encoded", "c:encoded", "</item>", "").Replace(s)
		return strings.ReplaceAll(s, "<item>", `<item xmlns:c="http://purl.org/rss/1.0/modules/content/">`)
	}, feed.RepairMissingEnd, 10},
	{"missing end tag of the channel", func(s string) string { return strings.Replace(s, "</channel>", "", 1) }, feed.RepairMissingEnd, 10},
	{"start tag of what Atom calls an item", func(s string) string { return swap(s, "<item>", "<entry><item>", 4) }, feed.RepairMissingEnd, 10},
	{"start tag that nothing ends", func(s string) string { return swap(s, "<item>", "<x:><item>", 4) }, feed.RepairMissingEnd, 10},
	{"start tag of HTML that nothing ends", func(s string) string { return strings.ReplaceAll(s, "</title><link>", "</title><br><b><link>") }, feed.RepairMissingEnd, 10},
	{"misspelt start tag", func(s string) string { return swap(s, "<dc:creator>", "<dc creator>", 4) }, feed.RepairTag + " " + feed.RepairStrayEnd + " " + feed.RepairMissingEnd, 10},
	{"start tag in place of an end tag", func(s string) string { return swap(s, "</item>", "<item>", 4) }, feed.RepairMissingEnd, 10},
	{"stray end tag", func(s string) string { return swap(s, "<description>", "</b><description>", 4) }, feed.RepairStrayEnd, 10},
	{"end tag of an item twice", func(s string) string { return swap(s, "</item>", "</item></item>", 4) }, feed.RepairStrayEnd, 10},
	{"element in the wrong order", func(s string) string { return swap(s, "</title><link>", "<link></title>", 5) }, feed.RepairMissingEnd + " " + feed.RepairStrayEnd, 10},
	{"bare HTML in a description", func(s string) string {
		return strings.ReplaceAll(s, "&lt;p&gt;Lead", `<p>One<br>two<img src="a.png">`)
	}, feed.RepairMissingEnd, 10},
	{"attributes without quotes", func(s string) string { return strings.ReplaceAll(s, `isPermaLink="false"`, "isPermaLink=false") }, feed.RepairTag, 10},
	{"attribute with one quote", func(s string) string { return strings.ReplaceAll(s, `isPermaLink="false"`, `isPermaLink="false`) }, feed.RepairTag + " " + feed.RepairLess + " " + feed.RepairStrayEnd, 10},
	{"attribute with no first quote", func(s string) string { return swap(s, `="false"`, `=false"`, 4) }, feed.RepairTag, 10},
	{"attribute with no second quote", func(s string) string { return swap(s, `="false"`, `="false`, 4) }, feed.RepairTag, 10},
	{"attribute twice", func(s string) string { return strings.ReplaceAll(s, "<guid ", `<guid isPermaLink="false" `) }, "", 10},
	{"space inside end tags", func(s string) string { return strings.ReplaceAll(s, "</title>", "</title\n>") }, "", 10},
	{"space before the name of an end tag", func(s string) string { return strings.ReplaceAll(s, "</title>", "</ title >") }, feed.RepairTag, 10},
	{"start tag without its bracket", func(s string) string { return swap(s, "<item>", "<item", 4) }, feed.RepairTag, 10},
	{"end tag without its bracket", func(s string) string { return swap(s, "</title>", "</title", 4) }, feed.RepairTag, 10},
	{"comment with dashes", func(s string) string { return swap(s, "<item>", "<!-- a -- b --><item>", 4) }, "", 10},
	{"comment that never ends", func(s string) string { return swap(s, "<item>", "<!-- a <item>", 9) }, feed.RepairTag, 10},
	{"processing instruction in the middle", func(s string) string { return swap(s, "<item>", `<?xml version="1.0"?><item>`, 4) }, "", 10},

	{"unclosed CDATA", func(s string) string { return swap(s, "]]>", "", 4) }, feed.RepairCDATA, 10},
	{"unclosed CDATA in the last item", func(s string) string { return swap(s, "]]>", "", 9) }, feed.RepairCDATA, 10},
	{"unclosed CDATA and an end tag in another case", func(s string) string {
		return swap(s, "]]></content:encoded>", "</Content:Encoded>", 4)
	}, feed.RepairCDATA + " " + feed.RepairCase, 10},
	{"every CDATA unclosed", func(s string) string { return strings.ReplaceAll(s, "]]>", "") }, feed.RepairCDATA, 10},
	{"nested CDATA", func(s string) string {
		return strings.NewReplacer("<![CDATA[<p>Body", "<![CDATA[<![CDATA[<p>Body", "</p>]]>", "</p>]]>]]>").Replace(s)
	}, feed.RepairNested, 10},
	{"CDATA in small letters", func(s string) string { return strings.ReplaceAll(s, "<![CDATA[", "<![cdata[") }, "", 10},
	{"CDATA that was escaped", func(s string) string {
		return strings.NewReplacer("<item><title>", "<item><title>&lt;![CDATA[", "</title><link>https://news.example/story", "]]&gt;</title><link>https://news.example/story").Replace(s)
	}, feed.RepairNested, 10},
	{"CDATA end mark in text", func(s string) string { return swap(s, "Lead of", "Lead ]]> of", 3) }, "", 10},
	{"CDATA in titles", func(s string) string {
		return strings.NewReplacer("<item><title>", "<item><title> <![CDATA[", "</title><link>https://news.example/story", "]]></title><link>https://news.example/story").Replace(
			strings.NewReplacer("Rice &amp;", "Rice &", "Tolls &lt;", "Tolls <").Replace(s))
	}, "", 10},

	{"cut behind an item", func(s string) string { return cut(s, "</item>", 6, len("</item>")) }, feed.RepairTruncated, 7},
	{"cut in a title", func(s string) string { return cut(s, "Café", 0, 0) }, feed.RepairTruncated, 7},
	{"cut in a tag", func(s string) string { return cut(s, "<pubDate>", 7, 4) }, feed.RepairLess + " " + feed.RepairTruncated, 7},
	{"cut in a CDATA section", func(s string) string { return cut(s, "Body of item 7", 0, 6) }, feed.RepairCDATA + " " + feed.RepairTruncated, 7},
	{"cut behind the last fact", func(s string) string { return cut(s, "</item>", 7, 0) }, feed.RepairTruncated, 8},
	{"gzip cut short", func(s string) string { z := gzipped(s); return z[:max(len(z)-4, 0)] }, feed.RepairGunzip + " " + feed.RepairTruncated, 10},
	{"items outside the channel", func(s string) string {
		return strings.Replace(strings.Replace(s, "</channel>", "", 1), "<item>", "</channel><item>", 1)
	}, feed.RepairStructure, 10},
	{"items behind the document", func(s string) string {
		return strings.Replace(strings.Replace(s, "</channel></rss>", "", 1), "<item>", "</channel></rss><item>", 1)
	}, feed.RepairStructure, 10},
	{"no rss around the channel", func(s string) string {
		return strings.Replace(s[max(strings.Index(s, "<channel"), 0):], "</rss>", "", 1)
	}, feed.RepairNamespace + " " + feed.RepairStructure, 10},
	{"a prefix on every element", func(s string) string {
		s = strings.NewReplacer("<dc:", "<DC§", "</dc:", "</DC§", "<content:", "<CO§", "</content:", "</CO§").Replace(s)
		for _, name := range []string{"rss", "channel", "item", "title", "link", "guid", "pubDate", "description"} {
			s = strings.NewReplacer("<"+name+">", "<r:"+name+">", "<"+name+" ", "<r:"+name+" ", "</"+name+">", "</r:"+name+">").Replace(s)
		}
		s = strings.NewReplacer("DC§", "dc:", "CO§", "content:").Replace(s)
		return strings.Replace(s, "<r:rss ", `<r:rss xmlns:r="http://backend.userland.com/rss2" `, 1)
	}, "", 10},
	{"a default namespace of its own", func(s string) string {
		return strings.Replace(s, "<rss ", `<rss xmlns="http://news.example/ns" `, 1)
	}, "", 10},
	{"a default namespace on the channel", func(s string) string {
		return strings.Replace(s, "<channel>", `<channel xmlns="http://news.example/ns">`, 1)
	}, "", 10},
	{"items and HTML behind the document", func(s string) string {
		return strings.Replace(strings.Replace(s, "</channel></rss>", "<p>x", 1), "<item>", "</channel></rss><item>", 1)
	}, feed.RepairStructure + " " + feed.RepairTrailing, 10},
	{"relative links", func(s string) string { return strings.ReplaceAll(s, "<link>https://news.example", "<link>") }, "", 10},
	{"space about links", func(s string) string {
		return strings.NewReplacer("<link>", "<link>\n  ", "</link>", "\n</link>").Replace(s)
	}, "", 10},
	{"permalinks in place of links", func(s string) string {
		for i := range titles {
			s = strings.Replace(s, fmt.Sprintf(`<link>%s</link><guid isPermaLink="false">item-%d</guid>`, escape(link(i)), i), "<guid>"+escape(link(i))+"</guid>", 1)
		}
		return s
	}, "", 10},
}

// TestDamage holds that no damage costs a complete item, and that what was done
// about it is named.
func TestDamage(t *testing.T) {
	for _, c := range damages {
		t.Run(c.name, func(t *testing.T) {
			body := c.damage(clean())
			f, err := feed.Parse(t.Context(), feed.Document{Body: []byte(body), URL: "https://news.example/rss"})
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(f.Repairs, " "); got != c.repairs {
				t.Errorf("got repairs %q, want %q", got, c.repairs)
			}
			if len(f.Entries) != c.items {
				t.Fatalf("got %d entries, want %d", len(f.Entries), c.items)
			}
			for i, e := range f.Entries {
				if got := feed.PlainText(e.Title); got != titles[i] {
					t.Errorf("entry %d: got title %q, want %q", i, got, titles[i])
				}
				if e.Link != link(i) {
					t.Errorf("entry %d: got link %q, want %q", i, e.Link, link(i))
				}
				if !e.Published.Time.Equal(published(i)) {
					t.Errorf("entry %d: got date %v, want %v", i, e.Published.Time, published(i))
				}
				if !strings.Contains(e.Content, fmt.Sprintf("Body of item %d.", i)) {
					t.Errorf("entry %d: got content %q", i, e.Content)
				}
			}
			if f.Title != "Border News" {
				t.Errorf("got feed title %q", f.Title)
			}
		})
	}
}

// TestDamageInPairs holds that two kinds of damage do not make a third: no item
// is lost but the one that both have hit.
func TestDamageInPairs(t *testing.T) {
	for i, a := range damages {
		for j, b := range damages {
			if (i+j)%4 != 0 {
				continue // one pair in four keeps the test short, and each kind is in twenty
			}
			first := a.damage(clean())
			if !utf8.ValidString(first) || strings.Contains(first, "\x00<") {
				continue // b is done to text only
			}
			f, err := feed.Parse(t.Context(), feed.Document{Body: []byte(b.damage(first)), URL: "https://news.example/rss"})
			if err != nil {
				t.Errorf("%s, then %s: %v", a.name, b.name, err)
			} else if want := min(a.items, b.items) - 1; len(f.Entries) < want {
				t.Errorf("%s, then %s: got %d entries, want %d", a.name, b.name, len(f.Entries), want)
			}
		}
	}
}

// TestDamageAnywhere holds that one wrong byte, wherever it is, costs at most
// the item it is in.
func TestDamageAnywhere(t *testing.T) {
	s := clean()
	for i := 0; i < len(s); i += 7 {
		for _, with := range []string{"", "<", ">", `"`, "&"} {
			body := s[:i] + with + s[i+1:]
			f, err := feed.Parse(t.Context(), feed.Document{Body: []byte(body)})
			if err != nil {
				t.Fatalf("byte %d, %q: %v", i, with, err)
			}
			if kept := intact(f.Entries); kept < len(titles)-1 {
				t.Errorf("byte %d, %q in place of %q: %d items kept\n%s", i, with, s[i], kept, s[max(i-40, 0):min(i+40, len(s))])
			}
		}
	}
}

// intact counts the items that have all they had.
func intact(entries []feed.Entry) (n int) {
	for i := range titles {
		if slices.ContainsFunc(entries, func(e feed.Entry) bool {
			return feed.PlainText(e.Title) == titles[i] && e.Link == link(i) && e.GUID == fmt.Sprintf("item-%d", i) &&
				e.Published.Time.Equal(published(i)) && e.Content == fmt.Sprintf("<p>Body of item %d.</p>", i)
		}) {
			n++
		}
	}
	return n
}
