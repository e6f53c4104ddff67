package table

import (
	"bufio"
	"bytes"
	"io"
	"path/filepath"
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

func Split(line []byte, sep byte) [][]byte {
	var fields [][]byte
	for f := range bytes.SplitSeq(line, []byte{sep}) {
		fields = append(fields, bytes.TrimSpace(bytes.Clone(f)))
	}
	return fields
}

func FirstRow(text []byte, sep byte) [][]byte {
	for l := range bytes.Lines(text) {
		if len(bytes.TrimSpace(l)) > 0 {
			return Split(bytes.TrimRight(l, "\r\n"), sep)
		}
	}
	return nil
}
