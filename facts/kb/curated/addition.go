package curated

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/anchor"
	"hapjak/facts/scribe"
)

// An Addition is a statement to be written into the facts of a base.
type Addition struct {
	Subject  Named
	Relation string
	Object   Named
	Cite     corpus.Ref
}

// A Named is an end of an addition: an entity, which is written down as well where no file has
// it, or a value, which has no ID and the name that facts are written with: 2013, 20 billion won.
type Named struct{ ID, Kind, Name string }

// AddedFile is where things are written that no file of facts has yet, unless others of their
// kind have a file of their own.
const AddedFile = "facts/added.yaml"

// Add writes a statement into facts/*.yaml as a person would: behind the others of its subject,
// everything else left as it is. It writes no file but returns those that change, by name, with
// their new text. What would be wrong with them is an error, and so is a subject that no
// statement can be put behind without writing it anew.
func Add(fsys fs.FS, sources kb.Citable, a Addition) (map[string][]byte, error) {
	l, err := load(fsys, sources)
	if err != nil {
		return nil, err
	}
	w := &adder{l: l, fsys: fsys, files: map[string][]byte{}}
	if in := l.ids[a.Subject.ID]; in != nil && in.facts == nil && in.node.Style&yaml.FlowStyle != 0 { // {id: ada, kind: person}
		text, err := w.text(in.doc.file)
		if err != nil {
			return nil, err
		}
		w.files[in.doc.file] = scribe.Unfold(text, in.node)
		if w.l, err = load(overlay{fsys, w.files}, sources); err != nil {
			return nil, err
		}
	}
	if err := w.add(a); err != nil {
		return nil, err
	}
	if _, err := load(overlay{fsys, w.files}, sources); err != nil {
		return nil, fmt.Errorf("the statement cannot be added: %w", err)
	}
	return w.files, nil
}

// An adder changes the text of files.
type adder struct {
	l     *loader
	fsys  fs.FS
	files map[string][]byte
}

func (w *adder) add(a Addition) error {
	item := []string{a.Relation + ": " + cmp.Or(a.Object.ID, scalar(a.Object.Name)), "cite: " + w.cite(a)}
	in := w.l.ids[a.Subject.ID]
	if in != nil { // first, as long as the file's lines are where they were read
		if err := w.statement(in, item); err != nil {
			return err
		}
	}
	if a.Object.ID != "" && w.l.ids[a.Object.ID] == nil {
		if err := w.entity(a.Object, ""); err != nil {
			return err
		}
	}
	if in == nil {
		return w.entity(a.Subject, "  facts:\n    - "+item[0]+"\n      "+item[1]+"\n")
	}
	return nil
}

// cite is the paragraph of a statement, with words by which it is found again.
func (w *adder) cite(a Addition) string {
	names := []string{a.Object.Name}
	if in := w.l.ids[a.Object.ID]; in != nil {
		names = append(names, w.l.b.Entities()[in.draft].Aliases...)
	}
	if w.l.sources != nil {
		if p, ok := w.l.sources.Paragraph(a.Cite); ok {
			return cmp.Or(anchor.Cite(a.Cite, p.Text, names...), scalar(a.Cite.String()))
		}
	}
	return scalar(a.Cite.String())
}

// entity writes a new thing behind the last of the file that holds most of its kind.
func (w *adder) entity(n Named, rest string) error {
	file := w.fileOf(n.Kind)
	text, err := w.text(file)
	if err != nil {
		return err
	}
	if len(text) > 0 && !bytes.HasSuffix(text, []byte("\n")) {
		text = append(text, '\n')
	}
	if len(text) > 0 {
		text = append(text, '\n')
	}
	w.files[file] = fmt.Appendf(text, "- id: %s\n  kind: %s\n  name: %s\n%s", scalar(n.ID), n.Kind, scalar(n.Name), rest)
	return nil
}

// fileOf is the file that most things of a kind stand in, and no example, which is taken away.
func (w *adder) fileOf(kind string) string {
	count := map[string]int{}
	for _, in := range w.l.list {
		if !in.bad && w.l.s.Kinds[w.l.b.Entities()[in.draft].Kind].Name == kind {
			count[in.doc.file]++
		}
	}
	maps.DeleteFunc(count, func(file string, _ int) bool {
		text, err := w.text(file)
		return err == nil && scribe.IsExample(text)
	})
	return slices.MaxFunc(append(slices.Sorted(maps.Keys(count)), AddedFile), func(a, b string) int {
		return cmp.Compare(count[a], count[b])
	})
}

