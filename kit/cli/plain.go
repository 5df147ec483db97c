package cli

import (
	"strings"
	"unicode"
)

// Plain makes somebody else's text safe to show on a terminal: without control
// characters, which would move the cursor, rewrite what stands there or ask the
// terminal to answer (ECMA-48), and without the marks that turn the order of all
// that follows (Unicode's bidirectional algorithm, 2.1 to 2.3: embeddings,
// overrides, isolates). Each becomes a space; joiners and direction marks, which
// Persian and Urdu are written with, stay.
func Plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 {
			return ' '
		}
		return r
	}, s)
}
