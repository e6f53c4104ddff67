package scribe

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// This file adds to lists of any YAML file, be it the schema's or a curator's: a word is put
// into a list where the list stands, and every other byte stays, comments among them. What
// cannot be changed so is refused, and then a person has to.

// ErrByHand is why a file is not changed by the program.
var ErrByHand = errors.New("it is written in a way that this page cannot add to; add it in an editor")

// Text writes a text as one value of a list or of a key, with quotes where YAML would read
// something else without.
func Text(text string) string {
	var v any
	if plain := scalar(text, true); plain == text && yaml.Unmarshal([]byte(text), &v) == nil && v == text {
		return plain
	}
	return quoted(text)
}

// Parse returns the root node, nil for a file of comments alone.
func Parse(data []byte) (*yaml.Node, error) {
	var root yaml.Node
	if err := yaml.Unmarshal(data, &root); err != nil {
		return nil, err
	}
	if len(root.Content) == 0 || root.Content[0].Tag == "!!null" {
		return nil, nil
	}
	return root.Content[0], nil
}

// Under returns the value of a key of a mapping, and the key, nil where there is none.
func Under(n *yaml.Node, key string) (k, v *yaml.Node) {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil, nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i], n.Content[i+1]
		}
	}
	return nil, nil
}

// WithID returns the mapping of a list that has this id.
func WithID(list *yaml.Node, id string) *yaml.Node {
	if list == nil || list.Kind != yaml.SequenceNode {
		return nil
	}
	for _, n := range list.Content {
		if _, v := Under(n, "id"); v != nil && v.Value == id {
			return n
		}
	}
	return nil
}

// at returns the byte at which a node begins.
func at(data []byte, n *yaml.Node) int {
	from := lineStart(data, n.Line)
	for range n.Column - 1 {
		_, size := utf8.DecodeRune(data[from:])
		from += size
	}
	return min(from, len(data))
}

// lineStart returns the byte at which a line begins, from 1; the end where there are fewer.
func lineStart(data []byte, line int) int {
	from := 0
	for ; line > 1; line-- {
		i := slices.Index(data[from:], '\n')
		if i < 0 {
			return len(data)
		}
		from += i + 1
	}
	return from
}

// LastLine is the last line on which something of a node stands, as far as the nodes tell.
func LastLine(n *yaml.Node) int {
	last := n.Line + strings.Count(strings.TrimSuffix(n.Value, "\n"), "\n")
	for _, c := range n.Content {
		last = max(last, LastLine(c))
	}
	return last
}

func insert(data []byte, at int, text string) []byte {
	return slices.Concat(data[:at], []byte(text), data[at:])
}

// InsertLines puts lines behind a line.
func InsertLines(data []byte, line int, text string) []byte {
	from := lineStart(data, line+1)
	if from == len(data) && len(data) > 0 && data[len(data)-1] != '\n' {
		text = "\n" + text
	}
	return insert(data, from, text)
}

// closing returns the place of the bracket that closes the one at from.
func closing(data []byte, from int) (int, bool) {
	depth := 0
	for i := from; i < len(data); i++ {
		switch c := data[i]; {
		case c == '[' || c == '{':
			depth++
		case c == ']' || c == '}':
			if depth--; depth == 0 {
				return i, true
			}
		case c == '#' && i > 0 && (data[i-1] == ' ' || data[i-1] == '\n'):
			return 0, false // a comment may hold brackets
		case (c == '"' || c == '\'') && i > 0 && strings.ContainsRune(" [{,:\n", rune(data[i-1])):
			end := quoteEnd(data, i)
			if end < 0 {
				return 0, false
			}
			i = end
		}
	}
	return 0, false
}

func quoteEnd(data []byte, from int) int {
	q := data[from]
	for i := from + 1; i < len(data); i++ {
		switch {
		case q == '"' && data[i] == '\\':
			i++
		case data[i] == q && q == '\'' && i+1 < len(data) && data[i+1] == q:
			i++
		case data[i] == q:
			return i
		}
	}
	return -1
}

// AddToList puts a text into the list under a key of a mapping. Where there is none yet it
// comes behind the key named, or the first.
func AddToList(data []byte, in *yaml.Node, key, text, behind string) ([]byte, error) {
	k, v := Under(in, key)
	if k == nil {
		return addKey(data, in, key, "["+Text(text)+"]", behind)
	}
	switch {
	case v.Kind == yaml.SequenceNode && v.Style&yaml.FlowStyle != 0:
		end, ok := closing(data, at(data, v))
		if !ok {
			return nil, ErrByHand
		}
		inside := strings.TrimRight(string(data[at(data, v)+1:end]), " \n")
		switch {
		case len(v.Content) == 0:
			return insert(data, end, Text(text)), nil
		case strings.HasSuffix(inside, ","):
			return insert(data, at(data, v)+1+len(inside), " "+Text(text)), nil
		}
		return insert(data, at(data, v)+1+len(inside), ", "+Text(text)), nil
	case v.Kind == yaml.SequenceNode && len(v.Content) > 0:
		return InsertLines(data, LastLine(v), strings.Repeat(" ", v.Column-1)+"- "+Text(text)+"\n"), nil
	case v.Kind == yaml.ScalarNode && v.Tag == "!!str" && v.Style == 0 && Text(v.Value) == v.Value:
		from := at(data, v)
		if !strings.HasPrefix(string(data[from:]), v.Value) {
			return nil, ErrByHand
		}
		return slices.Concat(data[:from], []byte("["+v.Value+", "+Text(text)+"]"), data[from+len(v.Value):]), nil
	}
	return nil, ErrByHand
}

