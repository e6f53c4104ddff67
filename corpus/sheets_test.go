package corpus

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestWorkbookAsArticle(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	for cell, v := range map[string]any{"A1": "Crew of the Gannet", "A2": "Shares were settled in May.", "A3": "Name", "B3": "Since", "C3": "Share", "A4": "Ines", "B4": 41771, "C4": 0.125, "A6": "Bo", "B6": "never", "C6": 0.1 + 0.2} {
		if err := f.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	for cell, format := range map[string]int{"B4": 14, "C4": 10} {
		style, err := f.NewStyle(&excelize.Style{NumFmt: format})
		if err == nil {
			err = f.SetCellStyle("Sheet1", cell, cell, style)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	got, _, _ := shown(t, "f.xlsx", out.String())
	if want := "f|f|1 row 2 Crew of the Gannet:Shares were settled in May.|3 row 4 Crew of the Gannet · Name | Since | Share:Ines | 2014-05-12 | 12.5%|4 row 6 Crew of the Gannet · Name | Since | Share:Bo | never | 0.3"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	var bad faults
	if _, ok := parse("a.xlsx", "a", out.Bytes()[:out.Len()/2], &bad); ok || !strings.HasPrefix(bad.err().Error(), "a.xlsx:1: it is ") {
		t.Errorf("cut short: %v", bad.err())
	}
}

// A cell is what its format means: hours that passed, a time of day, yes or no, cents.
func TestWorkbookFormats(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	for i, c := range []struct {
		value  any
		format string
	}{
		{true, ""}, {false, ""}, {45. / 1440, "h:mm"}, {7.5 / 24, "h:mm AM/PM"}, {1.25, "[h]:mm"}, {1.25, "h:mm"}, {0.05, "[mm]:ss"}, {3.2, `#,##0.00 "€"`}, {12.0, `"£"0.00`}, {1.0, "0"}, {0.5, "hh:mm:ss"}, {12.5, `0.0" m"`}, {1200.0, `#,##0.00 "kr";-0 "kr"`}, {7.0, `"no. "0`}, {9000000.0, `0.0,, "M"`},
	} {
		cell, err := excelize.CoordinatesToCellName(i+1, 2)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellValue("Sheet1", cell, c.value); err != nil {
			t.Fatal(err)
		}
		if c.format == "" {
			continue
		}
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &c.format})
		if err == nil {
			err = f.SetCellStyle("Sheet1", cell, cell, style)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	sheets, _, err := Sheets(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(sheets[0].Rows[0].Cells, " "), "TRUE FALSE 00:45 07:30 30:00:00 30:00:00 1:12:00 €3.20 £12 1 12:00 12.5 m 1200 kr 7 9000000"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// What is hidden or struck out in a workbook is not read, and told by its kind.
func TestWorkbookHiddenAndStruck(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for i, row := range [][]any{{"Shed", "Key", "Code", "Rent"}, {"Red", "Ida", "x1", 30}, {"Blue", "Jon", "x2", 40}, {"Green", "Kai", "x3", 50}, {"Grey", "Lea", "x4", 60}} {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		ok(err)
		ok(f.SetSheetRow("Sheet1", cell, &row))
	}
	struck, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Strike: true}})
	ok(err)
	ok(f.SetCellStyle("Sheet1", "B2", "B2", struck))
	ok(f.SetCellStyle("Sheet1", "A4", "D4", struck))
	ok(f.SetCellRichText("Sheet1", "B5", []excelize.RichTextRun{{Text: "Ole ", Font: &excelize.Font{Strike: true}}, {Text: "Lea"}}))
	ok(f.SetRowVisible("Sheet1", 3, false))
	ok(f.SetColVisible("Sheet1", "C", false))
	for _, name := range []string{"Old", "Older"} {
		_, err := f.NewSheet(name)
		ok(err)
		ok(f.SetCellValue(name, "A1", "Nobody"))
		ok(f.SetSheetVisible(name, false))
	}
	var out bytes.Buffer
	ok(f.Write(&out))
	var told []string
	fs := faults{tell: func(n Note) { told = append(told, n.Kind+": "+n.What) }}
	src, read := parse("a.xlsx", "a", out.Bytes(), &fs)
	if got, want := onOneLine(src), "[Shed | Key | Rent] Red | | 30 / [Shed | Key | Rent] Grey | Lea | 60"; !read || got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	want := []string{"hidden sheet: 2 hidden sheets are passed over", "hidden row: a hidden row is left out: show it in the workbook to have it read",
		"hidden column: a hidden column is left out: show it in the workbook to have it read", "struck out: 6 cells that are struck out are left out"}
	if !slices.Equal(told, want) {
		t.Errorf("told are  %q\nwant %q", told, want)
	}
}
