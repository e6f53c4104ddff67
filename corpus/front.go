package corpus

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// A front matter is YAML between two lines of three hyphens, of which the
// first is the first line of the file:
//
//	---
//	id: kobiz-2025
//	title: "Ko-pick: International Co-productions Between Korea and Overseas"
//	date: 2025-04-03
//	---
//
// Its keys are the fields of a Source, all of them optional, in small letters:
// id, title, publisher, author, date, url, language, rights, sha256,
// quote_words, and digest (see digest.go). What is not known is left out or
// empty. A key that is not known is a fault: most are misspelled.

var frontKeys = []string{"id", "title", "publisher", "author", "date", "url", "language", "rights", "sha256", "quote_words", "digest"}

// splitFront parts a file into its front matter, without the hyphens, and its
// body, and says on which line of the file the body begins. A file without a
// front matter is all body; one whose front matter has no end is an error.
func splitFront(text string) (front, body string, bodyLine int, err error) {
	text = lineFeeds(strings.TrimPrefix(text, "\ufeff"))
	first, rest, ok := strings.Cut(text, "\n")
	if !ok || strings.TrimRight(first, " \t") != "---" {
		return "", text, 1, nil
	}
	line := 2
	for pos := 0; pos < len(rest); line++ {
		next := len(rest)
		if i := strings.IndexByte(rest[pos:], '\n'); i >= 0 {
			next = pos + i
		}
		if strings.TrimRight(rest[pos:next], " \t") == "---" {
			return rest[:pos], rest[min(next+1, len(rest)):], line + 1, nil
		}
		pos = next + 1
	}
	return "", "", 0, errors.New("the front matter has no end; close it with a line of three hyphens")
}

// readFront fills a source from a front matter that begins on line 2 of its
// file. digest tells whether it says that the file is a digest.
func readFront(file, front string, src *Source, f *faults) (digest bool) {
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(front), &doc); err != nil {
		line, what := yamlFault(err)
		f.at(file, line+1, "%s", what)
		return false
	}
	if len(doc.Content) == 0 {
		return false // empty, or comments only
	}
	root := doc.Content[0]
	if root.Kind != yaml.MappingNode {
		f.at(file, root.Line+1, "the front matter is no list of keys; write lines such as title: The Title")
		return false
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, value := root.Content[i], root.Content[i+1]
		switch {
		case !slices.Contains(frontKeys, key.Value):
			f.at(file, key.Line+1, "unknown key %q; known are %s", key.Value, strings.Join(frontKeys, ", "))
		case seen[key.Value]:
			f.at(file, key.Line+1, "key %q stands twice", key.Value)
		case value.Kind != yaml.ScalarNode:
			f.at(file, value.Line+1, "%s: a single value is expected", key.Value)
		default:
			text := value.Value
			if value.Tag == "!!null" {
				text = "" // "author:" with nothing, or ~
			}
			if key.Value == "digest" {
				digest = text == "true"
			}
			if err := src.set(key.Value, text); err != nil {
				f.at(file, value.Line+1, "%s: %v", key.Value, err)
			}
		}
		seen[key.Value] = true
	}
	return digest
}

var yamlLine = regexp.MustCompile(`^(?:yaml: )?line (\d+): `)

// yamlFault takes the line out of an error of the YAML reader.
func yamlFault(err error) (line int, what string) {
	what = strings.TrimPrefix(err.Error(), "yaml: ")
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		line, _ = strconv.Atoi(m[1])
		what = err.Error()[len(m[0]):]
	}
	return max(line, 1), what
}

var (
	hexSHA256 = regexp.MustCompile(`^[0-9a-f]{64}$`)
	langTag   = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)
	scheme    = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9+.-]*):([^0-9]|$)`)
)

// set sets one field by its key.
func (s *Source) set(key, value string) (err error) {
	value = tidy(value)
	switch key {
	case "id":
		s.ID, err = value, checkID(value)
	case "title":
		s.Title = value
	case "publisher":
		s.Publisher = value
	case "author":
		s.Author = value
	case "date":
		s.Date, err = readDate(value)
	case "url":
		s.URL, err = value, checkURL(value)
	case "language":
		if s.Language = value; value != "" && !langTag.MatchString(value) {
			err = fmt.Errorf("%q is no language tag such as en or pt-BR", value)
		}
	case "rights":
		s.Rights = value
	case "sha256":
		if s.SHA256 = strings.ToLower(value); value != "" && !hexSHA256.MatchString(s.SHA256) {
			err = fmt.Errorf("%q is no SHA-256; 64 hexadecimal digits are expected, as sha256sum prints them", value)
		}
	case "quote_words":
		if s.QuoteWords, err = strconv.Atoi(value); err != nil || s.QuoteWords < 0 {
			s.QuoteWords, err = 0, fmt.Errorf("%q is no number of words", value)
		}
	case "digest":
		if value != "true" && value != "false" {
			err = fmt.Errorf("%q is neither true nor false", value)
		}
	}
	return err
}

// maxID bounds a source's id, in bytes.
const maxID = 200

// checkID refuses what could not stand in a citation, source:paragraph, on one
// line.
func checkID(id string) error {
	switch {
	case id == "":
		return errors.New("an id is needed")
	case len(id) > maxID:
		return fmt.Errorf("an id of %d bytes is too long; at most %d are kept", len(id), maxID)
	case strings.ContainsFunc(id, func(r rune) bool { return r <= ' ' || r == 0x7f || r == 0xfffd }):
		return fmt.Errorf("id %q has a space or a character that cannot be shown", id)
	}
	return nil
}

// readDate takes a year, a year and month, or a day; of a time it keeps the
// day. An empty date is one that is not known.
func readDate(s string) (string, error) {
	if s == "" {
		return "", nil
	}
	for _, form := range []string{"2006", "2006-01", time.DateOnly} {
		if _, err := time.Parse(form, s); err == nil {
			return s, nil
		}
	}
	for _, form := range []string{time.RFC3339, time.DateTime, "2006-01-02T15:04:05"} {
		if t, err := time.Parse(form, s); err == nil {
			return t.Format(time.DateOnly), nil
		}
	}
	return "", fmt.Errorf("%q is no date; write 2015, 2015-03 or 2015-03-01", s)
}

// checkURL refuses addresses that are no web pages: an answer shows them as
// links. A port behind a host without a scheme is no scheme.
func checkURL(url string) error {
	if strings.ContainsFunc(url, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return fmt.Errorf("%q has a space or a control character", url)
	}
	if m := scheme.FindStringSubmatch(url); m != nil {
		if s := strings.ToLower(m[1]); s != "http" && s != "https" {
			return fmt.Errorf("%q is no web address; only http and https are shown as links", url)
		}
	}
	return nil
}
