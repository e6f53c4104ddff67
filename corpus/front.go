package corpus

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"go.yaml.in/yaml/v3"
)

// A front matter is YAML between two lines of three hyphens, TOML between two of
// three plus signs, or a JSON object, at the beginning of the file:
//
//	---
//	id: kobiz-2025
//	title: "Ko-pick: International Co-productions Between Korea and Overseas"
//	date: 2025-04-03
//	---
//
// Its keys are the fields of a Source, all of them optional: id, title,
// publisher, author, date, url, language, rights, sha256, quote_words, and digest
// (see digest.go), and the names that site generators have for them (frontKeys).
// What is not known is left out or empty. Other keys are passed over with a note,
// and so is a value that cannot be read, an unreadable date for example: only what
// decides how the text is to be read, sha256 and digest, is a fault.

// frontKeys are the names of each field, the first one first.
var frontKeys = map[string][]string{
	"id":          {"id"},
	"title":       {"title"},
	"publisher":   {"publisher", "site_name"},
	"author":      {"author", "authors", "byline"},
	"date":        {"date", "published", "publishdate", "publish_date", "pubdate", "date_published", "datepublished", "created"},
	"url":         {"url", "canonical_url", "canonicalurl", "canonical", "link", "source"},
	"language":    {"language", "lang", "locale"},
	"rights":      {"rights", "license", "licence", "copyright"},
	"sha256":      {"sha256"},
	"quote_words": {"quote_words"},
	"digest":      {"digest"},
}

// A field is one key of a front matter.
type field struct {
	key, value string
	line       int // of the file
}

// front is a front matter as it stands in its file.
type front struct {
	text  string
	form  byte // '-' YAML, '+' TOML, '{' JSON, ':' lines without fences, 0 for none
	above int  // lines above its fence; -1 where it has no fence
}

// splitFront parts a file into its front matter, without what fences it, and its
// body, and says on which line of the file the body begins. A file without a
// front matter, or with one that has no end, is all body; so is one that begins with
// a rule, and has another further down. Comments of HTML may stand above it.
func splitFront(text string) (head front, body string, bodyLine int) {
	text = lineFeeds(strings.TrimPrefix(text, "\ufeff"))
	above := len(aboveFront.FindString(text))
	above = strings.LastIndexByte(text[:above], '\n') + 1 // of blank lines and comments
	first, rest, ok := strings.Cut(text[above:], "\n")
	first = strings.TrimRight(first, " \t")
	line := strings.Count(text[:above], "\n") + 1
	form, named := fences[first]
	switch {
	case first == "{" && ok:
		d := json.NewDecoder(strings.NewReader(text[above:]))
		var all json.RawMessage
		if err := d.Decode(&all); err != nil {
			return front{}, text, 1
		}
		n := above + int(d.InputOffset())
		return front{text[above:n], '{', line - 1}, text[n:], 1 + strings.Count(text[:n], "\n")
	case !ok || !named:
		return front{}, text, 1
	}
	head = front{form: form, above: line - 1}
	for pos := 0; pos < len(rest); {
		next := len(rest)
		if i := strings.IndexByte(rest[pos:], '\n'); i >= 0 {
			next = pos + i
		}
		line++
		if end := strings.TrimRight(rest[pos:next], " \t"); end == first[:3] || end == "..." && form == '-' {
			if head.text = rest[:pos]; head.isText() {
				return front{}, text, 1
			}
			return head, rest[min(next+1, len(rest)):], line + 1
		}
		pos = next + 1
	}
	return front{}, text, 1
}

var aboveFront = regexp.MustCompile(`\A(?:[ \t\n]|(?s:<!--.*?-->))*`)

// fences are the lines that a front matter may begin with, and its form.
var fences = map[string]byte{
	"---": '-', "---yaml": '-', "---yml": '-', "--- yaml": '-', "+++": '+', "---toml": '+', "--- toml": '+', "---json": '{', "--- json": '{', ";;;": '{',
}

var keyLine = regexp.MustCompile(`(?m)^["']?([\pL_][\pL\pN_ .-]*?)["']?\s*[:=](?:\s|$)`)

// isText reports whether what stands between two rules is text, and no front matter: it has
// no line with a key, or none that is known where it begins with a blank line or its reader
// refuses it.
func (h front) isText() bool {
	keys := keyLine.FindAllStringSubmatch(h.text, -1)
	known := slices.ContainsFunc(keys, func(m []string) bool { key, _ := fieldNamed(m[1]); return key != "" })
	switch {
	case h.form != '-' || known:
		return false
	case len(keys) > 0 && (h.text == "" || h.text[0] != '\n'):
		_, err := yamlFields(h.text)
		return err != nil
	}
	for line := range strings.Lines(h.text) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			return true
		}
	}
	return false
}

