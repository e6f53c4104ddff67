package curated

import (
	"errors"
	"io/fs"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/anchor"
	"hapjak/facts/kb/fault"
)

// MendingsFile is what curators mend of a base that was imported: like [AnswersFile] it is people's own
// and stands beside the import, which therefore stays as it is. Other bases may have both as well.
//
// It adds to things, by their ids and in the form of facts/*.yaml, and to the
// kinds and relations of the schema. It says as well what of an import does not hold, and
// which of its things are one; and what it does not have yet:
//
//	things:
//	  - id: okja
//	    name: Okja                      # in the place of the import's, as is about
//	    aliases: [the super pig film]
//	    not_called: [Okia]
//	    also: [okja-2017]               # things of the import that are this one
//	    without: [{released: 2016}]     # statements of the import
//	    facts:
//	      - genre: adventure
//	        cite: reviews:4
//	  - id: mirando
//	    kind: company
//	    name: Mirando
//	kinds:
//	  studio: {plural: studios}
//	relations:
//	  directed_by:
//	    phrases: [at the wheel]
//	  shot_at:
//	    from: film
//	    to: studio
const MendingsFile = "mendings.yaml"

// Mended returns a base with what mendings.yaml says of it. It is made anew, in memory,
// and b is closed; on an error, which joins all that is wrong as file:line: what, b stays.
func Mended(b *kb.Base, file string, data []byte, sources kb.Citable) (*kb.Base, error) {
	m, err := newMender(b, file, data, sources)
	if err != nil {
		return nil, err
	}
	if m == nil {
		return b, nil
	}
	mended, err := m.b.Base()
	if err != nil {
		return nil, err
	}
	return mended, b.Close()
}

// AnchorBeside is [Anchor] for what curators wrote beside the facts of a base, mendings.yaml and
// answers.yaml among files. The base itself is opened where there are mendings.
func AnchorBeside(files fs.FS, sources kb.Citable, open func() (*kb.Base, error)) (edits []Edit, notes []fault.Fault, err error) {
	var errs []error
	read := func(file string, anchor func(file string, data []byte, sources kb.Citable) ([]Edit, []fault.Fault, error)) {
		if _, err := fs.Stat(files, file); errors.Is(err, fs.ErrNotExist) {
			return
		}
		data, err := readFile(files, file)
		if err == nil {
			var more []Edit
			var told []fault.Fault
			more, told, err = anchor(file, data, sources)
			edits, notes = append(edits, more...), append(notes, told...)
		}
		if err != nil {
			errs = append(errs, err)
		}
	}
	read(MendingsFile, func(file string, data []byte, sources kb.Citable) ([]Edit, []fault.Fault, error) {
		base, err := open()
		if err != nil {
			return nil, nil, err
		}
		defer base.Close()
		return AnchorMended(base, file, data, sources)
	})
	read(AnswersFile, func(file string, data []byte, sources kb.Citable) ([]Edit, []fault.Fault, error) {
		var base *kb.Base
		var err error
		defer func() {
			if base != nil {
				base.Close()
			}
		}()
		names := func(name string) (list []string) { // words mostly stand in their sentence as they are
			if base == nil {
				base, err = openMended(files, sources, open)
			}
			if err != nil { // what is wrong with it is told of it
				return nil
			}
			return NamesIn(base)(name)
		}
		return AnchorAnswers(file, data, sources, names)
	})
	if len(errs) == 1 {
		return edits, notes, errs[0]
	}
	return edits, notes, errors.Join(errs...)
}

// openMended opens a base with what mendings.yaml says of it.
func openMended(files fs.FS, sources kb.Citable, open func() (*kb.Base, error)) (*kb.Base, error) {
	base, err := open()
	if err != nil {
		return nil, err
	}
	data, err := readFile(files, MendingsFile)
	if errors.Is(err, fs.ErrNotExist) {
		return base, nil
	}
	mended := base
	if err == nil {
		mended, err = Mended(base, MendingsFile, data, sources)
	}
	if err != nil {
		return nil, errors.Join(err, base.Close())
	}
	return mended, nil
}

// readFile reads what is a file.
func readFile(files fs.FS, name string) ([]byte, error) {
	if err := RegularFile(fs.Stat(files, name)); err != nil {
		return nil, err
	}
	return fs.ReadFile(files, name)
}

// AnchorMended is [Anchor] for mendings.yaml of a base, which stays as it is.
func AnchorMended(b *kb.Base, file string, data []byte, sources kb.Citable) (edits []Edit, notes []fault.Fault, err error) {
	m, err := newMender(b, file, data, sources)
	if err != nil || m == nil {
		return nil, nil, err
	}
	if sources != nil {
		edits = m.anchors()
	}
	_, err = m.b.Base()
	return edits, m.notes, err
}

