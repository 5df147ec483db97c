package furniture

import (
	_ "embed"
	"strings"
)

//go:embed places.txt
var placeFile string

//go:embed agencies.txt
var agencyFile string

// gazetteer knows the names that stand in datelines and credits, folded.
type gazetteer struct{ places, agencies map[string]bool }

func newGazetteer() *gazetteer {
	return &gazetteer{names(placeFile), names(agencyFile)}
}

// names reads a file of names, with commas between them.
func names(file string) map[string]bool {
	set := make(map[string]bool)
	for l := range strings.Lines(file) {
		if strings.HasPrefix(l, "#") {
			continue
		}
		for name := range strings.SplitSeq(l, ",") {
			set[key(name)] = true
		}
	}
	delete(set, "")
	return set
}

// key is a name as it is looked up.
func key(name string) string { return strings.Join(fold(name), " ") }

func (g *gazetteer) place(s string) bool  { return g.places[key(s)] }
func (g *gazetteer) agency(s string) bool { return g.agencies[key(s)] }
