package tagger_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rasad-project/rasad/kit/news"
)

// TestPeopleOfNoWatch wants a person whom the watch does not know listed with the
// post the article gives, once however spelled.
func TestPeopleOfNoWatch(t *testing.T) {
	a := plain("Iran and Pakistan hold talks on border trade",
		"Iran and Pakistan held talks on border trade in Islamabad on Monday. Iran's deputy trade minister Behzad Examplian met officials of the Pakistani commerce ministry. "+
			"The Iranian deputy minister Behzaad Exampleyan said that both countries will open more markets.")
	v := open(t).Tag(a)
	checkEvidence(t, a, v)
	var got []news.Actor
	for _, x := range v.Actors {
		if x.Name[0] == 'B' {
			got = append(got, x)
		}
	}
	want := []news.Actor{{Name: "Behzad Examplian", Country: "IRN", Role: "deputy trade minister"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +\n%s", diff)
	}
	if !slices.ContainsFunc(v.Evidence, func(e news.Evidence) bool { return e.Rule == "actor.post" && e.Quote == "Behzad Examplian" }) {
		t.Error("the name is not quoted")
	}
}