// newMender reads mendings.yaml of a base; nil where it says nothing.
func newMender(b *kb.Base, file string, data []byte, sources kb.Citable) (*mender, error) {
	was := anchor.Before(sources)
	if sources != nil {
		sources = citesToo{sources, b}
	}
	m := &mender{loader: &loader{faults: &fault.List{}, sources: sources, words: anchor.NewArticles(sources), was: was, ids: map[string]*loaded{}, mends: true}}
	m.doc = &doc{file: file, faults: m.faults}
	root := m.doc.parseAny(data)
	if root == nil {
		return nil, m.faults.Err()
	}
	m.s = b.Schema().Clone()
	var things, kinds, relations *yaml.Node
	m.doc.fields(root, map[string]func(*yaml.Node){
		"things":    func(n *yaml.Node) { things = n },
		"kinds":     func(n *yaml.Node) { kinds = n },
		"relations": func(n *yaml.Node) { relations = n },
	})
	m.schema(kinds, relations)
	m.read(things)
	m.b = kb.NewBuilder(m.s)
	m.draft(b)
	m.loader.statements()
	return m, m.faults.Err()
}

// citesToo holds paragraphs of articles, and what a base's statements cite besides.
type citesToo struct {
	kb.Citable
	base *kb.Base
}

func (c citesToo) Paragraph(ref corpus.Ref) (corpus.Paragraph, bool) {
	if p, ok := c.Citable.Paragraph(ref); ok {
		return p, true
	}
	_, p, ok := c.base.Cited(ref)
	return p, ok
}

// A mender reads mendings.yaml.
type mender struct {
	*loader
	doc    *doc
	things []*mended
	of     map[string]*mended // by the id of a thing, and of those that are it
}

// A mended thing is what the file says of one.
type mended struct {
	kb.Entity
	node            *yaml.Node
	kind            string
	notCalled, also []string
	facts, without  *yaml.Node
	draft           kb.Draft
	there           bool // draft is the thing's
}

// schema adds to the kinds and relations that there are, and declares those that are new.
func (m *mender) schema(kinds, relations *yaml.Node) {
	r := &schemaReader{doc: m.doc, s: m.s}
	freshKinds := m.fresh(kinds, func(name string) bool { _, ok := m.s.Kind(name); return ok }, m.kindWords)
	freshRelations := m.fresh(relations, func(name string) bool { _, ok := m.s.Relation(name); return ok }, m.wordings)
	r.declare(freshKinds, freshRelations)
	m.s.Index()
	r.pairs(freshKinds, func(k, v *yaml.Node) { r.kind(k, v) })
	r.pairs(freshRelations, func(k, v *yaml.Node) { r.relation(k, v) })
	r.checkCycles(freshKinds)
	m.s.Index()
	r.pairs(freshRelations, func(k, v *yaml.Node) { r.checkTemplates(k, v) })
	r.pairs(relations, func(k, v *yaml.Node) {
		if _, ok := m.s.Relation(k.Value); ok && v.Kind == yaml.MappingNode {
			r.checkTemplates(k, v)
		}
	})
}

// fresh returns those of a mapping that are not there yet, and has add read the others.
func (m *mender) fresh(n *yaml.Node, there func(name string) bool, add func(key, value *yaml.Node)) *yaml.Node {
	out := &yaml.Node{Kind: yaml.MappingNode}
	m.doc.pairs(n, func(key, value *yaml.Node) {
		if there(key.Value) {
			add(key, value)
			return
		}
		out.Content = append(out.Content, key, value)
	})
	return out
}

// more reads texts behind those of a list.
func (m *mender) more(list *[]string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		var texts []string
		m.doc.texts(&texts)(n)
		*list = slices.Concat(*list, texts)
	}
}

// kindWords adds to the words of a kind.
func (m *mender) kindWords(key, value *yaml.Node) {
	k, _ := m.s.Kind(key.Value)
	def := m.s.KindDef(k)
	m.doc.fields(value, map[string]func(*yaml.Node){
		"name": m.doc.text(&def.Noun), "plural": m.doc.text(&def.Plural), "words": m.more(&def.Words), "asks": m.more(&def.Asks),
	})
}

