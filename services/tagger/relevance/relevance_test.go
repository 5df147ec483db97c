package relevance_test

import (
	"math"
	"testing"
	"time"

	"github.com/rasad-project/rasad/services/tagger/event"
	"github.com/rasad-project/rasad/services/tagger/reading"
	"github.com/rasad-project/rasad/services/tagger/relevance"
	"github.com/rasad-project/rasad/services/tagger/watch"
)

// desk reads and codes articles.
type desk struct {
	reader *reading.Reader
	coder  *event.Coder
	model  *relevance.Model
}

func open(t *testing.T) desk {
	t.Helper()
	w, err := watch.Default()
	if err != nil {
		t.Fatal(err)
	}
	var d desk
	if d.reader, err = reading.NewReader(w); err != nil {
		t.Fatal(err)
	}
	if d.coder, err = event.New(); err != nil {
		t.Fatal(err)
	}
	if d.model, err = relevance.Load(); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d desk) describe(title, body string) (*reading.Reading, relevance.Vector) {
	r := &reading.Reading{}
	d.reader.Read(r, reading.None, title, body)
	in := d.reader.Input(r, time.Time{})
	return r, relevance.Describe(r, d.coder.Code(in, nil))
}

const body = "Iran’s foreign minister met his Pakistani counterpart in Islamabad on Monday. They signed an agreement on trade. It rained."

func TestGate(t *testing.T) {
	d := open(t)
	for _, c := range []struct {
		name, title, body string
		want              relevance.Missing
	}{
		{"both", "", body, ""},
		{"both, in different fields", "Iran votes", "The result was noted in Pakistan.", ""},
		{"one", "Iran votes", "The result was noted abroad.", relevance.OneOnly},
		{"the other in a dateline", "Iran votes", "ISLAMABAD (APP) – The result was noted abroad.", relevance.OneOnly},
		{"neither", "Norway votes", "The result was noted abroad.", relevance.Neither},
		{"nothing", "", "", relevance.Neither},
	} {
		r, _ := d.describe(c.title, c.body)
		if got := relevance.Gate(r); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// TestContributionsAddUp takes scores apart and puts them together again.
func TestContributionsAddUp(t *testing.T) {
	d := open(t)
	for _, title := range []string{"", "Iran and Pakistan sign an agreement", "Norway votes"} {
		_, v := d.describe(title, body)
		j := d.model.Judge(v)
		sum := 0.0
		for _, c := range d.model.Contributions(v) {
			sum += c.Odds
		}
		if math.Abs(sum-j.Odds) > 1e-9 || math.Abs(j.Score-1/(1+math.Exp(-sum))) > 1e-9 {
			t.Errorf("%q: contributions add up to %v, the log odds are %v, the score %v", title, sum, j.Odds, j.Score)
		}
	}
}

func TestFeaturesLieBetweenNoughtAndOne(t *testing.T) {
	d := open(t)
	for _, title := range []string{"", "Iran and Pakistan sign an agreement", "Turkey, Iran and Pakistan play volleyball"} {
		_, v := d.describe(title, body+" "+title)
		for f, x := range v {
			if x < 0 || x > 1 {
				t.Errorf("%q: %s is %v", title, relevance.Feature(f), x)
			}
		}
	}
}

// TestWhatFeaturesSee changes one thing in an article and names the feature that
// must see it.
func TestWhatFeaturesSee(t *testing.T) {
	d := open(t)
	const title = "Ministers sign an agreement"
	for _, c := range []struct {
		feature     relevance.Feature
		title, body string
	}{
		{relevance.HeadContact, "Iran and Pakistan sign an agreement", body},
		{relevance.HeadListed, "Iran, Turkey and Pakistan sign an agreement", body},
		{relevance.HeadThird, "Turkey signs an agreement", body},
		{relevance.SportHead, "Ministers watch a football match", body},
		{relevance.Often, title, body + " Pakistan thanked Iran. Iran thanked Pakistan."},
		{relevance.Thirds, title, body + " Turkey and China were told. Turkey was glad."},
		{relevance.Bilateral, title, "Iran and Pakistan, the two countries on the border, talked. " + body},
		{relevance.DeedHead, "Iran condemns attack in Pakistan", body},
	} {
		_, before := d.describe(title, body)
		_, after := d.describe(c.title, c.body)
		if after[c.feature] <= before[c.feature] {
			t.Errorf("%s does not see the change to %q, %q: it was %v and is %v", c.feature, c.title, c.body, before[c.feature], after[c.feature])
		}
	}
}
