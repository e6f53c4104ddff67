// Package scribe changes facts/*.yaml as a person would who has them in an editor: what is
// added looks like what stands beside it, and every line that need not change stays as it
// is, comments among them.
//
// A [Book] is read from the files. It finds things and their statements with the lines on
// which they stand, and makes [Change]s, which say what a file is to hold. Nothing is
// written here, and nothing is checked but that the place to change is as it was seen.
package scribe

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A Book is the facts of a base as they are written.
type Book struct {
	files []*file
	in    *Import // what the file stands beside; nil for facts/*.yaml
}

// A file is one of facts/*.yaml.
type file struct {
	name   string
	asRead []byte
	lines  []string // without their ends
	crlf   bool
	things []*Thing
	braced []*yaml.Node // things that stand in braces
}

// A Field is a key with its value, or several.
type Field struct {
	Key    string
	Values []string
}

// A Thing is an entity as it is written.
type Thing struct {
	File   string
	Line   int     // from 1
	Text   string  // all but its facts
	Fields []Field // the same, by their keys
	Facts  []Fact

	f         *file
	end       int // the line behind its last
	keys      []span
	indent    int  // of its keys, in spaces
	facts     int  // the line of "facts:", 0 for none
	factsEnd  int  // the line behind the last of the facts
	dash      int  // the indent of the dash of a fact
	unbending bool // its facts are written in brackets
}

// A Fact is a statement as it is written.
type Fact struct {
	Line   int // from 1
	Text   string
	Fields []Field // the relation first; of an anchored citation the place alone

	end    int
	keys   []span
	inline bool // written in braces
}

// A span is a key's lines, from its own to that behind its last.
type span struct {
	Field
	from, to int
	comment  string // at the end of its line
	// anchored are its values that are written with words of their paragraph, as they stand.
	anchored map[string]string
}

// A Change is what a file is to hold.
type Change struct {
	File          string
	Line          int    // where the change begins, from 1
	Before, After string // of the place that changes
	Data          []byte // of the whole file
}

// Between is the change from one text of a file to another: the lines between those that both
// begin and end with.
func Between(file string, was, will []byte) Change {
	a, b := strings.Split(string(was), "\n"), strings.Split(string(will), "\n")
	from, end := 0, 0
	for from < min(len(a), len(b)) && a[from] == b[from] {
		from++
	}
	for end < min(len(a), len(b))-from && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	return Change{File: file, Line: from + 1, Before: strings.Join(a[from:len(a)-end], "\n"), After: strings.Join(b[from:len(b)-end], "\n"), Data: will}
}

// ErrChanged is returned where a place is no longer as it was seen: somebody else has
// changed it.
var ErrChanged = errors.New("this was changed by somebody else meanwhile")

// errBrackets is returned for what cannot be changed line by line.
var errBrackets = errors.New("this is written in brackets on one line, and can only be changed in the file")

// Read reads facts/*.yaml. The error names what is no YAML.
func Read(fsys fs.FS) (*Book, error) {
	b := &Book{}
	var errs []error
	for _, pattern := range []string{"facts/*.yaml", "facts/*.yml"} {
		names, err := fs.Glob(fsys, pattern)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			data, err := fs.ReadFile(fsys, name)
			if err != nil {
				return nil, err
			}
			f, err := readFile(name, data)
			if err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", name, err))
				continue
			}
			b.files = append(b.files, f)
		}
	}
	return b, errors.Join(errs...)
}

