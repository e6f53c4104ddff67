package triples

import (
	"fmt"
	"io"

	"hapjak/corpus"
)

// maxWorkbook bounds a workbook, in bytes.
const maxWorkbook = 256 << 20

// readSheets reads the tables of a workbook, each with a first line of its own.
func (t *reader) readSheets(r io.Reader) error {
	data, err := io.ReadAll(io.LimitReader(r, maxWorkbook+1))
	if err != nil {
		return fmt.Errorf("%s: %w", t.file, err)
	}
	if len(data) > maxWorkbook {
		return fmt.Errorf("%s: longer than %d bytes; save its sheets as CSV", t.file, maxWorkbook)
	}
	sheets, left, err := corpus.Sheets(data)
	if err != nil {
		return fmt.Errorf("%s: %w", t.file, err)
	}
	for _, n := range left.Notes() {
		t.note(n.Kind, 1, "%s", n.What)
	}
	before := 0 // rows of the sheets before
	for _, s := range sheets {
		if err := t.ctx.Err(); err != nil {
			return err
		}
		t.columns, t.sheet = nil, s.Name
		rows := corpus.TableRows(s.Rows)
		if len(sheets) > 1 && !t.states(rows) {
			t.note("other sheet", before+rows[0].N, "the sheet %q names no relation of the schema; passed over", s.Name)
			before += s.Rows[len(s.Rows)-1].N
			continue
		}
		for i, row := range rows {
			line, own := before+row.N, fields(row)
			switch {
			case i > 0:
				t.line(line, own)
			case len(rows) > 1:
				t.begin(line, own, fields(rows[1]))
			default:
				t.begin(line, own, nil)
			}
		}
		before += s.Rows[len(s.Rows)-1].N
	}
	return nil
}

// states says whether the first rows of a sheet are those of statements.
func (t *reader) states(rows []corpus.Row) bool {
	var second [][]byte
	if len(rows) > 1 {
		second = fields(rows[1])
	}
	for _, row := range rows[:min(2, len(rows))] {
		if len(row.Cells) > 2 {
			if _, ok := t.relationNamed(row.Cells[1]); ok {
				return true
			}
		}
	}
	return t.header(fields(rows[0]), second) != nil
}

func fields(r corpus.Row) [][]byte {
	list := make([][]byte, len(r.Cells))
	for i, c := range r.Cells {
		list[i] = []byte(c)
	}
	return list
}
