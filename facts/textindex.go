package facts

import (
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
	base *kb.Base
	once sync.Once
	post map[string][]kb.Stmt
}

// maxTextStatements is the largest knowledge base that is indexed by the words
// of its statements: 20,000 take a quarter of a second and 20 MB.
const maxTextStatements = 20000

func newTextIndex(b *kb.Base) *textIndex { return &textIndex{base: b} }

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
	words := map[kb.Node][]string{}
	for s := range x.base.Statements() {
		st := kb.Stmt(s)
		seen := map[string]bool{}
		for _, stem := range x.stems(st, words) {
			if !seen[stem] {
				seen[stem] = true
				x.post[stem] = append(x.post[stem], st)
			}
		}
	}
}

func (x *textIndex) stems(s kb.Stmt, words map[kb.Node][]string) []string {
	d := x.base.Schema().RelationDef(x.base.Relation(s))
	list := stemsOf(d.Says)
	for _, more := range append(append([]string{d.Noun, d.Plural}, d.Verbs...), d.Nouns...) {
		list = append(list, stemsOf(more)...)
	}
	nodes := []kb.Node{x.base.Subject(s), x.base.Object(s)}
	for _, q := range x.base.Qualifiers(s) {
		nodes = append(nodes, q.Value)
	}
	for _, n := range nodes {
		w, ok := words[n]
		if !ok {
			for _, name := range x.base.Names(n) {
				w = append(w, stemsOf(name)...)
			}
			if len(w) == 0 {
				w = stemsOf(x.base.Name(n))
			}
			k := x.base.Schema().KindDef(x.base.KindOf(n))
			w = append(w, stemsOf(k.Noun)...)
			for _, more := range k.Words {
				w = append(w, stemsOf(more)...)
			}
			words[n] = w
		}
		list = append(list, w...)
	}
	return list
}

func stemsOf(text string) []string {
	var list []string
	for t := range nlp.EachToken(text) {
		if t.Kind != nlp.Punct {
			list = append(list, t.Stem)
		}
	}
	return list
}
