package main

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/prometheus/promql/parser"
)

// TestTheFilesAreWhatTheCodeWrites holds the JSON to the code, byte by byte.
func TestTheFilesAreWhatTheCodeWrites(t *testing.T) {
	for _, d := range dashboards() {
		want, err := encode(d)
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(d.Name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Errorf("%s.json is out of date: make dashboards", d.Name)
		}
	}
}

// read returns the dashboards as they stand in the files: what Grafana is given is
// what is tested.
func read(t *testing.T) map[string]page {
	t.Helper()
	all := map[string]page{}
	for _, d := range dashboards() {
		data, err := os.ReadFile(d.Name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var p page
		if err := json.Unmarshal(data, &p); err != nil {
			t.Fatal(err)
		}
		all[d.Name] = p
	}
	return all
}

// eachPanel runs a test for every panel but the headlines.
func eachPanel(t *testing.T, do func(t *testing.T, p panel)) {
	t.Helper()
	for name, d := range read(t) {
		seen := map[string]bool{}
		for _, p := range d.Panels {
			if p.Type == "row" {
				seen = map[string]bool{}
				continue
			}
			if seen[p.Title] {
				t.Errorf("%s has %q twice under one headline", name, p.Title)
			}
			seen[p.Title] = true
			t.Run(name+"/"+p.Title, func(t *testing.T) { do(t, p) })
		}
	}
}

// TestPanelsFillTheGrid wants every line of panels to be as wide as the page, with
// no hole and nothing over anything else.
func TestPanelsFillTheGrid(t *testing.T) {
	for name, d := range read(t) {
		cells := map[[2]int]string{}
		bottom := 0
		for _, p := range d.Panels {
			g := p.GridPos
			bottom = max(bottom, g.Y+g.H)
			for y := g.Y; y < g.Y+g.H; y++ {
				for x := g.X; x < g.X+g.W; x++ {
					if other := cells[[2]int{x, y}]; other != "" || x >= columns {
						t.Fatalf("%s: %q lies over %q or beyond the page", name, p.Title, other)
					}
					cells[[2]int{x, y}] = p.Title
				}
			}
		}
		if len(cells) != bottom*columns {
			t.Errorf("%s: %d of %d cells are empty", name, bottom*columns-len(cells), bottom*columns)
		}
	}
}

// units are those in use, by Grafana's names.
var units = []string{"short", "locale", "none", "s", "bytes", "binBps", "percentunit", "suffix: /min", "suffix: cores"}

// TestPanelsSpeak wants of every panel what a reader needs who has never seen it: a
// unit, what the figure is, names for the series, a word where there is no data.
func TestPanelsSpeak(t *testing.T) {
	eachPanel(t, func(t *testing.T, p panel) {
		d := p.FieldConfig.Defaults
		if !slices.Contains(units, d.Unit) {
			t.Errorf("unit %q is not one of %q", d.Unit, units)
		}
		if len(p.Description) < 20 || !strings.HasSuffix(p.Description, ".") {
			t.Errorf("description %q is no sentence", p.Description)
		}
		if d.NoValue == "" {
			t.Error("nothing is said where there is no data")
		}
		for _, q := range p.Targets {
			if q.LegendFormat == "" {
				t.Errorf("query %s has no legend", q.RefID)
			}
		}
	})
}

// TestRedMeansAct: where red is shown the description says what it means, and
// nowhere else; a story of conflict is not an alarm.
func TestRedMeansAct(t *testing.T) {
	eachPanel(t, func(t *testing.T, p panel) {
		if p.FieldConfig.Defaults.Color.Mode == "palette-classic" {
			t.Error("Grafana's palette has red in it")
		}
		drawn, err := json.Marshal(p.FieldConfig)
		if err != nil {
			t.Fatal(err)
		}
		for word, colour := range map[string]string{"Red:": "red", "Orange:": "orange"} {
			shown := regexp.MustCompile(`"(dark-)?` + colour + `"`).Match(drawn)
			said := strings.Contains(p.Description, word)
			if word == "Red:" && shown != said || said && !shown {
				t.Errorf("%s shown %t, explained %t", colour, shown, said)
			}
		}
	})
}

// TestVariables wants every variable that is used to be there, and the other way
// round.
func TestVariables(t *testing.T) {
	used := regexp.MustCompile(`\$\{?([a-z]\w*)`)
	for name, d := range read(t) {
		there := map[string]bool{}
		for _, v := range d.Templating.List {
			there[v.Name] = true
		}
		for _, v := range []string{"ds", "job", "instance"} {
			if !there[v] {
				t.Errorf("%s has no variable %s", name, v)
			}
		}
		text, err := json.Marshal(d.Panels)
		if err != nil {
			t.Fatal(err)
		}
		asked := map[string]bool{}
		for _, m := range used.FindAllStringSubmatch(string(text), -1) {
			asked[m[1]] = true
		}
		for v := range asked {
			if !there[v] {
				t.Errorf("%s uses $%s and has no such variable", name, v)
			}
		}
		for v := range there {
			if !asked[v] {
				t.Errorf("%s has the variable %s and does not use it", name, v)
			}
		}
	}
}

// metric is a line of docs/METRICS.md.
type metric struct {
	kind   string
	labels []string
}

func documented(t *testing.T) map[string]metric {
	t.Helper()
	data, err := os.ReadFile("../../docs/METRICS.md")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]metric{
		// Those of the Go runtime and of the process, which the document names as such.
		"process_cpu_seconds_total": {kind: "counter"}, "process_resident_memory_bytes": {kind: "gauge"},
		"go_goroutines": {kind: "gauge"},
	}
	for _, m := range regexp.MustCompile(`(?m)^\| (rasad_\w+) \| (\w+) \| ([\w, ]*) \|`).FindAllStringSubmatch(string(data), -1) {
		all[m[1]] = metric{m[2], strings.Split(m[3], ", ")}
	}
	return all
}

