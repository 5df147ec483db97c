package main

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/rasad-project/rasad/kit/news"
)

func TestTable(t *testing.T) {
	var out bytes.Buffer
	tab := &table{w: &out, width: 180}
	relevant := news.Verdict{
		Relevant: true, Score: 0.97, Topics: []string{"diplomacy", "border"}, Tone: "cooperative",
		Article: news.Article{Site: "Tehran Times", Published: news.Date{
			Time: time.Date(2024, 1, 27, 21, 51, 0, 0, time.UTC), Precision: news.Minute, Zone: news.Guessed,
		}},
		Events: []news.Event{
			{Source: "IRN", Action: "ASSAULT", Target: "PAK", Status: "done", Background: true},
			{Source: "PAK", Action: "CONSULT", Target: "IRN", Status: "announced"},
		},
		Evidence: []news.Evidence{{Quote: "Pakistan’s ambassador\nto Iran " + strings.Repeat("returned ", 40)}},
	}
	dropped := news.Verdict{Article: news.Article{Site: "example", Dropped: "consent wall"}}
	for _, v := range []*news.Verdict{&relevant, &dropped} {
		if err := tab.row(v); err != nil {
			t.Fatal(err)
		}
	}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	if len(lines) != 3 {
		t.Fatalf("got %d lines, want a heading and two rows:\n%s", len(lines), out.String())
	}
	for _, want := range []string{"2024-01-27 21:51", "Tehran Times", "yes 0.97", "diplomacy border", "PAK → CONSULT → IRN (anno…", "“Pakistan’s ambassador to Iran returned"} {
		if !strings.Contains(lines[1], want) {
			t.Errorf("row lacks %q:\n%s", want, lines[1])
		}
	}
	if !strings.Contains(lines[2], "unknown") || !strings.Contains(lines[2], "consent wall") {
		t.Errorf("a dropped item does not say why, or invents a time:\n%s", lines[2])
	}
	for _, l := range lines {
		if n := utf8.RuneCountInString(l); n > 180 {
			t.Errorf("line of %d characters in a window of 180:\n%s", n, l)
		}
	}
}

func TestFit(t *testing.T) {
	for _, c := range []struct {
		in    string
		width int
		want  string
	}{
		{"abc", 5, "abc  "},
		{"abcdef", 5, "abcd…"},
		{"a\n b", 5, "a b  "},
		{"پاکستان", 5, "پاکس…"},
		{"\x1b[2Ja", 5, "[2Ja "},
		{"مُحَمَّد", 4, "مُحَمَّد"},
	} {
		if got := fit(c.in, c.width); got != c.want {
			t.Errorf("fit(%q, %d) = %q, want %q", c.in, c.width, got, c.want)
		}
	}
}