// wordings adds to the wordings of a relation.
func (m *mender) wordings(key, value *yaml.Node) {
	rel, _ := m.s.Relation(key.Value)
	def := m.s.RelationDef(rel)
	m.doc.fields(value, map[string]func(*yaml.Node){
		"noun": m.doc.text(&def.Noun), "plural": m.doc.text(&def.Plural), "says": m.doc.text(&def.Says), "unknown": m.doc.text(&def.Unknown),
		"nouns": m.more(&def.Nouns), "verbs": m.more(&def.Verbs), "phrases": m.more(&def.Phrases), "asks": m.more(&def.Asks),
		"subject_nouns": m.more(&def.SubjectNouns), "subject_verbs": m.more(&def.SubjectVerbs),
	})
}

// read reads what is said of things.
func (m *mender) read(list *yaml.Node) {
	m.of = map[string]*mended{}
	if list == nil || list.Tag == "!!null" {
		return
	}
	d := m.doc
	if list.Kind != yaml.SequenceNode {
		d.fault(list, "want a list of things, each with its id and what it gets: aliases, facts")
		return
	}
	for _, n := range list.Content {
		x := &mended{node: n}
		d.fields(n, map[string]func(*yaml.Node){
			"id": d.text(&x.ID), "kind": d.text(&x.kind), "name": d.text(&x.Name), "about": d.text(&x.About),
			"aliases": d.texts(&x.Aliases), "not_called": d.texts(&x.notCalled), "also": d.texts(&x.also),
			"facts": func(n *yaml.Node) { x.facts = n }, "without": func(n *yaml.Node) { x.without = n },
		})
		if n.Kind != yaml.MappingNode {
			continue
		}
		m.things = append(m.things, x)
	}
	for _, x := range m.things {
		for _, id := range x.also {
			if o := m.of[id]; id == x.ID || o != nil {
				d.fault(x.node, "%s is one with another thing already", id)
				continue
			}
			m.of[id] = x
		}
	}
	for _, x := range m.things {
		o := m.of[x.ID]
		switch {
		case o == nil:
			m.of[x.ID] = x
		case o.ID != x.ID: // a second entry of a thing adds to the first
			d.fault(x.node, "%s is one with %s: write what is said of it there", x.ID, o.ID)
		}
	}
}

// draft drafts what a base holds, as it is mended. Its texts are copies: the base may be closed.
func (m *mender) draft(b *kb.Base) {
	m.b.SourcesOf(b)
	nodes := make([]kb.Draft, b.Len())
	var later []kb.Node // things that are one with another
	for n := range kb.Node(b.Len()) {
		if v, ok := b.Value(n); ok {
			v.Text, v.Unit = strings.Clone(v.Text), strings.Clone(v.Unit)
			nodes[n] = m.b.Value(v)
			continue
		}
		e := kb.EntityOf(b, n)
		x := m.of[e.ID]
		if x != nil && x.ID != e.ID {
			later = append(later, n)
			continue
		}
		nodes[n] = m.b.Entity(e)
		m.ids[e.ID] = &loaded{doc: m.doc, draft: nodes[n]}
	}
	for _, x := range m.things {
		m.entity(x)
	}
	for _, n := range later {
		e := kb.EntityOf(b, n)
		x := m.of[e.ID]
		if !x.there || m.s.Kinds[m.b.Entities()[x.draft].Kind].Name != m.s.Kinds[e.Kind].Name {
			m.doc.fault(x.node, "%s is no %s, as %s is: they are two things", x.ID, m.s.Kinds[e.Kind].Name, e.ID)
			continue
		}
		nodes[n] = x.draft
		m.ids[e.ID] = m.ids[x.ID]
		m.called(x.draft, append([]string{e.Name}, e.Aliases...))
		if into := &m.b.Entities()[x.draft]; into.About == "" {
			into.About = e.About
		}
	}
	for _, x := range m.things {
		m.uncalled(x)
	}
	if m.faults.Len() == 0 {
		m.stated(b, nodes, len(later) > 0)
	}
}

