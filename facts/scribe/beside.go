package scribe

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// This file changes a base that was imported, whose files are no people's to write: what is added
// to it and taken from it stands in one file beside it, under things, by their ids. A thing of the
// import has an entry there once something of it is changed:
//
//	things:
//	  - id: okja
//	    name: Okja                      # in the place of the import's
//	    aliases: [the super pig film]   # besides the import's
//	    not_called: [Okia]              # of the import's
//	    also: [okja-2017]               # other things of the import that are this one
//	    without: [{released: 2016}]     # statements of the import that do not hold
//	    facts:                          # besides the import's
//	      - released: 2017
//	        cite: reviews:4
//
// A Book of such a base shows its things as they are with all that, and its changes are of that
// file. A statement of the import has no line.

// The keys of an entry that say what of the import does not hold, or is one.
const (
	keyAlso      = "also"
	keyWithout   = "without"
	keyNotCalled = "not_called"
)

// head is what such a file begins with.
const head = "# What curators added to what was imported."

// An Import is what a base holds that was imported.
type Import struct {
	// Thing returns a thing: its id, kind, name, aliases and about, and its statements, whose
	// Text is empty. Where they name things, as says which those are.
	Thing func(id string, as func(id string) string) (*Thing, bool)
	// Naming returns the ids of things that statements of name a thing.
	Naming func(id string) []string
}

// ReadBeside reads the file that stands beside an import; there need be none yet.
func ReadBeside(fsys fs.FS, name string, in Import) (*Book, error) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	f, err := readFile(name, data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &Book{files: []*file{f}, in: &in}, nil
}

// thingsOf returns the things of a file: its list, or that under things.
func thingsOf(root *yaml.Node) *yaml.Node {
	if root != nil && root.Kind == yaml.MappingNode {
		_, root = Under(root, "things")
	}
	if root == nil || root.Kind != yaml.SequenceNode {
		return nil
	}
	return root
}

// whole is a thing of the import with what its entry says; nil where the import has none.
func (b *Book) whole(id string) *Thing {
	imported, ok := b.in.Thing(id, b.as)
	if !ok || b.within(id) {
		return nil
	}
	f := b.files[0]
	t := &Thing{File: f.name, f: f}
	entry, _ := b.entry(id)
	if entry != nil {
		t.Line, t.Text = entry.Line, entry.Text
	}
	t.Fields = []Field{{"id", []string{id}}, {"kind", Get(imported.Fields, "kind")}}
	name, about := Get(imported.Fields, "name"), Get(imported.Fields, "about")
	if entry != nil && Get(entry.Fields, "name") != nil {
		name = Get(entry.Fields, "name")
	}
	if entry != nil && Get(entry.Fields, "about") != nil {
		about = Get(entry.Fields, "about")
	}
	aliases := slices.DeleteFunc(b.imported(id, entry), func(n string) bool { return slices.Contains(name, n) })
	if entry != nil {
		gone := Get(entry.Fields, keyNotCalled)
		aliases = slices.DeleteFunc(aliases, func(n string) bool { return slices.Contains(gone, n) })
		aliases = unrepeated(append(aliases, Get(entry.Fields, "aliases")...))
		if Get(entry.Fields, "name") != nil { // which is in the place of the import's
			aliases = slices.DeleteFunc(aliases, func(n string) bool { return slices.Contains(Get(imported.Fields, "name"), n) })
		}
	}
	t.Fields = append(t.Fields, Field{"name", name}, Field{"aliases", aliases}, Field{"about", about})
	for _, of := range append([]string{id}, also(entry)...) {
		x, ok := b.in.Thing(of, b.as)
		if !ok {
			continue
		}
		for _, fact := range x.Facts {
			if entry == nil || !b.without(entry, fact) {
				fact.Text = inLine(fact.Fields)
				t.Facts = append(t.Facts, fact)
			}
		}
	}
	if entry != nil {
		t.Facts = append(t.Facts, entry.Facts...)
	}
	return t
}

// entry finds what the file says of a thing.
func (b *Book) entry(id string) (*Thing, bool) {
	plain := Book{files: b.files}
	return plain.Thing(id)
}

