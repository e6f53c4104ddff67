// Package triples reads and writes statements in bulk: triples, tables and workbooks.
//
// Triples stand one a line: subject, relation, object and, if
// there is a fourth field, the id of the source that says so. Fields are
// separated by "|", tabs, commas or semicolons: the file's ending (.psv, .tsv) or
// what stands most evenly in its first lines decides. Empty lines are skipped, and
// so is a first line that names the columns.
//
// A table with one thing a row and one relation a column is read as well: its first
// line names a relation of the schema in each column that is one, by its name or its
// noun, and the thing stands in the first column, or the one called as a kind, name,
// title or id. A cell may hold several values, between "|" or ";".
//
// In a workbook (.xlsx) every sheet is such a table, and a line is a row; rows of
// later sheets count on from the first's.
//
// What stands for nothing (\N, NULL, N/A, NA that is no code, empty) states nothing. Names that differ
// only by case, accents or white space are one, and the first spelling is its name,
// unless the file says something else of each.
//
// A statement without a source cites the file, by its name without its ending, and
// its line as the paragraph; one with a source cites that source's first paragraph, or
// the one that it names where there is such an article: shelf:2.
//
// Subjects and objects are names, and the relation says of what kind each is: one
// name may be a film, a person and a tag, which are three nodes. Where a relation
// leaves several kinds open, a name that other lines show to be of one of them is
// that; else it is of the first that the schema lists. Where the kind has a
// name_relation, a subject is an id instead, and the object of that relation is
// its name: so works of one name stay apart. What a base was written out as has ids:
// export.go and wide.go describe it.
//
// A file is read in two goes, since only all of it shows how each of its lines is meant:
//
//	triples.go  lines of text become fields, csv.go those of CSV and sheets.go those of workbooks
//	table.go    the rows of a table become triples, byid.go reads triples by id, wide.go tables by id
//	content.go  what all of that makes: the triples of a file, and the texts that they are made of
//
// and when all lines are there
//
//	lists.go    cells that hold several values are parted, where their column shows it
//	names.go    names that are spelt alike are one, and rows of one name that differ are two things
//	numbers.go  numbers, sums and dates are read as others of their column are written
//	resolve.go  each subject and object becomes an entity or a value, and statements are made of them
//	quotes.go   citations follow the words that they are anchored by; doubt.go tells of those that what
//	            they cite may no longer bear
package triples

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/fault"
	"hapjak/facts/kb/table"
)

// maxLine bounds a line in bytes.
const maxLine = 1 << 20

// Options say how to read triples.
type Options struct {
	// Source is what cites the file's lines; "" means its name without its ending.
	Source string
	// Progress, where there is one, is told every so often how many bytes and statements
	// were read.
	Progress func(bytes int64, statements int)
	// Fault, where there is one, is told every bad line, which is then left out. Where
	// there is none, a bad line refuses the whole.
	Fault func(error)
	// Note, where there is one, is told what was guessed.
	Note func(corpus.Note)
	// Names, where the schema was guessed, say what names the things of a table or of the sheets of one.
	Names []table.Naming
	// Sources, where there are some, hold the paragraphs that are cited and that quotes are looked
	// for in; see quotes.go. Lost is told those that stand nowhere, whose statements are left out; where
	// it is nil they are faults. Quoted, where there is one, is called where there are quotes, or
	// paragraphs are cited.
	Sources kb.Citable
	Lost    func(fault.Fault)
	Quoted  func()
	// Anchors are those that Anchored was told when the file was read before, by what each line says.
	Anchors map[string]Words
	// Was holds the articles as they were when a file of that name was read before, and Changed the ids of those that are
	// others now. Kept says that it is the same file: of these is what a line of it cites, where an earlier version read it, which
	// remembered no words.
	Was      kb.Citable
	Changed  map[string]bool
	Kept     bool
	Unsure   func(fault.Fault) // is told of statements that stay though what they cite may no longer bear them
	Anchored func(line string, a Words)
}

// Read reads triples as a knowledge base; file is its name in errors and
// citations. Without a Fault to tell them to, every bad line comes back, joined, each
// as file:line: what, and then there is no base. A file without a statement is
// refused.
func Read(ctx context.Context, s *kb.Schema, file string, r io.Reader, o Options) (*kb.Base, error) {
	b := kb.NewBuilder(s)
	if err := Add(ctx, b, file, r, o); err != nil {
		return nil, err
	}
	return b.Base()
}

