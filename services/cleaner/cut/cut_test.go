package cut

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"
)

// TestAllHasEveryReasonOnce reads the constants of the source.
func TestAllHasEveryReasonOnce(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), "cut.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	ast.Inspect(f, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok {
			for _, value := range v.Values {
				s, err := strconv.Unquote(value.(*ast.BasicLit).Value)
				if err != nil {
					t.Fatal(err)
				}
				want = append(want, s)
			}
		}
		return true
	})
	got := All()
	if len(want) < 20 {
		t.Errorf("read %d reasons: the test looks in the wrong place", len(want))
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("All() has %q, the constants are %q", got, want)
	}
	if len(slices.Compact(want)) != len(got) {
		t.Error("two constants are one reason")
	}
}
