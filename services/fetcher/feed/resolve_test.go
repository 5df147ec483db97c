package feed

import "testing"

// The examples of RFC 3986, sections 5.4.1 and 5.4.2.
func TestResolve(t *testing.T) {
	const base = "http://a/b/c/d;p?q"
	for ref, want := range map[string]string{
		"g:h": "g:h", "g": "http://a/b/c/g", "./g": "http://a/b/c/g", "g/": "http://a/b/c/g/", "/g": "http://a/g", "//g": "http://g",
		"?y": "http://a/b/c/d;p?y", "g?y": "http://a/b/c/g?y", "#s": "http://a/b/c/d;p?q#s", "g#s": "http://a/b/c/g#s",
		"g?y#s": "http://a/b/c/g?y#s", ";x": "http://a/b/c/;x", "g;x": "http://a/b/c/g;x", "g;x?y#s": "http://a/b/c/g;x?y#s",
		".": "http://a/b/c/", "./": "http://a/b/c/", "..": "http://a/b/", "../": "http://a/b/", "../g": "http://a/b/g",
		"../..": "http://a/", "../../": "http://a/", "../../g": "http://a/g", "../../../g": "http://a/g", "../../../../g": "http://a/g",
		"/./g": "http://a/g", "/../g": "http://a/g", "g.": "http://a/b/c/g.", ".g": "http://a/b/c/.g", "g..": "http://a/b/c/g..", "..g": "http://a/b/c/..g",
		"./../g": "http://a/b/g", "./g/.": "http://a/b/c/g/", "g/./h": "http://a/b/c/g/h", "g/../h": "http://a/b/c/h",
		"g;x=1/./y": "http://a/b/c/g;x=1/y", "g;x=1/../y": "http://a/b/c/y", "g?y/./x": "http://a/b/c/g?y/./x", "g#s/../x": "http://a/b/c/g#s/../x",
		// Not in the RFC: what feeds write.
		"": "", "  /g\n ": "http://a/g", "/a\n\tb": "http://a/ab", "HTTP://X.Example/%7E": "HTTP://X.Example/%7E", "/خبر?ش=۱": "http://a/خبر?ش=۱",
	} {
		if got := resolve(base, ref); got != want {
			t.Errorf("%q: got %q, want %q", ref, got, want)
		}
	}
	for _, base := range []string{"", "/x", "mailto:a@x.example"} {
		if got := resolve(base, "g"); got != "g" {
			t.Errorf("on %q: got %q", base, got)
		}
	}
}

func TestPlainText(t *testing.T) {
	for in, want := range map[string]string{
		"A":                            "A",
		" a \n b ":                     "a b",
		"<b>A</b> &amp; B":             "A & B",
		"a < b > c":                    "a < b > c",
		"5 <6, 7> 6":                   "5 <6, 7> 6",
		"<i>a</i><i>b</i>":             "a b",
		"a<!-- c -->b":                 "a b",
		"a &nbsp; b &lt;c&gt; &bogus;": "a b <c> &bogus;",
		"a <b":                         "a <b",
		"A <a@x.example>":              "A <a@x.example>",
		"a</>b<br/>c<hr >d":            "a b c d",
		"":                             "",
	} {
		if got := PlainText(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