func (b *Book) dropEntry(id string) (Change, error) {
	plain := Book{files: b.files}
	return plain.dropThing(id)
}

// within reports whether a thing of the import is one with another.
func (b *Book) within(id string) bool {
	return slices.ContainsFunc(b.files[0].things, func(t *Thing) bool { return slices.Contains(also(t), id) })
}

// as is the thing that one of the import is.
func (b *Book) as(id string) string {
	for _, t := range b.files[0].things {
		if slices.Contains(also(t), id) {
			return strings.Join(Get(t.Fields, "id"), "")
		}
	}
	return id
}

func also(entry *Thing) []string {
	if entry == nil {
		return nil
	}
	return Get(entry.Fields, keyAlso)
}

// imported are the names that the import has of a thing, and of those that are one with it.
func (b *Book) imported(id string, entry *Thing) (names []string) {
	for _, of := range append([]string{id}, also(entry)...) {
		if x, ok := b.in.Thing(of, b.as); ok {
			names = append(append(names, Get(x.Fields, "name")...), Get(x.Fields, "aliases")...)
		}
	}
	return unrepeated(names)
}

// without reports whether an entry says that a statement does not hold.
func (b *Book) without(entry *Thing, x Fact) bool {
	return slices.ContainsFunc(Get(entry.Fields, keyWithout), func(raw string) bool {
		fields := inside(raw)
		for _, f := range fields {
			for i, v := range f.Values {
				f.Values[i] = b.as(v)
			}
		}
		return len(fields) > 0 && len(x.Fields) > 0 && fields[0].Key == x.Fields[0].Key && sameBut(fields, x.Fields)
	})
}

// inside reads a statement in braces.
func inside(raw string) (fields []Field) {
	root, err := Parse([]byte(raw))
	if err != nil || root == nil || root.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(root.Content); i += 2 {
		fields = append(fields, Field{root.Content[i].Value, Texts(root, root.Content[i].Value)})
	}
	return fields
}

// inLine writes a statement in braces.
func inLine(fields []Field) string { return "{" + strings.Join(inBraces(fields, nil), ", ") + "}" }

// uncited are the fields of a statement without what it cites.
func uncited(fields []Field) []Field {
	return slices.DeleteFunc(slices.Clone(fields), func(f Field) bool { return f.Key == "cite" })
}

// setEntry writes what the file says of a thing of the import, behind the others where it says
// nothing yet, and keeps the facts. Fields without values go.
func (b *Book) setEntry(id string, fields []Field) (Change, error) {
	fields = slices.DeleteFunc(slices.Clone(fields), func(f Field) bool { return len(f.Values) == 0 })
	entry, ok := b.entry(id)
	switch {
	case !ok && len(fields) < 2: // the id alone
		return Change{}, nil
	case !ok:
		return b.addEntry(fields), nil
	case len(fields) < 2 && len(entry.Facts) == 0:
		return b.dropEntry(id)
	}
	if entry.facts > 0 && entry.facts < entry.keys[len(entry.keys)-1].from {
		return Change{}, errBehind
	}
	return entry.f.change(entry.Line, entry.ownEnd(), entry.f.rewrite(entry.keys, entry.ownEnd(), fields, entry.indent)), nil
}

// errBehind is returned for a thing whose own keys stand on both sides of its facts.
var errBehind = errors.New("this has keys behind its facts, and can only be changed in the file")

// addEntry puts an entry behind the others of the file.
func (b *Book) addEntry(fields []Field) Change {
	f := b.files[0]
	if len(f.lines) == 0 {
		f = &file{name: f.name, asRead: f.asRead, lines: []string{head}}
	}
	if n := len(f.things); n > 0 {
		last := f.things[n-1]
		return f.change(last.end, last.end, render(fields, last.indent-2, "- "))
	}
	root, _ := Parse(f.data())
	at, end := len(f.lines)+1, len(f.lines)+1
	if key, _ := Under(root, "things"); key != nil { // "things:" or "things: []"
		at, end = key.Line, key.Line+1
	}
	return f.change(at, end, append([]string{"things:"}, render(fields, 2, "- ")...))
}

