package cli

import (
	"flag"
	"fmt"
	"os"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// ConfigFlag is the name of the flag that names a file of settings. A command
// that defines it as a string flag takes its other flags from that file too.
const ConfigFlag = "config"

// EnvName is the environment variable that sets a flag: "--nats-url" is
// RASAD_NATS_URL.
func EnvName(flagName string) string {
	return "RASAD_" + strings.ToUpper(strings.ReplaceAll(flagName, "-", "_"))
}

// parse sets the flags of fs: from args first, then from the environment, then
// from the file that --config names, each only where nothing before it spoke.
// With mixed, flags may stand among and after the arguments. It returns those.
func parse(fs *flag.FlagSet, args []string, mixed bool, getenv func(string) string) ([]string, error) {
	rest, err := parseArgs(fs, args, mixed)
	if err != nil {
		return nil, err
	}
	return rest, parseElsewhere(fs, getenv)
}

// parseArgs sets flags from args and returns what are none. All that follows "--"
// are none.
func parseArgs(fs *flag.FlagSet, args []string, mixed bool) (rest []string, err error) {
	for {
		if err := fs.Parse(args); err != nil {
			return nil, err
		}
		read := len(args) - fs.NArg()
		if !mixed || fs.NArg() == 0 || read > 0 && args[read-1] == "--" {
			return append(rest, fs.Args()...), nil
		}
		rest, args = append(rest, fs.Arg(0)), fs.Args()[1:]
	}
}

// parseElsewhere sets the flags that the command line did not.
func parseElsewhere(fs *flag.FlagSet, getenv func(string) string) error {
	set := map[string]bool{}
	fs.Visit(func(f *flag.Flag) { set[f.Name] = true })
	var fault error
	fs.VisitAll(func(f *flag.Flag) {
		v := getenv(EnvName(f.Name))
		if set[f.Name] || v == "" || fault != nil {
			return
		}
		if err := fs.Set(f.Name, v); err != nil {
			fault = fmt.Errorf("%s: %q is not a value for --%s: %w", EnvName(f.Name), v, f.Name, err)
		}
		set[f.Name] = true
	})
	if fault != nil {
		return fault
	}
	if f := fs.Lookup(ConfigFlag); f != nil && f.Value.String() != "" {
		return parseFile(fs, f.Value.String(), set)
	}
	return nil
}

// parseFile reads a flat YAML mapping of flag names to values.
func parseFile(fs *flag.FlagSet, path string, set map[string]bool) error {
	src, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("config: %w", err)
	}
	file, err := parser.ParseBytes(src, 0)
	if err != nil {
		return fmt.Errorf("config %s: %s", path, yaml.FormatError(err, false, false))
	}
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		if err := parseDoc(fs, path, doc.Body, set); err != nil {
			return err
		}
	}
	return nil
}

func parseDoc(fs *flag.FlagSet, path string, body ast.Node, set map[string]bool) error {
	m, ok := body.(ast.MapNode)
	if !ok {
		return fmt.Errorf("config %s:%d: settings are lines of \"name: value\"", path, body.GetToken().Position.Line)
	}
	for it := m.MapRange(); it.Next(); {
		name := it.Key().String()
		at := fmt.Sprintf("config %s:%d", path, it.Key().GetToken().Position.Line)
		if name == ConfigFlag || fs.Lookup(name) == nil {
			return fmt.Errorf("%s: there is no setting %q", at, name)
		}
		if set[name] {
			continue
		}
		for _, v := range values(it.Value()) {
			if err := fs.Set(name, v); err != nil {
				return fmt.Errorf("%s: %q is not a value for %s: %w", at, v, name, err)
			}
		}
	}
	return nil
}

// values flattens a scalar or a list of scalars into the strings a flag takes.
func values(n ast.Node) []string {
	if seq, ok := n.(*ast.SequenceNode); ok {
		var all []string
		for _, v := range seq.Values {
			all = append(all, values(v)...)
		}
		return all
	}
	if s, ok := n.(*ast.StringNode); ok {
		return []string{s.Value}
	}
	return []string{n.GetToken().Value}
}

// List is a flag that may be given several times; in the environment and in one
// argument its values are separated by commas.
type List []string

func (l *List) String() string { return strings.Join(*l, ",") }

// Set adds the values of one argument.
func (l *List) Set(s string) error {
	for v := range strings.SplitSeq(s, ",") {
		if v = strings.TrimSpace(v); v != "" {
			*l = append(*l, v)
		}
	}
	return nil
}
