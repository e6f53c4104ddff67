package kbtest

import (
	"bytes"
	"errors"
	"testing"

	"github.com/xuri/excelize/v2"
)

// BoatBook is a workbook as people keep them: a title above the header, dates and money by format,
// merged cells, errors, a sheet of notes, a hidden one, and triples on the last.
func BoatBook(t testing.TB) []byte {
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
