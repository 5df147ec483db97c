// Package prometheus holds the rules beside it to the code: every expression
// parses, asks for metrics and labels that exist, and every alert has a section of
// the runbook, an hour in which it fires and one in which it stays quiet.
package prometheus

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
)

var update = flag.Bool("update", false, "write prometheusrule.yaml anew")

const (
	metricsDoc = "../../docs/METRICS.md"
	runbook    = "../../docs/RUNBOOK.md"
	runbookURL = "https://github.com/rasad-project/rasad/blob/main/docs/RUNBOOK.md#"
)

var (
	ruleFiles = []string{"recording.yml", "alerts.yml"}
	testFiles = []string{"alerts.test.yml", "alerts-days.test.yml"}
)

// foreign are the metrics that are not ours, with their labels.
var foreign = map[string][]string{
	"up":                         {"job", "instance"},
	"process_start_time_seconds": {"job", "instance"},
}

// TestExpressionsAskForWhatThereIs parses every expression: each metric must be one
// that docs/METRICS.md lists or a rule records, and each label one of its own.
func TestExpressionsAskForWhatThereIs(t *testing.T) {
	known, p := metrics(t), parser.NewParser(parser.Options{})
	all := rules(t)
	for _, r := range all {
		if r.Record != "" {
			known[r.Record] = nil // its labels are those of its expression
		}
	}
	asked := 0
	for _, r := range all {
		e, err := p.ParseExpr(r.Expr)
		if err != nil {
			t.Errorf("%s: %v", r.Record+r.Alert, err)
			continue
		}
		parser.Inspect(e, func(n parser.Node, _ []parser.Node) error {
			if s, ok := n.(*parser.VectorSelector); ok {
				asked++
				checkSelector(t, r.Record+r.Alert, s, known)
			}
			return nil
		})
	}
	if asked < 60 {
		t.Errorf("only %d selectors seen: the check looks in the wrong place", asked)
	}
}

func checkSelector(t *testing.T, rule string, s *parser.VectorSelector, known map[string][]string) {
	own, ok := known[s.Name]
	if !ok {
		t.Errorf("%s asks for %s, which no process has", rule, s.Name)
	}
	for _, m := range s.LabelMatchers {
		if m.Name != model.MetricNameLabel && own != nil && !slices.Contains(own, m.Name) {
			t.Errorf("%s asks for the label %s of %s, which has only %v", rule, m.Name, s.Name, own)
		}
	}
}

// TestAlertsTellATiredPerson wants of each alert how bad it is, what is wrong, and
// where it is said what to do; and of each section of the runbook its alert.
func TestAlertsTellATiredPerson(t *testing.T) {
	sections := headings(t)
	for _, r := range alerts(t) {
		if s := r.Labels["severity"]; s != "critical" && s != "warning" {
			t.Errorf("%s: severity %q, want critical or warning", r.Alert, s)
		}
		if r.Annotations["summary"] == "" || len(r.Annotations["description"]) < 60 {
			t.Errorf("%s: summary or description is missing or says too little", r.Alert)
		}
		anchor := strings.ToLower(r.Alert)
		if got := r.Annotations["runbook_url"]; got != runbookURL+anchor {
			t.Errorf("%s: runbook_url %q, want %s", r.Alert, got, runbookURL+anchor)
		}
		if !sections[r.Alert] {
			t.Errorf("docs/RUNBOOK.md has no section %s", r.Alert)
		}
		delete(sections, r.Alert)
	}
	for name := range sections {
		t.Errorf("docs/RUNBOOK.md has a section %s, and there is no such alert", name)
	}
}

// TestAlertsAreTriedBothWays wants of each alert a test in which it fires and one
// in which it stays quiet though what it asks for is there.
func TestAlertsAreTriedBothWays(t *testing.T) {
	fired, quiet := map[string]bool{}, map[string]bool{}
	for _, g := range groups(t) {
		for _, try := range g.Alerts {
			if len(try.Expected) > 0 {
				fired[try.Name] = true
			} else if len(g.Series) > 0 {
				quiet[try.Name] = true
			}
			if !strings.HasPrefix(g.Name, try.Name+" ") {
				t.Errorf("the test %q is of %s", g.Name, try.Name)
			}
		}
	}
	for _, r := range alerts(t) {
		if !fired[r.Alert] || !quiet[r.Alert] {
			t.Errorf("%s: seen to fire %t, to stay quiet %t", r.Alert, fired[r.Alert], quiet[r.Alert])
		}
	}
}

