package corpus

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// A bar within a cell is none between two: a row has as many cells as it was made of.
func TestBarsWithinCells(t *testing.T) {
	parts := []string{"", "|", " | ", "a", "a|b", "a | b", "| a", "a |", "a ||b", "a | | b", "a b"}
	for _, a := range parts {
		for _, b := range parts {
			for _, c := range parts {
				row := []string{a, b, c, "end"}
				line := joinCells(row)
				got := SplitCells(line)
				for i := range row {
					row[i] = strings.Trim(joinCells(row[i:i+1]), " ")
				}
				if !slices.Equal(got, row) {
					t.Errorf("%q is parted into %q, not %q", line, got, row)
				}
			}
		}
	}
	var f faults
	src, ok := parse("b.html", "b", []byte("<table><tr><th><th>Fee<th>Room<tr><td><td>3<td>Loft<tr><td>Cot<td>4<td>Hall</table>"), &f)
	if got := onOneLine(src); !ok || got != "[| Fee | Room] | 3 | Loft / [| Fee | Room] Cot | 4 | Hall" {
		t.Errorf("cells that are empty first: %s", got)
	}
	xml := func(cells ...string) string {
		row := "<w:tr>"
		for _, c := range cells {
			row += "<w:tc><w:p><w:r><w:t>" + c + "</w:t></w:r></w:p></w:tc>"
		}
		return row + "</w:tr>"
	}
	book := excelize.NewFile()
	defer book.Close()
	for i, row := range [][]any{{"Berth", "Boat", "Skipper"}, {"N | 1", "Moss", "Ada Fell"}, {"S", "", "Ivo Lund"}} {
		if err := book.SetSheetRow("Sheet1", "A"+string(rune('1'+i)), &row); err != nil {
			t.Fatal(err)
		}
	}
	var sheet bytes.Buffer
	if err := book.Write(&sheet); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"a.md":   "| Berth | Boat | Skipper |\n|---|---|---|\n| `N \\| 1` | Moss | *Ada Fell* |\n| S | | Ivo Lund |",
		"a.html": "<table><tr><th>Berth<th>Boat<th>Skipper<tr><td>N | 1<td>Moss<td>Ada Fell<tr><td>S<td><td>Ivo Lund</table>",
		"a.docx": zipped(t, "word/document.xml", `<w:document xmlns:w="w"><w:body><w:tbl>`+xml("Berth", "Boat", "Skipper")+xml("N | 1", "Moss", "Ada Fell")+xml("S", "", "Ivo Lund")+"</w:tbl></w:body></w:document>"),
		"a.xlsx": sheet.String(),
		"a.txt":  "Berth\tBoat\tSkipper\nN | 1\tMoss\tAda Fell\nW | 2\tFern\tAda Fell\nS\t-\tIvo Lund",
	} {
		var f faults
		src, ok := parse(name, "a", []byte(text), &f)
		row := slices.IndexFunc(src.Paragraphs, func(p Paragraph) bool { return strings.HasPrefix(p.Text, "N|1 | ") })
		if !ok || row < 0 || !slices.Equal(SplitCells(src.Paragraphs[row].Text), []string{"N|1", "Moss", "Ada Fell"}) {
			t.Errorf("%s: %s", name, onOneLine(src))
			continue
		}
		if last := SplitCells(src.Paragraphs[len(src.Paragraphs)-1].Text); len(last) != 3 || last[2] != "Ivo Lund" {
			t.Errorf("%s: %q", name, last)
		}
	}
}
