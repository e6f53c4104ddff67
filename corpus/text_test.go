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
