package kb

// How the text of a table becomes cells, and which of them say nothing.

import (
	"bufio"
	"bytes"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"hapjak/corpus"
)

// UTF8Reader reads a file in UTF-8, UTF-16 with a byte order mark, or the character
// set that its text is surely in; guessed is that one.
func UTF8Reader(r io.Reader) (out *bufio.Reader, guessed string, err error) {
	const room = 1 << 16
	in := bufio.NewReaderSize(r, room)
	first, err := in.Peek(room) // which may be all
	if bytes.IndexByte(first, '\r') >= 0 && bytes.IndexByte(first, '\n') < 0 {
		in = bufio.NewReaderSize(&lineFeeds{in}, room)
		first, err = in.Peek(room)
	}
	switch {
	case bytes.HasPrefix(first, []byte("\ufeff")):
		_, _ = in.Discard(3)
		return in, "", nil
	case bytes.IndexByte(first, 0) < 0 && utf8.Valid(first[:lastRune(first, err == nil)]):
		return in, "", nil
	}
	data, err := io.ReadAll(in)
	if err != nil {
		return nil, "", err
	}
	text, guessed, err := corpus.Decode(data)
	if err != nil {
		return bufio.NewReaderSize(bytes.NewReader(data), room), "", nil // its bad lines are told one by one
	}
	return bufio.NewReaderSize(strings.NewReader(text), room), guessed, nil
}

// lineFeeds ends lines as other systems do than one of long ago.
type lineFeeds struct{ r io.Reader }

func (l *lineFeeds) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	for i, c := range p[:n] {
		if c == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}

// lastRune returns where the last letter begins that may be cut off.
func lastRune(b []byte, cut bool) int {
	if !cut {
		return len(b)
	}
	for i := len(b) - 1; i >= max(0, len(b)-4); i-- {
		if utf8.RuneStart(b[i]) {
			return i
		}
	}
	return len(b)
}

// Separator tells how the fields of a file are separated.
func Separator(file string, start []byte) byte {
	start = bytes.TrimPrefix(start, []byte("\ufeff"))
	if rest, ok := bytes.CutPrefix(start, []byte("sep=")); ok && len(rest) > 0 { // Excel's
		return rest[0]
	}
	ext := strings.ToLower(filepath.Ext(file))
	if ext == ".psv" {
		return '|'
	}
	order := "|\t,;"
	switch ext {
	case ".tsv", ".tab":
		order = "\t,;|"
	case ".csv":
		order = ",;\t|"
	}
	var lines [][]byte
	var open []byte // a line whose field in quotation marks goes on in the next
	for l := range bytes.Lines(start) {
		open = append(open, l...)
		if l := bytes.TrimSpace(open); len(l) > 0 && len(lines) < 5 && bytes.Count(l, []byte{'"'})%2 == 0 {
			lines, open = append(lines, l), nil
		}
	}
	if len(lines) == 0 {
		lines = append(lines, open)
	}
	for len(lines) > 1 && !bytes.ContainsAny(lines[0], order) { // a title
		lines = lines[1:]
	}
	best, most := order[0], 0
	for _, sep := range []byte(order) {
		least := 1 << 30
		for _, l := range lines {
			least = min(least, outsideQuotes(l, sep))
		}
		if len(lines) > 0 && least > most && (most == 0 || most < 2 && least >= 2) {
			best, most = sep, least
		}
	}
	return best
}

// IsTitle reports whether a first line is a title over the table: one field alone has something in it.
func IsTitle[T string | []byte](fields []T) bool {
	n := 0
	for _, f := range fields {
		if len(strings.TrimSpace(string(f))) > 0 {
			n++
		}
	}
	return n == 1
}

func outsideQuotes(line []byte, sep byte) (n int) {
	quoted := false
	for _, c := range line {
		switch {
		case c == '"':
			quoted = !quoted
		case c == sep && !quoted:
			n++
		}
	}
	return n
}