// Add adds the statements of a file to a builder; what that holds already is known
// by its names and ids.
func Add(ctx context.Context, b *kb.Builder, file string, r io.Reader, o Options) error {
	t := newReader(ctx, &fault.List{}, b, file, o)
	if err := t.read(r); err != nil {
		return err
	}
	all := t.resolve()
	if err := t.refused(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if all.state() > 0 || t.cites.gone > 0 {
		return nil
	}
	if t.strange > 0 && t.strange == t.lines {
		return fmt.Errorf("%s: %w: neither the columns of its first line nor its lines name a relation of the schema", file, ErrNoStatement)
	}
	return fmt.Errorf("%s: %w", file, ErrNoStatement)
}

// ReadBeside reads a file beside those that people wrote: what is wrong with it is told with what is wrong
// with those, and it may be without a statement.
func ReadBeside(f *fault.List, b *kb.Builder, file string, r io.Reader, o Options) error {
	t := newReader(context.Background(), f, b, file, o)
	if err := t.read(r); err != nil {
		return err
	}
	if all := t.resolve(); t.bad == 0 {
		all.state()
	}
	return nil
}

// ErrNoStatement is in the error for a file without one.
var ErrNoStatement = errors.New("no statement in it")

// newReader returns a reader into b, which may hold entities already: a name
// or an id of theirs is them.
func newReader(ctx context.Context, f *fault.List, b *kb.Builder, file string, o Options) *reader {
	c := &content{file: file, Options: o, faults: f, s: b.Schema(), b: b, texts: map[string]uint32{}}
	c.indexRelations()
	return &reader{content: c, ctx: ctx, numbers: newNumbers(c), cites: newCiting(c)}
}

// A reader reads the lines of a file.
type reader struct {
	*content
	ctx     context.Context
	columns *columns  // of a wide table, nil for triples
	below   bool      // the next row goes on with the heads
	sheet   string    // of a workbook, that is read
	ids     *idReader // of triples by id, nil for others
	wide    *wide     // of a table that a base was written out as, nil for others
	quoteAt int       // the column of quotes of triples, 0 for none
	lines   int       // of triples
	strange int       // of them without a relation
	numbers *numbers
	cites   *citing
}

// resolve says what the lines mean, now that all are read.
func (t *reader) resolve() *resolver {
	r := &resolver{content: t.content, ids: t.ids, had: len(t.b.Entities()), numbers: t.numbers, cites: t.cites}
	if t.ids != nil {
		t.ids.finish()
		return r
	}
	if t.columns != nil {
		lists{t.content}.split()
	}
	t.leaveOutNA()
	r.spellings = compareSpellings(t.content)
	t.numbers.compare()
	r.resolve()
	return r
}

func (t *reader) read(r io.Reader) error {
	c := &counted64{r: r}
	if t.Progress != nil {
		c.tell = func(bytes int64) { t.Progress(bytes, len(t.triples)) }
	}
	r = c
	if table.IsWorkbook(t.file) {
		return t.readSheets(r)
	}
	in, guessed, err := table.UTF8Reader(r)
	if err != nil {
		return fmt.Errorf("%s: %w", t.file, err)
	}
	if guessed != "" {
		t.note("charset", 1, "read as %s, which nothing in it says", guessed)
	}
	first, _ := in.Peek(1 << 14)
	switch sep := table.Separator(t.file, first); sep {
	case '|', '\t':
		return t.readLines(in, sep)
	default:
		return t.readCSV(in, rune(sep))
	}
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

func (t *reader) readLines(in *bufio.Reader, sep byte) error {
	var fields [5][]byte
	started := false
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
		case line == 1 && bytes.HasPrefix(text, []byte("sep=")):
		case sep == '\t' && opensQuote(text) && !long && err == nil:
			whole, more := joinQuoted(in, text)
			if !started {
				started = true
				own := table.Split(whole, sep)
				next, _ := in.Peek(1 << 14)
				t.begin(line, unquoted(own), table.FirstRow(next, sep))
			} else {
				t.line(line, unquoted(t.cut(fields[:0], whole, sep)))
			}
			line += more
		case len(bytes.TrimSpace(text)) > 0 && !started && table.IsTitle(table.Split(text, sep)):
			t.note("title", line, "%q is read as a title over the table", fault.Clip(bytes.TrimSpace(text)))
		case len(bytes.TrimSpace(text)) > 0 && !started:
			started = true
			own := table.Split(text, sep)
			next, _ := in.Peek(1 << 14)
			t.begin(line, own, table.FirstRow(next, sep))
		case len(bytes.TrimSpace(text)) > 0:
			t.line(line, t.cut(fields[:0], text, sep))
		}
		if err == io.EOF {
			return nil
		}
	}
}