// parse reads a query as Prometheus gets it, with lengths of time for variables.
func parse(expr string) (parser.Expr, error) {
	expr = regexp.MustCompile(`\$(__rate_interval|__range|__interval|window)\b`).ReplaceAllString(expr, "5m")
	return parser.NewParser(parser.Options{}).ParseExpr(expr)
}

// TestQueries wants every query to be PromQL, and to ask for metrics that exist by
// labels that they have.
func TestQueries(t *testing.T) {
	known := documented(t)
	if len(known) < 50 {
		t.Fatalf("%d metrics in docs/METRICS.md: it is not read right", len(known))
	}
	eachPanel(t, func(t *testing.T, p panel) {
		for _, q := range p.Targets {
			expr, err := parse(q.Expr)
			if err != nil {
				t.Errorf("%s: %v\n%s", q.RefID, err, q.Expr)
				continue
			}
			for _, fault := range faults(known, expr) {
				t.Errorf("%s: %s\n%s", q.RefID, fault, q.Expr)
			}
			if p.Type == "timeseries" && strings.HasPrefix(q.Expr, "histogram_quantile") && !strings.HasSuffix(q.Expr, ">= 0") {
				t.Errorf("%s: a quantile of nothing is NaN, which is drawn as 0: add >= 0\n%s", q.RefID, q.Expr)
			}
			for _, label := range regexp.MustCompile(`\{\{(\w+)\}\}`).FindAllStringSubmatch(q.LegendFormat, -1) {
				if !slices.Contains(grouped(expr), label[1]) {
					t.Errorf("%s: the legend names %s, which the series have not\n%s", q.RefID, label[1], q.Expr)
				}
			}
		}
	})
}

// faults are what is wrong with the metrics a query asks for.
func faults(known map[string]metric, expr parser.Expr) (faults []string) {
	parser.Inspect(expr, func(n parser.Node, path []parser.Node) error {
		s, ok := n.(*parser.VectorSelector)
		if !ok {
			return nil
		}
		name := s.Name
		m, ok := known[name]
		if !ok {
			name = regexp.MustCompile(`_(bucket|sum|count)$`).ReplaceAllString(name, "")
			if m, ok = known[name]; !ok || m.kind != "histogram" {
				faults = append(faults, s.Name+" is not in docs/METRICS.md")
				return nil
			}
		}
		of := map[string]bool{"__name__": true, "job": true, "instance": true, "le": m.kind == "histogram"}
		for _, l := range m.labels {
			of[l] = true
		}
		for _, l := range s.LabelMatchers {
			if !of[l.Name] {
				faults = append(faults, fmt.Sprintf("%s has no label %s", s.Name, l.Name))
			}
		}
		_, ranged := path[len(path)-1].(*parser.MatrixSelector)
		// A gap is damage for as long as its process remembers it.
		if m.kind != "gauge" && !ranged && name != "rasad_consumer_gaps_total" {
			faults = append(faults, s.Name+" only ever grows: take rate or increase")
		}
		if once.MatchString(name) && m.kind == "gauge" && !maximal(path) {
			faults = append(faults, s.Name+" is reported by every process: take max by, never a sum")
		}
		return nil
	})
	return faults
}

// once is what every process reports of the same thing.
var once = regexp.MustCompile(`^rasad_(stream|consumer)_|^rasad_dead_letters$`)

// maximal reports whether the innermost aggregation around a node is max.
func maximal(path []parser.Node) bool {
	for _, n := range slices.Backward(path) {
		if a, ok := n.(*parser.AggregateExpr); ok {
			return a.Op == parser.MAX
		}
	}
	return false
}

// grouped are the labels that the series of a query may have.
func grouped(expr parser.Expr) (names []string) {
	parser.Inspect(expr, func(n parser.Node, _ []parser.Node) error {
		switch n := n.(type) {
		case *parser.AggregateExpr:
			names = append(names, n.Grouping...)
		case *parser.VectorSelector:
			names = append(names, "instance")
		case *parser.Call:
			if n.Func.Name == "label_replace" {
				names = append(names, n.Args[1].(*parser.StringLiteral).Val)
			}
		}
		return nil
	})
	return names
}

// TestQueriesAreRejected: the rules above find what they are for.
func TestQueriesAreRejected(t *testing.T) {
	known := documented(t)
	for expr, want := range map[string]string{
		`sum(rasad_invented)`:                                        "not in docs",
		`sum(rate(rasad_polls_total{stage="x"}[5m]))`:                "has no label stage",
		`sum(rasad_polls_total)`:                                     "only ever grows",
		`sum by (stream) (rasad_stream_messages)`:                    "never a sum",
		`sum(max by (stage) (rasad_dead_letters))`:                   "",
		`histogram_quantile(.5, rasad_poll_duration_seconds_bucket)`: "only ever grows",
	} {
		e, err := parse(expr)
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Join(faults(known, e), "; ")
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", expr, got, want)
		}
	}
}
