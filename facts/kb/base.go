package kb

import (
	"sort"

	"hapjak/corpus"
)

// A Base holds a knowledge base: its nodes, and in parts of their own its statements, what they
// cite, and its names. See the package comment for how.
type Base struct {
	graph
	citations
	nameIndex
	schema  *Schema
	strings *table32 // every string once
	values  int      // nodes below it are values, the others entities

	kindStart []uint32 // by kind: its first node; one more for the end
	kinds     []uint8  // by node, for speed
	nodes     []Node   // every node, for slices of kinds
	byID      []Node   // entities in order of id

	nameStart []uint32  // by node: its first name; one more
	names     []uint32  // strings, each node's name first
	ids       []uint32  // by entity: a string
	abouts    []uint32  // by entity: a string
	bounds    []float64 // by value: lo, hi
	units     []uint32  // by value: a string

	qualStart []uint32 // by statement, one more; empty where none has any
	quals     []uint32 // pairs: qualifier of the schema, node
}

// newBase returns a base that holds nothing yet.
func newBase(s *Schema, values int) *Base {
	strings := new(table32)
	return &Base{schema: s, strings: strings, citations: citations{strings: strings}, values: values}
}

// A graph is the statements between nodes, found from either end and by their relation.
type graph struct {
	subjects []Node
	objects  []Node
	rels     []Rel
	stmts    []Stmt   // every statement, for slices of subjects
	outStart []uint32 // by node: its first statement; one more
	in       []Stmt   // by object, relation
	inStart  []uint32
	of       []Stmt // by relation
	ofStart  []uint32
}

// The citations say which paragraphs statements cite, and of which sources.
type citations struct {
	strings   *table32 // the base's
	citeStart []uint32 // by statement, one more; empty where each has one
	cites     []uint32 // pairs: source, paragraph
	parts     []uint32 // by pair: the part of the paragraph; empty where all are cited whole
	citing    []uint32 // pairs' numbers by source, paragraph
	sources   []uint32 // sourceFields strings each, in order of id
}

// A nameIndex finds nodes by their names, as they are, nearly so, or by a word.
type nameIndex struct {
	keys  lookup // squashed names
	words lookup // stems
	near  nearIndex
}

// A table32 holds strings one after the other.
type table32 struct {
	start []uint32 // one more than there are strings
	blob  string
}

func (t *table32) len() int { return len(t.start) - 1 }

func (t *table32) at(i uint32) string { return t.blob[t.start[i]:t.start[i+1]] }

// Schema returns the schema.
func (b *Base) Schema() *Schema { return b.schema }

// Len returns the number of nodes.
func (b *Base) Len() int { return len(b.nodes) }

// Statements returns the number of statements.
func (g *graph) Statements() int { return len(g.subjects) }

// KindOf returns the kind of n.
func (b *Base) KindOf(n Node) Kind { return Kind(b.kinds[n]) }

// ID returns the id of an entity, and nothing for a value.
func (b *Base) ID(n Node) string {
	if int(n) < b.values {
		return ""
	}
	return b.strings.at(b.ids[int(n)-b.values])
}

// Name returns the name of an entity or the text of a value.
func (b *Base) Name(n Node) string { return b.strings.at(b.names[b.nameStart[n]]) }

// Names returns the name of n and then its other names.
func (b *Base) Names(n Node) []string {
	list := b.names[b.nameStart[n]:b.nameStart[n+1]]
	names := make([]string, len(list))
	for i, s := range list {
		names[i] = b.strings.at(s)
	}
	return names
}

// About returns the one-line description of an entity, if it has one.
func (b *Base) About(n Node) string {
	if int(n) < b.values {
		return ""
	}
	return b.strings.at(b.abouts[int(n)-b.values])
}

// Value returns what a value stands for; ok is false for an entity.
func (b *Base) Value(n Node) (v Value, ok bool) {
	if int(n) >= b.values {
		return Value{}, false
	}
	return Value{Kind: b.KindOf(n), Lo: b.bounds[2*n], Hi: b.bounds[2*n+1],
		Text: b.Name(n), Unit: b.strings.at(b.units[n])}, true
}

