// Package curated reads what people write of a knowledge base by hand, in YAML, and changes it for them:
//
//	schema.yaml      the kinds, the relations and how people speak of them ([ParseSchema])
//	facts/*.yaml     things, with what is stated of each and the paragraphs that say so ([Load])
//	mendings.yaml    what is mended of a base that was imported ([Mended])
//	answers.yaml     answers that are fixed for a question ([ReadAnswers])
//
// A file is read as YAML nodes, which know their lines, so that all that is wrong with it is told at once
// with its place (doc.go). A citation may have words of its paragraph, by which it is found again when the
// article changes: it is told where they moved or are gone ([Check]), and [Anchor] and its like say how the
// files are to be changed ([Edit]). [Add] writes a statement where a person would.
package curated

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/anchor"
	"hapjak/facts/kb/fault"
	"hapjak/facts/kb/literal"
	"hapjak/facts/kb/triples"
)

// Load reads a knowledge base as people write it: schema.yaml, facts/*.yaml, and in
// facts/ also triples (.psv, .tsv, .csv; see [triples.Read]), in which the name or the
// id of an entity of the YAML files stands for it.
// With sources at hand every citation must be of a paragraph they hold; nil leaves
// that unchecked. Everything that is wrong comes back joined, each fault as
// file:line: what, and then there is no base.
func Load(fsys fs.FS, sources kb.Citable) (*kb.Base, error) {
	l, err := load(fsys, sources)
	if err != nil {
		return nil, err
	}
	return l.b.Base()
}

// load reads and checks everything, short of making the base.
func load(fsys fs.FS, sources kb.Citable) (*loader, error) {
	l := &loader{faults: &fault.List{}, sources: sources, words: anchor.NewArticles(sources), was: anchor.Before(sources), ids: map[string]*loaded{}}
	var data []byte
	err := RegularFile(fs.Stat(fsys, "schema.yaml"))
	if err == nil {
		data, err = fs.ReadFile(fsys, "schema.yaml")
	}
	if err != nil {
		return nil, fmt.Errorf("a knowledge base needs a schema.yaml: %w; put it back from a backup, or write one: hapjak init DIR makes one to begin from", err)
	}
	d := &doc{file: "schema.yaml", faults: l.faults}
	root := d.parse(data)
	if root == nil {
		return nil, l.faults.Err()
	}
	l.s = readSchema(d, root)
	l.b = kb.NewBuilder(l.s)
	if err := l.files(fsys); err != nil {
		return nil, err
	}
	l.statements()
	l.checkNames()
	if err := l.triples(fsys); err != nil {
		return nil, err
	}
	if l.faults.Len() > 0 {
		return nil, l.faults.Err()
	}
	return l, nil
}

// A loader reads all entities and then all statements, which may name entities of
// any file.
type loader struct {
	faults  *fault.List
	s       *kb.Schema
	b       *kb.Builder
	sources kb.Citable
	words   *anchor.Articles
	was     kb.Citable    // the sources as they were, nil where that is not known
	notes   []fault.Fault // of citations that moved or were given up
	ids     map[string]*loaded
	list    []*loaded
	stated  []stated
	mends   bool                       // reads what curators mended: what the articles no longer say of it is noted, and no fault
	names   func(name string) []string // see AnchorAnswers
}

// A loaded entity knows where it stands.
type loaded struct {
	doc   *doc
	node  *yaml.Node
	draft kb.Draft
	facts *yaml.Node
	bad   bool // of no known kind: said once
}

// A stated statement knows where it stands.
type stated struct {
	doc     *doc
	node    *yaml.Node
	subject *loaded
	rel     kb.Rel
	object  kb.Draft
	quals   []kb.Qual
	cites   []corpus.Ref
	cited   []cited // the same as they are written
}

// factFiles returns the files of facts/ with these endings, in order.
func factFiles(fsys fs.FS, endings ...string) ([]string, error) {
	var names []string
	for _, ending := range endings {
		found, err := fs.Glob(fsys, "facts/*"+ending)
		if err != nil {
			return nil, err
		}
		for _, name := range found {
			if err := RegularFile(fs.Stat(fsys, name)); err != nil {
				return nil, fmt.Errorf("facts/%w", err)
			}
		}
		names = append(names, found...)
	}
	slices.Sort(names)
	return names, nil
}

