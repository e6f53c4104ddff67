package triples_test

import (
	"strings"
	"testing"

	"hapjak/corpus"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/triples"
)

// Quotation marks within a cell lose no line; a field that is never closed is told.
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
	if b.Statements() != 6 || !strings.Contains(told, "pipes.csv:6: no CSV") || len(notes) != 3 {
		t.Errorf("%d statements, %q, %q", b.Statements(), faults, notes)
	}
}
