package triples_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/kbtest"
	"hapjak/facts/kb/triples"
)

// A table that is written out and read again is the same base, but for the order of its statements.
func TestTablesComeBack(t *testing.T) {
	for seed := range uint64(300) {
		b := anyBase(t, rand.New(rand.NewPCG(seed, 1)))
		text := asTable(t, b)
		again, err := triples.Read(t.Context(), b.Schema(), "export.csv", strings.NewReader(text), triples.Options{})
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, text)
		}
		if got, want := unordered(again), unordered(b); !slices.Equal(got, want) {
			t.Fatalf("seed %d:\n%s\n got %q\nwant %q", seed, text, got, want)
		}
	}
}

// So are bases that people made, of every form.
func TestTablesOfBasesComeBack(t *testing.T) {
	for name, b := range madeBases(t) {
		again, err := triples.Read(t.Context(), b.Schema(), "export.csv", strings.NewReader(asTable(t, b)), triples.Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got, want := unordered(again), unordered(b); !slices.Equal(got, want) {
			i := slices.IndexFunc(want, func(line string) bool { return !slices.Contains(got, line) })
			t.Errorf("%s: %d lines came back of %d; lost: %q", name, len(got), len(want), want[max(i, 0)])
		}
	}
}

func asTable(t *testing.T, b *kb.Base) string {
	t.Helper()
	var w bytes.Buffer
	if err := triples.WriteTable(&w, b, kb.NoKind); err != nil {
		t.Fatal(err)
	}
	return w.String()
}

func unordered(b *kb.Base) []string {
	lines := listed(b)
	for _, src := range b.Sources() {
		if src.Held != "" {
			lines = append(lines, fmt.Sprint(src))
		}
	}
	slices.Sort(lines)
	return lines
}

// A spreadsheet that saves the table as a workbook loses nothing of it.
func TestTableAsWorkbook(t *testing.T) {
	b := loadDir(t, "../../testdata/newsubject")
	rows, err := csv.NewReader(strings.NewReader(asTable(t, b))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	book := excelize.NewFile()
	defer book.Close()
	for i, row := range rows {
		if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	data, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	again, err := triples.Read(t.Context(), b.Schema(), "export.xlsx", data, triples.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(unordered(again), unordered(b)) {
		t.Error("it is another base")
	}
}

// A table has a row for each thing, a column for each relation that is stated, and one for what each value cites.
func TestWriteTable(t *testing.T) {
	b := loadDir(t, "../../testdata/newsubject")
	game, _ := b.Schema().Kind("game")
	var w bytes.Buffer
	if err := triples.WriteTable(&w, b, game); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&w).ReadAll()
	if err != nil || len(rows) != 9 {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	if got := strings.Join(rows[0], ","); got != "id,kind,name,aliases,about,designed_by,publisher,published,players,mechanism,won,"+
		"designed_by cite,publisher cite,published cite,players cite,mechanism cite,won cite,won year" {
		t.Error(got)
	}
	i := slices.IndexFunc(rows, func(row []string) bool { return row[0] == "el-grande" })
	if i < 0 || rows[i][5] != "Wolfgang Kramer; Richard Ulrich" || rows[i][7] != "1995" || rows[i][11] != "shelf:3; shelf:3" || rows[i][17] != "1996" {
		t.Errorf("%q", rows[i])
	}
}

// What people put into such a table need not be complete, and what is wrong in it is told by its row.
func TestTableByHand(t *testing.T) {
	s := kbtest.Schema(t, anySchema)
	const head = "id,kind,name,aliases,about,made_by,released,made_by cite,colour\n"
	var told, noted []string
	b, err := triples.Read(t.Context(), s, "by hand.csv", strings.NewReader(head+
		"f,film,Gull,The Gull; Seagull,,Ann Berg; Bo Lund,2013,a:1; ,red\n"+
		",film,Reed Warbler,,,Ann Berg,,a:2 | a:3,\n"+
		"t1,person,Twin,,,,,,\nt2,person,Twin,,,,,,\n"+
		"g,film,Heron,,,Twin; t2,,a:4; a:5,\n"+
		"h,boat,Tern,,,,,,\n"+
		"i,film,Ibis,,,,soon,,\n,,,,,,,,\n"),
		triples.Options{Fault: func(err error) { told = append(told, err.Error()) }, Note: func(n corpus.Note) { noted = append(noted, n.What) }})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"f made_by ann-berg", "f made_by bo-lund", "reed-warbler made_by ann-berg", "g made_by t2"} {
		if !slices.ContainsFunc(listed(b), func(line string) bool {
			return strings.HasPrefix(strings.ReplaceAll(line, "<nil>", ""), strings.Fields(want)[0]) && strings.Contains(line, strings.Fields(want)[2])
		}) {
			t.Errorf("no statement %s of\n%s", want, strings.Join(listed(b), "\n"))
		}
	}
	cites := map[string]string{}
	for st := range kb.Stmt(b.Statements()) {
		cites[b.ID(b.Subject(st))+" "+b.Name(b.Object(st))] = fmt.Sprint(b.Cites(st))
	}
	for statement, want := range map[string]string{"f Ann Berg": "[a:1]", "f Bo Lund": "[by hand:2]", "f 2013": "[by hand:2]", "reed-warbler Ann Berg": "[a:2 a:3]", "g Twin": "[a:5]"} {
		if cites[statement] != want {
			t.Errorf("%s cites %q, want %s", statement, cites[statement], want)
		}
	}
	if n, _ := b.Find("f"); !slices.Equal(b.Names(n), []string{"Gull", "The Gull", "Seagull"}) {
		t.Errorf("%q", b.Names(n))
	}
	want := []string{`by hand.csv:7: h: unknown kind "boat"`, `by hand.csv:6: made_by: several things are called "Twin": write the id of one, t1`, `by hand.csv:8: released: "soon" is no date`}
	for _, w := range want {
		if !slices.ContainsFunc(told, func(s string) bool { return strings.HasPrefix(s, w) }) {
			t.Errorf("not told: %s, of %q", w, told)
		}
	}
	if len(told) != len(want) || len(noted) != 1 || !strings.Contains(noted[0], `"colour" is no relation`) {
		t.Errorf("%q %q", told, noted)
	}
}