// siteKeys are keys that only a site generator or MultiMarkdown reads, which tell a front matter that holds
// nothing else from text.
var siteKeys = []string{"category", "categories", "tags", "slug", "status", "summary", "modified", "template", "keywords", "description", "subtitle", "layout", "permalink", "draft", "weight",
	"affiliation", "base header level", "bibliography", "bibtex", "comment", "css", "header level", "html footer", "html header", "html header level", "latex author", "latex config", "latex footer", "latex header", "latex header level",
	"latex input", "latex leader", "latex mode", "latex title", "mmd footer", "mmd header", "odf header", "quotes language", "revision", "transclude base", "xhtml header"}

// takeFront reads the front matter of a text that is no Markdown but a page of a site
// generator's all the same, and returns what stands below it. Two rules with text between
// them stay.
func takeFront(file, text string, f *faults) (given Source, body string) {
	head, body, _ := splitFront(text)
	fields, err := head.fields()
	if head.form != '-' && head.form != '+' || err != nil || !slices.ContainsFunc(fields, func(at field) bool {
		key, _ := fieldNamed(at.key)
		return key != "" || slices.Contains(siteKeys, strings.ToLower(at.key))
	}) {
		return Source{}, text
	}
	readFront(file, head, &given, f)
	return given, body
}

// under lays what a front matter gives over what else was found of a source.
func (s *Source) under(given Source) {
	for _, f := range [][2]*string{{&s.ID, &given.ID}, {&s.Title, &given.Title}, {&s.Publisher, &given.Publisher}, {&s.Author, &given.Author},
		{&s.Date, &given.Date}, {&s.URL, &given.URL}, {&s.Language, &given.Language}, {&s.Rights, &given.Rights}} {
		if *f[1] != "" {
			*f[0] = *f[1]
		}
	}
	s.QuoteWords = max(s.QuoteWords, given.QuoteWords)
}

// readFront fills a source from a front matter. digest tells whether it says that
// the file is a digest.
func readFront(file string, head front, src *Source, f *faults) (digest bool) {
	fields, err := head.fields()
	if err != nil {
		line, what := yamlFault(err)
		fields = loose(head.text)
		f.note("front", file, line+1+head.above, "%s; the lines of the front matter that can be read are", what)
	}
	for i := range fields {
		fields[i].line += head.above
	}
	set := map[string]int{} // by field of the source how early its name stands in frontKeys, +1
	for _, at := range fields {
		key, rank := fieldNamed(at.key)
		switch {
		case key == "", key == "date" && isBoolean(at.value): // published: true
			f.note("key "+at.key, file, at.line, "the key %q is passed over", at.key)
			continue
		case set[key] > 0 && set[key] <= rank:
			if set[key] == rank {
				f.note("twice", file, at.line, "the key %q stands twice; the first is read", at.key)
			}
			continue
		case at.value == "":
			continue
		}
		old := *src
		if err := src.set(key, at.value); err != nil {
			*src = old
			if key == "sha256" || key == "digest" {
				f.at(file, at.line, "%s: %v", key, err)
			} else {
				f.note(key, file, at.line, "%s: %v; left out", key, err)
			}
			continue
		}
		set[key] = rank
		digest = digest || key == "digest" && at.value == "true"
	}
	return digest
}

func isBoolean(value string) bool {
	switch strings.ToLower(value) {
	case "true", "false", "yes", "no":
		return true
	}
	return false
}

// fieldNamed returns the field of a source that a key names, and which of its names
// that is, from 1.
func fieldNamed(key string) (string, int) {
	key = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(key)), " ", "_")
	key = strings.ReplaceAll(key, "-", "_")
	for name, list := range frontKeys {
		if i := slices.Index(list, key); i >= 0 {
			return name, i + 1
		}
	}
	return "", 0
}

// fields lists the keys of a front matter.
func (h front) fields() (list []field, err error) {
	switch h.form {
	case '-':
		return yamlFields(h.text)
	case ':':
		return loose(h.text), nil
	case '+':
		values := map[string]any{}
		if err := toml.Unmarshal([]byte(h.text), &values); err != nil {
			return nil, err
		}
		return plainFields(values, h.text), nil
	}
	values := map[string]any{}
	text := strings.TrimSpace(h.text)
	if !strings.HasPrefix(text, "{") { // as Middleman has it
		text = "{" + strings.TrimSuffix(text, ",") + "}"
	}
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&values); err != nil {
		return nil, err
	}
	return plainFields(values, h.text), nil
}

func yamlFields(text string) (list []field, err error) {
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		return nil, err
	}
	if len(doc.Content) == 0 {
		return nil, nil // empty, or comments only
	}
	root := doc.Content[0]
	if root.Kind != yaml.MappingNode {
		return nil, errors.New("the front matter is no list of keys; write lines such as title: The Title")
	}
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, value := root.Content[i], root.Content[i+1]
		text := yamlText(value, 0)
		if name, _ := fieldNamed(key.Value); name == "date" && text == "" && len(value.Content) > 0 {
			if text = datedWithin(value); text == "" {
				text = "a list of keys" // which is told as any other that is no date
			}
		}
		list = append(list, field{key.Value, text, key.Line + 1})
	}
	return list, nil
}

