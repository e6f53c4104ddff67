package scribe

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"go.yaml.in/yaml/v3"
)

// This file reads the files, and notes on which lines each thing, statement and key stands.

// A file is one of facts/*.yaml.
type file struct {
	name   string
	asRead []byte
	lines  []string // without their ends
	crlf   bool
	things []*Thing
	braced []*yaml.Node // things that stand in braces
}

// A span is a key's lines, from its own to that behind its last.
type span struct {
	Field
	from, to int
	comment  string // at the end of its line
	// anchored are its values that are written with words of their paragraph, as they stand.
	anchored map[string]string
}

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
