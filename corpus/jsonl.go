package corpus

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// JSONL holds one article a line:
//
//	{"id": "a1", "title": "…", "url": "…", "date": "2015-03-01", "text": "first paragraph\n\nsecond"}
//
// Text is needed. publisher, author, language, rights and quote_words may stand too, under
// the names that a front matter has for them; other keys are left unread, and so are empty
// lines. A line without an id is called after its file, and a value that cannot be read is
// left out with a note.

// record is one line.
type record struct {
	ID         scalar `json:"id"`
	Title      scalar `json:"title"`
	Publisher  scalar `json:"publisher"`
	Author     scalar `json:"author"`
	Date       scalar `json:"date"`
	URL        scalar `json:"url"`
	Language   scalar `json:"language"`
	Rights     scalar `json:"rights"`
	QuoteWords scalar `json:"quote_words"`
	Text       string `json:"text"`
}

// scalar is a text, or a number as it is written: dumps give ids and years
// either way.
type scalar string

func (s *scalar) UnmarshalJSON(data []byte) error {
	switch c := data[0]; {
	case c == '"' && bytes.IndexByte(data, '\\') < 0: // it has been looked over already
		*s = scalar(data[1 : len(data)-1])
	case c == '"':
		return json.Unmarshal(data, (*string)(s))
	case c == 'n':
		*s = ""
	case c == '-' || c >= '0' && c <= '9':
		*s = scalar(data)
	default:
		return fmt.Errorf("%.20s is neither a text nor a number", data)
	}
	return nil
}

// readRecord makes a source of one line; notes are what was left out of it. The id is empty
// where it has none that can be used.
func readRecord(line []byte) (src Source, notes []string, err error) {
	if !utf8.Valid(line) {
		text, guessed, err := Decode(line)
		if err != nil {
			return src, nil, err
		}
		line = []byte(text)
		notes = append(notes, "charset: read as "+guessed+", which nothing in it says")
	}
	var r record
	if err := json.Unmarshal(line, &r); err != nil || r.Text == "" || r.ID == "" {
		if r, err = looseRecord(line); err != nil {
			return src, nil, err
		}
	}
	for _, field := range []struct {
		key   string
		value scalar
	}{
		{"id", r.ID}, {"title", r.Title}, {"publisher", r.Publisher}, {"author", r.Author}, {"date", r.Date},
		{"url", r.URL}, {"language", r.Language}, {"rights", r.Rights}, {"quote_words", r.QuoteWords},
	} {
		if field.value == "" {
			continue
		}
		old := src
		if err := src.set(field.key, string(field.value)); err != nil {
			src = old
			notes = append(notes, fmt.Sprintf("%s: %v; left out", field.key, err))
		}
	}
	if pageText.MatchString(r.Text) {
		var left untold
		src.Paragraphs, left = wholePage(r.Text, src.Title)
		notes = append(notes, left.notes()...)
	}
	if len(src.Paragraphs) == 0 {
		readText("", r.Text, &src, nil)
	}
	if len(src.Paragraphs) == 0 {
		return src, nil, fmt.Errorf("article %q has no text", src.ID)
	}
	return src, notes, nil
}

// pageText finds a text that is HTML, as systems that keep pages give it.
var pageText = regexp.MustCompile(`(?is)^\s*<(?:!doctype html|html|head|body|main|article|section|div|p|h[1-6]|ul|ol|dl|table|blockquote|figure|pre)\b[^<>]*>.*</[a-z]`)

// wholePage reads all of a text that is HTML but what is struck out or hidden, which it counts.
func wholePage(text, title string) (list []Paragraph, left untold) {
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return nil, left
	}
	left = trim(doc)
	return paragraphsOf(doc, title, 0), left
}

// textKeys are the names under which the text of an article may stand.
var textKeys = []string{"text", "content", "contents", "body", "article", "markdown", "paragraphs"}

