package page

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rasad-project/rasad/services/cleaner/cut"
)

// TestSettleSaysNothingTwice reads with a model that keeps everything: what is cut is
// cut by the rules for the page as a whole.
func TestSettleSaysNothingTwice(t *testing.T) {
	const long = "The ministers agreed on Saturday to open two markets before the spring."
	m := NewModel(nil, Forest{}, Forest{Bias: 9}, 0, 0.5)
	p, err := m.Read([]byte("<p>"+long+"</p><p>Nobody spoke.</p><p>"+long+"</p><p>Nobody spoke.</p>"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, b := range p.Blocks {
		got = append(got, b.Cut)
	}
	if diff := cmp.Diff([]string{"", "", cut.Repeated, ""}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestOtherThanTheStory reads with a model that keeps everything: three links below one
// another go with their heading, two in the story stay, and in an <aside> one goes; so
// does what stands in a window over the page, unless the story does.
func TestOtherThanTheStory(t *testing.T) {
	const story = "<p>The ministers agreed on Saturday to open two markets before the spring.</p>"
	const link = "<p><a href=/x>Dates exports fall again</a></p>"
	m := NewModel(nil, Forest{}, Forest{Bias: 9}, 0, 0.5)
	for _, c := range []struct {
		name, page string
		want       []string
	}{
		{"three", story + "<h3>Read next</h3>" + link + link + link, []string{"", cut.Related, cut.Related, cut.Related, cut.Related}},
		{"two", story + link + link, []string{"", "", ""}},
		{"a sentence with links", story + "<p><a href=/x>The ministers</a> said that no one would wait nine days again.</p>", []string{"", ""}},
		{"a window", story + story[:20] + "other story of the day was told, and all of it stood here.</p><div class=modal-window><p>Nobody may insult a reader.</p></div>", []string{"", "", cut.Appeal}},
		{"a story in a window", "<div class=modal-window>" + story + "</div>", []string{""}},
		{"one in an aside", story + "<aside><h4>See also</h4>" + link + "</aside>", []string{"", cut.Related, cut.Related}},
	} {
		p, err := m.Read([]byte(c.page), Options{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, b := range p.Blocks {
			got = append(got, b.Cut)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", c.name, diff)
		}
	}
}

func TestConfidenceIsLowWhereReadingsDiffer(t *testing.T) {
	body := func(linked string) []byte {
		return []byte(`<script type="application/ld+json">{"@type":"NewsArticle","articleBody":"` + linked + `"}</script>` + small)
	}
	same := "The ministers of both countries met in Quetta on Saturday, and spoke for three hours about the border markets. They agreed to open two of them before the spring, officials said, and to meet again in Zahedan within a month."
	other := "Heavy snow has closed the pass between the two valleys for a second day, and forty families are without electricity. Soldiers were clearing the road with two ploughs on Sunday morning, the weather service said in a statement."
	agree, err := Read(body(same), Options{})
	if err != nil {
		t.Fatal(err)
	}
	differ, err := Read(body(other), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if agree.Confidence < 0.9 || differ.Confidence > agree.Confidence-0.3 {
		t.Errorf("confidence %.2f where readings agree, %.2f where they differ", agree.Confidence, differ.Confidence)
	}
}
