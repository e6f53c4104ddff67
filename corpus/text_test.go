package corpus

import (
	"fmt"
	"strings"
	"testing"
)

// readLines reads plain text, and tells its paragraphs a line each: number, heading and text.
func readLines(text string) (*Source, string) {
	src := &Source{}
	readText("a.txt", text, src, &faults{})
	var lines []string
	for _, p := range src.Paragraphs {
		lines = append(lines, fmt.Sprintf("%d|%s|%s", p.N, p.Heading, p.Text))
	}
	return src, strings.Join(lines, "\n")
}

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
	src, got := readLines(text)
	if src.Title != "The old mill" {
		t.Errorf("title %q", src.Title)
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
	if want := strings.Join(want, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// The entries of a programme are parts of their own, under their day.
func TestProgramme(t *testing.T) {
	text := "Film days\n\nFRIDAY 3 MAY\n\n19:00  The Long Quay\n       A film about\n       a ferry.\n21:15 – 23:00  Salt Road\n\nSaturday, 4 May\n14:00  Nether Fold\n\nSunday 5 May\n\nThe hall is closed.\n"
	want := "3|FRIDAY 3 MAY|19:00 The Long Quay A film about a ferry.\n3|FRIDAY 3 MAY|21:15 – 23:00 Salt Road\n4|Saturday, 4 May|14:00 Nether Fold\n6|Sunday 5 May|The hall is closed."
	if _, got := readLines(text); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestTextWithoutMarkup: what people write in plain text for headings, lists, tasks and tables is told.
func TestTextWithoutMarkup(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"underlined", "The rope works\n==============\n\nIt spins hemp.\n\nWho\n---\nAnna runs it.\nHistory\n-------\nIt began in 1802.\n\n=====\nFires\n=====\n\nOne, in 1911.\n", []string{
			"2||It spins hemp.", "3|Who|Anna runs it.", "3|History|It began in 1802.", "5|Fires|One, in 1911."}},
		{"a short line under a short title", "ab\n==\n\nIt sorts.\n", []string{"2||It sorts."}},
		{"a rule above", "The shed is dry.\n\n======\nThe pier is long.\n\nTern   1911   oak\nSkua   1920   pine\n", []string{"1||The shed is dry.", "2||The pier is long.", "3||Tern | 1911 | oak", "3||Skua | 1920 | pine"}},
		{"rules", "The rope works\n\nIt spins hemp all day.\n\n-----\n\nIt sells twine.\n", []string{"2||It spins hemp all day.", "4||It sells twine."}},
		{"letters", "What to bring:\na) a coat\nb) boots, which\n   keep dry\nc) a cup\n", []string{
			"1||What to bring:", "1|What to bring|a) a coat", "1|What to bring|b) boots, which keep dry", "1|What to bring|c) a cup"}},
		{"brackets", "(a) the coat\n(b) the boots\n", []string{"1||(a) the coat", "1||(b) the boots"}},
		{"Roman figures", "i. the coat\nii. the boots\niii. the cup\n", []string{"1||i. the coat", "1||ii. the boots", "1||iii. the cup"}},
		{"several parts", "1.1 The keel is of oak.\n1.2 The mast is of pine.\n1.2.1 Its foot is of iron.\n2.1 The sail is new.\n", []string{
			"1||1.1 The keel is of oak.", "1||1.2 The mast is of pine.", "1||1.2.1 Its foot is of iron.", "1||2.1 The sail is new."}},
		{"no items", "The mast is long, and it is of pine, which is cut at\n1.5 metres above the ground, as\na. Berg held.\n", []string{
			"1||The mast is long, and it is of pine, which is cut at 1.5 metres above the ground, as a. Berg held."}},
		{"apart", "Bring these:\n\n- a coat, which\n  is warm\n\n- boots\n\n- a cup\n\nThat is all.\n", []string{
			"1||Bring these:", "2|Bring these|a coat, which is warm", "3|Bring these|boots", "4|Bring these|a cup", "5||That is all."}},
		{"apart, without a lead", "It is cold.\n\n- Bring a coat, which\n  is warm.\n\n- Bring boots.\n\n(a) One.\n\n(b) Two.\n", []string{
			"1||It is cold.", "2||Bring a coat, which is warm.", "3||Bring boots.", "4||(a) One.", "5||(b) Two."}},
		{"tasks", "To do:\n- [x] tar the hull\n* [ ] mend the sail\n[X] sell the oars\n- [-] paint the name\n", []string{
			"1||To do:", "1|To do|Done: tar the hull", "1|To do|Not done yet: mend the sail", "1|To do|Done: sell the oars", "1|To do|Not done, given up: paint the name"}},
		{"dots", "The play.\n\nCast\n\nThe captain ........ Anna Berg\nThe cook .... Bo Lund\nA boy........Per\n", []string{
			"1||The play.", "3|Cast|The captain: Anna Berg", "3|Cast|The cook: Bo Lund", "3|Cast|A boy: Per"}},
		{"columns", "Crew:\n\nAnna Berg      captain\nBo Lund        cook, and\nPer            boy\n", []string{
			"1||Crew:", "2|Crew|Anna Berg: captain", "2|Crew|Bo Lund: cook, and", "2|Crew|Per: boy"}},
		{"a head", "  Boat     Built   Sails\n  -------  -----   -----\n  Tern     1911    4\n  Skua     1920    12\n", []string{
			"1|Boat | Built | Sails|Tern | 1911 | 4", "1|Boat | Built | Sails|Skua | 1920 | 12"}},
		{"figures to the right", "Boat     Tons\nTern        4\nSkua      112\n", []string{"1|Boat | Tons|Tern | 4", "1|Boat | Tons|Skua | 112"}},
		{"bars", "+------+-------+\n| Boat | Built |\n+------+-------+\n| Tern | 1911  |\n| Skua | 1920  |\n+------+-------+\n", []string{"1|Boat | Built|Tern | 1911", "1|Boat | Built|Skua | 1920"}},
		{"tabs", "Tern\tAnna\nSkua\tBo\n", []string{"1||Tern: Anna", "1||Skua: Bo"}},
		{"a cell missing", "Tern   1911   oak\nSkua   1920\nAuk    1931   pine\n", []string{"1||Tern | 1911 | oak", "1||Skua | 1920 |", "1||Auk | 1931 | pine"}},
		{"two spaces in prose", "It was late.  The boat lay\nstill.  Nobody came, and the\nlamp was out.\n", []string{"1||It was late. The boat lay still. Nobody came, and the lamp was out."}},
		{"dots in prose", "Wait .... there it is.\nThe boat came in at last.\nNobody was on it.\n", []string{"1||Wait .... there it is. The boat came in at last. Nobody was on it."}},
		{"a letter's end", "Yours,\n\nA. Berg\n", []string{"1||Yours,", "2||A. Berg"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := strings.Join(c.want, "\n")
			if _, got := readLines(c.text); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}