// setBeside is SetThing for a thing of the import.
func (b *Book) setBeside(t *Thing, id, was string, fields []Field) (Change, error) {
	imported, _ := b.in.Thing(id, b.as)
	switch {
	case t.Text != was:
		return Change{}, ErrChanged
	case !slices.Equal(Get(fields, "kind"), Get(imported.Fields, "kind")):
		return Change{}, fmt.Errorf("it was imported as a %s, and stays one: change what was imported, and import that again", strings.Join(Get(imported.Fields, "kind"), ""))
	}
	entry, _ := b.entry(id)
	had := b.imported(id, entry)
	wanted := append(slices.Clone(Get(fields, "name")), Get(fields, "aliases")...)
	minus := func(list, less []string) []string {
		return slices.DeleteFunc(slices.Clone(list), func(n string) bool { return slices.Contains(less, n) })
	}
	own := func(key string) (f Field) {
		if f.Key = key; !slices.Equal(Get(fields, key), Get(imported.Fields, key)) {
			f.Values = Get(fields, key)
		}
		return f
	}
	name := own("name")
	gone := minus(had, wanted)
	if name.Values != nil {
		gone = minus(gone, Get(imported.Fields, "name")) // whose place the name takes
	}
	out := []Field{{"id", []string{id}}, name, {"aliases", minus(Get(fields, "aliases"), had)}, own("about"), {keyNotCalled, gone}}
	if entry != nil {
		out = append(out, Field{keyAlso, also(entry)}, Field{keyWithout, Get(entry.Fields, keyWithout)})
	}
	return b.setEntry(id, out)
}

// more adds values to a field of an entry.
func (b *Book) more(id, key string, values ...string) (Change, error) {
	fields := []Field{{"id", []string{id}}}
	entry, ok := b.entry(id)
	if ok {
		fields = entry.Fields
	}
	return b.setEntry(id, withField(fields, Field{key, unrepeated(append(slices.Clone(Get(fields, key)), values...))}))
}

// addBeside is AddFact for a thing of the import that has no facts of its own yet.
func (b *Book) addBeside(id string, fields []Field) (Change, error) {
	if _, ok := b.entry(id); !ok {
		c := b.addEntry([]Field{{"id", []string{id}}})
		if err := b.make(func() (Change, error) { return c, nil }); err != nil {
			return Change{}, err
		}
	}
	entry, ok := b.entry(id)
	if !ok {
		return Change{}, ErrChanged
	}
	return b.behind(id, render(fields, entry.dash, "- "))
}

// AddBeside adds things to what stands beside an import, and a statement of one of them or of the import's, as one
// change of the file.
func (b *Book) AddBeside(things [][]Field, id string, fact []Field) (Change, error) {
	var steps []func() (Change, error)
	for _, fields := range things {
		steps = append(steps, func() (Change, error) { return b.addEntry(fields), nil })
	}
	return b.asOne(append(steps, func() (Change, error) {
		c, _, err := b.AddFact(id, fact)
		return c, err
	})...)
}

// asOne makes steps, and returns them as one change of the file beside the import.
func (b *Book) asOne(steps ...func() (Change, error)) (Change, error) {
	was := b.texts()
	if err := b.make(steps...); err != nil {
		return Change{}, err
	}
	if list := b.since(was); len(list) > 0 {
		return list[0], nil
	}
	return Change{}, nil
}

