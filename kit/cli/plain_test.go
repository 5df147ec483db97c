package cli_test

import (
	"testing"

	"github.com/rasad-project/rasad/kit/cli"
)

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		"می\u200cگوید\u200f":            "می\u200cگوید\u200f",
		"a\x1b[2J\x1b]0;title\x07b":     "a [2J ]0;title b",
		"a\u009b31mb\x7f":               "a 31mb ",
		"line\r\nline\ttab\x00":         "line  line tab ",
		"\u202eretsof\u202c \u2066x":    " retsof   x",
		"\xff":                          "\ufffd",
		"Pakistan’s ambassador – Iran…": "Pakistan’s ambassador – Iran…",
	} {
		if got := cli.Plain(in); got != want {
			t.Errorf("Plain(%q) = %q, want %q", in, got, want)
		}
	}
}
