package main

import (
	"errors"
	"maps"
	"slices"
	"strings"
)

var chosen = datasource{Type: "prometheus", UID: "${ds}"}

// panel is q in Grafana's words.
func (q Panel) panel(where place) (panel, error) {
	if len(q.Queries) == 0 {
		return panel{}, errors.New("it asks nothing")
	}
	p := panel{
		Type: q.Kind, Title: q.Title, Description: q.About, GridPos: where, Datasource: &chosen,
		FieldConfig: &fieldConfig{Defaults: q.defaults(), Overrides: q.overrides()}, Options: q.options(),
	}
	for i, a := range q.Queries {
		p.Targets = append(p.Targets, q.target(i, a))
	}
	if q.Kind == "table" {
		p.Transformations = q.joined()
	}
	return p, nil
}

func (q Panel) target(i int, a Query) target {
	t := target{RefID: refID(i), Datasource: chosen, Expr: strings.ReplaceAll(a.Expr, "$at", at), LegendFormat: a.Legend, EditorMode: "code"}
	switch q.Kind {
	case "bargauge":
		t.Instant = true
	case "table":
		t.Instant, t.Format = true, "table"
	case "heatmap":
		t.Range, t.Format = true, "heatmap"
	default:
		t.Range = true
	}
	return t
}

func refID(i int) string { return string(rune('A' + i)) }

func (q Panel) defaults() defaults {
	d := defaults{
		Unit: q.Unit, Decimals: q.Decimals, Min: q.Min, Max: q.Max, NoValue: q.Empty, Mappings: mappings(q.Texts),
		Color: colour{"shades", plain}, Thresholds: thresholds(q.Steps), Custom: map[string]any{},
	}
	if q.Kind != "timeseries" {
		d.Color = colour{Mode: "thresholds"}
	}
	if q.Kind == "table" {
		d.Custom["align"] = "auto"
	}
	if q.Kind == "timeseries" {
		d.Custom = q.drawing()
	}
	return d
}

// drawing is how a time series is drawn.
func (q Panel) drawing() map[string]any {
	c := map[string]any{
		"drawStyle": "line", "lineInterpolation": "linear", "lineWidth": 2, "fillOpacity": 8, "showPoints": "never", "spanNulls": false,
		"axisPlacement": "auto", "axisSoftMin": 0, "stacking": map[string]any{"mode": "none", "group": "A"},
	}
	if q.Stacked {
		c["lineWidth"], c["fillOpacity"] = 0, 70 // no line, for one of zero would be drawn on top of what is under it
		c["stacking"] = map[string]any{"mode": "normal", "group": "A"}
	}
	if q.Min != nil || q.Log { // an axis that has a softer end does not reach the hard one
		delete(c, "axisSoftMin")
	}
	if q.Log {
		c["scaleDistribution"] = map[string]any{"type": "log", "log": 10}
	}
	if q.Soft > 0 {
		c["axisSoftMax"] = q.Soft
	}
	if q.Lines {
		c["thresholdsStyle"] = map[string]any{"mode": "dashed"}
	}
	return c
}

// thresholds colours by steps; the first is the colour of what is below them all.
func thresholds(steps []Step) thresholdSteps {
	s := thresholdSteps{Mode: "absolute", Steps: []step{{Color: plain}}}
	for i, t := range steps {
		if i == 0 {
			s.Steps[0].Color = t.Colour
			continue
		}
		s.Steps = append(s.Steps, step{t.Colour, &t.From})
	}
	return s
}

func mappings(texts []Text) []mapping {
	all := []mapping{}
	for i, t := range texts {
		all = append(all, mapping{Type: "value", Options: map[string]mapped{t.Value: {t.Text, t.Colour, i}}})
	}
	return all
}

// overrides are the colours of named series, and the columns of a table.
func (q Panel) overrides() []override {
	all := []override{}
	for _, name := range slices.Sorted(maps.Keys(q.Names)) {
		all = append(all, override{named(name), []property{{"color", colour{"fixed", q.Names[name]}}}})
	}
	for _, c := range q.Columns {
		all = append(all, override{named(c.Title), c.properties()})
	}
	return all
}

// named matches a series by its name, or all of those that a /pattern/ fits.
func named(name string) matcher {
	if strings.HasPrefix(name, "/") {
		return matcher{"byRegexp", name}
	}
	return matcher{"byName", name}
}

func (c Column) properties() []property {
	p := []property{{"unit", c.Unit}, {"noValue", "–"}}
	if c.Decimals != nil {
		p = append(p, property{"decimals", *c.Decimals})
	}
	if c.Width > 0 {
		p = append(p, property{"custom.width", c.Width})
	}
	if len(c.Steps) > 0 {
		p = append(p, property{"thresholds", thresholds(c.Steps)})
	}
	if len(c.Texts) > 0 {
		p = append(p, property{"mappings", mappings(c.Texts)})
	}
	if len(c.Steps)+len(c.Texts) > 0 {
		p = append(p, property{"custom.cellOptions", map[string]any{"type": "color-text"}})
	}
	return p
}

// joined puts the answers of all queries into one table, a column each, under the
// titles and in the order of the columns.
func (q Panel) joined() []transformation {
	order, names, hidden := map[string]int{}, map[string]string{}, map[string]bool{"Time": true}
	for i, c := range q.Columns {
		source := c.Label
		if source == "" {
			source = "Value"
			if len(q.Queries) > 1 {
				source += " #" + refID(c.Query)
			}
		}
		order[source], names[source] = i, c.Title
	}
	return []transformation{
		{"merge", map[string]any{}},
		{"organize", map[string]any{"excludeByName": hidden, "indexByName": order, "renameByName": names}},
	}
}

// options are those of the kind.
func (q Panel) options() map[string]any {
	last := map[string]any{"calcs": []string{"lastNotNull"}, "fields": "", "values": false}
	switch q.Kind {
	case "stat":
		return map[string]any{"reduceOptions": last, "colorMode": "value", "graphMode": "none", "textMode": "auto", "justifyMode": "auto"}
	case "bargauge":
		return map[string]any{
			"reduceOptions": last, "orientation": "horizontal", "displayMode": "basic", "valueMode": "color", "namePlacement": "auto",
			"showUnfilled": false,
		}
	case "table":
		first := []map[string]any{{"displayName": q.First, "desc": true}}
		return map[string]any{"showHeader": true, "cellHeight": "sm", "sortBy": first}
	case "heatmap":
		return map[string]any{
			"calculate": false, "cellGap": 1, "color": map[string]any{"mode": "scheme", "scheme": "Blues", "steps": 32},
			"yAxis": map[string]any{"axisPlacement": "left", "unit": q.Unit}, "legend": map[string]any{"show": true},
			"tooltip": map[string]any{"mode": "single", "yHistogram": true},
		}
	}
	return map[string]any{
		"legend":  map[string]any{"displayMode": "list", "placement": "bottom", "showLegend": true, "calcs": []string{}},
		"tooltip": map[string]any{"mode": "multi", "sort": "desc"},
	}
}
