package learn

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/rasad-project/rasad/services/cleaner/page"
	"github.com/rasad-project/rasad/services/cleaner/score"
)

// TestGrow learns a rule that no single feature tells: exactly one of two is high.
func TestGrow(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var rows [][]float32
	var y, w []float32
	var all []int32
	for i := range 2000 {
		r := []float32{random.Float32(), random.Float32(), random.Float32()}
		label := float32(0)
		if (r[0] > 0.5) != (r[1] > 0.5) {
			label = 1
		}
		rows, y, w, all = append(rows, r), append(y, label), append(w, 1), append(all, int32(i))
	}
	b := Boost{Trees: 30, Leaves: 8, Rate: 0.3, Columns: 1, Rows: 0.8, MinUnits: 1, Lambda: 1, Seed: 1}
	f := b.grow(tableOf(rows), all, y, w)
	wrong := 0
	for range 1000 {
		v := []float32{random.Float32(), random.Float32(), random.Float32()}
		if (f.Score(v) > 0.5) != ((v[0] > 0.5) != (v[1] > 0.5)) {
			wrong++
		}
	}
	if wrong > 50 {
		t.Errorf("%d of 1000 wrong", wrong)
	}
	var one, two bytes.Buffer
	again := b.grow(tableOf(rows), all, y, w)
	if f.Write(&one) != nil || again.Write(&two) != nil || one.String() != two.String() {
		t.Error("the same rows gave another forest")
	}
}

// doc is a page of a site of its own whose every other paragraph is gold.
func doc(t *testing.T, n int) *Doc {
	t.Helper()
	var html, gold strings.Builder
	for i := range 6 {
		p := fmt.Sprintf("The minister number %d said on day %d that the border market of town %d would open before the spring came.", i, n, n*7+i)
		fmt.Fprintf(&html, "<div class=teaser><a href=/x>Read more about number %d and day %d</a></div><p>%s</p>", i, n, p)
		gold.WriteString(p + "\n\n")
	}
	g := score.Doc{ID: fmt.Sprint(n), URL: fmt.Sprintf("https://site%d.test/x", n), Text: gold.String()}
	d := &Doc{Set: "made", Gold: g, Body: []byte("<html><body>" + html.String() + "</body></html>"), Fold: foldOf(g)}
	if err := d.prepare(); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTrainer(t *testing.T) {
	var docs []*Doc
	for n := range 30 {
		docs = append(docs, doc(t, n))
	}
	r := Standard()
	r.First.Trees, r.Second.Trees = 10, 10
	whole, folds := NewTrainer(r, docs).Models()
	again, _ := NewTrainer(r, docs).Models()
	var one, two bytes.Buffer
	if whole.Write(&one) != nil || again.Write(&two) != nil || one.String() != two.String() {
		t.Error("the same pages gave another model")
	}
	for _, d := range docs {
		if c := score.Text(d.Gold.Text, d.Text(folds[d.Fold])); c.Precision() < 0.99 || c.Recall() < 0.99 {
			t.Fatalf("page %s: P %.2f R %.2f", d.Gold.ID, c.Precision(), c.Recall())
		}
	}
	if m, err := page.LoadModel(strings.NewReader("# a record\n" + one.String())); err != nil || docs[0].Text(m) != docs[0].Text(whole) {
		t.Errorf("the model is another once written and read: %v", err)
	}
}

func TestFoldsKeepSitesTogether(t *testing.T) {
	at := foldOf(score.Doc{URL: "https://www.herald.co.uk/a"})
	for _, u := range []string{"https://news.herald.co.uk/b", "http://herald.com/c", "https://herald.de"} {
		if foldOf(score.Doc{URL: u}) != at {
			t.Errorf("%s is in another fold than its sister", u)
		}
	}
}

// TestLabels finds the gold in the page: whole paragraphs, short lines between them,
// one of two copies.
func TestLabels(t *testing.T) {
	body := `<p>Read more</p><p>The ministers met in Quetta on Saturday and spoke for hours.</p><p>Read more</p><h2>Two markets</h2>
<p>They agreed to open two markets before the spring came.</p><div><p>They agreed to open two markets before the spring came.</p></div>`
	s, err := page.NewSample([]byte(body), page.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got := labels(s, "The ministers met in Quetta on Saturday and spoke for hours.\n\nTwo markets\n\nThey agreed to open two markets before the spring came.")
	if want := []float32{0, 1, 0, 1, 1, 0}; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("labels %v, want %v", got, want)
	}
}