// Find returns the entity of that id.
func (b *Base) Find(id string) (Node, bool) {
	i := sort.Search(len(b.byID), func(i int) bool { return b.ID(b.byID[i]) >= id })
	if i == len(b.byID) || b.ID(b.byID[i]) != id {
		return NoNode, false
	}
	return b.byID[i], true
}

// OfKind returns the nodes that are exactly of kind k, entities in order of id,
// values by what they stand for. The caller must not change it, nor any of the
// slices of nodes and statements below.
func (b *Base) OfKind(k Kind) []Node {
	return b.nodes[b.kindStart[k]:b.kindStart[k+1]:b.kindStart[k+1]]
}

// OutAll returns the statements with subject n, by relation.
func (g *graph) OutAll(n Node) []Stmt {
	return g.stmts[g.outStart[n]:g.outStart[n+1]:g.outStart[n+1]]
}

// InAll returns the statements with object n, by relation.
func (g *graph) InAll(n Node) []Stmt {
	return g.in[g.inStart[n]:g.inStart[n+1]:g.inStart[n+1]]
}

// Out returns the statements with subject n and relation r, as they were written.
func (g *graph) Out(n Node, r Rel) []Stmt { return g.under(g.OutAll(n), r) }

// In returns the statements with object n and relation r, in order of subject.
func (g *graph) In(n Node, r Rel) []Stmt { return g.under(g.InAll(n), r) }

// under cuts a list that is sorted by relation down to r.
func (g *graph) under(list []Stmt, r Rel) []Stmt {
	const few = 16 // are looked through faster than halved
	lo, hi := 0, len(list)
	for hi-lo > few {
		mid := int(uint(lo+hi) >> 1)
		if g.rels[list[mid]] < r {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	for lo < len(list) && g.rels[list[lo]] < r {
		lo++
	}
	end := lo + sort.Search(min(few, len(list)-lo), func(i int) bool { return g.rels[list[lo+i]] > r })
	if end == lo+few {
		end = lo + sort.Search(len(list)-lo, func(i int) bool { return g.rels[list[lo+i]] > r })
	}
	return list[lo:end:end]
}

// Of returns the statements of relation r, in order of subject.
func (g *graph) Of(r Rel) []Stmt { return g.of[g.ofStart[r]:g.ofStart[r+1]:g.ofStart[r+1]] }

// Subject returns the subject of s.
func (g *graph) Subject(s Stmt) Node { return g.subjects[s] }

// Object returns the object of s.
func (g *graph) Object(s Stmt) Node { return g.objects[s] }

// Relation returns the relation of s.
func (g *graph) Relation(s Stmt) Rel { return g.rels[s] }

// Qualifiers returns what s carries besides.
func (b *Base) Qualifiers(s Stmt) []Qualifier {
	if len(b.qualStart) == 0 {
		return nil
	}
	pairs := b.quals[2*b.qualStart[s] : 2*b.qualStart[s+1]]
	if len(pairs) == 0 {
		return nil
	}
	list := make([]Qualifier, len(pairs)/2)
	for i := range list {
		list[i] = Qualifier{b.schema.Qualifiers[pairs[2*i]].Name, Node(pairs[2*i+1])}
	}
	return list
}

// Cites returns the paragraphs that s cites.
func (c *citations) Cites(s Stmt) []corpus.Ref {
	from, to := c.citesOf(s)
	refs := make([]corpus.Ref, 0, to-from)
	for i := from; i < to; i++ {
		refs = append(refs, c.ref(i))
	}
	return refs
}

func (c *citations) citesOf(s Stmt) (from, to uint32) {
	if len(c.citeStart) == 0 {
		return uint32(s), uint32(s) + 1
	}
	return c.citeStart[s], c.citeStart[s+1]
}

func (c *citations) ref(i uint32) corpus.Ref {
	ref := corpus.Ref{Source: c.sourceID(c.cites[2*i]), Paragraph: int(c.cites[2*i+1])}
	if len(c.parts) > 0 {
		ref.Part = int(c.parts[i])
	}
	return ref
}

// Close gives up the base. Nothing may be asked of it from then on.
func (b *Base) Close() error {
	*b = *newBase(b.schema, 0)
	return nil
}
