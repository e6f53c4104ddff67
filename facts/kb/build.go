package kb

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"hapjak/corpus"
	"hapjak/nlp"
)

// An Entity is what a [Builder] is told of an entity.
type Entity struct {
	ID      string
	Kind    Kind
	Name    string
	Aliases []string
	About   string
}

// A Draft is an entity or a value of a [Builder]; nodes are numbered only when all
// are known.
type Draft int32 // an entity's place, or -1 minus a value's

// A Builder collects entities and statements and makes a [Base] of them. It takes
// what it is given on trust: [curated.Load] and [triples.Read] check.
type Builder struct {
	schema   *Schema
	entities []Entity
	values   []Value
	valueIDs map[Value]Draft
	stmts    []draftStmt
	quals    []draftQual
	cites    []draftCite
	sources  []Source
	sourceOf map[string]uint32
	amounts  map[amountOfThing][]int // statements of numbers and sums without qualifiers
}

type draftStmt struct {
	subject, object Draft
	rel             Rel
	quals, cites    [2]uint32 // ranges
}

type draftQual struct {
	name  uint32
	value Draft
}

type draftCite struct{ source, paragraph, part uint32 }

// NewBuilder returns a builder of nothing yet.
func NewBuilder(s *Schema) *Builder {
	return &Builder{schema: s, valueIDs: map[Value]Draft{}, sourceOf: map[string]uint32{}, amounts: map[amountOfThing][]int{}}
}

// Schema is what the base will be of.
func (b *Builder) Schema() *Schema { return b.schema }

// Entity adds an entity. Ids must differ.
func (b *Builder) Entity(e Entity) Draft {
	b.entities = append(b.entities, e)
	return Draft(len(b.entities) - 1)
}

// Entities are the entities that were added, by their drafts. They may be changed, but for their kind and
// id once statements are made of them.
func (b *Builder) Entities() []Entity { return b.entities }

// Value adds a value; the same value is the same node.
func (b *Builder) Value(v Value) Draft {
	d, ok := b.valueIDs[v]
	if !ok {
		b.values = append(b.values, v)
		d = Draft(-len(b.values))
		b.valueIDs[v] = d
	}
	return d
}

// A Qual is a qualifier of a statement: the schema's number of it, and its value.
type Qual struct {
	Def   int
	Value Draft
}

// maxAmounts bounds the amounts of one relation of a thing that a further one is compared with.
const maxAmounts = 200

// State adds a statement. One that says of a thing the same value in other words, without qualifiers,
// is not another: it is cited for the first. Its number is returned.
func (b *Builder) State(subject Draft, r Rel, object Draft, quals []Qual, cites ...corpus.Ref) int {
	if k := b.KindOf(object); len(quals) == 0 && (k == Number || k == Money) {
		of := amountOfThing{subject, r}
		for _, i := range b.amounts[of] {
			if b.Same(b.stmts[i].object, object) {
				b.CiteAlso(i, cites)
				return i
			}
		}
		if len(b.amounts[of]) < maxAmounts {
			b.amounts[of] = append(b.amounts[of], len(b.stmts))
		}
	}
	s := draftStmt{subject: subject, object: object, rel: r}
	s.quals[0], s.cites[0] = uint32(len(b.quals)), uint32(len(b.cites))
	for _, q := range quals {
		b.quals = append(b.quals, draftQual{uint32(q.Def), q.Value})
	}
	for _, c := range cites {
		b.cites = append(b.cites, b.cite(c))
	}
	s.quals[1], s.cites[1] = uint32(len(b.quals)), uint32(len(b.cites))
	b.stmts = append(b.stmts, s)
	return len(b.stmts) - 1
}

// Same reports whether two drafts are one, or values that say the same.
func (b *Builder) Same(c, d Draft) bool {
	return c == d || c < 0 && d < 0 && b.values[-1-c].Same(b.values[-1-d])
}

// An amountOfThing is what numbers and sums are stated of.
type amountOfThing struct {
	subject Draft
	rel     Rel
}

// Said is what a statement without qualifiers says.
type Said struct {
	Subject, Object Draft
	Relation        Rel
}

// Stated files the statements without qualifiers, for a reader of more; nil for none.
func (b *Builder) Stated() map[Said]int {
	if len(b.stmts) == 0 {
		return nil
	}
	all := make(map[Said]int, len(b.stmts))
	for i, s := range b.stmts {
		if s.quals[0] == s.quals[1] {
			all[Said{s.subject, s.object, s.rel}] = i
		}
	}
	return all
}

// Grow makes room for so many statements more, each with a citation.
func (b *Builder) Grow(statements int) {
	b.stmts, b.cites = slices.Grow(b.stmts, statements), slices.Grow(b.cites, statements)
}

