package event

import "strings"

// form is the shape a verb shows; it tells a passive, a headline's infinitive
// and a participle apart.
type form uint8

const (
	plain      form = iota // no verb, or its form is not known
	base                   // meet
	bare                   // hit: base, past tense or participle
	present                // meets
	past                   // met: past tense or participle
	participle             // spoken: participle only
	ing                    // meeting
	future                 // سيزور: what a prefix puts off
)

// inflect gives the forms of an English verb from its principal parts: base,
// past and participle; what is left out is regular.
func inflect(parts []string) []word {
	b := parts[0]
	p := pastOf(b)
	if len(parts) > 1 {
		p = parts[1]
	}
	if p == b {
		return []word{{b, bare}, {presentOf(b), present}, {ingOf(b, p), ing}}
	}
	out := []word{{b, base}, {presentOf(b), present}, {p, past}, {ingOf(b, p), ing}}
	if len(parts) > 2 && parts[2] != p {
		out = append(out, word{parts[2], participle})
	}
	return out
}

func presentOf(b string) string {
	switch {
	case b == "have":
		return "has"
	case consonantY(b):
		return b[:len(b)-1] + "ies"
	case hasSuffix(b, "s", "sh", "ch", "x", "z", "o"):
		return b + "es"
	}
	return b + "s"
}

func pastOf(b string) string {
	switch {
	case consonantY(b):
		return b[:len(b)-1] + "ied"
	case strings.HasSuffix(b, "e"):
		return b + "d"
	}
	return b + "ed"
}

// ingOf doubles the last letter where the past shows that it doubles
// ("rapped", "hit") and drops a silent e.
func ingOf(b, past string) string {
	last := b[len(b)-1:]
	switch {
	case past == b, past == b+last+"ed":
		return b + last + "ing"
	case strings.HasSuffix(b, "e") && !hasSuffix(b, "ee", "oe", "ye"):
		return b[:len(b)-1] + "ing"
	}
	return b + "ing"
}

func consonantY(b string) bool {
	n := len(b)
	return n > 1 && b[n-1] == 'y' && !strings.ContainsRune("aeiou", rune(b[n-2]))
}

func hasSuffix(s string, ends ...string) bool {
	for _, e := range ends {
		if strings.HasSuffix(s, e) {
			return true
		}
	}
	return false
}
