package scribe

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// This file makes one thing of two, and two of one. What is stated moves with its lines as they
// stand, the comments above and beside it among them.

// Rules are what the schema says of the keys of a statement.
type Rules struct {
	Things func(key string) bool // its values are things, by their ids
	One    func(key string) bool // a relation that has one object
}

// A Place is a statement, by the thing that it is of and its Text.
type Place struct{ Thing, Text string }

// A Conflict is two statements of which only one can hold of one thing.
type Conflict struct{ Keep, Gone Fact }

// Conflicts lists what two things cannot both state once they are one.
func (b *Book) Conflicts(keep, gone string, rules Rules) (list []Conflict) {
	b.Thing(keep) // each is written a key a line first
	g, ok := b.Thing(gone)
	t, ok2 := b.Thing(keep)
	if !ok || !ok2 {
		return nil
	}
	for _, y := range g.Facts {
		for _, x := range t.Facts {
			if len(x.Fields) > 0 && len(y.Fields) > 0 && rules.One(x.Fields[0].Key) && x.Fields[0].Key == y.Fields[0].Key &&
				!slices.Equal(x.Fields[0].Values, y.Fields[0].Values) && sameBut(x.Fields[1:], y.Fields[1:]) {
				list = append(list, Conflict{x, y})
			}
		}
	}
	return list
}

// sameBut reports whether two lists of fields are the same but for what they cite.
func sameBut(a, b []Field) bool {
	cite := func(f Field) bool { return f.Key == "cite" || len(f.Values) == 0 }
	a, b = slices.DeleteFunc(slices.Clone(a), cite), slices.DeleteFunc(slices.Clone(b), cite)
	return len(a) == len(b) && !slices.ContainsFunc(a, func(f Field) bool { return !slices.Equal(f.Values, Get(b, f.Key)) })
}

// Merge makes one thing of two: the one that is kept is also called what the other was, and is
// stated what was stated of it; statements that name the other name it. Those that drop names
// are left out, and what both state is stated once, with all that it cites.
func (b *Book) Merge(keep, gone string, drop []Place, rules Rules) ([]Change, error) {
	b.Thing(keep) // each is written a key a line first
	b.Thing(gone)
	t, ok := b.Thing(keep)
	g, ok2 := b.Thing(gone)
	switch {
	case !ok || !ok2 || keep == gone:
		return nil, ErrChanged
	case t.unbending || g.unbending:
		return nil, errBrackets
	case !slices.Equal(Get(t.Fields, "kind"), Get(g.Fields, "kind")):
		return nil, fmt.Errorf("one is a %s and the other a %s", strings.Join(Get(t.Fields, "kind"), ""), strings.Join(Get(g.Fields, "kind"), ""))
	}
	if x := t.naming(gone, rules); x != nil {
		return nil, fmt.Errorf("the %s of the one is the other: these are two things", strings.ReplaceAll(x.Fields[0].Key, "_", " "))
	}
	if x := g.naming(keep, rules); x != nil {
		return nil, fmt.Errorf("the %s of the one is the other: these are two things", strings.ReplaceAll(x.Fields[0].Key, "_", " "))
	}
	if b.in != nil {
		return b.mergeBeside(t, g, keep, gone, drop, rules)
	}
	was := b.texts()
	block := g.comments()
	var same []Place // of keep, whose citations grow
	var cites [][]string
	for i, y := range g.Facts {
		if slices.Contains(drop, Place{gone, y.Text}) {
			continue
		}
		at := slices.IndexFunc(t.Facts, func(x Fact) bool {
			return len(x.Fields) > 0 && len(y.Fields) > 0 && x.Fields[0].Key == y.Fields[0].Key && sameBut(x.Fields, y.Fields) && !slices.Contains(drop, Place{keep, x.Text})
		})
		lead := g.f.lines[g.lead(i)-1 : y.Line-1]
		if at < 0 {
			block = append(block, shifted(g.f.lines[g.lead(i)-1:y.end-1], t.dash-g.dash)...)
			continue
		}
		block = append(block, shifted(lead, t.dash-g.dash)...)
		same, cites = append(same, Place{keep, t.Facts[at].Text}), append(cites, Get(y.Fields, "cite"))
	}
	aliases := slices.Clone(Get(t.Fields, "aliases"))
	for _, name := range append(slices.Clone(Get(g.Fields, "name")), Get(g.Fields, "aliases")...) {
		if !slices.Contains(aliases, name) && !slices.Contains(Get(t.Fields, "name"), name) {
			aliases = append(aliases, name)
		}
	}
	fields := withField(t.Fields, Field{"aliases", aliases})
	if Get(fields, "about") == nil {
		fields = withField(fields, Field{"about", Get(g.Fields, "about")})
	}
	steps := []func() (Change, error){func() (Change, error) { return b.behind(keep, block) }}
	for i, p := range same {
		steps = append(steps, func() (Change, error) { return b.citeAlso(p, cites[i]) })
	}
	for _, p := range drop {
		if p.Thing == keep {
			steps = append(steps, func() (Change, error) { return b.DropFact(keep, p.Text) })
		}
	}
	steps = append(steps,
		func() (Change, error) {
			t, ok := b.Thing(keep)
			if !ok {
				return Change{}, ErrChanged
			}
			return b.SetThing(keep, t.Text, fields)
		},
		func() (Change, error) { return b.dropThing(gone) })
	for _, f := range b.files {
		steps = append(steps, func() (Change, error) { return b.rename(f.name, gone, keep, rules, nil) })
	}
	if err := b.make(steps...); err != nil {
		return nil, err
	}
	for _, p := range b.Naming(keep, rules) {
		if err := b.make(func() (Change, error) { return b.once(p) }); err != nil {
			return nil, err
		}
	}
	return b.since(was), nil
}