func (w *adder) text(file string) ([]byte, error) {
	if text, ok := w.files[file]; ok {
		return text, nil
	}
	text, err := fs.ReadFile(w.fsys, file)
	if file == AddedFile && errors.Is(err, fs.ErrNotExist) {
		return []byte("# What was accepted of what hapjak suggest found in the articles.\n"), nil
	}
	return bytes.Clone(text), err
}

// statement writes an item behind the last of a thing's facts.
func (w *adder) statement(in *loaded, item []string) error {
	text, err := w.text(in.doc.file)
	if err != nil {
		return err
	}
	flow := func(n *yaml.Node) bool { return n.Style&yaml.FlowStyle != 0 }
	if flow(in.node) || in.facts != nil && flow(in.facts) && len(in.facts.Content) > 0 {
		return fmt.Errorf("%s:%d: the facts of %s stand on one line: write them below each other, a statement an item, or add by hand\n%s",
			in.doc.file, in.node.Line, w.l.b.Entities()[in.draft].ID, strings.Join(item, "\n"))
	}
	lines := strings.SplitAfter(string(text), "\n")
	if last := len(lines) - 1; lines[last] == "" {
		lines = lines[:last]
	} else {
		lines[last] += "\n"
	}
	at, indent := w.behind(in, lines)
	var add string
	switch {
	case in.facts == nil:
		column := strings.Repeat(" ", in.node.Column-1)
		add, indent = column+"facts:\n", column+"  "
	case len(in.facts.Content) == 0: // "facts:" or "facts: []"
		i := in.facts.Line - 1
		lines[i] = strings.TrimRight(lines[i][:strings.IndexByte(lines[i], ':')+1], " ") + "\n"
		at, indent = i+1, strings.Repeat(" ", in.node.Column-1)+"  "
	}
	add += indent + "- " + item[0] + "\n" + indent + "  " + item[1] + "\n"
	lines = slices.Insert(lines, at, add)
	w.files[in.doc.file] = []byte(strings.Join(lines, ""))
	return nil
}

// behind is the line behind the last fact of a thing, counted from 0, and the indent of its
// facts: before the next key of the thing or the next thing, and the comments that lead to it.
func (w *adder) behind(in *loaded, lines []string) (at int, indent string) {
	at = len(lines)
	if i := slices.IndexFunc(w.l.list, func(o *loaded) bool { return o == in }); i >= 0 {
		for _, next := range w.l.list[i+1:] {
			if next.doc == in.doc {
				at = min(at, next.node.Line-1)
				break
			}
		}
	}
	if in.facts != nil {
		indent = strings.Repeat(" ", max(in.facts.Column-1, 0))
		for k := 0; k+1 < len(in.node.Content); k += 2 {
			if in.node.Content[k+1] == in.facts && k+2 < len(in.node.Content) {
				at = min(at, in.node.Content[k+2].Line-1)
			}
		}
	}
	for at > 0 {
		line := strings.TrimRight(lines[at-1], "\r\n")
		comment := strings.TrimLeft(line, " ")
		if comment != "" && !(strings.HasPrefix(comment, "#") && len(line)-len(comment) < in.node.Column) {
			break
		}
		at--
	}
	return at, indent
}

// bare is what YAML reads as it stands, within a block.
var bare = regexp.MustCompile(`^[\p{L}\p{N}$€£¥₩][\p{L}\p{N} .,'’&/()%$+\-]*(?::[\p{L}\p{N}.]+)?$`)

// scalar writes text in quotes where it needs them.
func scalar(text string) string {
	if bare.MatchString(text) && !strings.HasSuffix(text, " ") {
		return text
	}
	out, err := yaml.Marshal(text)
	if err != nil || bytes.Count(out, []byte("\n")) > 1 {
		return fmt.Sprintf("%q", text)
	}
	return strings.TrimSpace(string(out))
}

// An overlay is a file system with some files in the place of its own.
type overlay struct {
	fs.FS
	files map[string][]byte
}

func (o overlay) ReadFile(name string) ([]byte, error) {
	if text, ok := o.files[name]; ok {
		return text, nil
	}
	return fs.ReadFile(o.FS, name)
}

func (o overlay) Glob(pattern string) ([]string, error) {
	names, err := fs.Glob(o.FS, pattern)
	for name := range o.files {
		if ok, _ := path.Match(pattern, name); ok && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names, err
}