// addKey puts a new key into a mapping, behind another.
func addKey(data []byte, in *yaml.Node, key, value, behind string) ([]byte, error) {
	if in.Style&yaml.FlowStyle != 0 {
		end, ok := closing(data, at(data, in))
		if !ok || len(in.Content) == 0 {
			return nil, ErrByHand
		}
		inside := strings.TrimRight(string(data[:end]), " \n")
		return insert(data, len(inside), ", "+key+": "+value), nil
	}
	k, v := Under(in, behind)
	if k == nil {
		if len(in.Content) < 2 {
			return nil, ErrByHand
		}
		k, v = in.Content[0], in.Content[1]
	}
	return InsertLines(data, LastLine(v), strings.Repeat(" ", k.Column-1)+key+": "+value+"\n"), nil
}

// AddItem puts an item into the list under a key of a mapping; its lines are indented as the
// list's are.
func AddItem(data []byte, in *yaml.Node, key string, lines []string) ([]byte, error) {
	k, v := Under(in, key)
	if k == nil {
		if in.Style&yaml.FlowStyle != 0 || len(in.Content) < 2 {
			return nil, ErrByHand
		}
		indent := strings.Repeat(" ", in.Content[0].Column-1)
		return InsertLines(data, LastLine(in), indent+key+":\n"+item(indent+"  ", lines)), nil
	}
	if v.Kind != yaml.SequenceNode || v.Style&yaml.FlowStyle != 0 || len(v.Content) == 0 {
		return nil, ErrByHand
	}
	return InsertLines(data, LastLine(v), item(strings.Repeat(" ", v.Column-1), lines)), nil
}

func item(indent string, lines []string) string {
	var b strings.Builder
	for i, line := range lines {
		dash := "  "
		if i == 0 {
			dash = "- "
		}
		fmt.Fprintf(&b, "%s%s%s\n", indent, dash, line)
	}
	return b.String()
}

// CheckAdded holds what was made of a file against what it was to become: the same list with
// one text more.
func CheckAdded(after []byte, was *yaml.Node, key, text string, find func(root *yaml.Node) *yaml.Node) error {
	root, err := Parse(after)
	if err != nil {
		return ErrByHand
	}
	before, now := Texts(was, key), Texts(find(root), key)
	if len(now) != len(before)+1 || now[len(now)-1] != text || !slices.Equal(now[:len(before)], before) {
		return ErrByHand
	}
	return nil
}

// Texts returns the list under a key.
func Texts(in *yaml.Node, key string) (list []string) {
	_, v := Under(in, key)
	if v == nil {
		return nil
	}
	if v.Kind != yaml.SequenceNode {
		return []string{v.Value}
	}
	for _, n := range v.Content {
		list = append(list, n.Value)
	}
	return list
}

// Unfold writes a mapping that stands in braces, as "- {id: ada, kind: person}" does, with a key
// a line, so that more can be put behind it. What is written otherwise, or holds lists of
// mappings, stays: then it is the data as they were.
func Unfold(data []byte, in *yaml.Node) []byte {
	if in == nil || in.Kind != yaml.MappingNode || in.Style&yaml.FlowStyle == 0 || len(in.Content) == 0 {
		return data
	}
	last := lineStart(data, LastLine(in)+1)
	first, from := lineStart(data, in.Line), at(data, in)
	end, ok := closing(data, from)
	if end++; !ok || end > last || strings.TrimLeft(string(data[first:from]), " -") != "" {
		return data
	}
	var b strings.Builder
	head := string(data[first:from])
	comment := strings.TrimSpace(string(data[end:last]))
	for i := 0; i+1 < len(in.Content); i += 2 {
		value, ok := unfolded(in.Content[i+1])
		if !ok {
			return data
		}
		b.WriteString(head + in.Content[i].Value + ": " + value)
		if i == 0 && comment != "" {
			b.WriteString("  " + comment)
		}
		b.WriteByte('\n')
		head = strings.Repeat(" ", len(head))
	}
	return []byte(string(data[:first]) + b.String() + string(data[last:]))
}

// unfolded writes a value, or a list of values, on a line.
func unfolded(n *yaml.Node) (text string, ok bool) {
	switch n.Kind {
	case yaml.ScalarNode:
		if n.Style != 0 {
			return quoted(n.Value), true
		}
		return n.Value, true
	case yaml.SequenceNode:
		var list []string
		for _, item := range n.Content {
			if item.Kind != yaml.ScalarNode {
				return "", false
			}
			text, _ := unfolded(item)
			list = append(list, text)
		}
		return "[" + strings.Join(list, ", ") + "]", true
	}
	return "", false
}
