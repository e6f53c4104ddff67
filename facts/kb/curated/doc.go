package curated

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"hapjak/facts/kb/fault"
)

// A doc reads one YAML file as nodes, which know their lines, and notes every
// fault in it.
type doc struct {
	file   string
	faults *fault.List
}

func (d *doc) fault(n *yaml.Node, format string, args ...any) {
	line := 0
	if n != nil {
		line = n.Line
	}
	d.faults.Add(d.file, line, format, args...)
}

// parse returns the root of the file, nil where it is empty or no YAML.
func (d *doc) parse(data []byte) *yaml.Node {
	var root yaml.Node
	if err := yaml.Unmarshal(data, &root); err != nil {
		line, what := yamlError(err.Error())
		d.faults.Add(d.file, line, "no YAML: %s", what)
		return nil
	}
	if len(root.Content) == 0 {
		d.faults.Add(d.file, 0, "nothing in it")
		return nil
	}
	return root.Content[0]
}

// yamlError takes the line off what the YAML reader says: "yaml: line 3: …".
func yamlError(s string) (line int, what string) {
	s = strings.TrimPrefix(s, "yaml: ")
	if rest, ok := strings.CutPrefix(s, "line "); ok {
		if n, what, ok := strings.Cut(rest, ": "); ok {
			if line, err := strconv.Atoi(n); err == nil {
				return line, what
			}
		}
	}
	return 0, s
}

// pairs calls f with every key and value of a mapping; n may be nil.
func (d *doc) pairs(n *yaml.Node, f func(key, value *yaml.Node)) {
	if n == nil || n.Tag == "!!null" {
		return
	}
	if n.Kind != yaml.MappingNode {
		d.fault(n, "want keys with values here")
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		f(n.Content[i], n.Content[i+1])
	}
}

// fields reads a mapping whose keys are known: one that is not, or that comes
// twice, is a fault.
func (d *doc) fields(n *yaml.Node, known map[string]func(*yaml.Node)) {
	seen := map[string]bool{}
	d.pairs(n, func(key, value *yaml.Node) {
		read, ok := known[key.Value]
		switch {
		case !ok:
			d.fault(key, "unknown key %q", key.Value)
		case seen[key.Value]:
			d.fault(key, "%q comes twice", key.Value)
		default:
			seen[key.Value] = true
			read(value)
		}
	})
}

// each calls f with every scalar of a list, or with the one scalar that stands in
// a list's place.
func (d *doc) each(n *yaml.Node, f func(*yaml.Node)) {
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		items = n.Content
	}
	for _, item := range items {
		switch {
		case item.Kind == yaml.AliasNode:
			d.fault(item, "write it out: *%s is not followed", item.Value)
		case item.Kind != yaml.ScalarNode:
			d.fault(item, "want a single value here")
		default:
			f(item)
		}
	}
}

func (d *doc) one(n *yaml.Node, f func(*yaml.Node)) {
	if n.Kind == yaml.SequenceNode {
		d.fault(n, "want a single value here, not a list")
		return
	}
	d.each(n, f)
}

func (d *doc) text(into *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		d.one(n, func(n *yaml.Node) { *into = strings.TrimSpace(n.Value) })
	}
}

func (d *doc) texts(into *[]string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		*into = []string{}
		d.each(n, func(n *yaml.Node) {
			if s := strings.TrimSpace(n.Value); s != "" {
				*into = append(*into, s)
			}
		})
	}
}

func (d *doc) flag(into *bool) func(*yaml.Node) {
	return func(n *yaml.Node) {
		d.one(n, func(n *yaml.Node) {
			v, err := strconv.ParseBool(n.Value)
			if err != nil {
				d.fault(n, "want true or false, not %q", n.Value)
			}
			*into = v
		})
	}
}

// parseAny is parse for a file that may be empty.
func (d *doc) parseAny(data []byte) *yaml.Node {
	if strings.TrimSpace(stripComments(data)) == "" {
		return nil
	}
	return d.parse(data)
}

func stripComments(data []byte) string {
	var b strings.Builder
	for line := range strings.Lines(string(data)) {
		if !strings.HasPrefix(strings.TrimSpace(line), "#") {
			b.WriteString(line)
		}
	}
	return b.String()
}
