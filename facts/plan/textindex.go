package plan

import (
	"slices"
	"sync"

	"hapjak/facts/kb"
	"hapjak/nlp"
)

// A textIndex finds statements by the words they would be told in: their
// relation's wording, the names of their ends and qualifiers, and the
// descriptions of their subjects. It serves the questions that describe a
// thing instead of naming it ("the baseball gorilla film"). It is made at its
// first use, and only for knowledge bases small enough to be written by hand.
type textIndex struct {
	base  *kb.Base
	stems *nlp.Stemmer
	once  sync.Once
	post  map[string][]kb.Stmt
	nodes map[kb.Node][]string // while it is made: the stems of nodes
	rels  map[kb.Rel][]string  // … and of relations' wordings
}

// maxTextStatements is the largest knowledge base that is indexed by the words
// of its statements: 20,000 take a quarter of a second and 20 MB.
const maxTextStatements = 20000

func newTextIndex(b *kb.Base, s *nlp.Stemmer) *textIndex { return &textIndex{base: b, stems: s} }

// postings returns the statements that hold a stem, by rising number.
func (x *textIndex) postings(stem string) []kb.Stmt {
	x.once.Do(x.make)
	return x.post[stem]
}

func (x *textIndex) make() {
	x.post = map[string][]kb.Stmt{}
	if x.base.Statements() > maxTextStatements {
		return
	}
	x.nodes, x.rels = map[kb.Node][]string{}, map[kb.Rel][]string{}
	for s := range x.base.Statements() {
		st := kb.Stmt(s)
		x.add(st, x.ofRelation(x.base.Relation(st)))
		x.add(st, x.ofNode(x.base.Subject(st)))
		x.add(st, x.ofNode(x.base.Object(st)))
		for _, q := range x.base.Qualifiers(st) {
			x.add(st, x.ofNode(q.Value))
		}
	}
	x.nodes, x.rels = nil, nil
}

// add files a statement, which has a greater number than those before it, under
// stems, under each once.
func (x *textIndex) add(s kb.Stmt, stems []string) {
	for _, stem := range stems {
		post := x.post[stem]
		if n := len(post); n == 0 || post[n-1] != s {
			x.post[stem] = append(post, s)
		}
	}
}

func (x *textIndex) ofRelation(r kb.Rel) []string {
	list, ok := x.rels[r]
	if !ok {
		d := x.base.Schema().RelationDef(r)
		list = x.stems.Stems(d.Says)
		for _, more := range append(append([]string{d.Noun, d.Plural}, d.Verbs...), d.Nouns...) {
			list = append(list, x.stems.Stems(more)...)
		}
		slices.Sort(list)
		list = slices.Compact(list)
		x.rels[r] = list
	}
	return list
}

func (x *textIndex) ofNode(n kb.Node) []string {
	list, ok := x.nodes[n]
	if !ok {
		for _, name := range x.base.Names(n) {
			list = append(list, x.stems.Stems(name)...)
		}
		if len(list) == 0 {
			list = x.stems.Stems(x.base.Name(n))
		}
		k := x.base.Schema().KindDef(x.base.KindOf(n))
		list = append(list, x.stems.Stems(k.Noun)...)
		for _, more := range k.Words {
			list = append(list, x.stems.Stems(more)...)
		}
		slices.Sort(list)
		list = slices.Compact(list)
		x.nodes[n] = list
	}
	return list
}