// mergeBeside is Merge where something was imported.
func (b *Book) mergeBeside(t, g *Thing, keep, gone string, drop []Place, rules Rules) ([]Change, error) {
	was := b.texts()
	for _, p := range drop {
		if err := b.make(func() (Change, error) { return b.DropFact(p.Thing, p.Text) }); err != nil {
			return nil, err
		}
	}
	fields := []Field{{"id", []string{keep}}}
	if entry, ok := b.entry(keep); ok {
		fields = entry.Fields
	}
	add := func(key string, values []string) {
		fields = withField(fields, Field{key, unrepeated(append(slices.Clone(Get(fields, key)), values...))})
	}
	if Get(t.Fields, "about") == nil {
		add("about", Get(g.Fields, "about"))
	}
	if _, imported := b.in.Thing(gone, b.as); imported {
		add(keyAlso, []string{gone})
	}
	var block []string
	dash := 0
	entry, ok := b.entry(gone)
	if ok {
		add("aliases", Get(entry.Fields, "name"))
		for _, key := range []string{"aliases", keyAlso, keyWithout, keyNotCalled} {
			add(key, Get(entry.Fields, key))
		}
		block, dash = entry.comments(), entry.dash
		for i := range entry.Facts {
			block = append(block, entry.f.lines[entry.lead(i)-1:entry.Facts[i].end-1]...)
		}
	}
	steps := []func() (Change, error){func() (Change, error) { return b.setEntry(keep, fields) }}
	if ok {
		steps = append(steps, func() (Change, error) {
			into, ok := b.entry(keep)
			if !ok {
				return Change{}, ErrChanged
			}
			return b.behind(keep, shifted(block, into.dash-dash))
		}, func() (Change, error) { return b.dropEntry(gone) })
	}
	steps = append(steps, func() (Change, error) { return b.rename(b.files[0].name, gone, keep, rules, nil) })
	if err := b.make(steps...); err != nil {
		return nil, err
	}
	return b.since(was), nil
}

// splitBeside is Split of a thing of the import.
func (b *Book) splitBeside(t *Thing, id string, fields []Field, names []string, facts []string, named []Place, rules Rules) ([]Change, error) {
	was := b.texts()
	newID := strings.Join(Get(fields, "id"), "")
	steps := []func() (Change, error){
		func() (Change, error) {
			aliases := slices.DeleteFunc(slices.Clone(Get(t.Fields, "aliases")), func(n string) bool { return slices.Contains(names, n) })
			return b.setBeside(t, id, t.Text, withField(t.Fields, Field{"aliases", aliases}))
		},
		func() (Change, error) {
			return b.addEntry(slices.DeleteFunc(fields, func(f Field) bool { return len(f.Values) == 0 })), nil
		}}
	for _, text := range facts {
		i := slices.IndexFunc(t.Facts, func(x Fact) bool { return x.Text == text })
		if i < 0 {
			return nil, ErrChanged
		}
		steps = append(steps,
			func() (Change, error) { return b.DropFact(id, text) },
			func() (Change, error) { return b.addBeside(newID, t.Facts[i].Fields) })
	}
	for _, p := range named {
		steps = append(steps, func() (Change, error) {
			_, x, err := b.fact(p.Thing, p.Text)
			if err != nil {
				return Change{}, err
			}
			return b.SetFact(p.Thing, p.Text, renamed(x.Fields, id, newID, rules))
		})
	}
	if err := b.make(steps...); err != nil {
		return nil, err
	}
	return b.since(was), nil
}

// renamed puts another id in the place of one.
func renamed(fields []Field, id, to string, rules Rules) []Field {
	out := slices.Clone(fields)
	for i, f := range out {
		if f.Key != "cite" && rules.Things(f.Key) {
			out[i].Values = slices.Clone(f.Values)
			for j, v := range f.Values {
				if v == id {
					out[i].Values[j] = to
				}
			}
		}
	}
	return out
}

// namingBeside are the statements of others that name a thing, of the import among them.
func (b *Book) namingBeside(id string, rules Rules) (list []Place) {
	entry, _ := b.entry(id)
	var of []string
	for _, x := range append([]string{id}, also(entry)...) {
		of = append(of, b.in.Naming(x)...)
	}
	for _, t := range b.files[0].things {
		of = append(of, Get(t.Fields, "id")...)
	}
	for _, other := range unrepeated(of) {
		t, ok := b.Thing(other)
		if !ok || other == id {
			continue
		}
		for i := range t.Facts {
			if t.Facts[i].names(id, rules) {
				list = append(list, Place{other, t.Facts[i].Text})
			}
		}
	}
	return list
}