// once has a statement that names a thing twice name it once, and takes it out where one before
// it says the same, which then cites what it did.
func (b *Book) once(p Place) (Change, error) {
	t, x, err := b.fact(p.Thing, p.Text)
	if err != nil { // it was taken out
		return Change{}, nil
	}
	for i := range t.Facts {
		y := &t.Facts[i]
		if y.Line < x.Line && len(y.Fields) > 0 && y.Fields[0].Key == x.Fields[0].Key && sameBut(x.Fields, y.Fields) {
			err := b.make(func() (Change, error) { return b.citeAlso(Place{p.Thing, y.Text}, Get(x.Fields, "cite")) })
			if err != nil {
				return Change{}, err
			}
			return b.dropAt(p, y.Text == x.Text)
		}
	}
	fields := slices.Clone(x.Fields)
	for i, f := range fields {
		fields[i].Values = unrepeated(f.Values)
	}
	if same(x.Fields, fields) {
		return Change{}, nil
	}
	return b.SetFact(p.Thing, p.Text, fields)
}

// dropAt takes out a statement, the last of those of its text where there are several.
func (b *Book) dropAt(p Place, several bool) (Change, error) {
	t, ok := b.Thing(p.Thing)
	if !ok || !several {
		return b.DropFact(p.Thing, p.Text)
	}
	for _, x := range slices.Backward(t.Facts) {
		if x.Text == p.Text {
			return t.f.change(x.Line, x.end, nil), nil
		}
	}
	return Change{}, ErrChanged
}