// triples reads the files of triples, once all entities of the others are known.
func (l *loader) triples(fsys fs.FS) error {
	names, err := factFiles(fsys, ".psv", ".tsv", ".csv")
	if err != nil {
		return err
	}
	for _, name := range names {
		f, err := fsys.Open(name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		lost := func(f fault.Fault) { l.notes = append(l.notes, f) }
		err = errors.Join(triples.ReadBeside(l.faults, l.b, name, f, triples.Options{Sources: l.sources, Lost: lost}), f.Close())
		if err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) files(fsys fs.FS) error {
	names, err := factFiles(fsys, ".yaml", ".yml")
	if err != nil {
		return err
	}
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		l.file(name, data)
	}
	return nil
}

func (l *loader) file(name string, data []byte) {
	d := &doc{file: name, faults: l.faults}
	root := d.parse(data)
	if root == nil || root.Tag == "!!null" {
		return
	}
	if root.Kind != yaml.SequenceNode {
		d.fault(root, "want a list of entities, each with id, kind, name and facts")
		return
	}
	for _, n := range root.Content {
		l.entity(d, n)
	}
}

func (l *loader) entity(d *doc, n *yaml.Node) {
	var e kb.Entity
	kind := ""
	in := &loaded{doc: d, node: n}
	d.fields(n, map[string]func(*yaml.Node){
		"id": d.text(&e.ID), "kind": d.text(&kind), "name": d.text(&e.Name), "aliases": d.texts(&e.Aliases),
		"about": d.text(&e.About), "facts": func(n *yaml.Node) { in.facts = n },
	})
	if n.Kind != yaml.MappingNode {
		return
	}
	k, ok := l.s.Kind(kind)
	switch other := l.ids[e.ID]; {
	case e.ID == "" || strings.ContainsAny(e.ID, " \t\n"):
		d.fault(n, "an entity needs an id without spaces, not %q", e.ID)
		return
	case other != nil:
		d.fault(n, "id %q is that of %s:%d already", e.ID, other.doc.file, other.node.Line)
		return
	case !ok || l.s.Literal(k):
		d.fault(n, "%s: unknown kind %q", e.ID, kind)
		k, in.bad = kb.Literals, true
	}
	if e.Name == "" {
		d.fault(n, "%s has no name", e.ID)
	}
	if int(k) >= len(l.s.Kinds) {
		return
	}
	e.Kind = k
	in.draft = l.b.Entity(e)
	l.ids[e.ID] = in
	l.list = append(l.list, in)
}

func (l *loader) statements() {
	for _, in := range l.list {
		if in.bad || in.facts == nil || in.facts.Tag == "!!null" {
			continue
		}
		if in.facts.Kind != yaml.SequenceNode {
			in.doc.fault(in.facts, "want a list of statements")
			continue
		}
		for _, n := range in.facts.Content {
			l.statement(in, n)
		}
	}
	l.checkOne()
}

// statement reads one item of facts: its first key is the relation, the others are
// qualifiers and cite.
func (l *loader) statement(in *loaded, n *yaml.Node) {
	d := in.doc
	if n.Kind != yaml.MappingNode || len(n.Content) == 0 {
		d.fault(n, "want a statement: relation: object, with qualifiers and cite below")
		return
	}
	key, value := n.Content[0], n.Content[1]
	rel, ok := l.s.Relation(key.Value)
	if !ok {
		d.fault(key, "unknown relation %q: a statement begins with its relation", key.Value)
		return
	}
	def := l.s.RelationDef(rel)
	if k := l.b.Entities()[in.draft].Kind; !l.s.Accepts(def.From, k) {
		d.fault(key, "%q is not said of a %s, only of a %s", key.Value, l.s.Kinds[k].Name, l.kindNames(def.From))
	}
	st := stated{doc: d, node: n, subject: in, rel: rel}
	known := l.qualifiers(d, &st.quals)
	known[key.Value] = func(*yaml.Node) {}
	known["cite"] = func(n *yaml.Node) {
		st.cites, st.cited = l.citations(d, n, func() kb.Topic { return l.topicOf(in, rel, value) })
	}
	faulty := l.faults.Len()
	d.fields(n, known)
	if len(st.cites) == 0 && len(st.cited) > 0 && l.faults.Len() == faulty {
		l.note(d, n, "nothing is left that says so: the statement is left out")
		return
	}
	if len(st.cites) == 0 && l.faults.Len() == faulty {
		d.fault(n, "statement without a citation: add cite: source:paragraph")
	}
	l.checkSays(&st, def)
	d.each(value, func(v *yaml.Node) {
		object, ok := l.object(d, v, key.Value, def.To)
		if err := def.ImageFault(v.Value); ok && err != nil {
			d.fault(v, "%s: %v", key.Value, err)
		}
		if !ok {
			return
		}
		st.object = object
		l.stated = append(l.stated, st)
		l.b.State(in.draft, rel, object, st.quals, st.cites...)
	})
}

// qualifiers returns, by their keys, what reads those of a statement into quals.
func (l *loader) qualifiers(d *doc, quals *[]kb.Qual) map[string]func(*yaml.Node) {
	known := map[string]func(*yaml.Node){}
	for i := range l.s.Qualifiers {
		q := &l.s.Qualifiers[i]
		known[q.Name] = func(n *yaml.Node) {
			d.each(n, func(n *yaml.Node) {
				if v, ok := l.object(d, n, q.Name, q.To); ok {
					*quals = append(*quals, kb.Qual{Def: i, Value: v})
				}
			})
		}
	}
	return known
}

// object reads an entity's id, or a value of the one literal kind.
func (l *loader) object(d *doc, n *yaml.Node, of string, to []kb.Kind) (kb.Draft, bool) {
	text := strings.TrimSpace(n.Value)
	if len(to) == 0 {
		return 0, false
	}
	if l.s.Literal(to[0]) {
		v, err := literal.ReadDraft(l.b, to[0], text)
		if err != nil {
			d.fault(n, "%s: %v", of, err)
		}
		return v, err == nil
	}
	e := l.ids[text]
	if e == nil {
		d.fault(n, "%s: no entity has the id %q", of, text)
		return 0, false
	}
	if k := l.b.KindOf(e.draft); !e.bad && !l.s.Accepts(to, k) {
		d.fault(n, "%s: %q is a %s, want a %s", of, text, l.s.Kinds[k].Name, l.kindNames(to))
		return 0, false
	}
	return e.draft, true
}

// topicOf is what a statement speaks of.
func (l *loader) topicOf(in *loaded, rel kb.Rel, object *yaml.Node) kb.Topic {
	about := l.b.TopicOf(in.draft, rel)
	for _, n := range append([]*yaml.Node{object}, object.Content...) {
		if e := l.ids[strings.TrimSpace(n.Value)]; e != nil {
			about = about.And(l.b.NamesOf(e.draft)...)
		} else {
			about = about.And(n.Value)
		}
	}
	return about
}

// citations reads what a statement cites: source:paragraph, or that with words of it
// (anchor.Anchor), or a list of these. Those that were given up are in list alone. about are the texts of
// what is stated.
func (l *loader) citations(d *doc, n *yaml.Node, about func() kb.Topic) (refs []corpus.Ref, list []cited) {
	take := func(c cited) {
		switch list = append(list, c); {
		case c.lost:
		case slices.Contains(refs, c.ref):
			if !slices.ContainsFunc(list, func(o cited) bool { return o.node.Kind == yaml.MappingNode && o.ref == c.ref }) {
				d.fault(c.node, "%s is cited twice", c.ref)
			}
		default:
			refs = append(refs, c.ref)
		}
	}
	plain := func(n *yaml.Node) {
		ref, err := corpus.ParseRef(n.Value)
		if err != nil {
			d.fault(n, "%v", err)
			return
		}
		c := cited{doc: d, node: n, at: n, ref: ref}
		if l.sources != nil {
			_, ok := l.sources.Paragraph(ref)
			switch c.lost = !ok; {
			case ok:
			case l.mends:
				l.note(d, n, "no article has the paragraph %s: no longer cited", ref)
			default:
				d.fault(n, "no source has the paragraph %s that is cited", ref)
			}
		}
		take(c)
	}
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		items = n.Content
	}
	for _, item := range items {
		if item.Kind != yaml.MappingNode {
			d.each(item, plain)
		} else if c, ok := l.anchored(d, item, about); ok {
			take(c)
		}
	}
	return refs, list
}