// CiteAlso adds citations to a statement.
func (b *Builder) CiteAlso(stmt int, refs []corpus.Ref) {
	s := &b.stmts[stmt]
	from := uint32(len(b.cites))
	b.cites = append(b.cites, b.cites[s.cites[0]:s.cites[1]]...)
	for _, c := range refs {
		cite := b.cite(c)
		if !slices.Contains(b.cites[from:], cite) {
			b.cites = append(b.cites, cite)
		}
	}
	s.cites = [2]uint32{from, uint32(len(b.cites))}
}

func (b *Builder) cite(ref corpus.Ref) draftCite {
	return draftCite{b.Source(corpus.Source{ID: ref.Source}, ""), uint32(ref.Paragraph), uint32(ref.Part)}
}

// Source files a source under its id, and returns its number.
func (b *Builder) Source(src corpus.Source, held string) uint32 {
	i, ok := b.sourceOf[src.ID]
	if !ok {
		i = uint32(len(b.sources))
		b.sources = append(b.sources, Source{src, held})
		b.sourceOf[src.ID] = i
	}
	return i
}

// HeldAs says how a source is held that was filed, empty for an article and for what was not.
func (b *Builder) HeldAs(id string) string {
	if i, ok := b.sourceOf[id]; ok {
		return b.sources[i].Held
	}
	return ""
}

// KindOf returns the kind of a draft.
func (b *Builder) KindOf(d Draft) Kind {
	if d < 0 {
		return b.values[-1-d].Kind
	}
	return b.entities[d].Kind
}

// Base makes the base. The builder must not be used afterwards.
func (b *Builder) Base() (*Base, error) {
	if n := len(b.entities) + len(b.values); n >= 1<<30 || len(b.stmts) >= 1<<30 {
		return nil, fmt.Errorf("%d nodes and %d statements are more than a base can hold", n, len(b.stmts))
	}
	b.dropUnused()
	m := &maker{Builder: b, base: newBase(b.schema, len(b.values)), known: make(map[string]uint32, 2*len(b.entities))}
	m.nodes()
	m.statements()
	m.inverse()
	m.citations()
	m.lookups()
	*m.base.strings = newTable(m.list)
	if len(m.base.strings.blob) >= 1<<32-1 {
		return nil, fmt.Errorf("names and texts of %d bytes are more than a base can hold", len(m.base.strings.blob))
	}
	m.base.identity()
	return m.base, nil
}

// dropUnused leaves out the values that no statement has: what said the same in other words.
func (b *Builder) dropUnused() {
	used := make([]bool, len(b.values))
	for _, s := range b.stmts {
		if s.object < 0 {
			used[-1-s.object] = true
		}
	}
	for _, q := range b.quals {
		if q.value < 0 {
			used[-1-q.value] = true
		}
	}
	if !slices.Contains(used, false) {
		return
	}
	kept := make([]Draft, len(b.values))
	var values []Value
	for i, v := range b.values {
		if used[i] {
			values = append(values, v)
			kept[i] = Draft(-len(values))
		}
	}
	b.values = values
	for i, s := range b.stmts {
		if s.object < 0 {
			b.stmts[i].object = kept[-1-s.object]
		}
	}
	for i, q := range b.quals {
		if q.value < 0 {
			b.quals[i].value = kept[-1-q.value]
		}
	}
}

// A maker lays a builder's drafts out as a base.
type maker struct {
	*Builder
	base     *Base
	known    map[string]uint32 // strings
	list     []string
	entityAt []Node // by draft entity
	valueAt  []Node // by draft value
}

// intern returns the number of a string.
func (m *maker) intern(s string) uint32 {
	i, ok := m.known[s]
	if !ok {
		i = uint32(len(m.list))
		m.known[s] = i
		m.list = append(m.list, s)
	}
	return i
}

func (m *maker) node(d Draft) Node {
	if d < 0 {
		return m.valueAt[-1-d]
	}
	return m.entityAt[d]
}

// nodes numbers the nodes by kind and within it by what stands for them.
func (m *maker) nodes() {
	base := m.base
	base.kindStart = make([]uint32, len(m.schema.Kinds)+1)
	base.nameStart = append(base.nameStart, 0)
	name := func(s string) { base.names = append(base.names, m.intern(s)) }
	order := ordered(len(m.values), func(i, j int) int {
		a, b := &m.values[i], &m.values[j]
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Lo, b.Lo), cmp.Compare(a.Hi, b.Hi),
			cmp.Compare(a.Text, b.Text), cmp.Compare(a.Unit, b.Unit))
	})
	m.valueAt = make([]Node, len(order))
	for n, i := range order {
		v := &m.values[i]
		m.valueAt[i] = Node(n)
		base.kindStart[v.Kind+1]++
		base.bounds = append(base.bounds, v.Lo, v.Hi)
		base.units = append(base.units, m.intern(v.Unit))
		name(v.Text)
		base.nameStart = append(base.nameStart, uint32(len(base.names)))
	}
	order = ordered(len(m.entities), func(i, j int) int {
		a, b := &m.entities[i], &m.entities[j]
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
	})
	m.entityAt = make([]Node, len(order))
	for n, i := range order {
		e := &m.entities[i]
		m.entityAt[i] = Node(len(m.values) + n)
		base.kindStart[e.Kind+1]++
		base.ids = append(base.ids, m.intern(e.ID))
		base.abouts = append(base.abouts, m.intern(e.About))
		name(e.Name)
		for i, alias := range e.Aliases {
			if alias != e.Name && !slices.Contains(e.Aliases[:i], alias) { // each name once, as what is exported says it
				name(alias)
			}
		}
		base.nameStart = append(base.nameStart, uint32(len(base.names)))
	}
	sum(base.kindStart)
	base.byID = sortedByID(base, m.list)
}

