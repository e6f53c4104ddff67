package kb

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// Triples are statements in bulk, one a line: subject, relation, object and, if
// there is a fourth field, the id of the source that says so. Fields are
// separated by "|" or tabs, or are CSV; the file's ending decides (.psv, .tsv,
// .csv), and of others the first line. Empty lines are skipped, and so is a first
// line that names the columns.
//
// A statement without a source cites the file, by its name without its ending, and
// its line as the paragraph; one with a source cites that source's first paragraph.
//
// Subjects and objects are names, and the relation says of what kind each is: one
// name may be a film, a person and a tag, which are three nodes. Where a relation
// leaves several kinds open, a name that other lines show to be of one of them is
// that; else it is of the first that the schema lists. Where the kind has a
// name_relation, a subject is an id instead, and the object of that relation is
// its name: so works of one name stay apart.

// maxLine bounds a line in bytes.
const maxLine = 1 << 20

// maxFaults is how many bad lines are told one by one: the rest are counted.
const maxFaults = 100000

// ReadTriples reads triples as a knowledge base; file is its name in errors and
// citations. progress, if not nil, is told every so often how many bytes were read.
// Every bad line comes back, joined, each as file:line: what, and then there is no
// base.
func ReadTriples(ctx context.Context, s *Schema, file string, r io.Reader, progress func(bytes int64)) (*Base, error) {
	b := NewBuilder(s)
	t := newTripleReader(ctx, &faults{}, b, file)
	t.progress = progress
	if err := t.read(r); err != nil {
		return nil, err
	}
	t.resolve()
	if err := t.refused(); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	t.state()
	return b.Base()
}

// newTripleReader returns a reader into b, which may hold entities already: a name
// or an id of theirs is them.
func newTripleReader(ctx context.Context, f *faults, b *Builder, file string) *tripleReader {
	t := &tripleReader{faults: f, ctx: ctx, s: b.schema, b: b, had: len(b.entities), file: file, texts: map[string]uint32{}}
	t.indexRelations()
	return t
}

// A triple is one line, its fields as numbers of texts.
type triple struct {
	subject, object uint32
	source          uint32 // a text, or noText
	line            uint32
	rel             Rel // beyond the schema's: a name_relation
}

const noText = ^uint32(0)

// A tripleReader first reads all lines, then says what each name is.
type tripleReader struct {
	*faults
	ctx      context.Context
	s        *Schema
	file     string
	progress func(int64)
	// relations are the schema's, and behind them the name_relations of its kinds;
	// by relation, from and to are the kinds that it leaves open.
	relations map[string]Rel
	from, to  []kindSet
	texts     map[string]uint32
	list      []string
	triples   []triple
	bad       int

	b        *Builder
	had      int       // entities of b that are not the triples'
	byText   [][]Draft // by text: the entities so called
	subjects []Draft   // by triple
	objects  []Draft
}

func (t *tripleReader) fault(line int, format string, args ...any) {
	if t.bad++; t.bad <= maxFaults {
		t.add(t.file, line, format, args...)
	}
}

func (t *tripleReader) refused() error {
	err := t.err()
	if t.bad > maxFaults {
		err = errors.Join(err, fmt.Errorf("%s: and %d more bad lines", t.file, t.bad-maxFaults))
	}
	return err
}

func (t *tripleReader) read(r io.Reader) error {
	in := bufio.NewReaderSize(&counted64{r: r, tell: t.progress}, 1<<16)
	first, _ := in.Peek(1 << 14)
	if bytes.HasPrefix(first, []byte("\ufeff")) {
		_, _ = in.Discard(3)
		first = first[3:]
	}
	switch sep := separator(t.file, first); sep {
	case ',':
		return t.readCSV(in)
	default:
		return t.readLines(in, sep)
	}
}

// separator tells how the fields of a file are separated.
func separator(file string, start []byte) byte {
	switch strings.ToLower(filepath.Ext(file)) {
	case ".psv":
		return '|'
	case ".tsv", ".tab":
		return '\t'
	case ".csv":
		return ','
	}
	line, _, _ := bytes.Cut(start, []byte("\n"))
	for _, sep := range []byte("|\t,") {
		if n := bytes.Count(line, []byte{sep}); n == 2 || n == 3 {
			return sep
		}
	}
	return '|'
}

