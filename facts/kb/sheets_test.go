package kb

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"hapjak/corpus"
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

// A workbook as people keep them: a title above the header, dates and money by format,
// merged cells, errors, a sheet of notes, a hidden one, and triples on the last.
func boatBook(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	set := func(sheet, cell string, value any, format string) {
		t.Helper()
		if err := f.SetCellValue(sheet, cell, value); err != nil {
			t.Fatal(err)
		}
		if format == "" {
			return
		}
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		if err == nil {
			err = f.SetCellStyle(sheet, cell, cell, style)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"Notes", "Old", "More"} {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
	}
	set("Sheet1", "A1", "Boats of Noss, as of May", "")
	for i, h := range []string{"Boat", "Builder", "launched", "Price", "Seats", "Remarks"} {
		set("Sheet1", string(rune('A'+i))+"3", h, "")
	}
	for i, row := range [][]any{
		{"Gannet", "Tromso Yard", 41771.0, 1200000.5, 84, "old"}, // 2014-05-12
		{"Skua", nil, 42000.25, 9000000.0, 120, nil},
		{"Tern", "Bergen Yard", "1977-03-01", "#N/A", nil, nil},
	} {
		formats := []string{"", "", "d mmm yyyy", `[$€-407] #,##0.0,,"M"`, "#,##0", ""}
		for j, v := range row {
			if v != nil {
				set("Sheet1", string(rune('A'+j))+string(rune('4'+i)), v, formats[j])
			}
		}
	}
	set("Notes", "A1", "Who", "")
	set("Notes", "B1", "What", "")
	set("Notes", "A2", "Ines", "")
	set("Notes", "B2", "checked it", "")
	set("Old", "A1", "Wreck", "")
	set("Old", "B1", "built_by", "")
	set("More", "A1", "Auk", "")
	set("More", "B1", "built_by", "")
	set("More", "C1", "Noss Yard", "")
	var out bytes.Buffer
	if err := errors.Join(f.MergeCell("Sheet1", "B4", "B5"), f.SetSheetVisible("Old", false), f.Write(&out)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestWorkbookOfStatements(t *testing.T) {
	s := schemaOf(t, boatSchema)
	var notes, faults []string
	o := TripleOptions{Fault: func(err error) { faults = append(faults, err.Error()) }, Note: func(n corpus.Note) { notes = append(notes, n.String()) }}
	b, err := ReadTriples(t.Context(), s, "boats.xlsx", bytes.NewReader(boatBook(t)), o)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for st := range Stmt(b.Statements()) {
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
	if src, ok := b.CitedSource("boats"); !ok || src.Title == "" {
		t.Errorf("what is cited has no title: %+v", src)
	}
	if len(faults) > 0 {
		t.Errorf("faults %q", faults)
	}
	for _, want := range []string{"1 hidden sheets", `the sheet "Notes" names no relation`, `the column "Remarks" is no relation`} {
		if !strings.Contains(strings.Join(notes, "\n"), want) {
			t.Errorf("no %q in %q", want, notes)
		}
	}
	for _, bad := range []string{"", "PK\x03\x04 and no more", "a,b,c"} {
		if _, err := ReadTriples(t.Context(), s, "boats.xlsx", strings.NewReader(bad), o); err == nil || !strings.HasPrefix(err.Error(), "boats.xlsx: it is ") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
