package rasad_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestDocsNameTestsThatExist holds docs to their word: a control is said to be held
// by a test, `folder.TestName`, and the test is in that folder.
func TestDocsNameTestsThatExist(t *testing.T) {
	named := regexp.MustCompile("`(?:([a-z0-9/]+)\\.)?((?:Test|Fuzz|Benchmark)[A-Za-z0-9_]+)`")
	for _, doc := range []string{"docs/SECURITY.md", "docs/OPERATIONS.md"} {
		text, err := os.ReadFile(doc)
		if err != nil {
			t.Fatal(err)
		}
		all := named.FindAllStringSubmatch(string(text), -1)
		if len(all) == 0 {
			t.Errorf("%s names no test", doc)
		}
		for _, m := range all {
			if !hasTest(t, filepath.FromSlash(m[1]), m[2]) {
				t.Errorf("%s names %s, which is not there", doc, m[0])
			}
		}
	}
}

// TestDocsNameMetricsThatExist holds what is written for operators against the list
// of metrics, which is made from the code.
func TestDocsNameMetricsThatExist(t *testing.T) {
	list, err := os.ReadFile("docs/METRICS.md")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("docs/OPERATIONS.md")
	if err != nil {
		t.Fatal(err)
	}
	all := regexp.MustCompile(`\brasad_[a-z_]+`).FindAllString(string(text), -1)
	for _, name := range all {
		if !strings.Contains(string(list), "| "+name+" |") {
			t.Errorf("docs/OPERATIONS.md names %s, which docs/METRICS.md has not", name)
		}
	}
	if len(all) == 0 {
		t.Error("docs/OPERATIONS.md names no metric")
	}
}

func hasTest(t *testing.T, folder, name string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "\nfunc "+name+"(") {
			return true
		}
	}
	return false
}