func sortedByID(b *Base, list []string) []Node {
	order := ordered(len(b.ids), func(i, j int) int { return cmp.Compare(list[b.ids[i]], list[b.ids[j]]) })
	byID := make([]Node, len(order))
	for i, e := range order {
		byID[i] = Node(b.values + int(e))
	}
	return byID
}

// ordered returns 0 to n-1, sorted, and in their order where they are equal.
func ordered(n int, compare func(i, j int) int) []uint32 {
	order := make([]uint32, n)
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int { return cmp.Or(compare(int(a), int(b)), cmp.Compare(a, b)) })
	return order
}

// statements sorts them by subject and relation, as they were written within.
func (m *maker) statements() {
	base, n := m.base, len(m.stmts)
	all := make([]uint32, n)
	for i := range all {
		all[i] = uint32(i)
	}
	byRel, _ := counted(all, len(m.schema.Relations), func(i uint32) uint32 { return uint32(m.stmts[i].rel) })
	order, start := counted(byRel, len(m.entities)+len(m.values), func(i uint32) uint32 { return uint32(m.node(m.stmts[i].subject)) })
	base.outStart = start
	base.subjects, base.objects, base.rels = make([]Node, n), make([]Node, n), make([]Rel, n)
	one := true
	parted := slices.ContainsFunc(m.Builder.cites, func(c draftCite) bool { return c.part > 0 })
	for s, i := range order {
		d := &m.stmts[i]
		base.subjects[s], base.objects[s], base.rels[s] = m.node(d.subject), m.node(d.object), d.rel
		one = one && d.cites[1]-d.cites[0] == 1
	}
	if len(m.Builder.quals) > 0 {
		base.qualStart = append(base.qualStart, 0)
	}
	if !one {
		base.citeStart = append(base.citeStart, 0)
	}
	for _, i := range order {
		d := &m.stmts[i]
		for _, q := range m.Builder.quals[d.quals[0]:d.quals[1]] {
			base.quals = append(base.quals, q.name, uint32(m.node(q.value)))
		}
		for _, c := range m.Builder.cites[d.cites[0]:d.cites[1]] {
			base.cites = append(base.cites, c.source, c.paragraph)
			if parted {
				base.parts = append(base.parts, c.part)
			}
		}
		if len(base.qualStart) > 0 {
			base.qualStart = append(base.qualStart, uint32(len(base.quals)/2))
		}
		if len(base.citeStart) > 0 {
			base.citeStart = append(base.citeStart, uint32(len(base.cites)/2))
		}
	}
}

// counted sorts numbers by a key below keys, keeping the order of equal ones, and
// returns where each key begins.
func counted[T ~uint32](list []T, keys int, key func(T) uint32) (sorted []T, start []uint32) {
	start = make([]uint32, keys+1)
	for _, v := range list {
		start[key(v)+1]++
	}
	sum(start)
	sorted = make([]T, len(list))
	for _, v := range list {
		at := &start[key(v)]
		sorted[*at] = v
		*at++
	}
	copy(start[1:], start) // each has come to where the next one began
	start[0] = 0
	return sorted, start
}

func (m *maker) inverse() {
	base := m.base
	all := make([]Stmt, len(base.subjects))
	for i := range all {
		all[i] = Stmt(i)
	}
	base.of, base.ofStart = counted(all, len(m.schema.Relations), func(s Stmt) uint32 { return uint32(base.rels[s]) })
	base.in, base.inStart = counted(base.of, len(m.entities)+len(m.values), func(s Stmt) uint32 { return uint32(base.objects[s]) })
}

