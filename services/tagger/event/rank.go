package event

import (
	"cmp"
	"slices"
)

// keep files a candidate, joining it to one that says the same.
func (m *memory) keep(c candidate) {
	for i := range m.found {
		o := &m.found[i]
		if o.source != c.source || o.target != c.target || o.rule.action != c.rule.action {
			continue
		}
		if o.background == c.background { // a headline has no date, its lead has
			o.date, c.date = cmp.Or(o.date, c.date), cmp.Or(c.date, o.date)
		}
		if o.background && !c.background || o.background == c.background && c.score > o.score {
			c.score += 0.2
			c.spans[1] = o.spans[0]
			c.traits.mark(Twice, true)
			*o = c
			return
		}
		o.score += 0.2
		o.traits.mark(Twice, true)
		if o.spans[1].End == 0 {
			o.spans[1] = c.spans[0]
		}
		return
	}
	m.found = append(m.found, c)
}

// rank puts the main event first and leaves at most Limit: news before what is
// retold, deeds before words.
func (m *memory) rank() {
	m.putOut()
	m.retold()
	deeds := false
	for i := range m.found {
		deeds = deeds || m.found[i].rule.action != "STATE" && !m.found[i].background
	}
	if deeds {
		m.found = slices.DeleteFunc(m.found, func(c candidate) bool { return c.rule.action == "STATE" })
	}
	slices.SortStableFunc(m.found, func(a, b candidate) int {
		switch {
		case a.background != b.background:
			if a.background {
				return 1
			}
			return -1
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return 0
	})
	m.found = m.found[:min(len(m.found), Limit)]
}

// putOut leaves out that people were handed over where an article tells that they were
// put out of the country: that is how it is done, and yields nothing.
func (m *memory) putOut() {
	for i := len(m.found) - 1; i >= 0; i-- {
		c := &m.found[i]
		if name := c.rule.instead[toIllegal]; name != "" && slices.ContainsFunc(m.found, func(o candidate) bool {
			return o.rule.name == name && o.source == c.source && o.target == c.target
		}) {
			m.found = slices.Delete(m.found, i, i+1)
		}
	}
}

// gravest is the weight from which on a deed is violence.
const gravest = -7

// retoldFrom is the score that an event told after the lead cannot reach.
const retoldFrom = 0.55

// retold marks as background the violence that an article comes to only after
// its lead, when the lead itself is of another kind.
func (m *memory) retold() {
	for i := range m.found {
		if c := &m.found[i]; c.rule.weight < 0 && c.score >= retoldFrom && !c.background {
			return
		}
	}
	for i := range m.found {
		if c := &m.found[i]; c.rule.weight <= gravest {
			c.background = true
		}
	}
}