// looseRecord reads a line whose keys have other names, or whose values are lists.
func looseRecord(line []byte) (r record, err error) {
	var all map[string]any
	if err := json.Unmarshal(line, &all); err != nil { // which knows where
		return r, jsonFault(err)
	}
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	if err := d.Decode(&all); err != nil {
		return r, err
	}
	into := map[string]*scalar{"id": &r.ID, "title": &r.Title, "publisher": &r.Publisher, "author": &r.Author, "date": &r.Date,
		"url": &r.URL, "language": &r.Language, "rights": &r.Rights, "quote_words": &r.QuoteWords}
	ranks := map[string]int{}
	for key, v := range all {
		name, rank := fieldNamed(key)
		if to := into[name]; to != nil && (ranks[name] == 0 || rank < ranks[name]) {
			*to, ranks[name] = scalar(plainText(v)), rank
		}
		if i := slices.Index(textKeys, strings.ToLower(key)); i >= 0 && (ranks["text"] == 0 || i+1 < ranks["text"]) {
			if text := recordText(v); text != "" {
				r.Text, ranks["text"] = text, i+1
			}
		}
	}
	return r, nil
}

// recordText is the text of a value: of a list, its paragraphs.
func recordText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []any:
		var list []string
		for _, x := range v {
			list = append(list, recordText(x))
		}
		return strings.Join(list, "\n\n")
	case map[string]any:
		return recordText(v["text"])
	}
	return ""
}

// jsonFault words an error of the JSON reader, with the column where it knows
// it.
func jsonFault(err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("column %d: no JSON: %w", syntax.Offset, err)
	case errors.As(err, &kind) && kind.Field != "":
		return fmt.Errorf("column %d: %s: a text is expected, not a JSON %s", kind.Offset, kind.Field, kind.Value)
	case errors.As(err, &kind):
		return fmt.Errorf("an object is expected, {…}, not a JSON %s", kind.Value)
	}
	return err
}

// A lineReader reads lines up to a length, in memory that does not grow beyond
// it.
type lineReader struct {
	r    *bufio.Reader
	max  int64
	line []byte
}

// next returns a line without its end, how many bytes of the input it took,
// and whether it was longer than max; then it is cut. It ends with io.EOF. The
// line is valid until the next call.
func (l *lineReader) next() (line []byte, took int64, long bool, err error) {
	l.line = l.line[:0]
	for {
		part, err := l.r.ReadSlice('\n')
		took += int64(len(part))
		if room := l.max - int64(len(l.line)); int64(len(part)) > room+2 {
			long = true
			part = part[:room]
		}
		if !long || int64(len(l.line)) < l.max {
			l.line = append(l.line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case err == io.EOF && took > 0:
			return bytes.TrimRight(l.line, "\r\n"), took, long, nil
		case err != nil:
			return nil, took, long, err
		default:
			return bytes.TrimRight(l.line, "\r\n"), took, long, nil
		}
	}
}

// jsonl reads a file of one article a line.
func (r *run) jsonl(f io.Reader, name, shown string, weight float64) bool {
	lines := lineReader{r: bufio.NewReaderSize(f, 64<<10), max: r.opts.MaxArticle}
	piece := Piece{File: shown, Path: r.named, Place: r.place(shown)}
	for n := 1; r.ok(); n++ {
		line, took, long, err := lines.next()
		if err != nil {
			if err != io.EOF {
				r.faults.at(shown, n, "%v", err)
			}
			break
		}
		if n == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		switch {
		case long:
			r.faults.at(shown, n, "longer than %d bytes, the most that one article may be (--max-article raises that)", r.opts.MaxArticle)
		case len(bytes.TrimSpace(line)) > 0:
			piece.Line, piece.Hash = n, sha256.Sum256(line)
			r.line(name, piece, line)
		}
		r.progress(took, weight)
	}
	return r.ok()
}

// line reads one line of JSONL.
func (r *run) line(name string, piece Piece, line []byte) {
	shown, n := piece.File, piece.Line
	if r.skip(piece) {
		return
	}
	src, notes, err := readRecord(line)
	if err != nil {
		r.faults.at(shown, n, "%v", err)
		return
	}
	for _, what := range notes {
		kind, _, _ := strings.Cut(what, ":")
		r.faults.note(kind, shown, n, "%s", what)
	}
	own := fileID(name) + "-" + hex.EncodeToString(piece.Hash[:4]) // the same wherever the line stands
	if src.ID == "" {
		src.ID = own
		if src.Title == "" {
			src.Title = tidy(strings.TrimSuffix(path.Base(name), path.Ext(name)))
		}
	}
	r.name(&src, own, piece, false)
	if src.Title == "" {
		src.Title, src.Untitled = src.ID, true
	}
	r.deliver(Article{src, piece}, n)
}