// citations numbers the sources in order of id and sorts what cites them.
func (m *maker) citations() {
	base := m.base
	order := ordered(len(m.Builder.sources), func(i, j int) int {
		return cmp.Compare(m.Builder.sources[i].ID, m.Builder.sources[j].ID)
	})
	rank := make([]uint32, len(order))
	for to, from := range order {
		rank[from] = uint32(to)
		s := &m.Builder.sources[from]
		for _, field := range [sourceFields]string{s.ID, s.Held, s.Title, s.Publisher, s.Author, s.Date, s.URL, s.Language, s.Rights} {
			base.sources = append(base.sources, m.intern(field))
		}
	}
	for i := 0; i < len(base.cites); i += 2 {
		base.cites[i] = rank[base.cites[i]]
	}
	base.citing = ordered(len(base.cites)/2, func(i, j int) int {
		return cmp.Or(cmp.Compare(base.cites[2*i], base.cites[2*j]), cmp.Compare(base.cites[2*i+1], base.cites[2*j+1]))
	})
}

// maxTextKey is the longest text value, in letters, that is filed as a name: what
// is longer is a sentence, which nobody types whole.
const maxTextKey = 48

// lookups files every node under its names and words.
func (m *maker) lookups() {
	base := m.base
	all := len(m.values) + len(m.entities)
	keys, words := newLookupBuilder(all), newLookupBuilder(all)
	stems := nlp.NewStemmer()
	read := func(text string, n Node) {
		for t := range stems.EachToken(text) {
			if t.Kind == nlp.Word || t.Kind == nlp.Number {
				words.add(t.Stem, n)
			}
		}
	}
	for n := range all {
		value := n < len(m.values)
		for _, s := range base.names[base.nameStart[n]:base.nameStart[n+1]] {
			name := m.list[s]
			if !value || utf8.RuneCountInString(name) <= maxTextKey {
				short, full := squashes(name)
				keys.add(short, Node(n))
				keys.add(full, Node(n))
			}
			if !value || n >= int(base.kindStart[Text]) {
				read(name, Node(n))
			}
		}
		if !value {
			read(m.list[base.abouts[n-len(m.values)]], Node(n))
		}
	}
	base.keys, base.words = keys.build(), words.build()
	base.near = buildNear(&base.keys.keys)
}

// identity makes the slices of all nodes, their kinds and all statements, which
// follow from the rest.
func (b *Base) identity() {
	b.nodes = make([]Node, len(b.nameStart)-1)
	for i := range b.nodes {
		b.nodes[i] = Node(i)
	}
	b.kinds = make([]uint8, len(b.nodes))
	for k := range len(b.kindStart) - 1 {
		for n := b.kindStart[k]; n < b.kindStart[k+1]; n++ {
			b.kinds[n] = uint8(k)
		}
	}
	b.stmts = make([]Stmt, len(b.subjects))
	for i := range b.stmts {
		b.stmts[i] = Stmt(i)
	}
}

// ValueOf is the value of a draft; ok is false for an entity.
func (b *Builder) ValueOf(d Draft) (v Value, ok bool) {
	if d >= 0 {
		return v, false
	}
	return b.values[-1-d], true
}

// NamesOf are the names of an entity, or the text of a value.
func (b *Builder) NamesOf(d Draft) []string {
	if v, ok := b.ValueOf(d); ok {
		return []string{v.Text}
	}
	e := &b.entities[d]
	return append([]string{e.Name}, e.Aliases...)
}

// A Topic is texts of what a statement speaks of: what names its subject, what words its relation, and its object.
type Topic struct{ Subject, Relation, Object []string }

// And is a topic with more texts of its object.
func (t Topic) And(object ...string) Topic {
	t.Object = slices.Concat(t.Object, object)
	return t
}

// TopicOf is what a statement speaks of, its object aside: the subject's names, and how the relation is worded.
func (b *Builder) TopicOf(subject Draft, rel Rel) Topic {
	return b.schema.TopicOf(b.NamesOf(subject), rel)
}

// TopicOf is what a statement of a subject of these names speaks of.
func (s *Schema) TopicOf(subject []string, rel Rel) Topic {
	def := s.RelationDef(rel)
	return Topic{Subject: subject, Relation: slices.Concat([]string{strings.ReplaceAll(def.Name, "_", " "), def.Noun, def.Says}, def.Nouns, def.Verbs, def.SubjectVerbs)}
}

// EntityOf is an entity of a base, in texts of its own.
func EntityOf(b *Base, n Node) Entity {
	names := b.Names(n)
	for i := range names {
		names[i] = strings.Clone(names[i])
	}
	return Entity{ID: strings.Clone(b.ID(n)), Kind: b.KindOf(n), Name: names[0], Aliases: names[1:], About: strings.Clone(b.About(n))}
}

// SourcesOf takes the sources of a base.
func (d *Builder) SourcesOf(b *Base) {
	for _, src := range b.Sources() {
		for _, field := range []*string{&src.ID, &src.Title, &src.Publisher, &src.Author, &src.Date, &src.URL, &src.Language, &src.Rights, &src.Held} {
			*field = strings.Clone(*field)
		}
		d.Source(src.Source, src.Held)
	}
}
