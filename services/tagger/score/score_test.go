package score_test

import (
	"testing"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/tagger/ground"
	"github.com/rasad-project/rasad/services/tagger/score"
)

func TestReport(t *testing.T) {
	about := ground.Item{
		Relevance: 2, Topics: []string{"border", "trade"}, Maybe: []string{"aid"}, Tones: []string{"mixed", "neutral"},
		Events: []ground.Event{{Source: "IRN", Action: "CONSULT", Target: "PAK"}},
	}
	var r score.Report
	r.Add(&about, &news.Verdict{
		Relevant: true, Topics: []string{"border", "aid", "sport"}, Tone: "neutral",
		Events: []news.Event{{Source: "PAK", Action: "CONSULT", Target: "IRN"}, {Source: "IRN", Action: "STATE", Target: "PAK"}},
	})
	r.Add(&about, &news.Verdict{})
	r.Add(&ground.Item{Relevance: 1}, &news.Verdict{Relevant: true})
	r.Add(&ground.Item{Relevance: 1}, &news.Verdict{})
	r.Add(&ground.Item{Relevance: 0}, &news.Verdict{Relevant: true})
	r.Add(&ground.Item{Relevance: 0}, &news.Verdict{})
	want := score.Report{
		Strict:  score.Counts{Right: 1, False: 1, Missed: 1},        // a part about the relation is left out
		Lenient: score.Counts{Right: 2, False: 1, Missed: 2},        // and counts here
		Topics:  score.Counts{Right: 1, False: 1, Missed: 1},        // border; sport; trade: aid is nobody's fault
		Found:   1, Tone: 1, Action: 1, Main: 0, Coded: 2, Items: 6, // the action is right, its parties are not
	}
	if r != want {
		t.Errorf("got  %+v\nwant %+v", r, want)
	}
}

func TestRates(t *testing.T) {
	if p, r, f := (score.Counts{Right: 3, False: 1, Missed: 3}).Rates(); p != 0.75 || r != 0.5 || f != 0.6 {
		t.Errorf("got %v %v %v, want 0.75 0.5 0.6", p, r, f)
	}
	if p, r, f := (score.Counts{}).Rates(); p != 0 || r != 0 || f != 0 {
		t.Errorf("of nothing: got %v %v %v, want zeros", p, r, f)
	}
}