// entity takes what is said of a thing, or adds one that is new.
func (m *mender) entity(x *mended) {
	d := m.doc
	in := m.ids[x.ID]
	k, known := m.s.Kind(x.kind)
	switch {
	case x.kind != "" && (!known || m.s.Literal(k)):
		d.fault(x.node, "%s: unknown kind %q", x.ID, x.kind)
		return
	case in == nil && (x.kind == "" || x.Name == ""):
		d.fault(x.node, "no thing has the id %q; one that is new needs kind and name", x.ID)
		return
	case in == nil && strings.ContainsAny(x.ID, " \t\n"):
		d.fault(x.node, "an entity needs an id without spaces, not %q", x.ID)
		return
	case in == nil:
		x.Kind = k
		in = &loaded{doc: d, draft: m.b.Entity(kb.Entity{ID: x.ID, Kind: k, Name: x.Name, About: x.About})}
		m.ids[x.ID] = in
	case x.kind != "" && m.b.KindOf(in.draft) != k:
		d.fault(x.node, "%s is a %s already, not a %s", x.ID, m.s.Kinds[m.b.KindOf(in.draft)].Name, x.kind)
		return
	}
	x.draft, x.there = in.draft, true
	e := &m.b.Entities()[in.draft]
	if x.Name != "" {
		e.Name = x.Name
		e.Aliases = slices.DeleteFunc(slices.Clone(e.Aliases), func(a string) bool { return a == x.Name })
	}
	if x.About != "" {
		e.About = x.About
	}
	m.called(in.draft, x.Aliases)
	if x.facts != nil {
		m.list = append(m.list, &loaded{doc: d, node: x.node, draft: in.draft, facts: x.facts})
	}
}

// called gives a thing names.
func (m *mender) called(d kb.Draft, names []string) {
	e := &m.b.Entities()[d]
	for _, a := range names {
		if a != e.Name && !slices.Contains(e.Aliases, a) {
			e.Aliases = append(slices.Clone(e.Aliases), a)
		}
	}
}

// uncalled takes names from a thing.
func (m *mender) uncalled(x *mended) {
	if !x.there {
		return
	}
	e := &m.b.Entities()[x.draft]
	if slices.Contains(x.notCalled, e.Name) {
		m.doc.fault(x.node, "%s would have no name: say which in name", x.ID)
	}
	e.Aliases = slices.DeleteFunc(slices.Clone(e.Aliases), func(a string) bool { return slices.Contains(x.notCalled, a) })
}

// stated drafts the statements of a base but for those that do not hold. Where things became
// one, what was stated of both is stated once.
func (m *mender) stated(b *kb.Base, nodes []kb.Draft, once bool) {
	type end struct {
		subject kb.Draft
		rel     kb.Rel
		object  kb.Draft
	}
	gone := map[end][][]kb.Qual{}
	for _, x := range m.things {
		if x.without == nil || x.without.Tag == "!!null" {
			continue
		}
		items := []*yaml.Node{x.without}
		if x.without.Kind == yaml.SequenceNode {
			items = x.without.Content
		}
		for _, n := range items {
			rel, objects, quals, ok := m.unstated(n)
			for _, o := range objects {
				if e := (end{x.draft, rel, o}); ok {
					gone[e] = append(gone[e], quals)
				}
			}
		}
	}
	qualifiers := map[string]int{}
	for i, q := range m.s.Qualifiers {
		qualifiers[q.Name] = i
	}
	first := map[end]int{}
	for st := range kb.Stmt(b.Statements()) {
		var quals []kb.Qual
		for _, q := range b.Qualifiers(st) {
			quals = append(quals, kb.Qual{Def: qualifiers[q.Name], Value: nodes[q.Value]})
		}
		e := end{nodes[b.Subject(st)], b.Relation(st), nodes[b.Object(st)]}
		if slices.ContainsFunc(gone[e], func(g []kb.Qual) bool { return sameQuals(g, quals) }) {
			continue
		}
		if once && len(quals) == 0 {
			if i, ok := first[e]; ok {
				m.b.CiteAlso(i, b.Cites(st))
				continue
			}
		}
		i := m.b.State(e.subject, e.rel, e.object, quals, b.Cites(st)...)
		if once && len(quals) == 0 {
			first[e] = i
		}
	}
}

// unstated reads a statement that does not hold.
func (m *mender) unstated(n *yaml.Node) (rel kb.Rel, objects []kb.Draft, quals []kb.Qual, ok bool) {
	d := m.doc
	if n.Kind != yaml.MappingNode || len(n.Content) == 0 {
		d.fault(n, "want statements that do not hold, each in braces: {relation: object}")
		return
	}
	if rel, ok = m.s.Relation(n.Content[0].Value); !ok {
		d.fault(n, "unknown relation %q: a statement begins with its relation", n.Content[0].Value)
		return
	}
	def := m.s.RelationDef(rel)
	known := m.qualifiers(d, &quals)
	known[def.Name] = func(n *yaml.Node) {
		d.each(n, func(n *yaml.Node) {
			if v, ok := m.object(d, n, def.Name, def.To); ok {
				objects = append(objects, v)
			}
		})
	}
	d.fields(n, known)
	return rel, objects, quals, true
}

// sameQuals reports whether two lists hold the same, in any order.
func sameQuals(a, b []kb.Qual) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(q kb.Qual) bool { return !slices.Contains(b, q) })
}
