package page

import (
	"strings"
	"testing"
)

// TestModel reads the model that ships, and refuses what is not one: a build with
// weights for other features must not start.
func TestModel(t *testing.T) {
	if _, err := LoadModel(strings.NewReader(weights)); err != nil {
		t.Fatal(err)
	}
	head, rest, _ := strings.Cut(weights[strings.Index(weights, "\nblocks")+1:], "\n")
	for name, bad := range map[string]string{
		"nothing":           "",
		"a record only":     "# x\n",
		"other features":    head[:len(head)-8] + "00000000\n" + rest,
		"cut short":         head + "\n" + rest[:len(rest)/2],
		"no such feature":   head + "\nlexis 0 0\n\nforest 0 1\n9999:1:1 =1 =1\nforest 0 0\n",
		"a lexis that lies": head + "\nlexis 0 2\n1:1\nforest 0 0\nforest 0 0\n",
	} {
		if _, err := LoadModel(strings.NewReader(bad)); err == nil {
			t.Errorf("%s was read as a model", name)
		}
	}
}