func readFile(name string, data []byte) (*file, error) {
	text := string(data)
	f := &file{name: name, asRead: data, crlf: strings.Contains(text, "\r\n")}
	text = strings.TrimSuffix(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	if text != "" {
		f.lines = strings.Split(text, "\n")
	}
	var root yaml.Node
	if err := yaml.Unmarshal([]byte(text), &root); err != nil {
		return nil, err
	}
	if len(root.Content) == 0 || thingsOf(root.Content[0]) == nil {
		return f, nil
	}
	items, behind := thingsOf(root.Content[0]).Content, len(f.lines)+1
	for _, key := range root.Content[0].Content {
		if root.Content[0].Kind == yaml.MappingNode && len(items) > 0 && key.Line > items[0].Line && key.Column == root.Content[0].Column {
			behind = min(behind, key.Line)
		}
	}
	for i, n := range items {
		next := behind
		if i+1 < len(items) {
			next = items[i+1].Line
		}
		if n.Kind == yaml.MappingNode && n.Style&yaml.FlowStyle == 0 {
			f.things = append(f.things, f.thing(n, f.trim(n.Line, next)))
		} else if n.Kind == yaml.MappingNode {
			f.braced = append(f.braced, n)
		}
	}
	return f, nil
}

// trim returns the line behind the last of from to next that is neither empty nor a comment
// alone: those belong to what follows.
func (f *file) trim(from, next int) int {
	for next > from+1 {
		line := strings.TrimSpace(f.lines[next-2])
		if line != "" && line[0] != '#' {
			break
		}
		next--
	}
	return next
}

func (f *file) text(from, to int) string { return strings.Join(f.lines[from-1:to-1], "\n") }

func (f *file) thing(n *yaml.Node, end int) *Thing {
	t := &Thing{File: f.name, Line: n.Line, f: f, end: end, indent: n.Column - 1, dash: n.Column + 1}
	for _, k := range f.spans(n, end) {
		if k.Key != "facts" {
			t.keys = append(t.keys, k)
			t.Fields = append(t.Fields, k.Field)
		}
	}
	var own []string
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		to := end
		if i+2 < len(n.Content) {
			to = f.trim(key.Line, n.Content[i+2].Line)
		}
		if key.Value != "facts" {
			own = append(own, f.text(key.Line, to))
			continue
		}
		t.facts, t.factsEnd = key.Line, to
		if value.Kind != yaml.SequenceNode {
			continue
		}
		if value.Style&yaml.FlowStyle != 0 {
			t.unbending = len(value.Content) > 0
			continue
		}
		t.dash = value.Column - 1
		for j, item := range value.Content {
			next := to
			if j+1 < len(value.Content) {
				next = f.trim(item.Line, value.Content[j+1].Line)
			}
			t.Facts = append(t.Facts, f.fact(item, next))
		}
	}
	t.Text = strings.Join(own, "\n")
	return t
}

func (f *file) fact(n *yaml.Node, end int) Fact {
	x := Fact{Line: n.Line, Text: f.text(n.Line, end), end: end, inline: n.Style&yaml.FlowStyle != 0}
	if n.Kind == yaml.MappingNode {
		x.keys = f.spans(n, end)
	}
	for _, k := range x.keys {
		x.Fields = append(x.Fields, k.Field)
	}
	return x
}

// spans lists the keys of a mapping with their lines.
func (f *file) spans(n *yaml.Node, end int) []span {
	var list []span
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		k := span{Field: Field{Key: key.Value}, from: key.Line, to: end, comment: value.LineComment}
		if i+2 < len(n.Content) {
			k.to = n.Content[i+2].Line
		}
		items := []*yaml.Node{value}
		if value.Kind == yaml.SequenceNode {
			items = value.Content
		}
		for _, item := range items {
			if item.Kind == yaml.MappingNode { // an anchored citation
				raw := braces(item)
				item = &yaml.Node{Kind: yaml.MappingNode, Value: raw, Content: item.Content}
				for j := 0; j+1 < len(item.Content); j += 2 {
					if item.Content[j].Value == "at" {
						item = item.Content[j+1]
						break
					}
				}
				if k.anchored == nil {
					k.anchored = map[string]string{}
				}
				k.anchored[strings.TrimSpace(item.Value)] = raw
			}
			if v := strings.TrimSpace(item.Value); v != "" {
				k.Values = append(k.Values, v)
			}
		}
		list = append(list, k)
	}
	return list
}

