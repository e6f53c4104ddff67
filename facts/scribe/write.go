package scribe

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// This file writes lines: what a place of a file is to hold, as it would be typed.

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

func (f *file) data() []byte { return []byte(strings.Join(f.lines, "\n") + "\n") }

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