// A counted64 tells how much was read.
type counted64 struct {
	r    io.Reader
	n    int64
	tell func(int64)
}

func (c *counted64) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	if c.tell != nil {
		c.tell(c.n)
	}
	return n, err
}

func (t *tripleReader) readLines(in *bufio.Reader, sep byte) error {
	var fields [5][]byte
	for line := 1; ; line++ {
		if line%4096 == 0 && t.ctx.Err() != nil {
			return t.ctx.Err()
		}
		text, long, err := readLine(in)
		if err != nil && err != io.EOF {
			return fmt.Errorf("%s:%d: %w", t.file, line, err)
		}
		switch {
		case long:
			t.fault(line, "a line of more than %d bytes", maxLine)
		case len(bytes.TrimSpace(text)) > 0:
			t.line(line, cut(fields[:0], text, sep))
		}
		if err == io.EOF {
			return nil
		}
	}
}

// readLine returns the next line without its end, which is good until the next
// call. What of a long one does not fit is skipped.
func readLine(in *bufio.Reader) (line []byte, long bool, err error) {
	line, err = in.ReadSlice('\n')
	if err == bufio.ErrBufferFull {
		whole := bytes.Clone(line)
		for err == bufio.ErrBufferFull {
			line, err = in.ReadSlice('\n')
			if len(whole)+len(line) > maxLine {
				long = true
				continue
			}
			whole = append(whole, line...)
		}
		line = whole
	}
	return bytes.TrimRight(line, "\r\n"), long, err
}

// cut splits a line, the rest of which stands in the last field if there are too
// many.
func cut(fields [][]byte, line []byte, sep byte) [][]byte {
	for len(fields) < 4 {
		i := bytes.IndexByte(line, sep)
		if i < 0 {
			break
		}
		fields = append(fields, bytes.TrimSpace(line[:i]))
		line = line[i+1:]
	}
	return append(fields, bytes.TrimSpace(line))
}

func (t *tripleReader) readCSV(in io.Reader) error {
	r := csv.NewReader(in)
	r.FieldsPerRecord = -1
	r.ReuseRecord = true
	r.TrimLeadingSpace = true
	var fields [][]byte
	for n := 1; ; n++ {
		if n%4096 == 0 && t.ctx.Err() != nil {
			return t.ctx.Err()
		}
		record, err := r.Read()
		var parse *csv.ParseError
		switch {
		case err == io.EOF:
			return nil
		case errors.As(err, &parse):
			t.fault(parse.Line, "no CSV: %v", parse.Err)
			continue
		case err != nil:
			return fmt.Errorf("%s: %w", t.file, err)
		}
		line, _ := r.FieldPos(0)
		fields = fields[:0]
		for _, f := range record {
			fields = append(fields, []byte(strings.TrimSpace(f)))
		}
		t.line(line, fields)
	}
}

// line files one triple.
func (t *tripleReader) line(line int, fields [][]byte) {
	if line == 1 && len(fields) >= 3 && string(fields[0]) == "subject" && string(fields[2]) == "object" {
		return
	}
	if len(fields) != 3 && len(fields) != 4 {
		t.fault(line, "%d fields, want subject, relation, object and maybe source", len(fields))
		return
	}
	rel, ok := t.relations[string(fields[1])]
	if !ok {
		t.fault(line, "unknown relation %q", clip(fields[1]))
		return
	}
	for i, f := range fields {
		if len(f) == 0 {
			t.fault(line, "the %s is empty", [...]string{"subject", "relation", "object", "source"}[i])
			return
		}
		if !utf8.Valid(f) {
			t.fault(line, "not UTF-8; convert the file, with iconv for example")
			return
		}
	}
	tr := triple{subject: t.text(fields[0]), object: t.text(fields[2]), source: noText, line: uint32(line), rel: rel}
	if len(fields) == 4 {
		tr.source = t.text(fields[3])
	}
	t.triples = append(t.triples, tr)
}

func clip(s []byte) string {
	const most = 60
	if len(s) > most {
		return string(s[:most]) + "…"
	}
	return string(s)
}

func (t *tripleReader) text(s []byte) uint32 {
	i, ok := t.texts[string(s)]
	if !ok {
		i = uint32(len(t.list))
		t.list = append(t.list, string(s))
		t.texts[t.list[i]] = i
	}
	return i
}
