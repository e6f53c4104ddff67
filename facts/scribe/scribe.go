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

// Home returns the file in which a new thing of a kind stands best: where most of that kind
// do, else facts/things.yaml; not in an example, which is taken away.
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
		if n > most && !IsExample(f.asRead) {
			best, most = f.name, n
		}
	}
	return best
}

// IsExample reports whether a file says in its first line that it is an example, as that of a new base does.
func IsExample(text []byte) bool { return bytes.HasPrefix(text, []byte("# EXAMPLE")) }

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
