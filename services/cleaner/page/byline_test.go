package page

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPeople keeps names and nothing that stands beside them.
func TestPeople(t *testing.T) {
	for in, want := range map[string][]string{
		"By Sana Malik and Ahmad Khan":       {"Sana Malik", "Ahmad Khan"},
		"ByVan Sias":                         {"Van Sias"},
		"Byron Shah":                         {"Byron Shah"},
		"Lauren Manaker MS, RDN, LD":         {"Lauren Manaker"},
		"Robert Moffit, Ph.D.":               {"Robert Moffit"},
		"Eric Berger - Dec 21":               {"Eric Berger"},
		"Ken Yu August 18":                   {"Ken Yu"},
		"April May":                          {"April May"},
		"Nick Levine, March 9":               {"Nick Levine"},
		"Dec 24, Dec 23":                     nil,
		"BR24 Redaktion":                     {"BR24 Redaktion"},
		"The Desk 4 mins read":               nil,
		"حوار: آسيا العتروس":                 {"آسيا العتروس"},
		"تحریر: عائشہ خان":                   {"عائشہ خان"},
		"admin":                              nil,
		"https://herald.test/a, @sanamalik1": nil,
	} {
		if diff := cmp.Diff(want, people([]string{in})); diff != "" {
			t.Errorf("%q: -want +got:\n%s", in, diff)
		}
	}
}

// TestTheSiteIsNoTitle prefers any other title to the site's name alone.
func TestTheSiteIsNoTitle(t *testing.T) {
	for in, want := range map[string]string{
		`<title>Harbour opens in May</title><meta property="og:title" content="Coast Daily">`: "Harbour opens in May",
		`<title>Coast Daily</title>`: "Coast Daily",
	} {
		p, err := Read([]byte(in+`<meta property="og:site_name" content="Coast Daily">`), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if p.Title != want {
			t.Errorf("%s: title %q, want %q", in, p.Title, want)
		}
	}
}
