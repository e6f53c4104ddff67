package triples

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"hapjak/facts/kb/fault"
	"hapjak/facts/kb/table"
)

func (t *reader) readCSV(in io.Reader, sep rune) error {
	r := table.NewCSVReader(in, sep)
	var held [][]byte // the first record, until the second is known
	at := 0
	for n := 1; ; n++ {
		if n%4096 == 0 && t.ctx.Err() != nil {
			return t.ctx.Err()
		}
		record, err := r.Read()
		var bad table.CSVFault
		switch {
		case err == io.EOF:
			if held != nil {
				t.begin(at, held, nil)
			}
			return nil
		case errors.As(err, &bad):
			t.fault(bad.Line, "%s", bad.What)
			continue
		case err != nil:
			return fmt.Errorf("%s: %w", t.file, err)
		case record.Note != "":
			t.note("quotes", record.Line, "%s", record.Note)
		}
		fields := make([][]byte, 0, len(record.Fields))
		for _, f := range record.Fields {
			fields = append(fields, []byte(strings.TrimSpace(f)))
		}
		switch line := record.Line; {
		case line == 1 && strings.HasPrefix(record.Fields[0], "sep="):
		case at == 0 && table.IsTitle(fields):
			t.note("title", line, "%q is read as a title over the table", fault.Clip(bytes.TrimSpace(bytes.Join(fields, nil))))
		case at == 0:
			held, at = fields, line
		case held != nil:
			t.begin(at, held, fields)
			held = nil
			t.line(line, fields)
		default:
			t.line(line, fields)
		}
	}
}
