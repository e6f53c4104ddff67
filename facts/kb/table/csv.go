package table

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A CSVReader reads the records of a CSV file as people write them. Quotation marks that open no field are
// text. One that opens a field and is never closed would take all lines below it into that field: its line is
// read without it where it has as many fields then as the first line, and else is left out, and reading goes
// on with the line below.
type CSVReader struct {
	in     io.Reader
	kept   *keptLines
	csv    *csv.Reader
	above  int // lines above those that csv reads
	fields int // of the first record that is no title
}

// A CSVRecord is one record, the line on which it begins, and what was done to read it.
type CSVRecord struct {
	Fields []string
	Line   int
	Note   string
}

// A CSVFault is a record that cannot be read. Those behind it can.
type CSVFault struct {
	Line int
	What string
}

func (f CSVFault) Error() string { return f.What }

// NewCSVReader reads fields that sep parts.
func NewCSVReader(in io.Reader, sep rune) *CSVReader {
	r := &CSVReader{in: in}
	r.begin(in, sep)
	return r
}

func (r *CSVReader) begin(in io.Reader, sep rune) {
	r.kept = &keptLines{r: in}
	r.csv = csv.NewReader(r.kept)
	r.csv.Comma, r.csv.FieldsPerRecord, r.csv.TrimLeadingSpace = sep, -1, true
}

// Read returns the next record. A CSVFault is no end; io.EOF is.
func (r *CSVReader) Read() (CSVRecord, error) {
	from := r.csv.InputOffset()
	r.kept.forget(from)
	record, err := r.csv.Read()
	var parse *csv.ParseError
	switch {
	case errors.As(err, &parse):
		return r.loose(parse, from)
	case err != nil:
		return CSVRecord{}, err
	}
	line, _ := r.csv.FieldPos(0)
	if r.fields == 0 && !IsTitle(record) {
		r.fields = len(record)
	}
	return CSVRecord{Fields: record, Line: r.above + line}, nil
}

// loose reads a record that is no CSV.
func (r *CSVReader) loose(parse *csv.ParseError, from int64) (CSVRecord, error) {
	text := r.kept.since(from, r.csv.InputOffset())
	text = bytes.TrimLeft(text, "\r\n") // of the empty lines above it
	first, below, several := bytes.Cut(text, []byte{'\n'})
	if parse.StartLine == parse.Line && !several || len(below) == 0 {
		if record := looseRecord(first, r.csv.Comma, r.fields); record != nil {
			return CSVRecord{record, r.above + parse.Line, "the quotation marks in it are read as they stand"}, nil
		}
	}
	line := r.above + parse.StartLine
	opened, never := openedAt(text, byte(r.csv.Comma))
	if opened < 0 {
		return CSVRecord{}, CSVFault{r.above + parse.Line, fmt.Sprintf("no CSV: %v", parse.Err)}
	}
	const remedy = "a quotation mark opens a field and is not closed; close it, or write it twice where it is text"
	record := withoutMarks(first, byte(r.csv.Comma))
	whole := opened == 0 && r.fields > 1 && len(record) == r.fields
	if whole || len(below) > 0 && never { // none of the lines below belongs to it
		rest := bytes.Clone(r.kept.since(from, r.kept.end()))
		rest = bytes.TrimLeft(rest, "\r\n")
		_, rest, _ = bytes.Cut(rest, []byte{'\n'})
		r.above += parse.StartLine
		r.begin(io.MultiReader(bytes.NewReader(rest), r.in), r.csv.Comma)
	}
	if whole {
		return CSVRecord{record, line, remedy + "; it is read without it"}, nil
	}
	return CSVRecord{}, CSVFault{line + opened, remedy}
}

// openedAt is how many lines down in a record that is no CSV a field opens with the quotation mark that is wrong, -1
// where none does. never says that nothing closes it, rather than one in the middle of a line's text.
func openedAt(text []byte, sep byte) (line int, never bool) {
	at, opened, start := 0, -1, true // of a field
	for i := 0; i < len(text); i++ {
		c, before, next := text[i], byte('\n'), byte('\n')
		if i > 0 {
			before = text[i-1]
		}
		if i+1 < len(text) {
			next = text[i+1]
		}
		switch {
		case c == '\n':
			at++
			start = opened < 0
		case opened >= 0 && c == '"' && next == '"':
			i++
		case opened >= 0 && c == '"' && next != sep && next != '\n' && next != '\r':
			return opened, before == sep || before == '\n' // it opens another field
		case opened >= 0 && c == '"':
			opened = -1
		case opened >= 0:
		case c == '"' && start:
			opened, start = at, false
		default:
			start = c == sep || start && (c == ' ' || c == '\t')
		}
	}
	return opened, opened >= 0
}

// withoutMarks parts a line at each separator, and takes off the quotation marks that open its fields.
func withoutMarks(line []byte, sep byte) (record []string) {
	for _, f := range Split(bytes.TrimRight(line, "\r\n"), sep) {
		record = append(record, strings.TrimPrefix(string(f), `"`))
	}
	return record
}

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

func (k *keptLines) end() int64 { return k.from + int64(len(k.text)) }
