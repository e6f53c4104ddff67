package corpus

import (
	"fmt"
	"strings"
	"testing"
)

// TestPlainText: a text's title, headings and lists are told from its paragraphs, and every block counts.
func TestPlainText(t *testing.T) {
	text := `The old mill

The mill stands by the river and grinds oats.

Its parts

These parts can be seen:

- the wheel
- the stones, which
  turn

Tools:
1. a hammer
2. a saw

Closed on Mondays

Phone: 0123 456

Adults 40 kroner

The stones

Visitors come all the same.
- Ida said so.
`
	src := &Source{}
	readText("mill.txt", text, src, &faults{})
	if src.Title != "The old mill" {
		t.Errorf("title %q", src.Title)
	}
	var got []string
	for _, p := range src.Paragraphs {
		got = append(got, fmt.Sprintf("%d|%s|%s", p.N, p.Heading, p.Text))
	}
	want := []string{
		"2||The mill stands by the river and grinds oats.",
		"4|Its parts|These parts can be seen:",
		"5|Its parts · These parts can be seen|the wheel",
		"5|Its parts · These parts can be seen|the stones, which turn",
		"6|Its parts|Tools:",
		"6|Its parts · Tools|1. a hammer",
		"6|Its parts · Tools|2. a saw",
		"7|Its parts|Closed on Mondays", // no text stands under it
		"8|Its parts|Phone: 0123 456",
		"9|Its parts|Adults 40 kroner",
		"11|The stones|Visitors come all the same. - Ida said so.",
	}
	if a, b := strings.Join(got, "\n"), strings.Join(want, "\n"); a != b {
		t.Errorf("got\n%s\nwant\n%s", a, b)
	}
}

// The entries of a programme are parts of their own, under their day.
func TestProgramme(t *testing.T) {
	text := "Film days\n\nFRIDAY 3 MAY\n\n19:00  The Long Quay\n       A film about\n       a ferry.\n21:15 – 23:00  Salt Road\n\nSaturday, 4 May\n14:00  Nether Fold\n\nSunday 5 May\n\nThe hall is closed.\n"
	src := &Source{}
	readText("a.txt", text, src, &faults{})
	var got []string
	for _, p := range src.Paragraphs {
		got = append(got, fmt.Sprintf("%d|%s|%s", p.N, p.Heading, p.Text))
	}
	want := "3|FRIDAY 3 MAY|19:00 The Long Quay A film about a ferry.\n3|FRIDAY 3 MAY|21:15 – 23:00 Salt Road\n4|Saturday, 4 May|14:00 Nether Fold\n6|Sunday 5 May|The hall is closed."
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
}