// opensQuote reports whether a line between tabs ends within a field in quotation marks, or
// has one, as a spreadsheet writes what holds a tab, a quotation mark or the end of a line.
func opensQuote(line []byte) bool {
	for f := range bytes.SplitSeq(line, []byte{'\t'}) {
		if f = bytes.TrimSpace(f); len(f) > 0 && f[0] == '"' && (len(f) == 1 || bytes.Count(f, []byte{'"'})%2 == 1 || f[len(f)-1] == '"') {
			return true
		}
	}
	return false
}

// maxJoined is how many lines a field in quotation marks may have.
const maxJoined = 50

// joinQuoted adds the lines on which a field in quotation marks goes on, and says how many
// those are: none where it has no end near by, for then the mark is part of the text.
func joinQuoted(in *bufio.Reader, line []byte) (whole []byte, more int) {
	whole = bytes.Clone(line)
	if bytes.Count(whole, []byte{'"'})%2 == 0 {
		return whole, 0
	}
	ahead, _ := in.Peek(1 << 15)
	size, joined := 0, whole
	for l := range bytes.Lines(ahead) {
		if more++; more > maxJoined || !bytes.HasSuffix(l, []byte("\n")) && size+len(l) == 1<<15 {
			break
		}
		size += len(l)
		joined = append(append(joined[:len(joined):len(joined)], '\n'), bytes.TrimRight(l, "\r\n")...)
		if bytes.Count(l, []byte{'"'})%2 == 1 {
			_, _ = in.Discard(size)
			return joined, more
		}
	}
	return whole, 0
}

// unquoted takes the quotation marks off fields that stand in them whole.
func unquoted(fields [][]byte) [][]byte {
	for i, f := range fields {
		if n := len(f); n > 1 && f[0] == '"' && f[n-1] == '"' {
			if inner := bytes.ReplaceAll(f[1:n-1], []byte(`""`), nil); bytes.IndexByte(inner, '"') < 0 {
				fields[i] = bytes.TrimSpace(bytes.ReplaceAll(f[1:n-1], []byte(`""`), []byte{'"'}))
			}
		}
	}
	return fields
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
// many of a triple.
func (t *reader) cut(fields [][]byte, line []byte, sep byte) [][]byte {
	for len(fields) < 4 || t.columns != nil || t.ids != nil || t.quoteAt > 0 {
		i := bytes.IndexByte(line, sep)
		if i < 0 {
			break
		}
		fields = append(fields, bytes.TrimSpace(line[:i]))
		line = line[i+1:]
	}
	return append(fields, bytes.TrimSpace(line))
}

// line files one line.
func (t *reader) line(line int, fields [][]byte) {
	if t.wide != nil {
		t.wide.row(line, fields)
		return
	}
	if t.ids != nil {
		t.ids.line(line, fields)
		return
	}
	if t.columns != nil {
		t.row(line, fields)
		return
	}
	t.lines++
	var quote []byte
	if t.quoteAt > 0 && len(fields) > t.quoteAt {
		quote, fields = fields[t.quoteAt], fields[:min(t.quoteAt, 4)]
	}
	for len(fields) > 3 && len(fields[len(fields)-1]) == 0 { // as a spreadsheet leaves them
		fields = fields[:len(fields)-1]
	}
	if len(fields) != 3 && len(fields) != 4 {
		t.strange++
		t.fault(line, "%d fields, want subject, relation, object and maybe source", len(fields))
		return
	}
	rel, ok := t.relations[string(fields[1])]
	if !ok {
		if rel, ok = t.relationNamed(string(fields[1])); !ok {
			t.strange++
			t.fault(line, "unknown relation %q", fault.Clip(fields[1]))
			return
		}
	}
	if len(fields[2]) > 0 && table.IsEmpty(fields[2]) {
		t.note("nothing", line, "%s has no value (%s); left out", fields[1], fault.Clip(fields[2]))
		return
	}
	if !t.naming(rel) && t.s.RelationDef(rel).Flag != "" {
		said := t.flagged(line, rel, fields[2])
		if said == nil {
			return
		}
		fields[2] = said[0]
	}
	if len(fields) == 4 && table.IsEmpty(fields[3]) {
		fields = fields[:3]
	}
	for i, f := range fields {
		if len(f) == 0 {
			t.fault(line, "the %s is empty", [...]string{"subject", "relation", "object", "source"}[i])
			return
		}
	}
	var source []byte
	if len(fields) == 4 {
		source = fields[3]
	}
	t.file3(line, kb.Text, fields[0], rel, fields[2], source, quote)
}
