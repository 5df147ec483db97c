package lang

import (
	"iter"
	"strings"
)

func split(list string) iter.Seq[string] { return strings.FieldsSeq(list) }

func set(list string) map[string]bool {
	m := make(map[string]bool)
	for w := range split(list) {
		m[w] = true
	}
	return m
}
