package triples_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/kbtest"
	"hapjak/facts/kb/triples"
)

const boatSchema = `
kinds:
  boat: {name: boat}
  yard: {name: yard, plural: yards}
relations:
  built_by: {from: [boat], to: [yard], noun: builder, asks: [who]}
  launched: {from: [boat], to: [date], one: true, noun: launch, asks: [when]}
  cost: {from: [boat], to: [money], one: true, noun: price}
  seats: {from: [boat], to: [number], one: true, noun: seats}
`

func TestWorkbookOfStatements(t *testing.T) {
	s := kbtest.Schema(t, boatSchema)
	var notes, faults []string
	o := triples.Options{Fault: func(err error) { faults = append(faults, err.Error()) }, Note: func(n corpus.Note) { notes = append(notes, n.String()) }}
	b, err := triples.Read(t.Context(), s, "boats.xlsx", bytes.NewReader(kbtest.BoatBook(t)), o)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for st := range kb.Stmt(b.Statements()) {
		ref := b.Cites(st)[0]
		got = append(got, ref.String()+" "+b.Name(b.Subject(st))+" "+s.RelationDef(b.Relation(st)).Name+" "+b.Name(b.Object(st)))
	}
	slices.Sort(got)
	want := []string{
		"boats:4 Gannet built_by Tromso Yard", "boats:4 Gannet cost €1,200,000.50", "boats:4 Gannet launched May 12, 2014", "boats:4 Gannet seats 84",
		"boats:5 Skua built_by Tromso Yard", "boats:5 Skua cost €9,000,000", "boats:5 Skua launched December 27, 2014", "boats:5 Skua seats 120",
		"boats:6 Tern built_by Bergen Yard", "boats:6 Tern launched March 1, 1977",
		"boats:9 Auk built_by Noss Yard",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if src, ok := b.Source("boats"); !ok || src.Held == "" || src.Title == "" {
		t.Errorf("what is cited has no title: %+v", src)
	}
	if len(faults) > 0 {
		t.Errorf("faults %q", faults)
	}
	for _, want := range []string{"a hidden sheet", `the sheet "Notes" names no relation`, `the column "Remarks" is no relation`} {
		if !strings.Contains(strings.Join(notes, "\n"), want) {
			t.Errorf("no %q in %q", want, notes)
		}
	}
	for _, bad := range []string{"", "PK\x03\x04 and no more", "a,b,c"} {
		if _, err := triples.Read(t.Context(), s, "boats.xlsx", strings.NewReader(bad), o); err == nil || !strings.HasPrefix(err.Error(), "boats.xlsx: it is ") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