// TestSeriesOfTestsExist keeps the tests from trying alerts on series that no
// process has.
func TestSeriesOfTestsExist(t *testing.T) {
	known := metrics(t)
	for _, g := range groups(t) {
		for _, s := range g.Series {
			m, err := parser.NewParser(parser.Options{}).ParseMetric(s.Series)
			if err != nil {
				t.Errorf("%s: %s: %v", g.Name, s.Series, err)
				continue
			}
			own, ok := known[m.Get(model.MetricNameLabel)]
			if !ok {
				t.Errorf("%s: no process has %s", g.Name, s.Series)
			}
			m.Range(func(l labels.Label) {
				if l.Name != model.MetricNameLabel && !slices.Contains(append(own, "job", "instance"), l.Name) {
					t.Errorf("%s: %s has no label %s", g.Name, s.Series, l.Name)
				}
			})
		}
	}
}

// TestPrometheusRule holds the resource of the Prometheus Operator to the plain
// files.
func TestPrometheusRule(t *testing.T) {
	const path = "prometheusrule.yaml"
	want := resource(t)
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(want, read(t, path)); diff != "" {
		t.Errorf("%s is not what the plain files say: make rules-resource\n%s", path, diff)
	}
	var r struct {
		Spec struct {
			Groups []ruleGroup `yaml:"groups"`
		} `yaml:"spec"`
	}
	if err := yaml.Unmarshal([]byte(want), &r); err != nil {
		t.Fatal(err)
	}
	var got []rule
	for _, g := range r.Spec.Groups {
		got = append(got, g.Rules...)
	}
	if diff := cmp.Diff(rules(t), got); diff != "" {
		t.Errorf("the resource has other rules: -plain +resource\n%s", diff)
	}
}

func resource(t *testing.T) string {
	var b strings.Builder
	b.WriteString(`# Generated from the plain rule files beside it by make rules-resource.
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: rasad
  labels:
    app.kubernetes.io/name: rasad
    app.kubernetes.io/part-of: rasad
spec:
  groups:
`)
	for _, file := range ruleFiles {
		_, groups, ok := strings.Cut(read(t, file), "\ngroups:\n")
		if !ok {
			t.Fatalf("%s: groups are missing", file)
		}
		for line := range strings.Lines(groups) {
			if strings.TrimSpace(line) != "" {
				b.WriteString("  ")
			}
			b.WriteString(line)
		}
	}
	return b.String()
}

// rule is one of a rule file; `promtool check rules` wants its form right.
type rule struct {
	Record, Alert, Expr string
	Labels, Annotations map[string]string
}

type ruleGroup struct {
	Name  string
	Rules []rule
}

func alerts(t *testing.T) []rule {
	return slices.DeleteFunc(rules(t), func(r rule) bool { return r.Alert == "" })
}

// rules are all rules, in the order of their files.
func rules(t *testing.T) []rule {
	var all []rule
	for _, file := range ruleFiles {
		var f struct{ Groups []ruleGroup }
		if err := yaml.Unmarshal([]byte(read(t, file)), &f); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, g := range f.Groups {
			all = append(all, g.Rules...)
		}
	}
	if len(all) < 40 {
		t.Fatalf("%d rules: they are not read right", len(all))
	}
	return all
}

var metricRow = regexp.MustCompile(`(?m)^\| (rasad_\w+) \| (\w+) \| ([\w, ]*) \|`)

// metrics are the metrics that docs/METRICS.md lists, with their labels; a
// histogram is the series it is scraped as. Every one has those of its target.
func metrics(t *testing.T) map[string][]string {
	known := maps.Clone(foreign)
	for _, row := range metricRow.FindAllStringSubmatch(read(t, metricsDoc), -1) {
		name, kind := row[1], row[2]
		of := []string{"job", "instance"}
		for l := range strings.SplitSeq(row[3], ",") {
			of = append(of, strings.TrimSpace(l))
		}
		if kind != "histogram" {
			known[name] = of
			continue
		}
		known[name+"_count"], known[name+"_sum"], known[name+"_bucket"] = of, of, append([]string{"le"}, of...)
	}
	if len(known) < 50 {
		t.Fatalf("docs/METRICS.md lists %d metrics: it is not read right", len(known))
	}
	return known
}

// headings are the alerts that docs/RUNBOOK.md has a section for.
func headings(t *testing.T) map[string]bool {
	all := map[string]bool{}
	for line := range strings.Lines(read(t, runbook)) {
		if name, ok := strings.CutPrefix(line, "## Rasad"); ok {
			all["Rasad"+strings.TrimSpace(name)] = true
		}
	}
	return all
}

// group is a test of promtool.
type group struct {
	Name   string `yaml:"name"`
	Series []struct {
		Series string `yaml:"series"`
	} `yaml:"input_series"`
	Alerts []struct {
		Name     string `yaml:"alertname"`
		Expected []any  `yaml:"exp_alerts"`
	} `yaml:"alert_rule_test"`
}

func groups(t *testing.T) []group {
	var all []group
	for _, file := range testFiles {
		var f struct {
			Tests []group `yaml:"tests"`
		}
		if err := yaml.Unmarshal([]byte(read(t, file)), &f); err != nil {
			t.Fatal(fmt.Errorf("%s: %w", file, err))
		}
		all = append(all, f.Tests...)
	}
	return all
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
