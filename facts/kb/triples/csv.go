package triples

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"hapjak/facts/kb/fault"
	"hapjak/facts/kb/table"
)

func (t *reader) readCSV(in io.Reader, sep rune) error {
	kept := &keptLines{r: in}
	r := csv.NewReader(kept)
	r.Comma, r.FieldsPerRecord, r.TrimLeadingSpace = sep, -1, true
	var held [][]byte // the first record, until the second is known
	at := 0
	for n := 1; ; n++ {
		if n%4096 == 0 && t.ctx.Err() != nil {
			return t.ctx.Err()
		}
		from := r.InputOffset()
		kept.forget(from)
		record, err := r.Read()
		var parse *csv.ParseError
		switch {
		case err == io.EOF:
			if held != nil {
				t.begin(at, held, nil)
			}
			return nil
		case errors.As(err, &parse):
			fields := len(held) // of the first line
			if t.columns != nil {
				fields = len(t.columns.held)
			}
			if record = looseRecord(kept.since(from, r.InputOffset()), sep, fields); record == nil || parse.StartLine != parse.Line {
				t.fault(parse.Line, "no CSV: %v", parse.Err)
				continue
			}
			t.note("quotes", parse.Line, "the quotation marks in it are read as they stand")
		case err != nil:
			return fmt.Errorf("%s: %w", t.file, err)
		}
		line := 0
		if parse != nil {
			line = parse.Line
		} else {
			line, _ = r.FieldPos(0)
		}
		fields := make([][]byte, 0, len(record))
		for _, f := range record {
			fields = append(fields, []byte(strings.TrimSpace(f)))
		}
		switch {
		case line == 1 && strings.HasPrefix(record[0], "sep="):
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

// keptLines keeps what was read of a file last.
type keptLines struct {
	r    io.Reader
	text []byte
	from int64 // where it begins
}

func (k *keptLines) Read(p []byte) (int, error) {
	n, err := k.r.Read(p)
	k.text = append(k.text, p[:n]...)
	return n, err
}

// forget drops what stands before a place.
func (k *keptLines) forget(before int64) {
	if n := int(before - k.from); n > 1<<16 {
		k.text, k.from = slices.Delete(k.text, 0, n), before
	}
}

func (k *keptLines) since(from, to int64) []byte { return k.text[from-k.from : to-k.from] }

// looseRecord reads a line in which quotation marks stand that open no field, as the 5" of a pipe, nil where it does
// not have as many fields then as the first line of its table.
func looseRecord(line []byte, sep rune, fields int) []string {
	if fields == 0 {
		return nil
	}
	r := csv.NewReader(bytes.NewReader(line))
	r.Comma, r.FieldsPerRecord, r.TrimLeadingSpace, r.LazyQuotes = sep, fields, true, true
	record, err := r.Read()
	if err != nil {
		return nil
	}
	return record
}