func split(line []byte, sep byte) [][]byte {
	var fields [][]byte
	for f := range bytes.SplitSeq(line, []byte{sep}) {
		fields = append(fields, bytes.TrimSpace(bytes.Clone(f)))
	}
	return fields
}

func firstRow(text []byte, sep byte) [][]byte {
	for l := range bytes.Lines(text) {
		if len(bytes.TrimSpace(l)) > 0 {
			return split(bytes.TrimRight(l, "\r\n"), sep)
		}
	}
	return nil
}

// nothing reports whether a field says that there is no value.
func nothing(field []byte) bool {
	switch strings.ToUpper(string(field)) {
	case "", `\N`, "NULL", "N/A", "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "NAN", "<NA>", "-", "–", "—":
		return true
	}
	return false
}

// Unsaid reports whether a cell of a table says that its value is not known, in words or not. What
// names a thing is taken at its word: there are films called Unknown.
func Unsaid(cell []byte) bool {
	if nothing(cell) {
		return true
	}
	switch strings.ToLower(strings.Trim(string(cell), " .?…-–—()[]")) {
	case "", "unknown", "not known", "unk", "n/k", "tba", "tbc", "tbd", "to be announced", "to be confirmed", "to be decided", "to come",
		"none", "nil", "n/a", "n.a", "n.d", "no data", "no date", "undated", "not available", "not applicable", "not recorded", "unrecorded", "vacant":
		return true
	}
	return false
}

// NotKnown is how R and what learnt from it write that a value is not known, and the code of a land, too.
const NotKnown = "NA"

// AreCodes reports whether the texts of a column are codes of two letters, so that NA is one of them.
func AreCodes(texts map[string]bool) bool {
	codes, others := 0, 0
	for text := range texts {
		if text == NotKnown {
			continue
		}
		if others++; len(text) == 2 && isUpper(text[0]) && isUpper(text[1]) {
			codes++
		}
	}
	return codes > 1 && 4*codes >= 3*others
}

func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }

// leaveOutNA leaves out the values that are not known.
func (t *tripleReader) leaveOutNA() {
	na, ok := t.texts[NotKnown]
	if !ok {
		return
	}
	texts := map[Rel]map[string]bool{}
	for _, tr := range t.triples {
		if tr.object == na && !t.naming(tr.rel) {
			texts[tr.rel] = map[string]bool{}
		}
	}
	for _, tr := range t.triples {
		if texts[tr.rel] != nil {
			texts[tr.rel][t.list[tr.object]] = true
		}
	}
	unknown := map[Rel]bool{}
	for r, all := range texts {
		unknown[r] = !AreCodes(all)
	}
	t.triples = slices.DeleteFunc(t.triples, func(tr triple) bool {
		if tr.object != na || !unknown[tr.rel] {
			return false
		}
		name := t.s.RelationDef(tr.rel).Name
		t.note("nothing "+name, int(tr.line), "%s has no value (%s); left out", name, NotKnown)
		return true
	})
}

// StandsIdle reports whether a cell says something else where a sum, a number or a date would stand.
func StandsIdle(cell string) bool {
	switch strings.ToLower(strings.Trim(cell, " .?!()[]")) {
	case "now", "present", "today", "to date", "ongoing", "current", "currently", "still", "varies", "various", "variable", "donation", "by donation",
		"on request", "dnf", "dns", "dsq", "did not finish", "did not start", "retired", "poa", "sold out", "included", "lost", "closed", "full", "pending", "ask":
		return true
	}
	return isFree(cell)
}

// isFree reports whether a cell says that nothing is paid.
func isFree(cell string) bool {
	return strings.EqualFold(cell, "free") || strings.EqualFold(cell, "free of charge") || strings.EqualFold(cell, "gratis")
}

// AmountOf reports whether a text is a number, or a sum of money.
func AmountOf(v string) bool {
	if _, ok := ParseAmount(Number, v); ok {
		return true
	}
	sum, ok := ParseAmount(Money, v)
	return ok && IsCurrency(sum.Unit)
}
