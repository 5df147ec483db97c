package score

import (
	"math"
	"testing"
)

func TestText(t *testing.T) {
	for _, c := range []struct {
		name, gold, got string
		p, r            float64
	}{
		{"the same", "one two three four five", "one two three four five", 1, 1},
		{"case counts, marks do not", "One, two: three four.", "One two three four", 1, 1},
		{"half is missing", "a b c d e f g", "a b c d e", 1, 0.5},
		{"half is furniture", "a b c d e", "a b c d e f g", 0.5, 1},
		{"twice is once too often", "a b c d", "a b c d\n\na b c d", 0.2, 1},
		{"nothing of something", "a b c d", "", 0, 0},
		{"something of nothing", "", "a b c d", 0, 0},
		{"nothing of nothing", "", "", 1, 1},
		{"a short text is one shingle", "a b", "a b", 1, 1},
		{"soft hyphens are not there", "under\u00adstand it at last", "understand it at last", 1, 1},
	} {
		got := Text(c.gold, c.got)
		if math.Abs(got.Precision()-c.p) > 1e-9 || math.Abs(got.Recall()-c.r) > 1e-9 {
			t.Errorf("%s: P %.3f R %.3f, want %.3f and %.3f", c.name, got.Precision(), got.Recall(), c.p, c.r)
		}
	}
}

func TestMeanIsOverDocuments(t *testing.T) {
	p, r, f := Mean([]Counts{Text("a b c d", "a b c d"), Text("a b c d", "")})
	if p != 0.5 || r != 0.5 || f != 0.5 {
		t.Errorf("P %v R %v F1 %v", p, r, f)
	}
}

func TestFacts(t *testing.T) {
	if !Title("Ministers meet: «Two markets»", "ministers meet two markets") || Title("Ministers meet", "Ministers") {
		t.Error("a title is the same but for case and marks")
	}
	if n := Authors([]string{"Sana Malik", "A. B."}, []string{"sana malik", "Sana Malik", "C. D."}); n != 1 {
		t.Errorf("%d authors in common, want 1", n)
	}
	for _, c := range []struct {
		got  string
		want Date
	}{{"2024-01-27T10:00:00Z", RightDate}, {"2024-01-27", RightDate}, {"2024-01-28", WrongDate}, {"", NoDate}} {
		if d := CheckDate("2024-01-27", c.got); d != c.want {
			t.Errorf("%q: %v, want %v", c.got, d, c.want)
		}
	}
}

func TestNames(t *testing.T) {
	for in, want := range map[string]int{`"Sana Malik and A. Khan, B. Shah"`: 3, `["Sana Malik","A. Khan"]`: 2, `null`: 0, `""`: 0} {
		var n Names
		if err := n.UnmarshalJSON([]byte(in)); err != nil || len(n) != want {
			t.Errorf("%s: %q, %v", in, n, err)
		}
	}
}
