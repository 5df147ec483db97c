package main

import (
	"fmt"
	"strings"
)

// Dashboard is one page, written by hand; [Dashboard.page] is what Grafana reads.
type Dashboard struct {
	Name  string // of the file, and of the uid after "rasad-"
	Title string
	About string
	// Choices are variables besides those that every dashboard has: the data
	// source, the job and the instance.
	Choices []variable
	Rows    []Row
}

// Row is a headline and the panels under it, from left to right and, where 24
// columns are full, downwards.
type Row struct {
	Title  string
	Panels []Panel
}

// Panel answers one question. $at in a query stands for the job and the instance
// that were chosen.
type Panel struct {
	Kind          string // timeseries, stat, bargauge, table, heatmap
	Title         string
	About         string // what the figure is, and what to do when it is red
	Width, Height int
	Unit          string // by Grafana's names
	Decimals      *int
	Min, Max      *float64
	Soft          float64 // the axis reaches at least this far
	Queries       []Query
	Empty         string            // what is said where there is no data
	Steps         []Step            // from which value on it has which colour
	Names         map[string]string // the colour of a series, by its legend or a /pattern/; the others are shades of blue
	Texts         []Text
	Stacked       bool
	Log           bool
	Lines         bool // draw the steps as lines, too
	Columns       []Column
	First         string // the column that a table is sorted by, the largest first
}

// Query is one question to Prometheus and how its series are called.
type Query struct {
	Expr   string
	Legend string
}

// Step is the colour from a value on.
type Step struct {
	From   float64
	Colour string
}

// Text is what is shown in place of a value.
type Text struct {
	Value, Text, Colour string
}

// Column is a column of a table: a label of the series, or the values of a query.
type Column struct {
	Label    string // "" for values
	Query    int    // whose values, from 0
	Title    string
	Unit     string
	Width    int
	Decimals *int
	Steps    []Step
	Texts    []Text
}

// The colours, by what they say. Nothing else is red, orange or green.
const (
	well    = "green"
	look    = "orange" // look at it today
	act     = "red"    // act now
	plain   = "blue"   // says nothing of good or bad
	plain2  = "purple"
	plain3  = "light-blue"
	quiet   = "#8e8e8e" // nothing happened, or nothing is known
	caution = "yellow"
)

// columns is the width of Grafana's grid.
const columns = 24

// page lays the panels out.
func (d Dashboard) page() (*page, error) {
	p := &page{
		Title: d.Title, UID: "rasad-" + d.Name, Description: d.About, Tags: []string{"rasad"},
		SchemaVersion: 41, Timezone: "browser", Refresh: "30s", Editable: true, GraphTooltip: 1,
		Time:        span{From: "now-6h", To: "now"},
		Templating:  list[variable]{List: append(standard(), d.Choices...)},
		Annotations: list[any]{List: []any{}},
		Links: []link{
			{Title: "Rasad", Type: "dashboards", Tags: []string{"rasad"}, KeepTime: true, IncludeVars: true},
			{Title: "Runbook", Type: "link", URL: "https://github.com/rasad-project/rasad/blob/main/docs/RUNBOOK.md", Tags: []string{}, TargetBlank: true},
		},
	}
	y := 0
	for _, r := range d.Rows {
		p.add(panel{Type: "row", Title: r.Title, GridPos: place{0, y, columns, 1}, Panels: &[]panel{}})
		y++
		x := 0
		for i, q := range r.Panels {
			if x+q.Width > columns {
				return nil, fmt.Errorf("row %s: %s does not fit beside what is left of it", r.Title, q.Title)
			}
			made, err := q.panel(place{x, y, q.Width, q.Height})
			if err != nil {
				return nil, fmt.Errorf("%s: %w", q.Title, err)
			}
			p.add(made)
			x += q.Width
			if x == columns || i == len(r.Panels)-1 {
				x, y = 0, y+q.Height
			}
		}
	}
	return p, nil
}

func (p *page) add(q panel) {
	q.ID = len(p.Panels) + 1
	p.Panels = append(p.Panels, q)
}

// at picks the processes that were chosen.
const at = `job=~"$job", instance=~"$instance"`

// standard are the variables of every dashboard.
func standard() []variable {
	return []variable{
		{Name: "ds", Label: "Data source", Type: "datasource", Query: "prometheus", Current: choice{}},
		several("job", "Job", "label_values(rasad_build_info, job)"),
		several("instance", "Instance", `label_values(rasad_build_info{job=~"$job"}, instance)`),
	}
}

// several is a variable of any number of the values that a query finds.
func several(name, label, query string) variable {
	return variable{
		Name: name, Label: label, Type: "query", Definition: query, Query: search{query, "values"}, Datasource: &chosen,
		Multi: true, IncludeAll: true, Refresh: 2, Sort: 1, Current: choice{"text": []string{"All"}, "value": []string{"$__all"}},
	}
}

// happened is how often something happens a minute, by some label: what did not happen
// at all in the range is left out.
func happened(by, metric string) string {
	return "60 * sum by (" + by + ") (rate(" + metric + "[$__rate_interval])) and sum by (" + by + ") (increase(" + metric + "[$__range])) > 0"
}

// lengths is a variable of lengths of time.
func lengths(name, label, first string, values ...string) variable {
	v := variable{
		Name: name, Label: label, Type: "interval", Query: strings.Join(values, ","), Current: choice{"text": first, "value": first},
	}
	for _, s := range values {
		v.Options = append(v.Options, choice{"text": s, "value": s, "selected": s == first})
	}
	return v
}
