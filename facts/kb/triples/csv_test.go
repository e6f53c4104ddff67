package triples_test

import (
	"strings"
	"testing"

	"hapjak/corpus"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/triples"
)

// Quotation marks within a cell lose no line; nor does one that is never closed, which is told.
func TestLooseQuotes(t *testing.T) {
	s, err := curated.ParseSchema("s.yaml", []byte("kinds:\n  pipe: {name: pipe, plural: pipes}\nrelations:\n  note: {from: [pipe], to: [text], noun: note}\n  stock: {from: [pipe], to: [number], noun: stock}\n"))
	if err != nil {
		t.Fatal(err)
	}
	text := "name,note,stock\nRed,the \"long\" one,3\nBlue,\"a 5\" pipe\",4\n5\" pipe,none so,5\nGreen,\"never closed,6\nGrey,\"closed, well\",7\n"
	var faults, notes []string
	b, err := triples.Read(t.Context(), s, "pipes.csv", strings.NewReader(text), triples.Options{Fault: func(err error) { faults = append(faults, err.Error()) }, Note: func(n corpus.Note) { notes = append(notes, n.What) }})
	if err != nil {
		t.Fatal(err)
	}
	told := strings.Join(faults, "|")
	if b.Statements() != 10 || told != "" || len(notes) != 4 {
		t.Errorf("%d statements, %q, %q", b.Statements(), faults, notes)
	}
}

// A quotation mark that is never closed takes no lines into its field: its own line is read without it, or where that
// does not fit is told by its number, with the remedy.
func TestOpenQuotes(t *testing.T) {
	s, err := curated.ParseSchema("s.yaml", []byte("kinds:\n  tree: {name: tree, plural: trees}\nrelations:\n  bark: {from: [tree], to: [text], noun: bark}\n  height: {from: [tree], to: [number], noun: height}\n"))
	if err != nil {
		t.Fatal(err)
	}
	const head = "name,bark,height\n"
	for _, x := range []struct {
		text       string
		statements int
		fault      string
		note       string
	}{
		{"Oak,\"brown,12\nElm,green,9\nAsh,grey,8\n", 6, "", "trees.csv:2: a quotation mark opens"},
		{"Oak,brown,12\r\n\r\nElm,\"green,9\r\nAsh,grey,8\r\n", 6, "", "trees.csv:4: a quotation mark opens"},
		{"Oak,brown,12\nElm,green,\"9\n", 4, "", "trees.csv:3: the quotation marks"},
		{"Oak,\"brown,12\nElm,\"green,9\nAsh,\"grey,8\nFir,\"blue\",7\n", 8, "", "trees.csv:4: a quotation mark opens"},
		{"Oak,\"brown, dark,12\nElm,green,9\n", 2, "trees.csv:2: a quotation mark opens", ""},
		{"Oak,\"brown\nand dark,12\nElm,green,9\nFir,\"blue,3\n", 5, "trees.csv:2: a quotation mark opens", ""},
		{"Oak,\"brown\nand dark\",12\nElm,\"gre\"\"en\",9\n", 4, "", ""},
	} {
		var faults, notes []string
		b, err := triples.Read(t.Context(), s, "trees.csv", strings.NewReader(head+x.text), triples.Options{Fault: func(err error) { faults = append(faults, err.Error()) }, Note: func(n corpus.Note) { notes = append(notes, n.String()) }})
		if err != nil {
			t.Errorf("%q: %v", x.text, err)
			continue
		}
		told, noted := strings.Join(faults, "|"), strings.Join(notes, "|")
		if b.Statements() != x.statements || !strings.Contains(told, x.fault) || x.fault == "" && told != "" || !strings.Contains(noted, x.note) || x.note == "" && x.fault == "" && noted != "" {
			t.Errorf("%q: %d statements, faults %q, notes %q", x.text, b.Statements(), faults, notes)
		}
	}
}
