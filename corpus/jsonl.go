package corpus

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// JSONL holds one article a line:
//
//	{"id": "a1", "title": "…", "url": "…", "date": "2015-03-01", "text": "first paragraph\n\nsecond"}
//
// id and text are needed. publisher, author, language, rights and quote_words
// may stand too; other keys are left unread. Empty lines are.

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

// readRecord makes a source of one line. Every fault of it is returned.
func readRecord(line []byte) (src Source, err error) {
	if !utf8.Valid(line) {
		return src, errors.New("not UTF-8; convert the file, with iconv for example")
	}
	var r record
	if err := json.Unmarshal(line, &r); err != nil {
		return src, jsonFault(err)
	}
	var errs []error
	for _, field := range []struct {
		key   string
		value scalar
	}{
		{"id", r.ID}, {"title", r.Title}, {"publisher", r.Publisher}, {"author", r.Author}, {"date", r.Date},
		{"url", r.URL}, {"language", r.Language}, {"rights", r.Rights}, {"quote_words", r.QuoteWords},
	} {
		if field.key == "quote_words" && field.value == "" {
			continue
		}
		if err := src.set(field.key, string(field.value)); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", field.key, err))
		}
	}
	readText("", r.Text, &src, nil)
	if len(src.Paragraphs) == 0 {
		errs = append(errs, fmt.Errorf("article %q has no text", src.ID))
	}
	if src.Title == "" {
		src.Title = src.ID
	}
	return src, errors.Join(errs...)
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