func (l *loader) kindNames(kinds []kb.Kind) string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = l.s.Kinds[k].Name
	}
	return strings.Join(names, " or ")
}

// checkSays faults a statement without a qualifier that its answer's sentence needs.
func (l *loader) checkSays(st *stated, def *kb.RelationDef) {
	for _, q := range l.needed(def.Says) {
		if !slices.ContainsFunc(st.quals, func(have kb.Qual) bool { return l.s.Qualifiers[have.Def].Name == q }) {
			st.doc.fault(st.node, "%s needs the qualifier %q, which its says holds outside square brackets", def.Name, q)
		}
	}
}

// needed returns the qualifiers of a template that stand outside square brackets.
func (l *loader) needed(says string) []string {
	var outside strings.Builder
	for rest := says; rest != ""; {
		before, after, _ := strings.Cut(rest, "[")
		outside.WriteString(before)
		_, rest, _ = strings.Cut(after, "]")
	}
	names, err := placeholders(outside.String())
	if err != nil {
		return nil
	}
	return slices.DeleteFunc(names, func(name string) bool { return name == "s" || name == "o" })
}

// checkOne faults a second value where a relation has one. Statements that differ
// in a qualifier, a version or a market, may differ in their value.
func (l *loader) checkOne() {
	type key struct {
		subject kb.Draft
		rel     kb.Rel
		quals   string
	}
	first := map[key]stated{}
	for _, st := range l.stated {
		if !l.s.RelationDef(st.rel).One {
			continue
		}
		k := key{st.subject.draft, st.rel, fmt.Sprint(st.quals)}
		have, ok := first[k]
		if !ok {
			first[k] = st
		} else if !l.b.Same(have.object, st.object) {
			st.doc.fault(st.node, "%s has a second %s: the first is on %s:%d, and the schema says one",
				l.b.Entities()[st.subject.draft].ID, l.s.RelationDef(st.rel).Name, have.doc.file, have.node.Line)
		}
	}
}