// braces writes a mapping of scalars on one line.
func braces(n *yaml.Node) string {
	var parts []string
	for i := 0; i+1 < len(n.Content); i += 2 {
		value := scalar(n.Content[i+1].Value, true)
		if n.Content[i+1].Style != 0 {
			value = quoted(n.Content[i+1].Value)
		}
		parts = append(parts, n.Content[i].Value+": "+value)
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// Get returns the values of a key.
func Get(fields []Field, key string) []string {
	for _, f := range fields {
		if f.Key == key {
			return f.Values
		}
	}
	return nil
}

// Thing finds a thing by its id. One that stands in braces is changed as if it were written a
// key a line.
func (b *Book) Thing(id string) (*Thing, bool) {
	if b.in != nil {
		if t := b.whole(id); t != nil {
			return t, true
		}
		t, ok := b.entry(id)
		return t, ok && Get(t.Fields, "kind") != nil
	}
	for i, f := range b.files {
		for _, t := range f.things {
			if v := Get(t.Fields, "id"); len(v) == 1 && v[0] == id {
				return t, true
			}
		}
		for _, n := range f.braced {
			if WithID(&yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{n}}, id) == nil {
				continue
			}
			data := f.data()
			text := Unfold(data, n)
			open, err := readFile(f.name, text)
			if err != nil || bytes.Equal(text, data) || len(open.braced) == len(f.braced) {
				return nil, false
			}
			open.crlf, open.asRead = f.crlf, f.asRead
			b.files[i] = open
			return b.Thing(id)
		}
	}
	return nil, false
}

func (f *file) data() []byte { return []byte(strings.Join(f.lines, "\n") + "\n") }

// Home returns the file in which a new thing of a kind stands best: where most of that kind
// do, else facts/things.yaml.
func (b *Book) Home(kind string) string {
	if b.in != nil {
		return b.files[0].name
	}
	best, most := "facts/things.yaml", 0
	for _, f := range b.files {
		n := 0
		for _, t := range f.things {
			if v := Get(t.Fields, "kind"); len(v) == 1 && v[0] == kind {
				n++
			}
		}
		if n > most {
			best, most = f.name, n
		}
	}
	return best
}

// AddThing adds a thing at the end of a file, which is made if need be.
func (b *Book) AddThing(name string, fields []Field) Change {
	if b.in != nil {
		return b.addEntry(fields)
	}
	i := slices.IndexFunc(b.files, func(f *file) bool { return f.name == path.Clean(name) })
	f := &file{name: path.Clean(name)}
	if i >= 0 {
		f = b.files[i]
	}
	indent := 0
	if len(f.things) > 0 {
		indent = f.things[0].indent - 2
	}
	text := render(fields, indent, "- ")
	at := len(f.lines) + 1
	if len(f.lines) == 0 || strings.TrimSpace(f.lines[len(f.lines)-1]) == "" {
		return f.change(at, at, text)
	}
	c := f.change(at, at, append([]string{""}, text...))
	c.Line, c.After = c.Line+1, strings.Join(text, "\n")
	return c
}

// SetThing changes what a thing is called and is, and leaves its facts; was is its Text as
// it was seen.
func (b *Book) SetThing(id, was string, fields []Field) (Change, error) {
	t, ok := b.Thing(id)
	if !ok || t.Text != was {
		return Change{}, ErrChanged
	}
	if b.in != nil {
		if _, imported := b.in.Thing(id, b.as); imported {
			return b.setBeside(t, id, was, fields)
		}
		for _, key := range []string{keyAlso, keyWithout, keyNotCalled} {
			fields = append(slices.Clone(fields), Field{key, Get(t.Fields, key)})
		}
	}
	if t.facts > 0 && t.facts < t.keys[len(t.keys)-1].from {
		return Change{}, errBehind
	}
	return t.f.change(t.Line, t.ownEnd(), t.f.rewrite(t.keys, t.ownEnd(), fields, t.indent)), nil
}

// ownEnd is the line behind the last of what is not facts.
func (t *Thing) ownEnd() int {
	if t.facts > 0 {
		return t.f.trim(t.Line, t.facts)
	}
	return t.end
}

// AddFact adds a statement behind the others of a thing. One that is there in the same
// words is not added again: added is false.
func (b *Book) AddFact(id string, fields []Field) (c Change, added bool, err error) {
	t, ok := b.Thing(id)
	switch {
	case !ok:
		return c, false, ErrChanged
	case t.unbending:
		return c, false, errBrackets
	}
	for _, x := range t.Facts {
		if same(x.Fields, fields) {
			return c, false, nil
		}
	}
	if _, own := b.entry(id); b.in != nil && (!own || t.keys == nil) {
		c, err = b.asOne(func() (Change, error) { return b.addBeside(id, fields) })
		return c, err == nil, err
	}
	text := render(fields, t.dash, "- ")
	switch {
	case t.facts == 0:
		text = append([]string{strings.Repeat(" ", t.indent) + "facts:"}, text...)
		return t.f.change(t.end, t.end, text), true, nil
	case len(t.Facts) == 0: // "facts:" or "facts: []"
		text = append([]string{strings.Repeat(" ", t.indent) + "facts:"}, text...)
		return t.f.change(t.facts, t.facts+1, text), true, nil
	}
	at := t.Facts[len(t.Facts)-1].end
	return t.f.change(at, at, text), true, nil
}

// fact finds a statement by its text.
func (b *Book) fact(id, was string) (*Thing, *Fact, error) {
	t, ok := b.Thing(id)
	if !ok {
		return nil, nil, ErrChanged
	}
	for i := range t.Facts {
		if t.Facts[i].Text == was {
			return t, &t.Facts[i], nil
		}
	}
	return nil, nil, ErrChanged
}

// SetFact changes a statement; was is its Text as it was seen.
func (b *Book) SetFact(id, was string, fields []Field) (Change, error) {
	return b.setFact(id, was, fields, "")
}

// setFact does that; of one of its citations the words are forgotten.
func (b *Book) setFact(id, was string, fields []Field, wordless string) (Change, error) {
	t, x, err := b.fact(id, was)
	if err != nil {
		return Change{}, err
	}
	if x.Line == 0 { // of the import
		if same(x.Fields, fields) {
			return Change{}, nil
		}
		return b.asOne(func() (Change, error) { return b.more(id, keyWithout, inLine(uncited(x.Fields))) }, func() (Change, error) { return b.addBeside(id, fields) })
	}
	if b.in != nil { // whose lines are its entry's
		t, _ = b.entry(id)
	}
	text, keys := render(fields, t.dash, "- "), slices.Clone(x.keys)
	for i, k := range keys {
		if k.anchored[wordless] != "" { // it is written anew
			keys[i].Values, keys[i].anchored = nil, maps.Clone(k.anchored)
			delete(keys[i].anchored, wordless)
		}
	}
	switch {
	case same(x.Fields, fields) && wordless == "":
		text = strings.Split(x.Text, "\n")
	case x.inline:
		text = []string{strings.Repeat(" ", t.dash) + "- {" + strings.Join(inBraces(fields, keys), ", ") + "}"}
	case len(keys) > 0:
		text = t.f.rewrite(keys, x.end, fields, t.dash+2)
	}
	return t.f.change(x.Line, x.end, text), nil
}

// SetCite has a statement cite another paragraph in the place of one, or the same one without the
// words that it was cited by; other citations stay as they are written.
func (b *Book) SetCite(id, was, old, new string) (Change, error) {
	_, x, err := b.fact(id, was)
	if err != nil {
		return Change{}, err
	}
	fields := slices.Clone(x.Fields)
	for i, f := range fields {
		at := slices.Index(f.Values, old)
		if f.Key != "cite" || at < 0 {
			continue
		}
		values := slices.Clone(f.Values)
		if values[at] = new; old != new && slices.Contains(f.Values, new) {
			values = slices.Delete(values, at, at+1)
		}
		fields[i].Values = values
		return b.setFact(id, was, fields, old)
	}
	return Change{}, ErrChanged
}

// At finds the statement that stands on a line of a file.
func (b *Book) At(name string, line int) (*Thing, *Fact, bool) {
	for _, f := range b.files {
		for _, t := range f.things {
			for i := range t.Facts {
				if x := &t.Facts[i]; f.name == name && x.Line <= line && line < x.end {
					return t, x, true
				}
			}
		}
	}
	return nil, nil, false
}

// DropFact takes a statement out; was is its Text as it was seen.
func (b *Book) DropFact(id, was string) (Change, error) {
	t, x, err := b.fact(id, was)
	if err != nil {
		return Change{}, err
	}
	if x.Line == 0 { // of the import
		return b.more(id, keyWithout, inLine(uncited(x.Fields)))
	}
	if b.in != nil { // whose lines are its entry's
		t, _ = b.entry(id)
	}
	if len(t.Facts) == 1 { // and "facts:" with it
		return t.f.change(t.facts, x.end, nil), nil
	}
	return t.f.change(x.Line, x.end, nil), nil
}

// change puts text in the place of the lines from from to before to.
func (f *file) change(from, to int, text []string) Change {
	lines := slices.Concat(f.lines[:from-1], text, f.lines[to-1:])
	end := "\n"
	if f.crlf {
		end = "\r\n"
	}
	data := ""
	if len(lines) > 0 {
		data = strings.Join(lines, end) + end
	}
	return Change{File: f.name, Line: from, Before: f.text(from, to), After: strings.Join(text, "\n"), Data: []byte(data)}
}

// rewrite writes the fields in the place of keys, whose first stands behind a dash; the
// lines of those that say the same stay.
func (f *file) rewrite(keys []span, end int, fields []Field, indent int) []string {
	left := slices.Clone(fields)
	take := func(key string) (Field, bool) {
		i := slices.IndexFunc(left, func(f Field) bool { return f.Key == key })
		if i < 0 {
			return Field{}, false
		}
		x := left[i]
		left = slices.Delete(left, i, i+1)
		return x, true
	}
	known := map[string]bool{}
	for _, k := range keys {
		known[k.Key] = true
	}
	var out []string
	fresh := func() { // those that are not there yet
		for _, x := range fields {
			if !known[x.Key] {
				if x, ok := take(x.Key); ok && len(x.Values) > 0 {
					out = append(out, strings.Repeat(" ", indent)+line(x))
				}
			}
		}
	}
	for i, k := range keys {
		to := min(k.to, end)
		if k.Key == "cite" {
			fresh()
		}
		x, ok := take(k.Key)
		if i == 0 && !ok && len(left) > 0 { // another relation
			x, ok = left[0], true
			left = left[1:]
		}
		switch last := f.trim(k.from, to); {
		case ok && x.Key == k.Key && slices.Equal(x.Values, k.Values):
			out = append(out, f.lines[k.from-1:to-1]...)
		case ok && len(x.Values) > 0:
			text := lineWith(x, k.anchored)
			if k.comment != "" {
				text += "  " + k.comment
			}
			out = append(out, f.head(k.from, indent, i == 0)+text)
			out = append(out, f.lines[last-1:to-1]...)
		default:
			out = append(out, f.lines[last-1:to-1]...)
		}
	}
	fresh()
	return out
}

// head is what stands before a key.
func (f *file) head(at, indent int, first bool) string {
	if first {
		line := f.lines[at-1]
		return line[:min(indent, len(line))]
	}
	return strings.Repeat(" ", indent)
}

// same reports whether two statements say the same, whatever the order of their keys.
func same(a, b []Field) bool {
	b = slices.DeleteFunc(slices.Clone(b), func(f Field) bool { return len(f.Values) == 0 })
	if len(a) != len(b) || len(a) == 0 || a[0].Key != b[0].Key {
		return false
	}
	for _, f := range a {
		if !slices.Equal(f.Values, Get(b, f.Key)) {
			return false
		}
	}
	return true
}

// render writes fields as an item of a list, a key a line.
func render(fields []Field, indent int, dash string) []string {
	var out []string
	for _, f := range fields {
		if len(f.Values) == 0 {
			continue
		}
		head := strings.Repeat(" ", indent) + dash
		if len(out) > 0 {
			head = strings.Repeat(" ", indent+len(dash))
		}
		out = append(out, head+line(f))
	}
	return out
}

// inBraces writes fields to stand in braces on one line.
func inBraces(fields []Field, was []span) []string {
	var out []string
	for _, f := range fields {
		var as map[string]string
		for _, k := range was {
			if k.Key == f.Key {
				as = k.anchored
			}
		}
		switch raw, ok := as[strings.Join(f.Values, "")]; {
		case len(f.Values) == 0:
		case len(f.Values) > 1:
			out = append(out, lineWith(f, as))
		case ok:
			out = append(out, f.Key+": "+raw)
		default:
			out = append(out, f.Key+": "+scalar(f.Values[0], true))
		}
	}
	return out
}

// line writes a field.
func line(f Field) string { return lineWith(f, nil) }

// lineWith writes a field, of whose values some are written as they were.
func lineWith(f Field, as map[string]string) string {
	write := func(v string, listed bool) string {
		if raw, ok := as[v]; ok {
			return raw
		}
		return scalar(v, listed)
	}
	if f.Key == keyWithout { // statements, in braces
		return f.Key + ": [" + strings.Join(f.Values, ", ") + "]"
	}
	if len(f.Values) == 1 && f.Key != "aliases" && f.Key != keyAlso && f.Key != keyNotCalled { // of which there will be more
		return f.Key + ": " + write(f.Values[0], false)
	}
	list := make([]string, len(f.Values))
	for i, v := range f.Values {
		list[i] = write(v, true)
	}
	return f.Key + ": [" + strings.Join(list, ", ") + "]"
}

// scalar writes a value without quotes where YAML reads it as it is, within a list or not.
func scalar(text string, listed bool) string {
	text = strings.Join(strings.Fields(text), " ")
	plain := "k: " + text
	if listed {
		plain = "k: [" + text + "]"
	}
	var root yaml.Node
	if err := yaml.Unmarshal([]byte(plain), &root); err == nil && len(root.Content) == 1 && len(root.Content[0].Content) == 2 {
		v := root.Content[0].Content[1]
		if listed && v.Kind == yaml.SequenceNode && len(v.Content) == 1 {
			v = v.Content[0]
		}
		if v.Kind == yaml.ScalarNode && v.Style == 0 && v.Value == text && v.LineComment == "" && v.FootComment == "" && text != "" && v.Tag != "!!null" {
			return text
		}
	}
	return quoted(text)
}

func quoted(text string) string {
	data, err := yaml.Marshal(&yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Style: yaml.DoubleQuotedStyle, Value: text})
	if err != nil { // no text is without a quoted form
		return fmt.Sprintf("%q", text)
	}
	return strings.TrimSpace(string(data))
}
