package watch

import (
	_ "embed"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/tagger/cue"
	"github.com/rasad-project/rasad/services/tagger/match"
	"github.com/rasad-project/rasad/services/tagger/watches"
)

//go:embed world.yaml
var world []byte

// Default returns the watch that ships.
func Default() (*Watch, error) { return Load("iran-pakistan.yaml", watches.IranPakistan) }

// Open reads a watch from a file.
func Open(path string) (*Watch, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("watch: %w", err)
	}
	return Load(path, b)
}

// Load reads a watch. The error joins every fault found, each as "name:line: what
// is wrong"; a file that is no YAML has one.
func Load(name string, b []byte) (*Watch, error) {
	l := loader{file: name, watch: &Watch{outlets: map[string]int{}}}
	l.read(b)
	for i, p := range l.watch.Parties {
		if p.Code == "" && len(l.faults) == 0 {
			l.fault(1, "party %d of 2 is missing", i+1)
		}
	}
	if len(l.faults) > 0 {
		return nil, errors.Join(l.faults...)
	}
	l.file = "world.yaml"
	l.readWorld()
	if len(l.faults) > 0 {
		return nil, errors.Join(l.faults...)
	}
	l.watch.index = match.New(l.phrases)
	l.watch.roster = newRoster(l.watch.Entities)
	return l.watch, nil
}

type loader struct {
	file    string
	watch   *Watch
	phrases []match.Phrase
	faults  []error
}

func (l *loader) fault(line int, format string, args ...any) {
	l.faults = append(l.faults, fmt.Errorf("%s:%d: %s", l.file, line, fmt.Sprintf(format, args...)))
}

// sections are the file's top-level lists, and the kinds of what they may hold;
// an item of a list with one kind need not say it.
var sections = map[string][]Kind{
	"names":   {Country, Demonym, Capital, Seat},
	"bodies":  {Office, Force, Agency, Company},
	"groups":  {Group},
	"people":  {Person},
	"places":  {Place},
	"exclude": {Excluded},
}

// read reads the file in two passes, for entities name parties.
func (l *loader) read(b []byte) {
	root := l.parse(b)
	if root == nil {
		return
	}
	for _, v := range root.Values {
		switch key := v.Key.String(); {
		case key == "name":
			l.decode(v.Value, &l.watch.Name)
		case key == "parties":
			l.parties(v)
		case sections[key] == nil:
			l.fault(line(v), "no section is called %q", key)
		}
	}
	if l.watch.Name == "" {
		l.fault(1, "name is missing")
	}
	for _, v := range root.Values {
		if of := sections[v.Key.String()]; of != nil {
			l.section(v, of)
		}
	}
}

// parse returns the file's top-level mapping, nil after a fault.
func (l *loader) parse(b []byte) *ast.MappingNode {
	var file *ast.File
	err := guarded(func() (err error) { file, err = parser.ParseBytes(b, 0); return err })
	if err != nil {
		l.yamlFault(1, err)
		return nil
	}
	if len(file.Docs) == 1 {
		if root, ok := file.Docs[0].Body.(*ast.MappingNode); ok {
			return root
		}
	}
	l.fault(1, "want one mapping of sections")
	return nil
}

// yamlFault takes the line from the YAML library's error when it has one.
func (l *loader) yamlFault(at int, err error) {
	var y yaml.Error
	if errors.As(err, &y) && y.GetToken() != nil {
		l.fault(y.GetToken().Position.Line, "%s", y.GetMessage())
		return
	}
	l.fault(at, "%s", err)
}

func (l *loader) decode(n ast.Node, v any) bool {
	err := guarded(func() error { return yaml.NodeToValue(n, v, yaml.Strict()) })
	if err != nil {
		l.yamlFault(line(n), err)
	}
	return err == nil
}

// guarded returns the error of do, and its panic as one: the YAML library follows
// pointers that are nil for some input, as a tag where it wants a list.
func guarded(do func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("no YAML that can be read: %v", r)
		}
	}()
	return do()
}

func line(n ast.Node) int { return n.GetToken().Position.Line }

// items returns the items of a section's list.
func (l *loader) items(v *ast.MappingValueNode) []ast.Node {
	seq, ok := v.Value.(*ast.SequenceNode)
	if !ok {
		l.fault(line(v), "%s: want a list", v.Key)
		return nil
	}
	return seq.Values
}

func (l *loader) parties(v *ast.MappingValueNode) {
	items := l.items(v)
	if len(items) != len(l.watch.Parties) {
		l.fault(line(v), "parties: want 2, got %d", len(items))
		return
	}
	for i, n := range items {
		var p struct {
			Code, Name string
			Languages  []string
			Sites      []string
		}
		if !l.decode(n, &p) {
			continue
		}
		if !code(p.Code) || p.Code == news.Both {
			l.fault(line(n), "code: want three capital letters (ISO 3166-1 alpha-3), got %q", p.Code)
		}
		if p.Name == "" {
			l.fault(line(n), "name is missing")
		}
		for _, lang := range p.Languages {
			if !slices.Contains(cue.Languages[:], lang) {
				l.fault(line(n), "languages: want some of %v, got %q", cue.Languages, lang)
			}
		}
		for _, site := range p.Sites {
			if site == strings.ToLower(site) && (strings.ContainsAny(site, " /:") || strings.Trim(site, ".") != site || site == "") {
				l.fault(line(n), "sites: want a domain (\"dawn.com\") or a name with a capital (\"Tehran Times\"), got %q", site)
			}
			if side, ok := l.watch.outlets[strings.ToLower(site)]; ok && side != i {
				l.fault(line(n), "sites: %q is the other party's", site)
			}
			l.watch.outlets[strings.ToLower(site)] = i
		}
		l.watch.Parties[i] = Party{p.Code, p.Name, p.Languages, p.Sites}
		l.watch.own[i] = Entity{Name: p.Name, Kind: Office, Party: p.Code}
	}
	if l.watch.Parties[0].Code == l.watch.Parties[1].Code {
		l.fault(line(v), "both parties have the code %q", l.watch.Parties[0].Code)
	}
}

func code(s string) bool {
	return len(s) == 3 && !slices.ContainsFunc([]byte(s), func(c byte) bool { return c < 'A' || c > 'Z' })
}

func (l *loader) section(v *ast.MappingValueNode, of []Kind) {
	for _, n := range l.items(v) {
		var it item
		if l.decode(n, &it) {
			l.add(it, line(n), of)
		}
	}
}

// readWorld adds the countries that are not parties, as entities of the party
// Other.
func (l *loader) readWorld() {
	root := l.parse(world)
	if root == nil {
		return
	}
	for _, v := range root.Values {
		if l.watch.Side(v.Key.String()) >= 0 {
			continue
		}
		var it item
		if l.decode(v.Value, &it) {
			it.Party = news.Other
			l.addWorld(it)
		}
	}
}
