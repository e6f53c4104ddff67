package scribe

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// SchemaFile is where kinds and relations stand.
const SchemaFile = "schema.yaml"

// AboutBase is the section, and the name in it, of what a schema says of the whole base: how it is
// called, what it is about, and which questions it offers.
const AboutBase = "base"

func ofBase(key string) bool { return key == "name" || key == "about" || key == "examples" }

// Defs are the kinds and relations of a schema as they are written.
type Defs struct {
	List []*Def
	f    *file
	root *yaml.Node
}

// A Def is a kind or a relation as it is written.
type Def struct {
	Section string // "kinds", "relations" or AboutBase
	Name    string
	Text    string
	Fields  []Field

	from, end int
	column    int // of its name, in spaces
	indent    int // of its keys
	keys      []span
	inline    bool // in braces
}

// ReadSchema reads the kinds and relations of a file: of schema.yaml, or of what stands beside an
// import, of which there need be none yet.
func ReadSchema(fsys fs.FS, name string) (*Defs, error) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil && (name == SchemaFile || !errors.Is(err, fs.ErrNotExist)) {
		return nil, err
	}
	f, err := readFile(name, data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	root, err := Parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if root == nil {
		root = &yaml.Node{Kind: yaml.MappingNode}
	}
	d := &Defs{f: f, root: root}
	base := &Def{Section: AboutBase, Name: AboutBase, from: 1, end: len(f.lines) + 1, keys: f.spans(root, len(f.lines)+1)}
	for _, k := range base.keys {
		if ofBase(k.Key) {
			base.Fields = append(base.Fields, k.Field)
			base.Text += f.text(k.from, k.to) + "\n"
		}
	}
	d.List = append(d.List, base)
	for _, section := range []string{"kinds", "relations"} {
		_, list := Under(root, section)
		if list == nil || list.Kind != yaml.MappingNode || list.Style&yaml.FlowStyle != 0 {
			continue
		}
		end := d.endOf(section)
		for i := 0; i+1 < len(list.Content); i += 2 {
			next := end
			if i+2 < len(list.Content) {
				next = f.trim(list.Content[i].Line, list.Content[i+2].Line)
			}
			d.List = append(d.List, d.read(section, list.Content[i], list.Content[i+1], next))
		}
	}
	return d, nil
}

// endOf is the line behind the last of a section.
func (d *Defs) endOf(section string) int {
	for i := 0; i+1 < len(d.root.Content); i += 2 {
		if d.root.Content[i].Value == section {
			next := len(d.f.lines) + 1
			if i+2 < len(d.root.Content) {
				next = d.root.Content[i+2].Line
			}
			return d.f.trim(d.root.Content[i].Line, next)
		}
	}
	return 0
}

func (d *Defs) read(section string, key, value *yaml.Node, end int) *Def {
	x := &Def{Section: section, Name: key.Value, from: key.Line, end: end, column: key.Column - 1, indent: key.Column + 1, Text: d.f.text(key.Line, end)}
	if value.Kind == yaml.MappingNode {
		x.inline = value.Style&yaml.FlowStyle != 0
		x.indent = value.Column - 1
		x.keys = d.f.spans(value, end)
	}
	for _, k := range x.keys {
		x.Fields = append(x.Fields, k.Field)
	}
	return x
}

// Find finds a kind or a relation.
func (d *Defs) Find(section, name string) (*Def, bool) {
	i := slices.IndexFunc(d.List, func(x *Def) bool { return x.Section == section && x.Name == name })
	if i < 0 {
		return nil, false
	}
	return d.List[i], true
}

// Add adds a kind or a relation behind the others.
func (d *Defs) Add(section, name string, fields []Field) Change {
	const step = 2
	column, at := step, d.endOf(section)
	for _, x := range d.List {
		if x.Section == section {
			column = x.column
		}
	}
	var text []string
	switch _, list := Under(d.root, section); {
	case at == 0:
		at, text = len(d.f.lines)+1, []string{"", section + ":"}
		if len(d.f.lines) == 0 {
			text[0] = head
		}
	case list == nil || list.Kind != yaml.MappingNode || len(list.Content) == 0: // "kinds:" or "kinds: {}"
		text = []string{section + ":"}
		line := at - 1
		return d.f.change(line, at, append(text, entry(name, fields, column)...))
	default:
		text = []string{""}
	}
	c := d.f.change(at, at, append(text, entry(name, fields, column)...))
	c.Line += len(text)
	c.After = strings.Join(entry(name, fields, column), "\n")
	return c
}

func entry(name string, fields []Field, column int) []string {
	return append([]string{strings.Repeat(" ", column) + name + ":"}, render(fields, column+2, "")...)
}

// Drop takes a kind or a relation out, with the comments above it; was is its Text as it was seen.
func (d *Defs) Drop(section, name, was string) (Change, error) {
	x, ok := d.Find(section, name)
	if !ok || x.Text != was {
		return Change{}, ErrChanged
	}
	from, to := x.from, x.end
	for from > 1 && strings.HasPrefix(strings.TrimSpace(d.f.lines[from-2]), "#") {
		from--
	}
	switch blank := func(line int) bool { return strings.TrimSpace(d.f.lines[line-1]) == "" }; {
	case to <= len(d.f.lines) && blank(to):
		to++
	case from > 1 && blank(from-1):
		from--
	}
	return d.f.change(from, to, nil), nil
}

// Set changes a kind or a relation; was is its Text as it was seen. Keys that fields do not name
// stay as they are, and one without a value goes.
func (d *Defs) Set(section, name, was string, fields []Field) (Change, error) {
	x, ok := d.Find(section, name)
	if !ok || x.Text != was {
		return Change{}, ErrChanged
	}
	var all []Field
	for _, k := range x.keys {
		if i := slices.IndexFunc(fields, func(f Field) bool { return f.Key == k.Key }); i >= 0 {
			all = append(all, fields[i])
		} else {
			all = append(all, k.Field)
		}
	}
	for _, f := range fields {
		if Get(all, f.Key) == nil && !slices.ContainsFunc(all, func(o Field) bool { return o.Key == f.Key }) {
			all = append(all, f)
		}
	}
	head := strings.Repeat(" ", x.column) + name + ":"
	switch {
	case section == AboutBase && len(x.keys) > 0:
		text := append(slices.Clone(d.f.lines[:x.keys[0].from-1]), d.f.rewrite(x.keys, x.end, all, 0)...)
		return Between(d.f.name, d.f.asRead, d.f.change(x.from, x.end, text).Data), nil
	case x.inline:
		return d.f.change(x.from, x.end, []string{head + " {" + strings.Join(inBraces(all, x.keys), ", ") + "}"}), nil
	case len(x.keys) == 0:
		return d.f.change(x.from, x.end, entry(name, all, x.column)), nil
	}
	text := append(slices.Clone(d.f.lines[x.from-1:x.keys[0].from-1]), d.f.rewrite(x.keys, x.end, all, x.indent)...)
	return d.f.change(x.from, x.end, text), nil
}