// checkNames faults two entities of one kind under one name that nothing tells
// apart: neither the kind's year, nor what they are about.
func (l *loader) checkNames() {
	type key struct {
		kind kb.Kind
		name string
	}
	years := l.years()
	first := map[key]*loaded{}
	for _, in := range l.list {
		e := &l.b.Entities()[in.draft]
		k := key{e.Kind, kb.Squash(e.Name)}
		have, ok := first[k]
		if !ok {
			first[k] = in
			continue
		}
		other := &l.b.Entities()[have.draft]
		y, z := years[in.draft], years[have.draft]
		if y != z || e.About != other.About && e.About != "" && other.About != "" {
			continue
		}
		in.doc.fault(in.node, "%s and %s (%s:%d) are both %ss named %q: give each a year or an about that tells them apart",
			e.ID, other.ID, have.doc.file, have.node.Line, l.s.Kinds[e.Kind].Name, e.Name)
	}
}

// years returns the values that tell entities of one name apart.
func (l *loader) years() map[kb.Draft]kb.Draft {
	years := map[kb.Draft]kb.Draft{}
	for _, st := range l.stated {
		if l.s.KindDef(l.b.Entities()[st.subject.draft].Kind).Year == st.rel {
			years[st.subject.draft] = st.object
		}
	}
	return years
}

// RegularFile returns an error for what is there and is no file: a pipe would keep who reads it waiting for ever.
func RegularFile(info fs.FileInfo, err error) error {
	if err != nil || info.Mode().IsRegular() {
		return nil
	}
	return fmt.Errorf("%s: not a regular file", info.Name())
}

// Anchor returns how the files of a knowledge base are to be changed so that every
// citation is anchored by words of its paragraph, and names the paragraph in which they
// stand now. notes are the citations that moved or were given up; the latter stay as
// they are.
func Anchor(fsys fs.FS, sources kb.Citable) (edits []Edit, notes []fault.Fault, err error) {
	l, err := load(fsys, sources)
	if err != nil {
		return nil, nil, err
	}
	if sources != nil {
		edits = l.anchors()
	}
	return edits, l.notes, nil
}