func unrepeated(list []string) (out []string) {
	for _, v := range list {
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// Split makes two things of one: behind it comes another of fields, which takes the names and
// the statements that are named, and that the statements of others in named then name.
func (b *Book) Split(id string, fields []Field, names []string, facts []string, named []Place, rules Rules) ([]Change, error) {
	t, ok := b.Thing(id)
	switch {
	case !ok:
		return nil, ErrChanged
	case t.unbending:
		return nil, errBrackets
	}
	if _, own := b.entry(id); b.in != nil && (!own || t.keys == nil) {
		return b.splitBeside(t, id, fields, names, facts, named, rules)
	}
	was := b.texts()
	var moved []string
	gone := map[int]bool{} // lines
	n := 0
	for i, x := range t.Facts {
		if !slices.Contains(facts, x.Text) {
			continue
		}
		n++
		moved = append(moved, t.f.lines[t.lead(i)-1:x.end-1]...)
		for line := t.lead(i); line < x.end; line++ {
			gone[line] = true
		}
	}
	if n != len(facts) {
		return nil, ErrChanged
	}
	gone[t.facts] = n > 0 && n == len(t.Facts)
	text := []string{""}
	text = append(text, render(fields, t.indent-2, "- ")...)
	if n > 0 {
		text = append(append(text, strings.Repeat(" ", t.indent)+"facts:"), moved...)
	}
	var out []string
	for line := t.Line; line < t.end; line++ {
		if !gone[line] {
			out = append(out, t.f.lines[line-1])
		}
	}
	newID := strings.Join(Get(fields, "id"), "")
	aliases := slices.DeleteFunc(slices.Clone(Get(t.Fields, "aliases")), func(name string) bool { return slices.Contains(names, name) })
	steps := []func() (Change, error){
		func() (Change, error) { return t.f.change(t.Line, t.end, append(out, text...)), nil },
		func() (Change, error) {
			t, ok := b.Thing(id)
			if !ok {
				return Change{}, ErrChanged
			}
			return b.SetThing(id, t.Text, withField(t.Fields, Field{"aliases", aliases}))
		}}
	for _, p := range named {
		steps = append(steps, func() (Change, error) {
			of, x, err := b.fact(p.Thing, p.Text)
			if err != nil {
				return Change{}, err
			}
			if x.Line == 0 { // of an import
				return b.SetFact(p.Thing, p.Text, renamed(x.Fields, id, newID, rules))
			}
			return b.rename(of.File, id, newID, rules, x)
		})
	}
	if err := b.make(steps...); err != nil {
		return nil, err
	}
	return b.since(was), nil
}

// Naming lists the statements of other things that name one.
func (b *Book) Naming(id string, rules Rules) (list []Place) {
	if b.in != nil {
		return b.namingBeside(id, rules)
	}
	for _, f := range b.files {
		for _, t := range f.things {
			if of := strings.Join(Get(t.Fields, "id"), ""); of != id {
				for i := range t.Facts {
					if t.Facts[i].names(id, rules) {
						list = append(list, Place{of, t.Facts[i].Text})
					}
				}
			}
		}
	}
	return list
}

// make makes changes in the book, each on what the one before has left.
func (b *Book) make(steps ...func() (Change, error)) error {
	for _, step := range steps {
		c, err := step()
		if err != nil {
			return err
		}
		if c.File == "" {
			continue
		}
		i := slices.IndexFunc(b.files, func(f *file) bool { return f.name == c.File })
		if b.files[i], err = readFile(c.File, c.Data); err != nil {
			return fmt.Errorf("%s: %w", c.File, errors.Join(ErrByHand, err))
		}
	}
	return nil
}

// texts are the files as they are in the book.
func (b *Book) texts() map[string][]byte {
	all := map[string][]byte{}
	for _, f := range b.files {
		all[f.name] = f.asRead
	}
	return all
}

// since are the changes that the book has over what the files were.
func (b *Book) since(was map[string][]byte) (list []Change) {
	for _, f := range b.files {
		if now := f.asRead; !bytes.Equal(now, was[f.name]) {
			if b.in == nil && len(f.things) == 0 && len(f.braced) == 0 { // no list any more
				if now = append(bytes.TrimRight(now, "\r\n"), "\n[]\n"...); strings.TrimSpace(string(now)) == "[]" {
					now = nil
				}
			}
			list = append(list, Between(f.name, was[f.name], now))
		}
	}
	return list
}

// lead is the line on which the comments above a fact begin, or it itself.
func (t *Thing) lead(i int) int {
	if i == 0 {
		return min(t.facts+1, t.Facts[0].Line)
	}
	return t.Facts[i-1].end
}

// comments are those above a thing and beside what it is called, to stand among the facts of
// another.
func (t *Thing) comments() (list []string) {
	add := func(text string) {
		if text = strings.TrimSpace(text); text != "" {
			list = append(list, strings.Repeat(" ", t.dash)+text)
		}
	}
	for line := t.top(); line < t.Line; line++ {
		add(t.f.lines[line-1])
	}
	for _, k := range t.keys {
		add(k.comment)
	}
	for line := t.Line; line < t.ownEnd(); line++ {
		if text := strings.TrimSpace(t.f.lines[line-1]); strings.HasPrefix(text, "#") {
			add(text)
		}
	}
	return list
}

// top is the line on which the comments above a thing begin that nothing parts from it.
func (t *Thing) top() int {
	line := t.Line
	for line > 1 && strings.HasPrefix(strings.TrimSpace(t.f.lines[line-2]), "#") {
		line--
	}
	if line == 1 { // what a file begins with is about the file
		return t.Line
	}
	return line
}

// behind puts lines behind the facts of a thing.
func (b *Book) behind(id string, lines []string) (Change, error) {
	t, ok := b.entry(id)
	switch {
	case !ok:
		return Change{}, ErrChanged
	case len(lines) == 0:
		return Change{}, nil
	case len(t.Facts) > 0:
		at := t.Facts[len(t.Facts)-1].end
		return t.f.change(at, at, lines), nil
	}
	if !slices.ContainsFunc(lines, func(l string) bool { return !strings.HasPrefix(strings.TrimSpace(l), "#") }) { // comments alone
		return t.f.change(t.Line+1, t.Line+1, shifted(lines, t.indent-t.dash)), nil
	}
	at, to := t.end, t.end
	if t.facts > 0 { // "facts:" or "facts: []"
		at, to = t.facts, t.facts+1
	}
	return t.f.change(at, to, append([]string{strings.Repeat(" ", t.indent) + "facts:"}, lines...)), nil
}

// citeAlso has a statement cite more.
func (b *Book) citeAlso(p Place, cites []string) (Change, error) {
	_, x, err := b.fact(p.Thing, p.Text)
	if err != nil {
		return Change{}, err
	}
	all := slices.Clone(Get(x.Fields, "cite"))
	for _, c := range cites {
		if !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	return b.SetFact(p.Thing, p.Text, withField(x.Fields, Field{"cite", all}))
}

// ErrImported is returned for a thing that an import has: what the import says of it would come back.
var ErrImported = errors.New("this was imported, and goes when it stands in the imported files no more")

// DropThing takes a thing out, with all that is stated of it; was is its Text as it was seen.
func (b *Book) DropThing(id, was string) (Change, error) {
	if t, ok := b.Thing(id); !ok || t.Text != was {
		return Change{}, ErrChanged
	}
	if b.in == nil {
		return b.dropThing(id)
	}
	if _, imported := b.in.Thing(id, b.as); imported {
		return Change{}, ErrImported
	}
	return b.dropEntry(id)
}

// dropThing takes a thing out, with the comments above it.
func (b *Book) dropThing(id string) (Change, error) {
	t, ok := b.Thing(id)
	if !ok {
		return Change{}, ErrChanged
	}
	to := t.end
	if to <= len(t.f.lines) && strings.TrimSpace(t.f.lines[to-1]) == "" {
		to++
	}
	return t.f.change(t.top(), to, nil), nil
}

func withField(fields []Field, x Field) []Field {
	out := slices.Clone(fields)
	if i := slices.IndexFunc(out, func(f Field) bool { return f.Key == x.Key }); i >= 0 {
		out[i] = x
		return out
	}
	return append(out, x)
}

// shifted indents lines by more, or by less.
func shifted(lines []string, by int) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		switch bare := strings.TrimLeft(l, " "); {
		case bare == "":
		case by >= 0:
			out[i] = strings.Repeat(" ", by) + l
		default:
			out[i] = l[min(-by, len(l)-len(bare)):]
		}
	}
	return out
}

// naming returns a statement that names a thing, nil where none does.
func (t *Thing) naming(id string, rules Rules) *Fact {
	for i := range t.Facts {
		if t.Facts[i].names(id, rules) {
			return &t.Facts[i]
		}
	}
	return nil
}

func (x *Fact) names(id string, rules Rules) bool {
	return slices.ContainsFunc(x.Fields, func(f Field) bool { return f.Key != "cite" && rules.Things(f.Key) && slices.Contains(f.Values, id) })
}

// rename puts another id in the place of one in the statements of a file, or in one of them.
func (b *Book) rename(name, id, to string, rules Rules, only *Fact) (Change, error) {
	i := slices.IndexFunc(b.files, func(f *file) bool { return f.name == name })
	if i < 0 {
		return Change{}, ErrChanged
	}
	f := b.files[i]
	var root yaml.Node
	if err := yaml.Unmarshal(f.data(), &root); err != nil || len(root.Content) == 0 {
		return Change{}, err
	}
	lines := slices.Clone(f.lines)
	from, last := 0, 0
	var at []*yaml.Node
	things := thingsOf(root.Content[0])
	if things == nil {
		return Change{}, nil
	}
	for _, thing := range things.Content {
		_, facts := Under(thing, "facts")
		if facts == nil {
			continue
		}
		for _, x := range facts.Content {
			for k := 0; k+1 < len(x.Content); k += 2 {
				if key, value := x.Content[k], x.Content[k+1]; key.Value != "cite" && rules.Things(key.Value) && (only == nil || only.Line <= key.Line && key.Line < only.end) {
					at = append(at, named(value, id)...)
				}
			}
		}
	}
	for _, n := range slices.Backward(at) {
		line := []rune(lines[n.Line-1])
		old := n.Value
		switch n.Style {
		case yaml.DoubleQuotedStyle:
			old = `"` + old + `"`
		case yaml.SingleQuotedStyle:
			old = "'" + old + "'"
		}
		rest := string(line[min(n.Column-1, len(line)):])
		if !strings.HasPrefix(rest, old) {
			return Change{}, fmt.Errorf("%s:%d: %w", f.name, n.Line, ErrByHand)
		}
		lines[n.Line-1] = string(line[:n.Column-1]) + Text(to) + rest[len(old):]
		if from == 0 || n.Line < from {
			from = n.Line
		}
		last = max(last, n.Line)
	}
	if from == 0 {
		return Change{}, nil
	}
	return f.change(from, last+1, lines[from-1:last]), nil
}

// named are the scalars of a value that are an id.
func named(n *yaml.Node, id string) (list []*yaml.Node) {
	if n.Kind == yaml.ScalarNode && n.Value == id {
		return []*yaml.Node{n}
	}
	if n.Kind == yaml.SequenceNode {
		for _, item := range n.Content {
			list = append(list, named(item, id)...)
		}
	}
	return list
}