// datedWithin returns the first of several dates that stand below one key, as MkDocs has them: created, updated.
func datedWithin(n *yaml.Node) (text string) {
	best := 0
	for i := 0; i+1 < len(n.Content); i += 2 {
		if name, rank := fieldNamed(n.Content[i].Value); name == "date" && (best == 0 || rank < best) {
			text, best = yamlText(n.Content[i+1], 1), rank
		}
	}
	return text
}

// yamlText is the text of a value: a list's joined, and of a thing its name.
func yamlText(n *yaml.Node, depth int) string {
	switch {
	case depth > 4 || n.Tag == "!!null":
		return ""
	case n.Kind == yaml.ScalarNode:
		return n.Value
	case n.Kind == yaml.AliasNode && n.Alias != nil:
		return yamlText(n.Alias, depth+1)
	}
	var parts []string
	step := 1
	if n.Kind == yaml.MappingNode {
		step = 2
	}
	for i := step - 1; i < len(n.Content); i += step {
		if step == 2 && n.Content[i-1].Value != "name" {
			continue
		}
		if s := yamlText(n.Content[i], depth+1); s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}

// plainFields lists what a TOML or JSON reader made of a front matter, in order of
// keys.
func plainFields(values map[string]any, text string) (list []field) {
	for key, v := range values {
		line := 1
		if i := strings.Index(text, key); i >= 0 {
			line += strings.Count(text[:i], "\n")
		}
		if !strings.HasPrefix(text, "{") {
			line++
		}
		list = append(list, field{key, plainText(v), line})
	}
	slices.SortFunc(list, func(a, b field) int { return strings.Compare(a.key, b.key) })
	return list
}

func plainText(v any) string {
	var parts []string
	switch v := v.(type) {
	case nil:
		return ""
	case []any:
		for _, x := range v {
			if s := plainText(x); s != "" {
				parts = append(parts, s)
			}
		}
	case map[string]any:
		return plainText(v["name"])
	default:
		return fmt.Sprint(v)
	}
	return strings.Join(parts, ", ")
}

var looseLine = regexp.MustCompile(`^"?([\pL][\pL\pN_ -]*?)"?\s*[:=]\s+(.+?),?$`)

// loose reads the lines "key: value" of a front matter that its own reader refuses,
// as it does a title with a colon in it.
func loose(text string) (list []field) {
	line := 1
	for l := range strings.Lines(text) {
		line++
		m := looseLine.FindStringSubmatch(strings.TrimRight(l, "\r\n\t "))
		if m == nil {
			continue
		}
		value := m[2]
		if n := len(value); n > 1 && (value[0] == '"' || value[0] == '\'') && value[n-1] == value[0] {
			value = value[1 : n-1]
		}
		if !strings.ContainsAny(value[:min(1, len(value))], "[{&*!|>%@`") {
			list = append(list, field{m[1], value, line})
		}
	}
	return list
}

var yamlLine = regexp.MustCompile(`^(?:yaml: )?line (\d+): `)

// yamlFault takes the line out of an error of the YAML reader.
func yamlFault(err error) (line int, what string) {
	what = strings.TrimPrefix(err.Error(), "yaml: ")
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		line, _ = strconv.Atoi(m[1])
		what = err.Error()[len(m[0]):]
	}
	what, _, _ = strings.Cut(what, "\n")
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
		s.Date, err = dateOfArticle(value)
	case "url":
		s.URL, err = value, checkURL(value)
	case "language":
		value, _, _ = strings.Cut(strings.ReplaceAll(value, "_", "-"), ".") // en_US.UTF-8
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
	case strings.ContainsFunc(id, badInID):
		return fmt.Errorf("id %q has a space or a character that cannot be shown", id)
	}
	return nil
}

func badInID(r rune) bool { return r <= ' ' || r >= 0x7f && r <= 0xa0 || r == 0xfffd || invisible(r) }

// checkURL refuses addresses that are no web pages: an answer shows them as
// links. A port behind a host without a scheme is no scheme.
func checkURL(url string) error {
	if strings.ContainsFunc(url, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return fmt.Errorf("%q has a space or a control character", url)
	}
	if strings.HasPrefix(url, "/") || strings.HasPrefix(url, ".") {
		return fmt.Errorf("%q names no host", url)
	}
	if strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://") {
		return nil
	}
	if !strings.Contains(url, ":") {
		return nil
	}
	if m := scheme.FindStringSubmatch(url); m != nil {
		if s := strings.ToLower(m[1]); s != "http" && s != "https" {
			return fmt.Errorf("%q is no web address; only http and https are shown as links", url)
		}
	}
	return nil
}
