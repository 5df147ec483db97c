package rasad_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const root = "github.com/rasad-project/rasad"

// modules are the folders of the workspace.
var modules = []string{".", "kit", "services/fetcher", "services/cleaner", "services/tagger"}

// rooms says what each room may import of ours: imports run one way, news <-
// stage, wire, bus, store <- services <- root. The longest matching prefix
// rules; a room may import itself, and one that is not named nothing else of ours.
var rooms = map[string][]string{
	"kit/news":             {},
	"kit/when":             {"kit/news"},
	"kit/cli":              {},
	"kit/lines":            {"kit/news"},
	"kit/stage":            {},
	"kit/wire":             {"kit/news"},
	"kit/bus":              {"kit/stage"},
	"kit/store":            {"kit/news", "kit/wire"},
	"kit/ops":              {"kit/news", "kit/stage", "kit/bus", "kit/store"},
	"kit/host":             {"kit/bus", "kit/cli", "kit/ops", "kit/news", "kit/stage", "kit/store", "kit/wire"},
	"services/fetcher":     {"kit"},
	"services/cleaner":     {"kit"},
	"services/tagger":      {"kit"},
	"services/fetcher/cmd": {"kit/cli", "services/fetcher"},
	"services/cleaner/cmd": {"kit", "services/cleaner"},
	"services/tagger/cmd":  {"kit", "services/tagger"},
	"cmd":                  {"kit", "services", "cmd", "corpus", "feeds", "watches", "bench"},
	"corpus":               {},
	"feeds":                {},
	"watches":              {},
	"e2e":                  {"kit", "services", "corpus", "cmd"},
	"deploy/k8s":           {"kit", "services", "corpus"},
}

// TestImportsRunOneWay reads every import in the workspace and holds it against
// the rooms.
func TestImportsRunOneWay(t *testing.T) {
	seen := 0
	eachGoFile(t, func(path string) {
		room, rule := ruleFor(filepath.ToSlash(filepath.Dir(path)))
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range f.Imports {
			imported, _ := strconv.Unquote(spec.Path.Value)
			if imported == "log" {
				t.Errorf("%s imports log: loggers are passed in as *slog.Logger", path)
			}
			if strings.HasPrefix(imported, "github.com/nats-io/nats-server/") && !forTests(path) && !strings.HasPrefix(path, "cmd/") {
				t.Errorf("%s imports nats-server: only the root module runs one", path)
			}
			inner, ours := strings.CutPrefix(imported, root+"/")
			if !ours {
				continue
			}
			seen++
			if !within(inner, room) && !allowed(inner, rule) {
				t.Errorf("%s imports %s, which room %q may not", path, inner, room)
			}
		}
	})
	if seen < 10 {
		t.Errorf("saw %d imports of ours: the guard looks in the wrong place", seen)
	}
}

// TestNewsImportsTheStandardLibraryOnly keeps the vocabulary plain.
func TestNewsImportsTheStandardLibraryOnly(t *testing.T) {
	eachGoFile(t, func(path string) {
		if filepath.ToSlash(filepath.Dir(path)) != "kit/news" || strings.HasSuffix(path, "_test.go") {
			return
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range f.Imports {
			if first, _, _ := strings.Cut(strings.Trim(spec.Path.Value, `"`), "/"); strings.Contains(first, ".") {
				t.Errorf("%s imports %s", path, spec.Path.Value)
			}
		}
	})
}

// TestEveryModuleStandsAlone builds and tidies every module without the
// workspace: inside it a service could lean on a module it does not declare.
func TestEveryModuleStandsAlone(t *testing.T) {
	if testing.Short() {
		t.Skip("builds every module: not with -short")
	}
	for _, dir := range modules {
		for _, args := range [][]string{{"build", "./..."}, {"mod", "tidy", "-diff"}} {
			cmd := exec.CommandContext(t.Context(), "go", args...)
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "GOWORK=off")
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("in %s, go %s: %v\n%s", dir, strings.Join(args, " "), err, out)
			}
		}
	}
}

func ruleFor(dir string) (room string, rule []string) {
	for name, r := range rooms {
		if within(dir, name) && len(name) > len(room) {
			room, rule = name, r
		}
	}
	return room, rule
}

func allowed(pkg string, rule []string) bool {
	for _, r := range rule {
		if within(pkg, r) {
			return true
		}
	}
	return false
}

func within(path, dir string) bool { return path == dir || strings.HasPrefix(path, dir+"/") }

// eachGoFile calls do with every Go file of the five modules, by its path from
// the root.
func eachGoFile(t *testing.T, do func(path string)) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != "." {
			if strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || hasModule(path) && !slices.Contains(modules, path) {
				return filepath.SkipDir
			}
		}
		if strings.HasSuffix(path, ".go") {
			do(path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// forTests reports whether a file is a test or in a package for tests.
func forTests(path string) bool {
	return strings.HasSuffix(path, "_test.go") || strings.HasSuffix(filepath.Dir(path), "test")
}

func hasModule(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	return err == nil
}
